"""Phrases headed by a role noun: their sector, and the country, body or group they act for."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.text.actors.chunks import Name
from kg.text.actors.items import Item, is_former, modifiers_of
from kg.text.actors.passage import Passage
from kg.text.actors.persons import Persons
from kg.text.actors.resolved import Resolved
from kg.text.actors.sectors import WORDING, Record, Records, combine, singular

if TYPE_CHECKING:
    from kg.knowledge.gazetteer import Gazetteer

_BODIES = frozenset({"international body", "armed group", "media", "company", "civil society"})
_PEOPLE = frozenset({"police", "people", "men", "women", "authorities", "troops", "forces"})


class RolePhrases:
    """Resolves role nouns with one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.records = Records(gazetteer)
        self.persons = Persons(gazetteer, self.records)

    def source(self, passage: Passage, name: Name) -> Record | None:
        """The actor that a name stands for when it modifies a role noun."""
        entry = passage.reading(name)
        if entry.type == "person" and entry.actor:
            return self.persons.record(entry.actor, passage.on)
        if entry.actor and entry.type != "place":
            return self.records.actor(entry.actor, entry)
        if entry.country is None:
            return None
        if entry.type == "demonym":
            return self.records.part(entry.country, entry.sector or "CVL")
        return self.records.state(entry.country)

    def sources(self, passage: Passage, items: list[Item], before: int) -> list[Record]:
        """The actors named before a head: armed groups, else states and bodies in their order."""
        found = [
            record
            for item in items
            if item.kind in ("name", "led") and item.name is not None and item.end <= before
            for record in [self.source(passage, item.name)]
            if record is not None
        ]
        return [record for record in found if record["kind"] == "armed group"] or found

    def _joined(self, passage: Passage, items: list[Item], before: int) -> list[Record]:
        """All the countries of `French and Egyptian warships`; otherwise the one that counts."""
        sources = self.sources(passage, items, before)
        joined = any(
            passage.words.pos[i] == "CCONJ"
            for left, right in pairwise(items)
            if left.kind == right.kind == "name" and right.end <= before
            for i in range(left.end, right.start)
        )
        return sources if joined else sources[:1]

    def role(self, passage: Passage, items: list[Item], head: Item, owner: list[Record]) -> Resolved:
        """A phrase headed by a role noun: its sector, and its country if the phrase or the owner tells it."""
        words = passage.words
        roles = [
            (words.lower[item.end - 1], entry.sector)
            for item in items
            if item.kind == "role" and item.name is not None and item.end <= head.end
            for entry in item.name.entries
            if entry.type == "role" and entry.sector
        ]
        last = singular(words.lower[head.end - 1])
        sources = self._joined(passage, items, head.start) or owner
        method = "owner + role" if sources is owner else "demonym + role"
        if last in WORDING.relational and len(roles) == 1:
            sources = []
        title = " ".join(words.lower[head.start : head.end])
        if not sources and title in WORDING.realms:
            sources, method = [self.records.state(WORDING.realms[title])], "title of one state"
        inherited = next((s["sector"] for s in sources if s["kind"] == "armed group"), None)
        seat = next((s["sector"] for s in sources if s["sector"] not in (None, "GOV", "IGO", "CVL")), None)
        kinds = {entry.kind for entry in head.name.entries if entry.type == "role"} if head.name else set()
        resolved = Resolved(
            actors=[],
            method="role",
            confidence=0.8,
            type="role",
            role=title,
            generic=last in WORDING.generic,
            sector=combine(roles, modifiers_of(words, items), inherited or seat),
            relational=last in WORDING.relational,
            former=is_former(words, items) or title.startswith(tuple(f"{word} " for word in WORDING.former)),
            plural=last != words.lower[head.end - 1] or last in _PEOPLE or words.lower[head.start] in _PEOPLE,
            human="body" not in kinds,
            titled=len(roles) == 1 and not any(item.kind == "noun" for item in items),
        )
        self.complete(resolved, sources, passage.on, method=method)
        if resolved.bare and head.name is not None:
            self._default(passage, resolved, head.name)
        return resolved

    def _default(self, passage: Passage, resolved: Resolved, name: Name) -> None:
        """A role noun that alone means one country's (the Supreme Court), if no other is spoken of."""
        entry = next((entry for entry in name.entries if entry.type != "role" and entry.actor), None)
        if entry is not None and not passage.is_elsewhere(entry):
            resolved.actors = [self.records.actor(str(entry.actor), entry)]
            resolved.bare, resolved.method, resolved.confidence = False, "seat by default", 0.5

    def complete(self, resolved: Resolved, sources: list[Record], on: date | None, *, method: str) -> None:
        """Give a role phrase its country, body or group; without one it stays bare."""
        sector = resolved.sector or "GOV"
        actors: list[Record] = []
        for source in sources:
            holder = self._holder(resolved, source, on)
            if holder is not None:
                actors.append(holder)
            elif source["kind"] in _BODIES:
                actors.append(dict(source))
            elif source["country"]:
                actors.append(self.records.part(source["country"], sector))
            elif source["kind"] == "person" and source["affiliation"]:
                actors.append(self.records.actor(source["affiliation"]))
        resolved.actors = actors or [self.records.part(None, sector)]
        resolved.bare = not actors
        resolved.method = method if actors else "role without country"
        resolved.confidence = 0.9 if actors else 0.4

    def _holder(self, resolved: Resolved, source: Record, on: date | None) -> Record | None:
        """`the Russian president`, `the Nato chief`: the person in office on the day of the article."""
        if on is None or resolved.plural or resolved.former or not resolved.titled:
            return None
        if source["kind"] == "state" and source["country"]:
            return self.persons.in_office(resolved.role, source["country"], on)
        if source["kind"] == "international body":
            return self.persons.in_office(resolved.role, source["id"], on)
        return None
