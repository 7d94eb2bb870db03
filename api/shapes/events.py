"""Events and happenings in answers."""

from __future__ import annotations

from api.shapes.actors import ActorShape, MentionShape
from api.shapes.base import Shape
from kg.model import Modality, Polarity, Precision, Quad


class ActionShape(Shape):
    """What was done, and the rule that coded it."""

    lemma: str
    text: str
    rule: str
    start: int
    end: int


class PlaceShape(Shape):
    """Where."""

    label: str
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames: str | None


class EventShape(Shape):
    """Who did what to whom, when, and the sentence that says so."""

    id: str
    doc: str
    sentence: int
    text: str
    start: int
    end: int
    source: MentionShape | None
    action: ActionShape
    target: MentionShape | None
    plover: str
    mode: str | None
    cameo: str
    quad: Quad
    score: float
    polarity: Polarity
    modality: Modality
    attributed_to: ActorShape | None
    date: str | None
    date_end: str | None
    date_precision: Precision
    place: PlaceShape | None
    confidence: float
    goldstein: float | None = None
    why: list[str]


class EventList(Shape):
    """Events, newest first."""

    items: list[EventShape]
    total: int
    truncated: bool
    next: str | None


class HappeningShape(Shape):
    """One thing that happened, with the events that report it, the surest first."""

    id: str
    date: str | None
    reports: int
    events: list[EventShape]


class HappeningList(Shape):
    """Happenings, latest first; `events_read` of `events_total` events were compared."""

    items: list[HappeningShape]
    total: int
    truncated: bool
    next: str | None
    events_read: int
    events_total: int


class SomeEvents(Shape):
    """The first events of a longer list."""

    items: list[EventShape]
    total: int
    truncated: bool
