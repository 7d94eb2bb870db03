"""Reports of one happening: same actors, same type, near dates, and sentences that tell the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.ids import digest
from kg.model import Actor, Event

DAYS = 3
SIMILAR = 0.36
CLASH = 0.2
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)*")
_FUNCTION_WORDS = """
a an and are as at be been but by for from had has have he her him his how if in into is it its more new
no not of on one or our out over said says say she since some such than that the their them then there
these they this those to told under up was we were what when where which while who will with would you
after before during also about against amid between both late later last next early saying according
officials official statement reported report reports agency news monday tuesday wednesday thursday friday
saturday sunday january february march april may june july august september october november december mr
mrs ms
"""
_EMPTY = frozenset(_FUNCTION_WORDS.split())
_ENDINGS = (
    "ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ers", "ies", "ied", "es", "ed", "er",
    "ly", "s", "e",
)  # fmt: skip
_NUMBERS = {
    "hundred": "100", "hundreds": "100", "thousand": "1000", "thousands": "1000", "dozen": "12", "two": "2",
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened, and the events that report it, the surest first."""

    id: str
    events: tuple[Event, ...]

    @property
    def reports(self) -> int:
        """How many articles tell of it."""
        return len({event.evidence.doc for event in self.events})


def _itself(actor: Actor) -> str:
    return actor.id


def cluster(events: Iterable[Event], *, who: Callable[[Actor], str] = _itself) -> list[Happening]:
    """The happenings behind the events, latest first; an event without a date stands alone.

    `who` names the party for which an actor acts: the same acts of the same parties may be one happening.
    """
    groups: dict[tuple[str, ...], list[Event]] = {}
    for event in events:
        ends = (who(end.actor) if end else "" for end in (event.source, event.target))
        groups.setdefault((*ends, event.plover, event.polarity), []).append(event)
    found = [happening for group in groups.values() for happening in _cluster(group)]
    return sorted(found, key=lambda one: (-_day(one.events[0]), one.id))


def _day(event: Event) -> int:
    return event.date.toordinal() if event.date else 0


def _cluster(group: Sequence[Event]) -> list[Happening]:
    ordered = sorted(group, key=lambda event: (_day(event), event.id))
    words = [content_words(event.evidence.text, event) for event in ordered]
    members: list[list[int]] = []
    recent: list[list[int]] = []  # those that may still grow, the latest begun first
    for n, event in enumerate(ordered):
        day = _day(event)
        recent = [known for known in recent if day - _day(ordered[known[-1]]) <= DAYS]
        near = [(sum(similarity(words[n], words[m]) for m in known) / len(known), known) for known in recent]
        # The mean over all its reports: one loose word must not chain two happenings together.
        likeness, best = max(near, key=lambda pair: pair[0], default=(0.0, []))
        if likeness >= SIMILAR:
            best.append(n)
            continue
        members.append([n])
        if day:
            recent.insert(0, members[-1])
    return [_happening([ordered[n] for n in known]) for known in members]


def _happening(events: Sequence[Event]) -> Happening:
    first = min(event.id for event in events)
    ranked = sorted(events, key=lambda event: (-event.confidence, -_day(event), event.id))
    return Happening(id="hap_" + digest("happening", first), events=tuple(ranked))


def content_words(text: str, event: Event | None = None) -> frozenset[str]:
    """Stems and numbers of a sentence without what every report of the pair has: function words and names."""
    names: set[str] = set()
    if event:
        for mention in (event.source, event.target):
            if mention:
                names |= {word.lower() for word in _WORD.findall(f"{mention.text} {mention.actor.label}")}
    words = (word.lower().removesuffix("'s") for word in _WORD.findall(text.replace("’", "'")))
    return frozenset(_stem(word) for word in words if word not in _EMPTY and word not in names)


def _stem(word: str) -> str:
    if word in _NUMBERS or word[0].isdigit():
        return _NUMBERS.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def similarity(one: frozenset[str], two: frozenset[str]) -> float:
    """0 to 1: words in common, against the mean length; a number that only one side has counts against it."""
    if not one or not two:
        return 0.0
    shared = len(one & two)
    numbers = [word for word in one ^ two if word[0].isdigit()]
    clash = any(word in one for word in numbers) and any(word in two for word in numbers)
    return 2 * shared / (len(one) + len(two)) - CLASH * clash
