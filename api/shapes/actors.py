"""Actors in answers, and the spans that name them."""

from __future__ import annotations

from pydantic import ConfigDict, JsonValue

from api.shapes.base import Shape
from kg.model import Kind

EXAMPLE_ACTOR: dict[str, JsonValue] = {
    "id": "RUS",
    "label": "Russia",
    "kind": "state",
    "country": "RUS",
    "sector": None,
    "affiliation": None,
}


class ActorShape(Shape):
    """A resolved party."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE_ACTOR]})

    id: str
    label: str
    kind: Kind
    country: str | None
    sector: str | None
    affiliation: str | None


def example(**more: JsonValue) -> ConfigDict:
    """The example with what a shape adds to it."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [{**EXAMPLE_ACTOR, **more}]})


class FullActor(ActorShape):
    """An actor with its other names and outside identifiers."""

    model_config = example(aliases=["Russian Federation"], same_as=["http://www.wikidata.org/entity/Q159"])

    aliases: list[str]
    same_as: list[str]


class Hit(ActorShape):
    """An actor found by name."""

    model_config = example(events=57, matched="Russia", is_guess=False)

    events: int
    matched: str
    is_guess: bool


class HitList(Shape):
    """Actors, the best match or the busiest first."""

    items: list[Hit]
    total: int
    truncated: bool
    next: str | None


class MentionShape(ActorShape):
    """The span that names an actor."""

    model_config = example(text="Moscow", start=12, end=18, method="gazetteer", confidence=0.95)

    text: str
    start: int
    end: int
    method: str
    confidence: float
