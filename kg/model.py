"""The nouns that cross the borders between the layers: frozen dataclasses, no behaviour beyond reading them.

Text offsets count Unicode code points of the article's text as given, end exclusive. Windows of time are
half-open: `since` is included, `until` is not. Scores are PLOVER conflict-cooperation scores, -10 to +10.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal[
    "state",  # a state or territory: RUS
    "sector",  # a part of a state's society or government: PRK.MIL
    "international body",  # NATO, the United Nations
    "armed group",  # Hamas, M23
    "person",  # Mark Rutte
    "civil society",  # NGOs, parties, unions, churches
    "company",
    "media",
]
KINDS: tuple[Kind, ...] = (
    "state", "sector", "international body", "armed group", "person", "civil society", "company", "media",
)  # fmt: skip

Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
QUADS: tuple[Quad, ...] = (
    "verbal cooperation", "material cooperation", "verbal conflict", "material conflict",
)  # fmt: skip

Polarity = Literal["affirmed", "negated", "denied"]
Modality = Literal["asserted", "reported", "future", "possible", "hypothetical", "historic"]
Precision = Literal["day", "week", "month", "quarter", "year", "decade", "interval", "unknown"]
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
MODALITIES: tuple[Modality, ...] = get_args(Modality)
Count = Literal["reports", "happenings"]
COUNTS: tuple[Count, ...] = get_args(Count)
LONGEST = 6  # hops of a path
PRECISIONS: tuple[Precision, ...] = get_args(Precision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published story. `id` is the key its source gives it; the same key with other text replaces it."""

    id: str
    text: str
    title: str = ""
    date: dt.date | None = None
    publisher: str = ""
    url: str = ""
    lang: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A resolved party. `id` is the last part of its IRI: RUS, NATO, PRK.MIL, mark-rutte.

    `country` is ISO 3166 alpha-3 or None; `sector` a PLOVER sector code or None; `affiliation` the id of the
    state or body on whose behalf a person acts; `same_as` outside IRIs (Wikidata first).
    """

    id: str
    label: str
    kind: Kind
    country: str | None = None
    sector: str | None = None
    affiliation: str | None = None
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span of the article that names or describes an actor, and how it was resolved.

    `method` is a short name of the resolution step ("gazetteer", "capital as government", "demonym + role",
    "surname", "pronoun", ...); `confidence` from 0 to 1.
    """

    actor: Actor
    text: str
    start: int
    end: int
    method: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What was done: the predicate as it stands, and the lexicon rule that coded it."""

    lemma: str
    text: str
    rule: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an event happened; coordinates are WGS 84 degrees where they are known."""

    label: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where an event stands written: article id, number of the sentence from 0, text, offsets."""

    doc: str
    sentence: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """source - action - target, dated, with its evidence.

    `date` is the first and `date_end` the last day; both None when unknown. `attributed_to` is the actor who
    says so in reported speech. `goldstein` is the score that a record of an event data set came with. `why`
    holds the steps of the decision as short readable strings.
    """

    id: str
    evidence: Evidence
    source: Mention | None
    action: Action
    target: Mention | None
    plover: str
    mode: str | None
    cameo: str
    quad: Quad
    score: float
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    attributed_to: Actor | None = None
    date: dt.date | None = None
    date_end: dt.date | None = None
    date_precision: Precision = "unknown"
    place: Place | None = None
    confidence: float = 0.5
    goldstein: float | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which events are read. Empty fields do not restrict. `rollup` reads actors at the level of countries
    and organisations (Mark Rutte -> NATO, PRK.MIL -> PRK)."""

    since: dt.date | None = None
    until: dt.date | None = None
    types: frozenset[str] = frozenset()
    quads: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    confidence: float = 0.0
    rollup: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dyad:
    """An ordered pair of actor ids with its totals over a scope."""

    source: str
    target: str
    events: int
    articles: int
    score: float  # mean
    first: dt.date | None
    last: dt.date | None
    quads: tuple[int, int, int, int] = (0, 0, 0, 0)  # events by class, in the order of QUADS
    types: tuple[tuple[str, int], ...] = ()  # most frequent first
    best: str | None = None  # id of the event with the highest confidence, latest first
    happenings: int | None = (
        None  # the events, each once however many articles report it; None if not counted
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """The actors around one actor, busiest first. `total` counts the partners before the limit.

    `truncated` says that actors or dyads were left out.
    """

    actor: Actor
    hops: int
    actors: tuple[Actor, ...]
    dyads: tuple[Dyad, ...]
    total: int
    truncated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a path: the dyads of the two neighbours (one or both directions) and their best event."""

    source: str
    target: str
    dyads: tuple[Dyad, ...]
    evidence: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """How two actors are connected, strongest first; `cost` is comparable between paths of one answer."""

    actors: tuple[Actor, ...]
    hops: tuple[Hop, ...]
    cost: float = field(default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """An article with its events, most trusted first within a sentence, and what could not be read."""

    article: Article
    events: tuple[Event, ...]
    problems: tuple[str, ...] = ()
