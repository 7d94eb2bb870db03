"""What requests carry: parameters as pydantic models, and the graph they are put to."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Annotated, Any, cast, get_type_hints

from flask import Flask, Response, current_app, request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from api.errors import BadParameter, problem
from kg.errors import BadInput
from kg.eventgraph import EventGraph
from kg.ids import digest
from kg.model import KINDS, QUADS, Article, Count, Kind, Quad, Scope
from kg.reading import Window
from kg.relations.neighbourhood import Direction
from kg.settings import Settings

_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def graph() -> EventGraph:
    """The graph this application serves."""
    return cast(EventGraph, current_app.extensions["eventgraph"])


def settings() -> Settings:
    """The settings this application was given."""
    return cast(Settings, current_app.extensions["settings"])


def single(name: str) -> str:
    """A parameter of this request that has one value; empty without it. Raises BadInput for several."""
    values = request.args.getlist(name)
    if len(values) > 1:
        raise BadInput(f"{name}: given {len(values)} times, once is right")
    return values[0] if values else ""


def register(app: Flask) -> None:
    """Refuse a parameter that is given several times and has one value, rather than pass over all but one."""

    @app.before_request
    def refuse_repeated() -> Response | None:
        if not request.args:
            return None
        names = _single_names(current_app.view_functions.get(request.endpoint or ""))
        told = {
            name: f"given {len(values)} times, once is right"
            for name, values in request.args.lists()
            if len(values) > 1 and name in names
        }
        if not told:
            return None
        faults = [{"field": name, "message": message} for name, message in told.items()]
        return problem(422, "; ".join(f"{name}: {message}" for name, message in told.items()), errors=faults)


@cache
def _single_names(view: Any) -> frozenset[str]:
    """The parameters of one value that a view reads from the address, by its own signature."""
    model = get_type_hints(view).get("query") if view else None
    if not (isinstance(model, type) and issubclass(model, Params)):
        return frozenset()
    told = model.model_json_schema()["properties"]
    return frozenset(name for name, schema in told.items() if schema.get("type") != "array")


def _words(value: Any) -> Any:
    """`a,b` and repeated parameters alike; hyphens in names of classes and kinds read as spaces."""
    parts = value if isinstance(value, list) else [value]
    return [part.strip() for text in parts for part in str(text).split(",") if part.strip()]


def _spaced(value: Any) -> Any:
    return [part.replace("-", " ") for part in _words(value)]


def _iso(value: Any) -> Any:
    """Digits alone would be read as seconds since 1970."""
    if isinstance(value, str) and not _ISO.fullmatch(value):
        raise ValueError("a day reads YYYY-MM-DD")
    return value


class _OrNothing:
    """Null is no value that a request can give: it is left out of the description."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return next(one for one in handler(core)["anyOf"] if one.get("type") != "null")


Names = Annotated[list[str], BeforeValidator(_words)]
ActorId = Annotated[str, Field(min_length=1, max_length=200, examples=["RUS"])]
OtherId = Annotated[str, Field(min_length=1, max_length=200, examples=["UKR"])]
MaybeDay = Annotated[dt.date | None, BeforeValidator(_iso), _OrNothing()]
MaybeActor = Annotated[ActorId | None, _OrNothing()]
MaybeOther = Annotated[OtherId | None, _OrNothing()]
MaybeText = Annotated[str | None, _OrNothing()]


class Params(BaseModel):
    """Unknown parameters are refused, so that a misspelt filter is not silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def model_json_schema(cls, *args: Any, **given: Any) -> dict[str, Any]:
        """As pydantic makes it; the framework asks with each request, and gets what was made for the first."""
        return super().model_json_schema(*args, **given) if args or given else _plain_schema(cls)


@cache
def _plain_schema(model: type[Params]) -> dict[str, Any]:
    return super(Params, model).model_json_schema()


def event_types(names: list[str]) -> frozenset[str]:
    """The event types that were named. Raises BadParameter for one that there is not."""
    try:
        return graph().types_named(names)
    except BadInput as error:
        raise BadParameter("type", str(error)) from error


class ScopeParams(Params):
    """Which events are read."""

    since: MaybeDay = Field(None, description="First day", examples=["2024-01-01"])
    until: MaybeDay = Field(None, description="First day no longer read", examples=["2024-11-01"])
    type: Names = Field([], description="PLOVER event types", examples=[["ASSAULT", "COERCE"]])
    quad: Annotated[list[Quad], BeforeValidator(_spaced)] = Field(
        [], description=f"Quad classes: {', '.join(QUADS)}"
    )
    kind: Annotated[list[Kind], BeforeValidator(_spaced)] = Field(
        [], description=f"Kinds of actors: {', '.join(KINDS)}"
    )
    publisher: list[str] = Field([], description="Publishers of the articles")
    confidence: float = Field(0.0, ge=0, le=1, description="Least confidence of an event")
    rollup: bool = Field(
        False,
        description="Read persons and sectors, those asked for too, as the country or organisation they act for",
    )

    def scope(self) -> Scope:
        """The scope that these parameters name. Raises BadParameter for days that leave none between them."""
        if self.since and self.until and self.since >= self.until:
            raise BadParameter("until", f"{self.until} is not after since ({self.since})")
        return Scope(
            since=self.since,
            until=self.until,
            types=event_types(self.type),
            quads=frozenset(self.quad),
            kinds=frozenset(self.kind),
            publishers=frozenset(self.publisher),
            confidence=self.confidence,
            rollup=self.rollup,
        )


class PageParams(Params):
    """A piece of a list."""

    limit: int = Field(50, ge=1, le=500, description="Most items of one answer")
    offset: int = Field(0, ge=0, le=10_000_000, description="Items passed over")


class ActorsQuery(PageParams):
    """Actors by name, or the busiest."""

    q: str = Field("", max_length=200, description="Beginning of a name", examples=["rutte"])
    rollup: bool = Field(False, description="Countries and organisations, with what is done for them")


class ActorPath(Params):
    """An actor in the address."""

    actor_id: ActorId


class CountedParams(ScopeParams):
    """Which events are read, and how they are counted."""

    count: Count = Field(
        "reports",
        description="What is counted, and who comes first by it: `reports`, or `happenings`, each once however "
        "many articles report it",
    )


class NeighboursQuery(CountedParams):
    """How far and how much of a neighbourhood."""

    hops: int = Field(1, ge=1, le=3, description="Steps away from the actor")
    direction: Direction = Field("both", description="Acts of the actor (out), on it (in), or both")
    min: int = Field(1, ge=1, le=1_000_000, description="Least events (reports) between two actors")
    limit: int = Field(50, ge=1, le=500, description="Most neighbours")


class EventsQuery(ScopeParams, PageParams):
    """Events by who, whom, where and words."""

    actor: MaybeActor = Field(None, description="In either role")
    source: MaybeActor = Field(None, description="Who acts")
    target: MaybeOther = Field(None, description="On whom")
    article: MaybeText = Field(None, description="Id of the article", max_length=2000)
    q: str = Field(
        "", max_length=200, description="Words of the sentence, in any order; `negotia*` for a beginning"
    )


class HappeningsQuery(ScopeParams, PageParams):
    """Happenings of one actor, or between a source and a target."""

    actor: MaybeActor = Field(None, description="In either role")
    source: MaybeActor = Field(None, description="Who acts")
    target: MaybeOther = Field(None, description="On whom")


class EventPath(Params):
    """An event in the address."""

    event_id: str = Field(max_length=64, examples=["evt_0123456789abcdef"])


class ArticlesQuery(PageParams):
    """Articles, of one publisher or of all."""

    publisher: MaybeText = Field(None, max_length=500)


class ArticlePath(Params):
    """An article in the address, by the last part of its IRI or its id."""

    article_id: str = Field(max_length=2000)


class PairPath(Params):
    """Two actors in the address."""

    a: ActorId
    b: OtherId


class RelationQuery(CountedParams):
    """How many sentences come along."""

    limit: int = Field(50, ge=1, le=500, description="Most events of the answer")


class PathsQuery(ScopeParams):
    """Between whom, and how many."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    from_: ActorId = Field(alias="from", description="One end")
    to: OtherId = Field(description="The other end")
    k: int = Field(3, ge=1, le=10, description="Most paths")


class MeasurePath(Params):
    """A measure in the address."""

    name: str = Field(max_length=64, examples=["pagerank"])


class MeasureQuery(ScopeParams):
    """How many of the highest values."""

    limit: int = Field(50, ge=1, le=1000, description="Most actors of the answer")


class ChangesQuery(Params):
    """Two windows; by default the last month of the graph against the six before it."""

    before_since: MaybeDay = Field(None, description="First day before")
    before_until: MaybeDay = Field(None, description="Day after the last one before")
    after_since: MaybeDay = Field(None, description="First day of the later window")
    after_until: MaybeDay = Field(None, description="First day after the later window")
    type: Names = Field([], description="PLOVER event types")
    rollup: bool = Field(False, description="Read actors as their country or organisation")
    limit: int = Field(50, ge=1, le=500)

    def windows(self) -> tuple[Window, Window] | None:
        """(before, after) if they were named. Raises BadInput if only some of their days were."""
        days = [self.before_since, self.before_until, self.after_since, self.after_until]
        one, two, three, four = days
        if one and two and three and four:
            return (one, two), (three, four)
        if any(days):
            raise BadInput("name all of before_since, before_until, after_since and after_until, or none")
        return None


class ArticleBody(BaseModel):
    """An article as a line of JSONL gives it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field("", max_length=2000, description="Its key; derived from the text when it is missing")
    text: str = Field(min_length=1, max_length=1_000_000, examples=["Arnor urged Gondor to free the envoys."])
    title: str = Field("", max_length=2000)
    date: Annotated[dt.date | None, _OrNothing()] = Field(None, description="Day of publication")
    publisher: str = Field("", max_length=500)
    url: str = Field("", max_length=4000)
    lang: str = Field("en", max_length=35)

    def article(self) -> Article:
        """The article; without an id the same text is always the same article."""
        given = self.model_dump()
        return Article(**{**given, "id": self.id or digest("text", self.title, self.text)})


class ArticlesBody(BaseModel):
    """Articles to take in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    articles: list[ArticleBody] = Field(min_length=1, max_length=1000)


class JobPath(Params):
    """A job in the address."""

    job_id: int = Field(ge=1, le=2**53)
