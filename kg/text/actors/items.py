"""The pieces of a noun phrase: names, role nouns, capitalised words, other nouns and modifiers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.text.actors.chunks import HYPHENS, Name, Names
from kg.text.actors.sectors import WORDING
from kg.text.syntax.words import Words


@dataclass(slots=True, kw_only=True)
class Item:
    """A piece of a noun phrase; `led` is a country in `Vietnamese-led`, `prop` a run of unlisted capitals."""

    kind: str  # name | led | role | prop | honorific | noun | mod
    start: int
    end: int
    name: Name | None = None


def split_items(words: Words, names: Names, start: int, end: int) -> list[Item]:
    """The pieces between two tokens, left to right."""
    found: list[Item] = []
    i = start
    while i < end:
        item, i = _next(words, names, i, end)
        if item is not None:
            found.append(item)
    return found


def _next(words: Words, names: Names, i: int, end: int) -> tuple[Item | None, int]:
    """The piece at token `i`, if any, and where the next begins."""
    name = names.at.get(i)
    if name is not None:
        return _named(words, name, end)
    text, low = words.text[i], words.lower[i]
    if text in HYPHENS or text == "," or words.pos[i] == "CCONJ":
        return None, i + 1
    if low in ("pro", "anti", "non") and i + 2 < end and words.text[i + 1] in HYPHENS:
        after = names.at.get(i + 2)
        stop = after.end if after is not None else i + 3
        return Item(kind="mod", start=i, end=stop), stop
    if low.rstrip(".") in WORDING.honorifics:
        stop = i + 2 if i + 1 < end and words.text[i + 1] == "." else i + 1
        return Item(kind="honorific", start=i, end=i + 1), stop
    if words.pos[i] == "PROPN" and text[0].isupper():
        stop = _run(words, names, i, end)
        return Item(kind="prop", start=i, end=stop), stop
    kind = "noun" if words.pos[i] in ("NOUN", "PROPN") else "mod"
    return Item(kind=kind, start=i, end=i + 1), i + 1


def _named(words: Words, name: Name, end: int) -> tuple[Item, int]:
    """A curated name; `US-backed` modifies, `US-led` tells who acts."""
    is_role = "role" in name.types and all(entry.weak or entry.type == "role" for entry in name.entries)
    kind, stop = ("role" if is_role else "name"), name.end
    if is_role and words.lower[stop - 1] in WORDING.inert and stop - name.start == 1:
        return Item(kind="noun", start=name.start, end=stop), stop
    if stop + 1 < end and words.text[stop] in HYPHENS and kind == "name":
        tail = words.lower[stop + 1]
        if tail in WORDING.leading or tail in WORDING.aside:
            kind, stop = ("led" if tail in WORDING.leading else "mod"), stop + 2
    elif name.end - name.start == 1 and "-" in words.text[name.start] and kind == "name":
        tail = words.lower[name.start].rpartition("-")[2]  # one token: U.S.-led
        if tail in WORDING.leading or tail in WORDING.aside:
            kind = "led" if tail in WORDING.leading else "mod"
    return Item(kind=kind, start=name.start, end=stop, name=name), stop


def _run(words: Words, names: Names, start: int, end: int) -> int:
    """The end of a run of capitalised words, name particles and their hyphens."""
    i = start + 1
    while i < end and i not in names.at:
        word = words.text[i]
        if word in HYPHENS and i + 1 < end and i + 1 not in names.at:
            i += 2
        elif (word[0].isupper() and words.lower[i].rstrip(".") not in WORDING.honorifics) or (
            words.lower[i] in WORDING.particles and i + 1 < end and words.text[i + 1][0].isupper()
        ):
            i += 1
        else:
            break
    return i


def modifiers_of(words: Words, items: Iterable[Item]) -> list[str]:
    """The words that are neither names nor role nouns, in lower case."""
    return [
        words.lower[i] for item in items if item.kind in ("mod", "noun") for i in range(item.start, item.end)
    ]


def is_former(words: Words, items: Iterable[Item]) -> bool:
    """Do the modifiers say that the office is over?"""
    return any(word in WORDING.former for word in modifiers_of(words, items))
