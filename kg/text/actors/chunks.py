"""Base noun phrases over words: where one begins and ends, and its parts between possessive marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kg.text.actors.sectors import WORDING
from kg.text.syntax.words import DIRECTIONS, POSSESSIVE, Words

if TYPE_CHECKING:
    from kg.knowledge.gazetteer import Entry

NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET", "X", "SYM"})
HYPHENS = frozenset({"-", "–", "‑", "/"})
DATE_NOUNS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "here",
        "there",
    ]
)
_TITLE_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "gen", "sen", "rep", "gov", "lt", "col", "sgt", "st"}
)
# Word classes in which no name begins unless it is capitalised.
_NO_NAME = frozenset(
    {
        "PUNCT",
        "SPACE",
        "ADP",
        "AUX",
        "CCONJ",
        "SCONJ",
        "PART",
        "PRON",
        "DET",
        "VERB",
        "ADV",
        "NUM",
        "SYM",
        "INTJ",
    }
)
_ENDS_PHRASE = frozenset(
    {"nsubj", "nsubjpass", "dobj", "dative", "pobj", "npadvmod", "attr", "oprd", "agent"}
)


class Lookup(Protocol):
    """What is asked of a gazetteer to find names."""

    def lookup(self, words: Sequence[str], start: int) -> tuple[int, tuple[Entry, ...]] | None:
        """Number of words and readings of the longest name at `start`."""


@dataclass(slots=True, kw_only=True)
class Name:
    """A curated name or role noun in the text, with all its readings."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def types(self) -> set[str]:
        """The types of its readings."""
        return {entry.type for entry in self.entries}


class Names:
    """The names of a text by their first token and by their end."""

    def __init__(self, found: list[Name]) -> None:
        self.at = {name.start: name for name in found}
        self.ending = {name.end: name for name in found}
        self.inside = {i for name in found for i in range(name.start + 1, name.end)}


# Names in capitals only, and not behind a number: the PM, but not 5 PM or "told us".
_CAPITALS = frozenset({"us", "pm", "fm"})


@dataclass(slots=True, kw_only=True)
class Chunk:
    """One base noun phrase: tokens `start` to `end`; `parts` are its stretches between possessive marks."""

    start: int
    end: int
    parts: list[tuple[int, int]] = field(default_factory=list)
    owner: int = -1  # token of a possessive pronoun at the left edge, -1 if none


def find_names(words: Words, gazetteer: Lookup) -> Names:
    """The longest names from left to right; none crosses a sentence end."""
    found: list[Name] = []
    text, pos, lower = words.text, words.pos, words.lower
    lookup = gazetteer.lookup
    for first, last in words.bounds:
        i = first
        while i < last:
            if pos[i] in _NO_NAME and lower[i] == text[i] and lower[i] != "the" and words.parsed:
                i += 1
                continue
            hit = lookup(text, i) or _shared_half(words, i, last, gazetteer)
            if hit is None or i + hit[0] > last:
                i += 1
                continue
            length, entries = hit
            if lower[i] == "the" and i + 1 < last:
                later = lookup(text, i + 1)  # `the West` must not cut `West Bank`
                if later is not None and later[0] >= length:
                    i += 1
                    continue
            # `US-led forces`, `the Russian opposition` are read by their parts
            if "led" in lower[i : i + length] or "opposition" in lower[i + 1 : i + length]:
                hit = next((h for k in range(length - 1, 0, -1) if (h := lookup(text[i : i + k], 0))), None)
                if hit is None:
                    i += 1
                    continue
                length, entries = hit
            if length == 1 and words.parsed and not _is_nominal(words, i, entries):
                i += 1
                continue
            if length == 1 and lower[i] in _CAPITALS and (not text[i].isupper() or text[i - 1][:1].isdigit()):
                i += 1
                continue
            if i > first + 1 and text[i - 1] in HYPHENS and lower[i - 2] in WORDING.particles:
                i += 1  # `Waker-uz-Zaman` is one name
                continue
            if not _is_surname(words, i, entries, found):
                found.append(Name(start=i, end=i + length, entries=entries))
            i += length
    return Names(found)


def _shared_half(words: Words, i: int, last: int, gazetteer: Lookup) -> tuple[int, tuple[Entry, ...]] | None:
    """`North and South Korea`: the first word is a name with the last one of the name that follows."""
    if words.lower[i] not in DIRECTIONS or i + 3 >= last or words.lower[i + 1] not in ("and", "or"):
        return None
    after = gazetteer.lookup(words.text, i + 2)
    if words.lower[i + 2] not in DIRECTIONS or after is None or after[0] != 2:
        return None
    whole = gazetteer.lookup([words.text[i], words.text[i + 3]], 0)
    return (1, whole[1]) if whole is not None and whole[0] == 2 else None


def _is_surname(words: Words, i: int, entries: tuple[Entry, ...], found: list[Name]) -> bool:
    """`General Lino Oviedo`: a town's name behind a title and a first name is a person's."""
    if not found or any(entry.type != "place" for entry in entries):
        return False
    before = found[-1]
    is_title = any(entry.type == "role" and entry.kind == "title" for entry in before.entries)
    return is_title and 0 < i - before.end <= 2 and all(words.text[n].istitle() for n in range(before.end, i))


def _is_nominal(words: Words, i: int, entries: tuple[Entry, ...]) -> bool:
    """A single word that is a role only by its form (leads, forces, guards) must be used as a noun."""
    if any(entry.type != "role" for entry in entries):
        return True
    if words.pos[i] in ("NOUN", "PROPN"):
        return True
    return words.pos[i] == "ADJ" and words.dep[i] not in ("acomp", "ROOT", "conj")


def chunks(words: Words, names: Names) -> Iterator[Chunk]:
    """Noun phrases from left to right, without overlap."""
    for first, last in words.bounds:
        i = first
        while i < last:
            if not _starts(words, names, i):
                i += 1
                continue
            chunk = _grow(words, names, i, last)
            if chunk.end > chunk.start and _may_name(words, names, chunk):
                yield chunk
            i = max(chunk.end, i + 1)


def _may_name(words: Words, names: Names, chunk: Chunk) -> bool:
    """A phrase without a name or a capitalised word cannot be an actor."""
    pos, at = words.pos, names.at
    return any(i in at or pos[i] == "PROPN" for i in range(chunk.start, chunk.end))


def _starts(words: Words, names: Names, i: int) -> bool:
    if i in names.at:
        return True
    if words.pos[i] in NOMINAL:
        return words.lower[i] not in DATE_NOUNS
    return (words.pos[i] == "PRON" and words.dep[i] == "poss") or words.lower[i] in ("his", "its", "their")


def _grow(words: Words, names: Names, start: int, last: int) -> Chunk:
    chunk = Chunk(start=start, end=start)
    i = part = start
    if words.pos[start] == "PRON" and start not in names.at:
        chunk.owner = start
        i = part = start + 1
    while i < last:
        if i in names.at:
            if i > part and _breaks_before(words, names, i, start):
                break
            i = names.at[i].end
            continue
        if (
            i > start
            and words.text[i] in POSSESSIVE
            and i + 1 < last
            and words.pos[i] in ("PART", "PUNCT", "VERB", "AUX")
        ):
            if _nominal_at(words, names, i + 1) or words.pos[i + 1] in ("ADV", "VERB"):
                chunk.parts.append((part, i))
                i = part = i + 1
                continue
            break
        if i > part and words.text[i] in HYPHENS and i + 1 < last:
            i += 2 if i + 1 not in names.at else 1
            continue
        if not _inner(words, names, i, part, last):
            break
        if i > part and _breaks_before(words, names, i, start):
            break
        i += 1
    end = i
    while end > part and (
        words.pos[end - 1] in ("ADV", "CCONJ", "PUNCT", "DET") and end - 1 not in names.inside
    ):
        if end - 1 in names.at:
            break
        end -= 1
    if end > part:
        chunk.parts.append((part, end))
    chunk.end = end if end > part else (chunk.parts[-1][1] if chunk.parts else start)
    return chunk


def _nominal_at(words: Words, names: Names, i: int) -> bool:
    return i in names.at or (words.pos[i] in NOMINAL and words.pos[i] != "DET")


def _inner(words: Words, names: Names, i: int, part: int, last: int) -> bool:
    """May token `i` stand in the phrase that began at `part`?"""
    pos = words.pos[i]
    if words.lower[i] in DATE_NOUNS and pos != "ADJ":
        return False
    if pos in NOMINAL:
        return pos != "DET" or i == part or words.pos[i - 1] == "DET"
    following = i + 1 < last
    if pos == "VERB":
        attributive = words.dep[i] == "amod" and words.head[i] > i
        return attributive or (words.text[i - 1] in HYPHENS if i > part else False)
    if pos == "ADV":
        return (
            following
            and i >= part
            and words.pos[i + 1] in ("ADJ", "VERB", "ADV", "NUM")
            and (words.head[i] > i or not words.parsed)
        )
    if pos == "CCONJ" and following and i > part:
        return _joins_modifiers(words, names, i)
    if pos == "PUNCT" and words.text[i] == "," and following and i > part:
        return _joins_modifiers(words, names, i) and _lists_demonyms(words, names, i, last)
    return words.text[i] == "." and i > part and words.lower[i - 1] in _TITLE_ABBREVIATIONS


def _joins_modifiers(words: Words, names: Names, i: int) -> bool:
    """`French and Egyptian warships`: both sides are adjectives of the same noun."""
    left = names.ending.get(i)
    right = names.at.get(i + 1)
    if left is None or right is None or right.end >= len(words) or "demonym" not in left.types:
        return False
    if not ({"demonym", "actor"} & right.types) or not _nominal_at(words, names, right.end):
        return False
    if words.parsed and words.pos[right.end] in ("VERB", "AUX"):
        return False
    return words.text[left.end - 1][-1:] != "s" or words.lower[left.end - 1].endswith(("us", "ss"))


def _lists_demonyms(words: Words, names: Names, i: int, last: int) -> bool:
    """`French, British and US troops`: the comma is one of a list that ends in `and`."""
    name = names.at.get(i + 1)
    while name is not None and name.end < last:
        if words.pos[name.end] == "CCONJ":
            return _joins_modifiers(words, names, name.end)
        if words.text[name.end] != ",":
            return False
        name = names.at.get(name.end + 1)
    return False


def _breaks_before(words: Words, names: Names, i: int, start: int) -> bool:
    """In `gave Russia weapons` the parser knows that a new phrase begins at the second noun."""
    if not words.parsed or words.pos[i - 1] == "DET":
        return False
    left = i - 1
    if words.dep[left] not in _ENDS_PHRASE or start <= words.head[left]:
        return False
    here = names.at.get(i)
    if here is not None and here.types & {"person"}:
        return False
    end = here.end - 1 if here is not None else i
    return words.head[end] < start and words.dep[end] in _ENDS_PHRASE
