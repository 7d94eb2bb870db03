"""Places with coordinates; a place never acts, but an event may happen there or strike it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.knowledge.gazetteer import Gazetteer

PlaceRecord = dict[str, str | float | None]


def place_of(gazetteer: Gazetteer, name: str, country: str | None) -> PlaceRecord:
    """The place of that name with its coordinates; without them when no table knows it."""
    known = gazetteer.place(name, country) or gazetteer.place(name)
    return {
        "label": known.label if known else name,
        "country": known.country if known else country,
        "latitude": known.latitude if known else None,
        "longitude": known.longitude if known else None,
        "geonames": known.geonames if known else None,
    }
