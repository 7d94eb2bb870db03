"""Who held which office when, and what an office of a state makes of its holder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.knowledge.names import key_of
from kg.knowledge.tables import Office

# Names written family name first.
_FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "HKG", "MAC", "VNM", "KHM"})
_PARTICLES = frozenset(
    {"von", "der", "den", "van", "de", "del", "da", "dos", "di", "du", "la", "le", "bin", "ben", "al", "el"}
)  # fmt: skip
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "V", "VI", "XVI"})
_RANKS = (
    "head of state",
    "head of government",
    "leader",
    "head of body",
    "foreign minister",
    "defence minister",
)
_SECTORS = {
    "opposition leader": "OPP", "rebel leader": "REB", "party leader": "PTY", "politician": "ELI",
    "religious leader": "REL", "military chief": "MIL", "commander": "MIL", "lawmaker": "LEG",
    "speaker": "LEG", "judge": "JUD", "prosecutor": "JUD", "intelligence chief": "SPY",
    "police chief": "COP", "criminal": "CRM",
}  # fmt: skip


def sector_of_role(role: str) -> str:
    """The sector of someone with this role in a state: the government's, unless the role says otherwise."""
    return _SECTORS.get(role, "GOV")


class Offices:
    """The offices of the table by person, by state or body, and by the names of their holders."""

    def __init__(self, offices: Iterable[Office]) -> None:
        self._offices: dict[str, list[Office]] = {}
        self._held: dict[str, list[Office]] = {}
        self._persons: dict[str, list[str]] = {}
        for office in offices:
            self._offices.setdefault(office.id, []).append(office)
            self._held.setdefault(office.of, []).append(office)
        for person, rows in self._offices.items():
            rows.sort(key=lambda office: office.since or date.min)
            last = rows[-1]
            names = {last.person, *(alias for row in rows for alias in row.aliases)}
            for key in sorted({key_of(name) for name in names | set(_surnames(last.person, last.of))}):
                self._persons.setdefault(key, []).append(person)

    def by_person(self) -> Iterable[list[Office]]:
        """The offices of each person, earliest first."""
        return self._offices.values()

    def of_person(self, person: str) -> tuple[Office, ...]:
        """All offices of a person, earliest first."""
        return tuple(self._offices.get(person, ()))

    def persons(self, name: str, on: date | None) -> tuple[str, ...]:
        """Ids of the persons of a surname or full name, in office on the day first, then nearest."""
        found = self._persons.get(key_of(name), [])
        return tuple(
            sorted(found, key=lambda person: (self._distance(person, on), self._rank(person), person))
        )

    def holder(self, role: str, of: str, on: date | None) -> str | None:
        """Id of the person who held a role (or a title) of a state or body on the day."""
        if on is None:
            return None
        wanted = role.lower()
        held = [
            office
            for office in self._held.get(of, ())
            if wanted in (office.role, (office.title or "").lower()) and _days_off(office, on) == 0
        ]
        return max(held, key=lambda office: office.since or date.min).id if held else None

    def _distance(self, person: str, on: date | None) -> int:
        offices = self._offices[person]
        if on is None:
            return -max((office.since or date.min).toordinal() for office in offices)
        return min(_days_off(office, on) for office in offices)

    def _rank(self, person: str) -> int:
        return min(
            _RANKS.index(office.role) if office.role in _RANKS else 9 for office in self._offices[person]
        )


def _days_off(office: Office, on: date) -> int:
    """Days between the day and the time in office; 0 within it."""
    if office.since is not None and on < office.since:
        return (office.since - on).days
    if office.until is not None and on >= office.until:
        return (on - office.until).days + 1
    return 0


def _surnames(person: str, of: str) -> Iterable[str]:
    """The names by which a person is called after the first mention."""
    words = [word for word in person.split() if word not in _SUFFIXES]
    if len(words) < 2:
        return
    if of in _FAMILY_FIRST and "-" not in words[0]:
        yield words[0]
    last = words[-1]
    if last.startswith(("al-", "Al-", "el-", "El-")):
        yield last[3:]
    yield last
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
        yield " ".join(words[at:])
