"""The rows of the curated actor tables, one dataclass a table, and their reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from kg.knowledge.files import EndDate, fail, read_tsv

Row = TypeVar("Row")
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
    """An ethnic or religious community; `country` is where it is meant when nothing else is said."""

    id: str
    label: str
    demonyms: tuple[str, ...]
    country: str | None = None
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


def read_tables(folder: Path) -> Tables:
    """The tables of a folder, cross-checked; one that is not there is empty."""
    known: dict[str, str] = {}
    states = _read(folder / "states.tsv", State)
    _claim(known, "states.tsv", states)
    countries = set(known)
    bodies: list[Body] = []
    for name in ("bodies.tsv", "media.tsv", "companies.tsv"):
        rows = _read(folder / name, Body)
        _claim(known, name, rows)
        _check_countries(folder / name, rows, countries)
        bodies += rows
    groups = _read(folder / "groups.tsv", Group)
    _claim(known, "groups.tsv", groups)
    _check_countries(folder / "groups.tsv", groups, countries)
    peoples = _read(folder / "peoples.tsv", People)
    _check_countries(folder / "peoples.tsv", peoples, countries)
    places: list[PlaceRow] = []
    for name in ("regions.tsv", "places.tsv"):
        found = _read(folder / name, PlaceRow, unique=("name", "country", "geonames"))
        _check_countries(folder / name, found, countries)
        places += found
    offices = _read(folder / "holders.tsv", Office, unique=("id", "role", "of", "since"))
    for office in offices:
        if office.of not in known:
            fail(folder / "holders.tsv", office.line, f"'of': no state, body or group {office.of!r}")
    return Tables(
        states=tuple(states),
        peoples=tuple(peoples),
        bodies=tuple(bodies),
        groups=tuple(groups),
        places=tuple(places),
        offices=tuple(offices),
        roles=tuple(_read(folder / "roles.tsv", RoleNoun, unique=("noun", "sector"))),
    )


def _read(path: Path, row_type: type[Row], *, unique: tuple[str, ...] = ("id",)) -> list[Row]:
    return read_tsv(path, row_type, unique=unique) if path.exists() else []


def _claim(known: dict[str, str], name: str, rows: list[State] | list[Body] | list[Group]) -> None:
    for row in rows:
        if row.id in known:
            fail(Path(name), row.line, f"id {row.id!r} is taken by {known[row.id]}")
        known[row.id] = f"{name}:{row.line}"


def _check_countries(
    path: Path, rows: list[Body] | list[Group] | list[People] | list[PlaceRow], countries: set[str]
) -> None:
    for row in rows:
        if row.country is not None and row.country not in countries:
            fail(path, row.line, f"'country': no state {row.country!r}")
