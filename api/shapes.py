"""The shapes of answers, for the OpenAPI document; tests hold every answer to them."""

from __future__ import annotations

from http import HTTPStatus

from flask_openapi.types import ResponseDict
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from kg.model import Kind, Modality, Polarity, Precision, Quad

EXAMPLE_ACTOR: dict[str, JsonValue] = {
    "id": "RUS",
    "label": "Russia",
    "kind": "state",
    "country": "RUS",
    "sector": None,
    "affiliation": None,
}


class Shape(BaseModel):
    """Nothing but the named members."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """Problem details of RFC 9457."""

    type: str
    title: str
    status: int = Field(examples=[404])
    detail: str = Field(examples=["no actor 'SHIRE' in the graph"])
    instance: str
    errors: list[dict[str, str]] | None = None
    line: int | None = None
    column: int | None = None


def problems(*statuses: int) -> ResponseDict:
    """Descriptions of failures for the document."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": schema}},
        }
        for status in statuses
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


class DyadShape(Shape):
    """An ordered pair with its totals; `score` is the mean."""

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


class MonthShape(Shape):
    """Events of a month by class."""

    month: str = Field(examples=["2024-10"])
    events: int
    score: float
    quads: dict[Quad, int]


class ActorPage(Shape):
    """An actor, how often it occurs, and its months."""

    actor: FullActor
    events: int
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


class ArticleHead(Shape):
    """An article without its text."""

    id: str
    key: str
    title: str
    date: str | None
    publisher: str
    url: str
    lang: str
    events: int


class ArticleList(Shape):
    """Articles, newest first."""

    items: list[ArticleHead]
    total: int
    truncated: bool
    next: str | None


class ArticleShape(Shape):
    """An article with its text and events; `problems` says what could not be read."""

    id: str
    key: str
    title: str
    date: str | None
    publisher: str
    url: str
    lang: str
    text: str
    events: list[EventShape]
    problems: list[str]


class RelationShape(Shape):
    """All between two actors."""

    a: FullActor
    b: FullActor
    there: DyadShape | None
    back: DyadShape | None
    months_there: list[MonthShape]
    months_back: list[MonthShape]
    peak: str | None
    events: SomeEvents


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
    """The best paths first."""

    items: list[PathShape]


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


class JobShape(Shape):
    """Work in the background."""

    id: int
    kind: str
    state: str
    articles: int
    events: int
    total: int | None
    detail: str


class JobList(Shape):
    """Jobs, newest first."""

    items: list[JobShape]


class CountsShape(Shape):
    """The size of the graph."""

    articles: int
    events: int
    actors: int
    dyads: int
    publishers: int
    first: str | None
    last: str | None
