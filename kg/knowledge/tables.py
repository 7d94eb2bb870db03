"""The rows of the curated actor tables, one dataclass a table, and their reading."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from kg.knowledge.files import EndDate, parse_date, read_tsv, report

Row = TypeVar("Row")
FILES = (
    "states.tsv", "peoples.tsv", "bodies.tsv", "media.tsv", "companies.tsv", "groups.tsv", "regions.tsv",
    "places.tsv", "holders.tsv", "roles.tsv",
)  # fmt: skip
BODIES = ("bodies.tsv", "media.tsv", "companies.tsv")
BodyKind = Literal["international body", "civil society", "company", "media"]
GroupKind = Literal["armed group", "civil society"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state or territory; `successor` continues a historic one that ended before `until`."""

    id: str
    label: str
    iso2: str | None = None
    wikidata: str | None = None
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    until: EndDate | None = None
    successor: str | None = None
    note: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """An ethnic or religious community: `country` is meant when nothing else is said, `also` when it is named."""

    id: str
    label: str
    demonyms: tuple[str, ...]
    country: str | None = None
    also: tuple[str, ...] = ()
    sector: str | None = None
    note: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An international body, or a media house or company."""

    id: str
    label: str
    wikidata: str | None = None
    aliases: tuple[str, ...] = ()
    kind: BodyKind = "international body"
    country: str | None = None
    sector: str | None = None
    parent: str | None = None
    seats: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An armed group, party, union or institution; `later_sector` lists `SECTOR:date` from which it holds."""

    id: str
    label: str
    wikidata: str | None = None
    aliases: tuple[str, ...] = ()
    kind: GroupKind = "civil society"
    country: str | None = None
    sector: str | None = None
    since: date | None = None
    until: EndDate | None = None
    later_sector: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A city, region, sea or border with its position."""

    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: str | None = None
    population: int = 0
    kind: str = "city"
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One office of a person, from `since` until before `until`."""

    person: str
    id: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    role: str
    title: str | None = None
    of: str
    since: date | None = None
    until: EndDate | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleNoun:
    """A noun for a person or body without a name of its own."""

    noun: str
    sector: str
    kind: Literal["role", "body", "title"]
    number: str | None = None
    note: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All curated tables of actors and places."""

    states: tuple[State, ...]
    peoples: tuple[People, ...]
    bodies: tuple[Body, ...]
    groups: tuple[Group, ...]
    places: tuple[PlaceRow, ...]
    offices: tuple[Office, ...]
    roles: tuple[RoleNoun, ...]


def read_tables(folder: Path, sectors: Collection[str]) -> Tables:
    """The tables of a folder, checked against each other; one that is not there is empty."""
    check = _Check(folder, sectors)
    states = check.read("states.tsv", State)
    check.claim("states.tsv", states)
    for state in states:
        check.is_state("states.tsv", state.line, "successor", state.successor)
        for name in (*state.names, *state.demonyms):
            check.is_dated(state.line, name)
        for seat in state.seats:
            check.is_sector("states.tsv", state.line, "seats", seat.rstrip("?").partition(":")[2])
    bodies: list[Body] = []
    for name in BODIES:
        rows = check.read(name, Body)
        check.claim(name, rows)
        bodies += rows
        for body in rows:
            check.is_state(name, body.line, "country", body.country)
            check.is_sector(name, body.line, "sector", body.sector)
            for member in body.members:
                check.is_state(name, body.line, "members", member)
    groups = check.read("groups.tsv", Group)
    check.claim("groups.tsv", groups)
    for group in groups:
        check.is_state("groups.tsv", group.line, "country", group.country)
        check.is_sector("groups.tsv", group.line, "sector", group.sector)
        for phase in group.later_sector:
            check.phase(group.line, phase)
    peoples = check.read("peoples.tsv", People)
    for people in peoples:
        for code in (people.country, *people.also):
            check.is_state("peoples.tsv", people.line, "country", code)
        check.is_sector("peoples.tsv", people.line, "sector", people.sector)
    places: list[PlaceRow] = []
    for name in ("regions.tsv", "places.tsv"):
        found = check.read(name, PlaceRow, unique=("name", "country", "geonames"))
        places += found
        for place in found:
            check.is_state(name, place.line, "country", place.country)
    offices = check.read("holders.tsv", Office, unique=("id", "role", "of", "since"))
    for office in offices:
        check.is_known("holders.tsv", office.line, office.of)
    roles = check.read("roles.tsv", RoleNoun, unique=("noun", "sector"))
    for role in roles:
        check.is_sector("roles.tsv", role.line, "sector", role.sector)
    return Tables(
        states=tuple(states),
        peoples=tuple(peoples),
        bodies=tuple(bodies),
        groups=tuple(groups),
        places=tuple(places),
        offices=tuple(offices),
        roles=tuple(roles),
    )


class _Check:
    """Remembers the ids of the tables read so far, and refuses what points nowhere."""

    def __init__(self, folder: Path, sectors: Collection[str]) -> None:
        self._folder = folder
        self._sectors = sectors
        self._taken: dict[str, str] = {}
        self._states: set[str] = set()

    def read(self, name: str, row_type: type[Row], *, unique: tuple[str, ...] = ("id",)) -> list[Row]:
        """The rows of a table, none if there is no such file."""
        path = self._folder / name
        return read_tsv(path, row_type, unique=unique) if path.exists() else []

    def claim(self, name: str, rows: Sequence[State | Body | Group]) -> None:
        """Ids of actors are unique over all tables."""
        for row in rows:
            if row.id in self._taken:
                self._fail(name, row.line, f"id {row.id!r} is taken by {self._taken[row.id]}")
            self._taken[row.id] = f"{name}:{row.line}"
        if name == "states.tsv":
            self._states = set(self._taken)

    def is_state(self, name: str, line: int, column: str, state: str | None) -> None:
        """A code, if given, is one of states.tsv."""
        if state is not None and state not in self._states:
            self._fail(name, line, f"{column!r}: no state {state!r}")

    def is_sector(self, name: str, line: int, column: str, sector: str | None) -> None:
        """A sector, if given, is one of the ontology."""
        if sector and sector not in self._sectors:
            self._fail(name, line, f"{column!r}: no sector {sector!r}")

    def is_known(self, name: str, line: int, actor: str) -> None:
        """An office is one of a state, body or group."""
        if actor not in self._taken:
            self._fail(name, line, f"'of': no state, body or group {actor!r}")

    def is_dated(self, line: int, name: str) -> None:
        """`Congo<1997-05-17` was a name of the state until before that day."""
        plain, mark, day = name.partition("<")
        if mark:
            try:
                parse_date(day)
            except ValueError as error:
                self._fail("states.tsv", line, f"{plain}: {error}")

    def phase(self, line: int, phase: str) -> None:
        """A later sector reads `GOV:2021-08-15`."""
        sector, _, day = phase.partition(":")
        self.is_sector("groups.tsv", line, "later_sector", sector)
        try:
            parse_date(day)
        except ValueError as error:
            self._fail("groups.tsv", line, f"'later_sector': {sector}: {error}")

    def _fail(self, name: str, line: int, message: str) -> None:
        report(self._folder / name, line, message)
