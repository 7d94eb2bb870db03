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


class FullActor(ActorShape):
    """An actor with its other names and outside identifiers."""

    aliases: list[str]
    same_as: list[str]


class Hit(ActorShape):
    """An actor found by name."""

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

    text: str
    start: int
    end: int
    method: str
    confidence: float
