"""Persons: known ones by the offices they held on the day, titles that tell their holder."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.text.actors.sectors import WORDING, Record, Records

if TYPE_CHECKING:
    from kg.knowledge.gazetteer import Gazetteer, Office

_REMEMBERED = 365 * 8  # a surname alone is not one who left office longer ago
_GRACE = timedelta(days=45)


class Persons:
    """Answers who a name is on a day, with one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, records: Records) -> None:
        self.gazetteer = gazetteer
        self.records = records

    def record(self, person_id: str, on: date | None, *, former: bool = False) -> Record:
        """The person with country, sector and affiliation of that day; out of office is ELI."""
        known = self.gazetteer.actor(person_id)
        office = self._office(person_id, on)
        record: Record = {
            "id": person_id,
            "label": known.label if known else person_id,
            "kind": "person",
            "country": known.country if known else None,
            "sector": known.sector if known else None,
            "affiliation": known.affiliation if known else None,
        }
        if office is not None:
            of = self.records.actor(office.of)
            record["affiliation"] = office.of
            record["country"] = of["country"]
            record["sector"] = self.gazetteer.office_sector(office, on)
            served = of["kind"] == "state" and record["sector"] not in _STATELESS
            if served and (former or not _in_office(office, on)):
                record["sector"] = "ELI"
        elif former:
            record["sector"] = "ELI"
        return record

    def _office(self, person_id: str, on: date | None) -> Office | None:
        """The office held on the day, else the nearest in time; the last one where no day is known."""
        offices = sorted(self.gazetteer.offices(person_id), key=lambda office: office.since or date.min)
        if not offices:
            return None
        if on is None:
            return offices[-1]
        held = [office for office in offices if _in_office(office, on)]
        if held:
            return min(held, key=lambda office: (_RANK.get(office.role, 5), office.since or date.min))
        return min(offices, key=lambda office: _distance(office, on))

    def find(
        self,
        name: str,
        *,
        title: str,
        country: str | None,
        on: date | None,
        former: bool = False,
        gender: str = "",
        around: Collection[str] = (),
    ) -> Record | None:
        """The person meant by a surname or full name, given title, country and gender in front of it.

        Of several, one of a country in `around` is taken.
        """
        candidates = self.gazetteer.person(name.replace(" - ", "-"), on)
        words = name.split()
        bare = not title and country is None
        if bare and len(words) == 1 and words[0].lower() in WORDING.common_surnames:
            # `Mr Kim`, whom no full name introduced: who leads one of the countries spoken of
            candidates = tuple(p for p in candidates if gender and on and self._leads(p, around, on))
        if not candidates:
            return None
        scored = sorted(
            (self._fit(person, title, country, on) + self._unlike(person, gender, around), n, person)
            for n, person in enumerate(candidates)
        )
        (fit, _), person = scored[0][:2], scored[0][2]
        if fit >= (3 if bare else 2):
            return None
        if bare and len(words) == 1 and on is not None and self._days_off(person, on) > _REMEMBERED:
            return None
        return self.record(person, on, former=former)

    def _leads(self, person: str, countries: Collection[str], on: date) -> bool:
        """Is this the head of state or government, or a minister of note, of one of the countries on the day?"""
        return any(
            office.of in countries and office.role in _LEADING and _in_office(office, on)
            for office in self.gazetteer.offices(person)
        )

    def _days_off(self, person: str, on: date) -> int:
        """Days from the nearest office of a person."""
        return min((_distance(office, on) for office in self.gazetteer.offices(person)), default=0)

    def _fit(self, person: str, title: str, country: str | None, on: date | None) -> float:
        """0 fits best: the right country, the right office, in office on the day."""
        wanted = WORDING.titles.get(title)
        best = 9.0
        for office in self.gazetteer.offices(person):
            of = self.records.actor(office.of)
            cost = 0.0
            if country is not None and of["country"] != country:
                cost += 4
            if wanted is not None and office.role not in wanted:
                cost += 1
            if on is not None and not _in_office(office, on):
                cost += 0.5 + min(_distance(office, on) / 36500, 0.4)
            best = min(best, cost)
        return best

    def _unlike(self, person: str, gender: str, around: Collection[str]) -> float:
        """What speaks against a person: a first name of the other gender, a country not spoken of."""
        known = self.gazetteer.actor(person)
        first = known.label.split()[0].lower() if known else ""
        cost = 0.0
        if gender:
            likely = "f" if first in WORDING.female else "m"
            cost += 0.0 if likely == gender else 3.0 if first in WORDING.male_names | WORDING.female else 0.7
        offices = self.gazetteer.offices(person)
        if around and not any(self.records.actor(office.of)["country"] in around for office in offices):
            cost += 0.3
        return cost

    def in_office(self, role: str, of: str, on: date) -> Record | None:
        """The holder of a title of a state or body on that day."""
        kinds = WORDING.titles.get(role, ())
        if role == "leader" and of in WORDING.led_by_government:
            kinds = ("head of government",)
        for wanted in (role, *kinds) if kinds else ():
            person = self.gazetteer.holder(wanted, of, on)
            if person is not None:
                return self.record(person, on)
        return None


# What a person is without an office of the state, and stays after it.
_STATELESS = ("OPP", "REB", "PTY", "CRM")
_LEADING = ("head of state", "head of government", "vice president", "foreign minister", "defence minister")
_RANK = {"head of state": 0, "head of government": 1, "leader": 2, "head of body": 2, "foreign minister": 3}


def _in_office(office: Office, on: date | None) -> bool:
    """In office on the day; an article may name a president-elect or one who left days ago."""
    if on is None:
        return True
    since, until = office.since, office.until
    return (since is None or since <= on + _GRACE) and (until is None or on <= until + _GRACE)


def _distance(office: Office, on: date) -> int:
    if office.since is not None and on < office.since:
        return (office.since - on).days
    if office.until is not None and on > office.until:
        return (on - office.until).days
    return 0
