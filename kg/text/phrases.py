"""Who a noun phrase is: country names, role nouns, titles and persons put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.text.chunks import HYPHENS, Name, Names
from kg.text.persons import Persons
from kg.text.sectors import WORDING, Record, Records, combine, singular, valid
from kg.text.words import Words

if TYPE_CHECKING:
    from kg.knowledge.gazetteer import Entry, Gazetteer

MentionRecord = dict[str, Any]

_READING = {
    "person": 0,
    "actor": 1,
    "demonym": 2,
    "seat": 3,
    "capital": 4,
    "description": 5,
    "place": 6,
    "role": 7,
}


@dataclass(slots=True, kw_only=True)
class Item:
    """A piece of a noun phrase: a name, a role noun, capitalised words without an entry, another noun or modifier."""

    kind: str  # name | led | role | prop | honorific | noun | mod
    start: int
    end: int
    name: Name | None = None


@dataclass(slots=True, kw_only=True)
class Resolved:
    """What a phrase refers to; `bare` says that a role noun still lacks its country."""

    actors: list[Record]
    method: str
    confidence: float
    type: str = "actor"
    bare: bool = False
    role: str = ""
    generic: bool = False
    sector: str | None = None
    relational: bool = False
    former: bool = False
    plural: bool = False
    name_start: int = 0  # first token of a place's name
    candidates: list[str] = field(default_factory=list)  # ids that a description may mean


class Phrases:
    """Resolves the parts of noun phrases with one gazetteer, on one day."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.records = Records(gazetteer)
        self.persons = Persons(gazetteer, self.records)

    def items(self, words: Words, names: Names, start: int, end: int) -> list[Item]:
        """The pieces of one part of a chunk, left to right."""
        found: list[Item] = []
        i = start
        while i < end:
            name = names.at.get(i)
            if name is not None:
                kind = (
                    "role"
                    if "role" in name.types
                    and all(entry.weak or entry.type == "role" for entry in name.entries)
                    else "name"
                )
                stop = name.end
                if stop + 1 < end and words.text[stop] in HYPHENS and kind == "name":
                    tail = words.lower[stop + 1]
                    if tail in WORDING.leading or tail in WORDING.aside:
                        kind, stop = ("led" if tail in WORDING.leading else "mod"), stop + 2
                found.append(Item(kind=kind, start=i, end=stop, name=name))
                i = stop
                continue
            low = words.lower[i]
            if low in ("pro", "anti", "non") and i + 2 < end and words.text[i + 1] in HYPHENS:
                after = names.at.get(i + 2)
                stop = after.end if after is not None else i + 3
                found.append(Item(kind="mod", start=i, end=stop))
                i = stop
                continue
            if words.text[i] in HYPHENS or words.text[i] == "," or words.pos[i] == "CCONJ":
                i += 1
                continue
            if low.rstrip(".") in WORDING.honorifics:
                found.append(Item(kind="honorific", start=i, end=i + 1))
                i += 2 if i + 1 < end and words.text[i + 1] == "." else 1
                continue
            if words.pos[i] == "PROPN" and words.text[i][0].isupper():
                stop = self._run(words, names, i, end)
                found.append(Item(kind="prop", start=i, end=stop))
                i = stop
                continue
            kind = "noun" if words.pos[i] in ("NOUN", "PROPN") else "mod"
            found.append(Item(kind=kind, start=i, end=i + 1))
            i += 1
        return found

    @staticmethod
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

    def reading(self, name: Name, on: date | None) -> Entry:
        """The reading to take: valid on the day, persons and actors before places."""
        choice = [entry for entry in name.entries if valid(entry, on)] or list(name.entries)
        return min(choice, key=lambda entry: (entry.weak, _READING.get(entry.type, 9)))

    def source(self, name: Name, on: date | None) -> Record | None:
        """The actor that a name stands for when it modifies a role noun."""
        entry = self.reading(name, on)
        if entry.type == "person" and entry.actor:
            return self.persons.record(entry.actor, on)
        if entry.type == "place":
            return self.records.state(entry.country) if entry.country else None
        if entry.actor:
            return self.records.actor(entry.actor, entry)
        return self.records.state(entry.country) if entry.country else None

    def resolve(
        self, words: Words, names: Names, part: tuple[int, int], owner: list[Record], on: date | None
    ) -> Resolved | None:
        """Who the phrase from `part[0]` to `part[1]` is; `owner` are the actors that possess it."""
        items = self.items(words, names, *part)
        named = [item for item in items if item.kind in ("name", "led", "role", "prop", "noun")]
        if not named:
            return None
        head = named[-1]
        if head.kind == "noun" and singular(words.lower[head.start]) in WORDING.relational and len(named) > 1:
            return self._relative(words, items, named[-2], on)
        if head.kind == "role":
            return self._role(words, items, head, owner, on)
        if head.kind in ("name", "led") and head.name is not None:
            return self._name(words, items, head, owner, on)
        if head.kind == "prop":
            return self._proper(words, items, head, owner, on)
        return None

    def _relative(self, words: Words, items: list[Item], head: Item, on: date | None) -> Resolved | None:
        """`Israel's militia ally`: the militia, but not of Israel."""
        if head.kind != "role":
            return None
        resolved = self._role(words, items, head, [], on)
        if resolved is not None:
            self.complete(resolved, [], on, method="role")
        return resolved

    def _sources(self, items: list[Item], before: int, on: date | None) -> list[Record]:
        """The actors named before a head: a group first, else the first of the states and bodies."""
        found = [
            record
            for item in items
            if item.kind in ("name", "led") and item.name is not None and item.end <= before
            for record in [self.source(item.name, on)]
            if record is not None
        ]
        groups = [record for record in found if record["kind"] == "armed group"]
        return groups or found

    def _joined(self, words: Words, items: list[Item], before: int, on: date | None) -> list[Record]:
        """All the countries of `French and Egyptian warships`; otherwise the one that counts."""
        sources = self._sources(items, before, on)
        joined = any(
            words.pos[i] == "CCONJ"
            for left, right in zip(items, items[1:], strict=False)
            if left.kind == "name" and right.kind == "name" and right.end <= before
            for i in range(left.end, right.start)
        )
        return sources if joined else sources[:1]

    def _role(
        self, words: Words, items: list[Item], head: Item, owner: list[Record], on: date | None
    ) -> Resolved | None:
        roles = [
            (words.lower[item.end - 1], entry.sector)
            for item in items
            if item.kind == "role" and item.name is not None
            for entry in item.name.entries
            if entry.type == "role" and entry.sector
        ]
        modifiers = [
            words.lower[i]
            for item in items
            if item.kind in ("mod", "noun")
            for i in range(item.start, item.end)
        ]
        last = words.lower[head.end - 1]
        title = " ".join(words.lower[head.start : head.end])
        former = any(word in WORDING.former for word in modifiers)
        relational = singular(last) in WORDING.relational
        sources = self._joined(words, items, head.start, on) or owner
        if relational and len(roles) == 1:
            sources = []
        inherited = next((s["sector"] for s in sources if s["kind"] == "armed group"), None)
        seat = next((s["sector"] for s in sources if s["sector"] not in (None, "GOV", "IGO")), None)
        sector = combine(roles, modifiers, inherited or seat)
        plural = singular(last) != last or last in ("police", "people", "men", "women")
        resolved = Resolved(
            actors=[], method="role", confidence=0.8, type="role", role=title, generic=singular(last) in WORDING.generic,
            sector=sector, relational=relational, former=former, plural=plural,
        )  # fmt: skip
        self.complete(
            resolved, sources, on, method="demonym + role" if sources is not owner else "owner + role"
        )
        return resolved

    def complete(self, resolved: Resolved, sources: list[Record], on: date | None, *, method: str) -> None:
        """Give a role phrase its country, body or group; without one it stays bare."""
        sector = resolved.sector or "GOV"
        actors: list[Record] = []
        for source in sources:
            if source["kind"] in ("international body", "armed group", "media", "company", "civil society"):
                actors.append(source)
            elif source["country"]:
                actors.append(
                    self._holder(resolved, source, on) or self.records.part(source["country"], sector)
                )
            elif source["kind"] == "person" and source["affiliation"]:
                actors.append(self.records.actor(source["affiliation"]))
        resolved.actors = actors or [self.records.part(None, sector)]
        resolved.bare = not actors
        resolved.method = method if actors else "role without country"
        resolved.confidence = 0.9 if actors else 0.4

    def _holder(self, resolved: Resolved, source: Record, on: date | None) -> Record | None:
        """`the Russian president` is the person in office on the day of the article."""
        if on is None or resolved.plural or resolved.former or source["kind"] not in ("state", "sector"):
            return None
        return self.persons.in_office(resolved.role, source["country"], on)

    def _name(
        self, words: Words, items: list[Item], head: Item, owner: list[Record], on: date | None
    ) -> Resolved | None:
        assert head.name is not None
        entry = self.reading(head.name, on)
        earlier = [item for item in items if item.end <= head.start]
        if entry.type == "person" and entry.actor:
            former = any(
                words.lower[i] in WORDING.former
                for item in earlier
                if item.kind == "mod"
                for i in range(item.start, item.end)
            )
            return self._person(
                words, earlier, self.persons.record(entry.actor, on, former=former), owner, on
            )
        if entry.type == "place" and not entry.actor:
            record = self.records.state(entry.country, sector=None) if entry.country else None
            return Resolved(
                actors=[record] if record else [],
                method="place",
                confidence=0.6,
                type="place",
                name_start=head.start,
            )
        if entry.type == "demonym" and entry.actor is None:
            return self._community(words, items, head, entry)
        record = self.records.actor(entry.actor, entry) if entry.actor else None
        if record is None:
            return None
        if entry.type == "description":
            return self._description(head.name, record)
        if entry.type == "demonym":
            return self._people(words, items, head, record, on)
        if entry.type == "capital":
            return Resolved(
                actors=[record], method="capital", confidence=0.8, type="capital", name_start=head.start
            )
        if len(earlier) and record["kind"] == "armed group" and record["country"] is None:
            sources = self._sources(earlier, head.start, on) or owner
            if sources and sources[0]["kind"] == "state":
                record["country"] = sources[0]["country"]
        return Resolved(
            actors=[record], method=entry.type if entry.type != "actor" else "gazetteer", confidence=0.97
        )

    def _community(self, words: Words, items: list[Item], head: Item, entry: Entry) -> Resolved:
        """An ethnic or religious community: a part of the country it is in, or of one still to be found."""
        sector = entry.sector or "CVL"
        resolved = Resolved(
            actors=[self.records.part(entry.country, sector)], method="community", confidence=0.7, type="role",
            sector=sector, role="ethnic", plural=words.lower[head.end - 1].endswith("s"), bare=entry.country is None,
        )  # fmt: skip
        if not resolved.plural and words.pos[items[0].start] != "DET":
            resolved.type = "demonym"
        return resolved

    def _description(self, name: Name, record: Record) -> Resolved:
        """`the Western military alliance` is one body; `the bloc` may be several until the article tells."""
        candidates = sorted({entry.actor for entry in name.entries if entry.actor})
        if len(candidates) == 1:
            return Resolved(actors=[record], method="description", confidence=0.85)
        return Resolved(
            actors=[],
            method="description",
            confidence=0.3,
            type="description",
            bare=True,
            candidates=candidates,
        )

    def _people(
        self, words: Words, items: list[Item], head: Item, record: Record, on: date | None
    ) -> Resolved | None:
        """`the Palestinians` negotiate as a nation; `100 Palestinians` and `ethnic Albanians` are people."""
        last = words.lower[head.end - 1]
        first = items[0]
        quantified = any(item.kind == "mod" and words.pos[item.start] in ("NUM", "ADJ") for item in items)
        plural = (last.endswith("s") and not last.endswith(("ss", "us"))) or words.lower[
            max(first.start, 0)
        ] == "the"
        if not plural:
            return Resolved(actors=[record], method="demonym", confidence=0.8, type="demonym")
        ethnic = "ethnic" in words.lower[first.start : head.end]
        definite = words.lower[first.start] == "the"
        if definite and not quantified and not ethnic:
            record["sector"] = None
            return Resolved(actors=[record], method="people as nation", confidence=0.8, plural=True)
        part = self.records.part(record["country"], "CVL")
        resolved = Resolved(
            actors=[part], method="demonym as people", confidence=0.85, plural=True, sector="CVL"
        )
        resolved.role = "ethnic" if ethnic else "people"
        return resolved

    def _proper(
        self, words: Words, items: list[Item], head: Item, owner: list[Record], on: date | None
    ) -> Resolved | None:
        earlier = [item for item in items if item.end <= head.start]
        titles = [item for item in earlier if item.kind == "role"]
        text = words.text[head.start : head.end]
        keyword = next(
            (word for word in reversed(text) if singular(word.lower()) in WORDING.organisations), None
        )
        sources = self._sources(earlier, head.start, on) or owner
        if keyword is not None and not titles:
            sector = WORDING.organisations[singular(keyword.lower())]
            start = next((item.start for item in earlier if item.kind == "name"), head.start)
            return self._organisation(words, (start, head.end), sector, sources)
        former = any(words.lower[item.start] in WORDING.former for item in earlier if item.kind == "mod")
        title = " ".join(words.lower[titles[-1].start : titles[-1].end]) if titles else ""
        country = next((s["country"] for s in sources if s["country"]), None)
        known = self.persons.find(" ".join(text), title=title, country=country, on=on, former=former)
        if known is not None:
            return self._person(words, earlier, known, owner, on)
        if titles or any(item.kind == "honorific" for item in earlier):
            return self._stranger(words, earlier, head, titles, sources, former)
        return None

    def _organisation(
        self, words: Words, span: tuple[int, int], sector: str, sources: list[Record]
    ) -> Resolved:
        kind = {"BUS": "company", "JRN": "media"}.get(sector, "civil society")
        country = next((s["country"] for s in sources if s["country"]), None)
        label = " ".join(words.text[span[0] : span[1]])
        if sector in ("GOV", "MIL", "LEG", "JUD", "COP") and country:
            record = self.records.part(country, sector)
        else:
            record = self.records.unknown(label, kind, country, sector, None)
        return Resolved(actors=[record], method="organisation by its name", confidence=0.6, sector=sector)

    def _person(
        self, words: Words, earlier: list[Item], record: Record, owner: list[Record], on: date | None
    ) -> Resolved:
        """A known person; a title of another sector given in the text outweighs the table."""
        roles = [item for item in earlier if item.kind == "role" and item.name is not None]
        sources = self._sources(earlier, earlier[-1].end, on) if earlier else []
        sources = sources or owner
        if roles and sources and sources[0]["id"] != record["affiliation"]:
            _serve(record, sources[0])
        if roles and record["sector"] in (None, "GOV", "ELI"):
            role = self._role(words, [*earlier], roles[-1], owner, on)
            if (
                role is not None
                and role.sector
                and (role.former or role.sector != "GOV" or record["sector"] is None)
            ):
                record["sector"] = role.sector
            elif role is not None and role.sector == "GOV" and not role.former:
                record["sector"] = "GOV"
        return Resolved(actors=[record], method="office holder", confidence=0.95, type="person")

    def _stranger(
        self,
        words: Words,
        earlier: list[Item],
        head: Item,
        titles: list[Item],
        sources: list[Record],
        former: bool,
    ) -> Resolved:
        """A person that no table knows, from the title in front of the name."""
        sector, affiliation, country = None, None, next((s["country"] for s in sources if s["country"]), None)
        if titles:
            role = self._role(words, earlier, titles[-1], sources, None)
            sector = role.sector if role else None
            affiliation = next((s["id"] for s in sources), None)
        body = next((s for s in sources if s["kind"] == "international body"), None)
        if body is not None:
            sector, country = body["sector"], None
        label = " ".join(words.text[head.start : head.end]).replace(" - ", "-")
        record = self.records.unknown(label, "person", country, sector, affiliation)
        return Resolved(
            actors=[record], method="title + name", confidence=0.8 if country else 0.55, type="person",
            bare=country is None and body is None, sector=sector, former=former,
            role=" ".join(words.lower[titles[-1].start : titles[-1].end]) if titles else "",
        )  # fmt: skip


def _serve(record: Record, source: Record) -> None:
    """The text names the state or body that a person speaks for, and the text is right."""
    if source["kind"] == "international body":
        record.update(country=None, sector=source["sector"], affiliation=source["id"])
    elif source["country"] and source["country"] != record["country"]:
        record.update(country=source["country"], affiliation=source["country"])
