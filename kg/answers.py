"""What EventGraph answers with: pages, totals and findings over the nouns of `model.py`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from kg.model import Actor, Article, Dyad, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The size of the graph; `first` and `last` are the days of its earliest and latest event."""

    articles: int
    events: int
    actors: int
    dyads: int
    publishers: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Events of one month by quad class, in the order of QUADS; `score` is their mean."""

    month: str
    quads: tuple[int, int, int, int]
    events: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """Some events of a longer list of `total`."""

    items: tuple[Event, ...]
    total: int
    truncated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """Some articles of a longer list of `total`; `events` holds the number of events of each."""

    items: tuple[Article, ...]
    events: tuple[int, ...]
    total: int
    truncated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorHit:
    """An actor found by name: how many events name it, the name that matched, and whether it is a guess."""

    actor: Actor
    events: int
    matched: str
    is_guess: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """All between two actors: totals and months of each direction, and the events of both, newest first."""

    a: Actor
    b: Actor
    there: Dyad | None
    back: Dyad | None
    months_there: tuple[Month, ...]
    months_back: tuple[Month, ...]
    events: EventPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgraph:
    """The busiest actors of a scope and the dyads among them; `events_of` counts each actor's events."""

    actors: tuple[Actor, ...]
    events_of: dict[str, int]
    dyads: tuple[Dyad, ...]
    total_actors: int
    total_dyads: int
    truncated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A dyad in two windows. `kind` is grew, shrank or turned; `score` resists small counts."""

    source: str
    target: str
    kind: str
    before: int
    after: int
    score_before: float | None
    score_after: float | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Actors that deal with one another more than with others, the best connected first."""

    label: str
    actors: tuple[str, ...]
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureResult:
    """A measure over the relations of a scope: values by actor, highest first, and how it was taken.

    `sampled` says what was sampled, `facts` holds figures of the whole graph, `findings` named structures.
    """

    name: str
    values: tuple[tuple[str, float], ...] = ()
    actors: int = 0
    dyads: int = 0
    sampled: str | None = None
    facts: dict[str, float] = field(default_factory=dict)
    findings: tuple[tuple[str, ...], ...] = ()
    communities: tuple[Community, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an ingest has come; `total` is None where the number of articles is not known beforehand."""

    articles: int
    events: int
    article: str
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What an ingest did; `failed` holds article ids with the reason."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    events: int = 0
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reindexed:
    """How many articles the index was filled with; `skipped` holds graphs that are none, with the reason."""

    articles: int = 0
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work in the background; `state` is queued, running, done, failed or interrupted."""

    id: int
    kind: str
    state: str
    articles: int = 0
    events: int = 0
    total: int | None = None
    detail: str = ""
