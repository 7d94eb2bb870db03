"""What reading a record needs to know: actors, places, and what codes mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.ontology import Ontology
from kg.model import Place
from kg.sources.datasets.parties import Parties


@dataclass(frozen=True, kw_only=True)
class World:
    """The curated knowledge, as records ask for it."""

    gazetteer: Gazetteer
    ontology: Ontology

    @cached_property
    def parties(self) -> Parties:
        """The resolver of actors."""
        return Parties(self.gazetteer, self.ontology.sectors)

    def coded(self, cameo: str) -> tuple[str, str | None]:
        """PLOVER type and mode of a CAMEO code. Raises ValueError."""
        known = self.ontology.cameo(cameo)
        if known is None or not cameo.isdigit() or not 2 <= len(cameo) <= 4:
            raise ValueError(f"{cameo!r} is no CAMEO code")
        return known.plover, known.mode

    def place(
        self, label: str, country: str, latitude: float | None, longitude: float | None, geonames: str = ""
    ) -> Place | None:
        """The place of a record, if it names one; `country` is a name or code."""
        if not label:
            return None
        return Place(
            label=label,
            country=self.parties.country(country),
            latitude=latitude,
            longitude=longitude,
            geonames=geonames or None,
        )
