"""Curated actors and places: who or what a name means, by date where that changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Literal

from kg.knowledge.curated import actor_among, body_actor, plain, same_as, state_actor
from kg.knowledge.files import parse_date
from kg.knowledge.names import NameIndex, key_of
from kg.knowledge.offices import Offices, sector_of_role
from kg.knowledge.ontology import load_ontology
from kg.knowledge.plurals import plurals_of, spellings_of
from kg.knowledge.tables import Body, Group, Office, PlaceRow, State, Tables, read_tables
from kg.model import Actor, Place

__all__ = ["Entry", "Gazetteer", "Office", "load_gazetteer"]

EntryType = Literal["actor", "demonym", "capital", "seat", "place", "role", "description", "person"]

_BUILT_IN = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reading of a name. `since` and `until` bound its validity; of a weak one the context decides.

    `country` is the id of the state that is meant, historic ones too; `Gazetteer.country` makes it current.
    """

    type: EntryType
    actor: str | None = None
    country: str | None = None
    sector: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    weak: bool = False

    def holds(self, on: date | None) -> bool:
        """Is the reading valid on that day? Without a day every reading is."""
        return on is None or (
            (self.since is None or self.since <= on) and (self.until is None or on < self.until)
        )


class Gazetteer:
    """Answers from the curated tables; built once, then only read."""

    def __init__(self, tables: Tables) -> None:
        self._names: NameIndex[Entry] = NameIndex()
        self._actors: dict[str, Actor] = {}
        self._members = {body.id: body.members for body in tables.bodies}
        self._demonym: dict[str, str] = {}
        self._roles: dict[str, str] = {}
        self._places: dict[str, list[PlaceRow]] = {}
        self._phases: dict[str, tuple[Entry, ...]] = {}
        self._offices = Offices(tables.offices)
        self._current = {state.id: state.successor for state in tables.states if state.successor}
        self._add_bodies(tables)
        self._add_states(tables.states)
        for people in tables.peoples:
            for state in (people.country, *people.also):
                entry = Entry(type="demonym", country=state, sector=people.sector, kind="people")
                for name in _with_label(people.label, people.demonyms):
                    self._add(name, entry)
        self._add_roles(tables)
        self._add_places(tables.places)
        self._add_persons()

    def lookup(self, words: Sequence[str], start: int) -> tuple[int, tuple[Entry, ...]] | None:
        """The longest name that begins with token `start`: its number of tokens and its readings."""
        return self._names.lookup(words, start)

    def readings(self, name: str) -> tuple[Entry, ...]:
        """All readings of a name however it is written, the default first."""
        return self._names.readings(name)

    def actor(self, actor_id: str) -> Actor | None:
        """The curated actor; `PRK.MIL` is made of its state and sector."""
        return actor_among(self._actors, actor_id)

    def person(self, name: str, on: date | None = None) -> tuple[str, ...]:
        """Ids of the persons of a surname or full name, in office on the day first, then nearest."""
        return self._offices.persons(name, on)

    def holder(self, role: str, of: str, on: date | None) -> str | None:
        """Id of the person who held a role (or a title) of a state or body on the day."""
        return self._offices.holder(role, of, on)

    def offices(self, person_id: str) -> tuple[Office, ...]:
        """All offices of a person, earliest first."""
        return self._offices.of_person(person_id)

    def office_sector(self, office: Office, on: date | None) -> str | None:
        """The sector of the holder of an office: of a state by the role, else that of the body or group."""
        of = self._actors[office.of]
        if of.kind == "state":
            return sector_of_role(office.role)
        phases = self._phases.get(office.of, ())
        return next((entry.sector for entry in phases if entry.holds(on)), of.sector)

    def country(self, state: str) -> str:
        """The current ISO 3166 code of a state: a historic one counts for the state that continues it."""
        return self._current.get(state, state)

    def role(self, noun: str) -> str | None:
        """The sector of a role noun, singular or plural."""
        return self._roles.get(key_of(noun))

    def place(self, name: str, country: str | None = None) -> Place | None:
        """The place of that name, in a country if one is given; else regions first, then the largest city."""
        for row in self._places.get(key_of(name), ()):
            if country is None or row.country == country:
                return Place(
                    label=row.name,
                    country=row.country,
                    latitude=row.latitude,
                    longitude=row.longitude,
                    geonames=row.geonames,
                )
        return None

    def members(self, body_id: str) -> tuple[str, ...]:
        """Ids of a body's member states, where they are curated."""
        return self._members.get(body_id, ())

    def demonym(self, country: str) -> str | None:
        """The adjective of a state: Russian."""
        return self._demonym.get(country)

    def actors(self) -> Iterable[Actor]:
        """All curated actors."""
        return self._actors.values()

    # ---- building ----------------------------------------------------------------------------------------

    def _add(self, name: str, entry: Entry) -> str:
        if "<" in name:
            name, _, day = name.partition("<")
            entry = replace(entry, until=parse_date(day))
        elif name.endswith("?"):
            entry = replace(entry, weak=True)
        return self._names.add(name, entry, weak=entry.weak)

    def _add_states(self, states: Iterable[State]) -> None:
        for state in states:
            self._actors[state.id] = state_actor(state)
            if state.demonyms:
                self._demonym[state.id] = plain(state.demonyms[0])

            def entry(kind: EntryType, sector: str | None, of: State = state) -> Entry:
                return Entry(
                    type=kind, actor=of.id, country=of.id, sector=sector, kind="state", until=of.until
                )

            for seat in state.seats:
                name, _, sector = seat.rstrip("?").partition(":")
                self._add(name + ("?" if seat.endswith("?") else ""), entry("seat", sector or "GOV"))
            for name in _with_label(state.label, state.names):
                self._add(name, entry("actor", None))
            for name in state.demonyms:
                self._add(name, entry("demonym", None))
            for name in state.capital:
                self._add(name, entry("capital", "GOV"))

    def _add_bodies(self, tables: Tables) -> None:
        for row in chain[Body | Group](tables.bodies, tables.groups):
            self._actors[row.id] = body_actor(row)
            entries = _phases(row) if isinstance(row, Group) else (_entry("actor", row),)
            if len(entries) > 1:
                self._phases[row.id] = entries
            for entry in entries:
                for name in _with_label(row.label, row.aliases):
                    self._add(name, entry)
        for body in tables.bodies:
            for seat in body.seats:
                self._add(seat, _entry("seat", body))
            for name in body.descriptions:
                self._add(name, _entry("description", body))

    def _add_roles(self, tables: Tables) -> None:
        for row in tables.roles:
            entry = Entry(type="role", sector=row.sector, kind=row.kind)
            for noun in spellings_of(row.noun):
                for form in (noun,) if row.number == "pl" else (noun, *plurals_of(noun)):
                    key = self._names.add(form, entry, any_case=True)
                    self._roles.setdefault(key, row.sector)

    def _add_places(self, places: Iterable[PlaceRow]) -> None:
        shared: dict[tuple[str | None, str], Entry] = {}
        for row in sorted(places, key=lambda row: (row.kind == "city", -row.population)):
            entry = shared.setdefault(
                (row.country, row.kind), Entry(type="place", country=row.country, kind=row.kind)
            )
            for name in _with_label(row.name, row.aliases):
                self._places.setdefault(self._add(name, entry), []).append(row)

    def _add_persons(self) -> None:
        for rows in self._offices.by_person():
            last = rows[-1]
            of = self._actors[last.of]
            aliases = tuple(dict.fromkeys(alias for row in rows for alias in row.aliases))
            wikidata = next((row.wikidata for row in rows if row.wikidata), None)
            actor = Actor(
                id=last.id,
                label=last.person,
                kind="person",
                country=of.country,
                sector=self.office_sector(last, last.since),
                affiliation=last.of,
                aliases=aliases,
                same_as=same_as(wikidata),
            )
            self._actors[last.id] = actor
            # A reading has the state that a historic one was, as the names of the state itself do.
            country = last.of if of.kind == "state" else of.country
            entry = replace(_entry("person", actor), country=country)
            for name in (last.person, *aliases):
                if " " in name or "-" in name:
                    self._names.add(name, entry)


def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The gazetteer of a knowledge folder's `actors/` (None: the built-in one); read once per folder."""
    return _load(folder or _BUILT_IN)


@lru_cache(maxsize=8)
def _load(folder: Path) -> Gazetteer:
    return Gazetteer(read_tables(folder / "actors", load_ontology(folder).sectors))


def _entry(kind: EntryType, of: Actor | Body) -> Entry:
    return Entry(type=kind, actor=of.id, country=of.country, sector=of.sector, kind=of.kind)


def _phases(group: Group) -> tuple[Entry, ...]:
    """One reading for every stretch of time in which the group has another sector."""
    starts = [(group.sector, group.since)]
    for phase in group.later_sector:
        sector, _, day = phase.partition(":")
        starts.append((sector, parse_date(day)))
    ends = [since for _, since in starts[1:]] + [group.until]
    return tuple(
        Entry(
            type="actor",
            actor=group.id,
            country=group.country,
            sector=sector,
            kind=group.kind,
            since=since,
            until=until,
        )
        for (sector, since), until in zip(starts, ends, strict=True)
    )


def _with_label(label: str, names: Sequence[str]) -> Iterable[str]:
    """The label and the other names; a mark on the label's own entry counts."""
    marked = {plain(name) for name in names}
    return names if label in marked else (label, *names)
