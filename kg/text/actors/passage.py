"""A text with its names on a day, and the countries certain in it, which decide ambiguous names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kg.text.actors.chunks import Name, Names
from kg.text.syntax.words import Words

if TYPE_CHECKING:
    from kg.knowledge.gazetteer import Entry

_ORDER = ("person", "actor", "demonym", "seat", "capital", "description", "place", "role")
_RANK = {kind: n for n, kind in enumerate(_ORDER)}


@dataclass(slots=True, kw_only=True)
class Passage:
    """Words and names of one text, read on one day."""

    words: Words
    names: Names
    on: date | None
    near: dict[int, set[str]] = field(default_factory=dict)  # sentence -> countries named for certain
    around: set[str] = field(default_factory=set)  # of the whole text
    states: dict[int, set[str]] = field(default_factory=dict)  # sentence -> states under their own names

    def reading(self, name: Name) -> Entry:
        """The reading to take: valid on the day, in a country of the text, actors before places."""
        if len(name.entries) == 1:
            return name.entries[0]
        choice = [entry for entry in name.entries if entry.holds(self.on)] or list(name.entries)
        first = min(choice, key=lambda entry: (entry.weak, _RANK[entry.type]))
        states = [entry for entry in choice if entry.type == "actor" and entry.kind == "state"]
        if len(choice) == 1 or states == [first]:
            return first
        # "Zaire and Congo" are two.
        named = self.states.get(self.words.sent[name.start], set())
        other = [entry for entry in states if entry.country not in named]
        if other and len(other) < len(states):
            return min(other, key=lambda entry: entry.weak)
        for countries in (self.near.get(self.words.sent[name.start], set()), self.around):
            if first.country in countries:
                return first
            fitting = [entry for entry in choice if entry.country in countries and entry.type != "role"]
            if fitting:
                return min(fitting, key=lambda entry: (entry.weak, _RANK[entry.type]))
        return first

    def is_elsewhere(self, entry: Entry) -> bool:
        """Does the text speak of other countries only?"""
        return bool(self.around) and entry.country not in self.around


def read_passage(words: Words, names: Names, on: date | None) -> Passage:
    """The passage with the countries that its unambiguous names give."""
    passage = Passage(words=words, names=names, on=on)
    for name in names.at.values():
        countries = {entry.country for entry in name.entries}
        country = name.entries[0].country
        if len(countries) == 1 and country is not None and not name.entries[0].weak:
            passage.near.setdefault(words.sent[name.start], set()).add(country)
            passage.around.add(country)
            if name.entries[0].type == "actor" and name.entries[0].kind == "state":
                passage.states.setdefault(words.sent[name.start], set()).add(country)
    return passage
