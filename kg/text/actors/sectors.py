"""From role nouns to a sector, and from country and sector to an actor record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.ids import slug
from kg.knowledge.parts import part_of
from kg.knowledge.wording import load_wording

if TYPE_CHECKING:
    from kg.knowledge.gazetteer import Entry, Gazetteer
    from kg.model import Actor

Record = dict[str, Any]

WORDING = load_wording()
SINGULARS = {
    "men": "man", "women": "woman", "people": "people", "police": "police", "personnel": "personnel",
    "staff": "staff",
    "allies": "ally", "chiefs": "chief", "spokesmen": "spokesman", "forces": "force", "enemies": "enemy",
}  # fmt: skip


def singular(word: str) -> str:
    """A rough singular: enough for role nouns."""
    if word in SINGULARS:
        return SINGULARS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def combine(roles: Sequence[tuple[str, str]], modifiers: Sequence[str], inherited: str | None) -> str | None:
    """The sector of a noun phrase.

    `roles` are (last word, sector) of its role nouns from left to right, the head last;
    `modifiers` its other words; `inherited` the sector of a group or body that stands before them.
    """
    if not roles:
        return inherited
    word, sector = roles[-1]
    former = any(modifier in WORDING.former for modifier in modifiers)
    for modifier in modifiers:
        if (modifier in WORDING.overriding and sector not in ("REF", "CVL", "JRN")) or modifier == "rebel":
            return WORDING.overriding[modifier]
    if former and sector in ("GOV", "LEG", "MIL", "JUD", "SPY", "COP", "ELI"):
        return "ELI"
    for _, earlier in roles[:-1]:
        if earlier in ("REB", "OPP") and sector != "JRN":
            return earlier
    if singular(word) in WORDING.generic:
        if len(roles) > 1 and roles[-2][1] not in ("CVL",):
            return roles[-2][1]
        return inherited or sector
    return sector


class Records:
    """Makes actor records of states, their sectors, bodies and persons, each only once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._made: dict[tuple[str, str | None], Record] = {}

    def actor(self, actor_id: str, entry: Entry | None = None) -> Record:
        """A state, body or group as curated; `entry` gives the sector of its reading."""
        sector = entry.sector if entry is not None else None
        key = (actor_id, sector)
        if key not in self._made:
            known = self.gazetteer.actor(actor_id)
            self._made[key] = {
                "id": actor_id,
                "label": known.label if known else actor_id,
                "kind": known.kind if known else (entry.kind if entry and entry.kind else "state"),
                "country": _state_of(known) if known else (entry.country if entry else None),
                "sector": sector or (known.sector if known else None) or _acting(known),
                "affiliation": known.affiliation if known else None,
            }
        return dict(self._made[key])

    def state(self, country: str, *, sector: str | None = "GOV") -> Record:
        """A state: as an actor its government, as a place or a nation without a sector."""
        record = self.actor(country)
        record["country"] = country
        record["sector"] = sector
        return record

    def part(self, country: str | None, sector: str) -> Record:
        """A part of a state, PRK.MIL; without a country ANY.MIL."""
        made = part_of(self.gazetteer.actor(country) if country else None, sector)
        return {
            "id": f"{country or 'ANY'}.{sector}",
            "label": made.label,
            "kind": made.kind,
            "country": country,
            "sector": sector,
            "affiliation": None,
        }

    def unknown(
        self, name: str, kind: str, country: str | None, sector: str | None, affiliation: str | None
    ) -> Record:
        """An actor that no table knows: its id is the slug of its name."""
        return {
            "id": slug(name),
            "label": name,
            "kind": kind,
            "country": country,
            "sector": sector,
            "affiliation": affiliation,
        }


def _state_of(known: Actor) -> str | None:
    """The state that a record is of: a historic one stays itself until the event is written."""
    return known.id if known.kind == "state" else known.country


def _acting(known: Actor | None) -> str | None:
    """A state that acts is its government."""
    return "GOV" if known is None or known.kind == "state" else None
