"""Measures and communities in answers."""

from __future__ import annotations

from api.shapes.base import Shape
from kg.model import Kind


class CommunityShape(Shape):
    """Actors that deal with one another more than with others, the leading ones first."""

    label: str
    actors: list[str]
    events: int


class CommunityList(Shape):
    """Communities, largest first."""

    items: list[CommunityShape]
    modularity: float
    sampled: str | None


class ValueShape(Shape):
    """An actor's value of a measure."""

    id: str
    label: str
    kind: Kind
    value: float


class MeasureShape(Shape):
    """The highest values of a measure, and how it was taken."""

    name: str
    values: list[ValueShape]
    actors: int
    dyads: int
    sampled: str | None
    facts: dict[str, float]
    findings: list[list[str]]
    communities: list[CommunityShape]
    total: int
    truncated: bool


class MeasureList(Shape):
    """The measures there are."""

    items: list[dict[str, str]]
