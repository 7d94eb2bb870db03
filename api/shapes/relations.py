"""Dyads in answers, and what is made of them: neighbourhoods, relations, paths, changes."""

from __future__ import annotations

from pydantic import Field

from api.shapes.actors import ActorShape, FullActor
from api.shapes.base import Shape
from api.shapes.events import EventShape, SomeEvents
from kg.model import Quad


class DyadShape(Shape):
    """An ordered pair with its totals; `score` is the mean.

    Counted is what happened as the article has it (affirmed, and asserted, reported or historic) between two
    different actors who are named. What is denied, planned or possible is among the events, but counts nothing.
    """

    source: str
    target: str
    events: int
    articles: int
    score: float
    first: str | None
    last: str | None
    quads: dict[Quad, int]
    types: dict[str, int]
    best: str | None
    happenings: int | None


class MonthShape(Shape):
    """Events of a month by class; counted as in dyads, the undated ones left out."""

    month: str = Field(examples=["2024-10"])
    events: int
    score: float
    quads: dict[Quad, int]


class ActorPage(Shape):
    """An actor, in how many events it occurs, and what counts of them by month and by dyad."""

    actor: FullActor
    events: int = Field(
        description="Events that name it as source or target, those that count for no dyad included"
    )
    months: list[MonthShape]
    dyads: list[DyadShape]


class NeighbourhoodShape(Shape):
    """The actors around one actor, busiest first."""

    actor: ActorShape
    hops: int
    actors: list[ActorShape]
    dyads: list[DyadShape]
    total: int
    truncated: bool


class RelationShape(Shape):
    """All between two actors."""

    a: FullActor
    b: FullActor
    there: DyadShape | None
    back: DyadShape | None
    months_there: list[MonthShape]
    months_back: list[MonthShape]
    peak: str | None = Field(description="The month with the most events of both directions")
    events: SomeEvents = Field(description="All between the two, those that count for no dyad included")


class HopShape(Shape):
    """One step of a path with its best sentence."""

    source: str
    target: str
    dyads: list[DyadShape]
    evidence: EventShape | None


class PathShape(Shape):
    """A way from one actor to another."""

    actors: list[ActorShape]
    hops: list[HopShape]
    cost: float


class PathList(Shape):
    """The best paths first; `longest` tells how many hops a path may have."""

    items: list[PathShape]
    longest: int


class ChangeShape(Shape):
    """A dyad in two windows."""

    source: str
    target: str
    kind: str
    before: int
    after: int
    score_before: float | None
    score_after: float | None
    score: float


class Window(Shape):
    """Days, the second one no longer in it."""

    since: str
    until: str


class ChangeList(Shape):
    """What changed most first."""

    before: Window | None
    after: Window | None
    items: list[ChangeShape]
    total: int
    truncated: bool
