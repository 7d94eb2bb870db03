"""Noun phrases that end in a name: states and their people, bodies, places, persons known and unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.actors.chunks import HYPHENS, Name
from kg.text.actors.items import Item, is_former
from kg.text.actors.passage import Passage
from kg.text.actors.resolved import Resolved
from kg.text.actors.rolephrases import RolePhrases
from kg.text.actors.sectors import WORDING, Record, singular
from kg.text.syntax.words import Words

if TYPE_CHECKING:
    from kg.knowledge.gazetteer import Entry


# `Nobel laureate`, `cleric`, `economist`: who somebody is besides the office that the table knows.
_DESCRIBING = frozenset({"ELI", "REL", "CVL", "EDU", "BUS", "LAB", "MED", "JRN"})
_RUNNING = ("candidate", "contender", "hopeful", "nominee")


class Named:
    """Resolves names with the tables and the role nouns before them."""

    def __init__(self, roles: RolePhrases) -> None:
        self.roles = roles
        self.records = roles.records
        self.persons = roles.persons

    def name(
        self, passage: Passage, items: list[Item], head: Item, name: Name, owner: list[Record]
    ) -> Resolved | None:
        """A phrase headed by a curated name."""
        entry = passage.reading(name)
        earlier = [item for item in items if item.end <= head.start]
        if entry.type == "person" and entry.actor:
            record = self.persons.record(entry.actor, passage.on, former=is_former(passage.words, earlier))
            full = " ".join(passage.words.text[head.start : head.end])
            return self._person(passage, earlier, record, owner, full)
        if entry.type == "place" and not entry.actor:
            actors = [self.records.state(entry.country, sector=None)] if entry.country else []
            return Resolved(
                actors=actors, method="place", confidence=0.6, type="place", name_start=head.start
            )
        if entry.type == "demonym" and entry.actor is None:
            return self._community(passage, items, head, entry)
        if entry.actor is None:
            return None
        if head.end - head.start == 1 and entry.kind in ("media", "company") and _is_titled(earlier, head):
            return self.proper(passage, items, head, owner)
        record = self.records.actor(entry.actor, entry)
        if entry.type == "description":
            return self._description(passage, name, record)
        if entry.type == "demonym":
            return self._people(passage, items, head, record)
        if entry.type == "capital":
            return Resolved(
                actors=[record], method="capital", confidence=0.8, type="capital", name_start=head.start
            )
        return self._party(passage, earlier, head, entry, record, owner)

    def _party(
        self,
        passage: Passage,
        earlier: list[Item],
        head: Item,
        entry: Entry,
        record: Record,
        owner: list[Record],
    ) -> Resolved:
        """A state, body, seat or group; a weakly named one belongs to a country beside it."""
        sources = self.roles.sources(passage, earlier, head.start) or owner
        state = next((s["country"] for s in sources if s["kind"] in ("state", "sector")), None)
        last = passage.words.lower[head.end - 1]
        vague = entry.weak or (entry.kind == "civil society" and entry.sector in ("PTY", "OPP"))
        if (
            vague
            and entry.sector
            and entry.country
            and (_is_other(state, entry) or passage.is_elsewhere(entry))
        ):
            resolved = Resolved(
                actors=[], method="role", confidence=0.5, type="role", human=False,
                sector=self.roles.gazetteer.role(last) or entry.sector,
                role=" ".join(passage.words.lower[head.start : head.end]), plural=True,
            )  # fmt: skip
            self.roles.complete(resolved, sources[:1] if state else [], passage.on, method="name by country")
            return resolved
        if record["kind"] == "armed group" and record["country"] is None and state:
            record.update(country=state, sector="REB" if record["sector"] == "IMG" else record["sector"])
        method = "gazetteer" if entry.type == "actor" else entry.type
        return Resolved(actors=[record], method=method, confidence=0.9 if entry.weak else 0.97)

    def _community(self, passage: Passage, items: list[Item], head: Item, entry: Entry) -> Resolved:
        """An ethnic or religious community: part of the country beside it, or of one still to be found."""
        words = passage.words
        sources = self.roles.sources(passage, items, head.start)
        country = next((s["country"] for s in sources if s["country"]), entry.country)
        sector = entry.sector or "CVL"
        last = words.lower[head.end - 1]
        resolved = Resolved(
            actors=[self.records.part(country, sector)], method="community", confidence=0.7, type="role",
            sector=sector, role="ethnic", plural=last.endswith("s"), bare=country is None,
        )  # fmt: skip
        if not resolved.plural and words.pos[items[0].start] != "DET":
            resolved.type = "demonym"
        return resolved

    def _description(self, passage: Passage, name: Name, record: Record) -> Resolved | None:
        """`the Western military alliance` is one body; `the bloc` may be several until the article tells.

        `the alliance of rebels` is another one, and `the Alliance of Small Island States` has its own name.
        """
        words, end = passage.words, name.end
        if end + 1 < len(words) and words.lower[end] == "of":
            if words.text[end - 1].islower():
                return None
            while end < len(words) and (
                words.text[end][0].isupper() or words.lower[end] in ("of", "and", "the")
            ):
                end += 1
            label = " ".join(words.text[name.end - 1 : end])
            return self._organisation(label, "IGO", [])
        candidates = sorted({entry.actor for entry in name.entries if entry.actor})
        if len(candidates) == 1:
            vague = name.end - name.start == 2  # the bloc
            return Resolved(
                actors=[record], method="description", confidence=0.7 if vague else 0.85, vague=vague,
                candidates=candidates,
            )  # fmt: skip
        return Resolved(
            actors=[],
            method="description",
            confidence=0.3,
            type="description",
            bare=True,
            candidates=candidates,
        )

    def _people(self, passage: Passage, items: list[Item], head: Item, record: Record) -> Resolved:
        """`the Palestinians` negotiate as a nation; `100 Palestinians` and `ethnic Albanians` are people.

        `Croatian Serbs` and `Guatemalan Indians` are people of the first country.
        """
        words = passage.words
        last, first = words.lower[head.end - 1], items[0]
        home = next(
            (s["country"] for s in self.roles.sources(passage, items, head.start) if s["country"]), None
        )
        if home is not None and last.endswith("s") and not _is_joined(words, first.start, head.start):
            return Resolved(
                actors=[self.records.part(home, "CVL")], method="people of a country", confidence=0.75,
                plural=True, sector="CVL", role="people",
            )  # fmt: skip
        definite = words.lower[first.start] == "the"
        if not definite and (not last.endswith("s") or last.endswith(("ss", "us"))):
            return Resolved(actors=[record], method="demonym", confidence=0.8, type="demonym")
        ethnic = "ethnic" in words.lower[first.start : head.end]
        quantified = any(item.kind == "mod" and words.pos[item.start] in ("NUM", "ADJ") for item in items)
        if definite and not quantified and not ethnic:
            record["sector"] = None
            return Resolved(actors=[record], method="people as nation", confidence=0.8, plural=True)
        return Resolved(
            actors=[self.records.part(record["country"], "CVL")], method="demonym as people", confidence=0.85,
            plural=True, sector="CVL", role="ethnic" if ethnic else "people",
        )  # fmt: skip

    # ---- capitalised words without an entry --------------------------------------------------------------

    def proper(self, passage: Passage, items: list[Item], head: Item, owner: list[Record]) -> Resolved | None:
        """A phrase headed by an unlisted name: a person behind a title, an organisation, or nobody."""
        words = passage.words
        earlier = [item for item in items if item.end <= head.start]
        titles = [item for item in earlier if item.kind == "role"]
        text = words.text[head.start : head.end]
        sources = self.roles.sources(passage, earlier, head.start) or owner
        keyword = next(
            (w for w in map(str.lower, reversed(text)) if singular(w) in WORDING.organisations), None
        )
        if keyword is not None and not titles:
            start = next((item.start for item in earlier if item.kind == "name"), head.start)
            label = " ".join(words.text[start : head.end])
            return self._organisation(label, WORDING.organisations[singular(keyword)], sources)
        former = is_former(words, earlier)
        title = " ".join(words.lower[titles[-1].start : titles[-1].end]) if titles else ""
        country = next((s["country"] for s in sources if s["country"]), None)
        known = self.persons.find(
            " ".join(text), title=title, country=country, on=passage.on, former=former,
            gender=_gender_of(words, earlier), around=passage.around,
        )  # fmt: skip
        if known is not None:
            return self._person(passage, earlier, known, owner, " ".join(text))
        if titles or any(item.kind == "honorific" for item in earlier):
            return self._stranger(passage, earlier, head, titles, sources)
        described = bool(earlier) and earlier[-1].kind == "noun" and words.text[earlier[-1].start].islower()
        if described and sources and head.end - head.start > 1 and sources[0]["kind"] == "state":
            return self._stranger(passage, earlier, head, [], sources)
        return None

    def _organisation(self, label: str, sector: str, sources: list[Record]) -> Resolved:
        """`United Bus Company`: what it is by one of its words."""
        kind = {"BUS": "company", "JRN": "media"}.get(sector, "civil society")
        country = next((s["country"] for s in sources if s["country"]), None)
        if sector in ("GOV", "MIL", "LEG", "JUD", "COP") and country:
            record = self.records.part(country, sector)
        else:
            record = self.records.unknown(label, kind, country, sector, None)
        return Resolved(actors=[record], method="organisation by its name", confidence=0.6, sector=sector)

    def _person(
        self, passage: Passage, earlier: list[Item], record: Record, owner: list[Record], name: str
    ) -> Resolved:
        """A known person; state, body and office that the text gives outweigh the table."""
        roles = [item for item in earlier if item.kind == "role"]
        resolved = Resolved(
            actors=[record], method="office holder", confidence=0.95, type="person", name=name
        )
        sources = self.roles.sources(passage, earlier, earlier[-1].end if earlier else 0) or owner
        if sources and sources[0]["id"] != record["affiliation"]:
            _serve(record, sources[0])
        if not roles:
            return resolved
        role = self.roles.role(passage, earlier, roles[-1], owner)
        resolved.role = role.role
        described = role.sector in _DESCRIBING and record["sector"] not in ("ELI", None)
        described = described and not role.former and not role.role.endswith(_RUNNING)
        if role.sector and record["sector"] not in ("IGO", "NGO") and not described:
            record["sector"] = role.sector
        return resolved

    def _stranger(
        self, passage: Passage, earlier: list[Item], head: Item, titles: list[Item], sources: list[Record]
    ) -> Resolved:
        """A person that no table knows, from the title in front of the name."""
        words = passage.words
        country = next((s["country"] for s in sources if s["country"]), None)
        body = next((s for s in sources if s["kind"] == "international body"), None)
        role = self.roles.role(passage, earlier, titles[-1], sources) if titles else None
        sector = role.sector if role else ("CVL" if sources else None)
        if role is not None and not sources and role.method == "title of one state":
            country = role.actors[0]["country"]
        if body is not None:
            sector, country = body["sector"], None
        label = " ".join(words.text[head.start : head.end]).replace(" - ", "-")
        affiliation = next((s["id"] for s in sources), None) if titles else None
        return Resolved(
            actors=[self.records.unknown(label, "person",
            country, sector, affiliation)], method="title + name",
            confidence=0.8 if country else 0.55, type="person", bare=country is None and body is None,
            sector=sector, name=label, former=role.former if role else False, role=role.role if role else "",
        )  # fmt: skip


def _serve(record: Record, source: Record) -> None:
    """The text names the state or body that a person speaks for, and the text is right."""
    if source["kind"] == "international body":
        record.update(country=None, sector=source["sector"], affiliation=source["id"])
    elif source["country"] and source["country"] != record["country"]:
        record.update(country=source["country"], affiliation=source["country"])


def _gender_of(words: Words, earlier: list[Item]) -> str:
    """`f` behind Ms and Mrs, `m` behind Mr, else empty."""
    said = {words.lower[item.start].rstrip(".") for item in earlier if item.kind == "honorific"}
    return "f" if said & WORDING.female else "m" if said & WORDING.male else ""


def _is_titled(earlier: list[Item], head: Item) -> bool:
    """Does a title stand right before a name: `General Zaman`, which is no newspaper then?"""
    return bool(earlier) and earlier[-1].kind in ("role", "honorific") and earlier[-1].end >= head.start - 1


def _is_joined(words: Words, start: int, end: int) -> bool:
    """Does a conjunction, comma or hyphen part two countries?"""
    return any(words.pos[i] in ("CCONJ", "PUNCT") or words.text[i] in HYPHENS for i in range(start, end))


def _is_other(state: str | None, entry: Entry) -> bool:
    """Is another country than the table's named beside it?"""
    return state is not None and state != entry.country
