"""Answers: model objects to JSON, with links to the next piece and the graph's version as ETag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request

from kg.answers import (
    ActorHit,
    ArticlePage,
    Change,
    Community,
    Counts,
    EventPage,
    Job,
    MeasureResult,
    Month,
    Relation,
)  # fmt: skip
from kg.ids import article_key
from kg.model import QUADS, Actor, Article, Coded, Dyad, Hop, Neighbourhood, Path
from kg.records import actor_record, event_record, full_actor_record
from kg.relations.happenings import Happening

Record = dict[str, Any]
API = "/api/v1"


def answer(
    record: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The record as JSON."""
    body = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    made = Response(body, status=status, mimetype="application/json")
    made.headers.update(dict(headers or {}))
    return made


def listing(items: Sequence[Record], *, total: int, limit: int, offset: int) -> Record:
    """A piece of a list, with the address of the next one."""
    more = offset + len(items) < total
    return {
        "items": list(items),
        "total": total,
        "truncated": more,
        "next": next_link(offset + limit) if more else None,
    }


def next_link(offset: int) -> str:
    """This request's address with another offset."""
    given = [(key, value) for key, value in request.args.items(multi=True) if key != "offset"]
    return f"{request.path}?{urlencode([*given, ('offset', str(offset))])}"


def hit_record(hit: ActorHit) -> Record:
    """An actor found by name."""
    return {**actor_record(hit.actor), "events": hit.events, "matched": hit.matched, "is_guess": hit.is_guess}


def counts_record(counts: Counts) -> Record:
    """The size of the graph."""
    return {
        "articles": counts.articles,
        "events": counts.events,
        "actors": counts.actors,
        "dyads": counts.dyads,
        "publishers": counts.publishers,
        "first": _day(counts.first),
        "last": _day(counts.last),
    }


def dyad_record(dyad: Dyad) -> Record:
    """An ordered pair with its totals."""
    return {
        "source": dyad.source,
        "target": dyad.target,
        "events": dyad.events,
        "articles": dyad.articles,
        "score": dyad.score,
        "first": _day(dyad.first),
        "last": _day(dyad.last),
        "quads": dict(zip(QUADS, dyad.quads, strict=True)),
        "types": dict(dyad.types),
        "best": dyad.best,
        "happenings": dyad.happenings,
    }


def month_record(month: Month) -> Record:
    """Events of a month by class."""
    return {
        "month": month.month,
        "events": month.events,
        "score": month.score,
        "quads": dict(zip(QUADS, month.quads, strict=True)),
    }


def article_head(article: Article, events: int | None = None) -> Record:
    """An article without its text."""
    head = {
        "id": article.id,
        "key": article_key(article.id),
        "title": article.title,
        "date": _day(article.date),
        "publisher": article.publisher,
        "url": article.url,
        "lang": article.lang,
    }
    return head if events is None else {**head, "events": events}


def coded_record(coded: Coded) -> Record:
    """An article with its text and events."""
    return {
        **article_head(coded.article),
        "text": coded.article.text,
        "events": [event_record(event) for event in coded.events],
        "problems": list(coded.problems),
    }


def neighbourhood_record(near: Neighbourhood) -> Record:
    """The actors around one actor."""
    return {
        "actor": actor_record(near.actor),
        "hops": near.hops,
        "actors": [actor_record(actor) for actor in near.actors],
        "dyads": [dyad_record(dyad) for dyad in near.dyads],
        "total": near.total,
        "truncated": near.truncated,
    }


def relation_record(relation: Relation) -> Record:
    """All between two actors."""
    return {
        "a": full_actor_record(relation.a),
        "b": full_actor_record(relation.b),
        "there": dyad_record(relation.there) if relation.there else None,
        "back": dyad_record(relation.back) if relation.back else None,
        "months_there": [month_record(month) for month in relation.months_there],
        "months_back": [month_record(month) for month in relation.months_back],
        "peak": _peak(relation),
        "events": events_record(relation.events),
    }


def events_record(page: EventPage) -> Record:
    """Some events of a longer list, without a link."""
    return {
        "items": [event_record(event) for event in page.items],
        "total": page.total,
        "truncated": page.truncated,
    }


def happening_record(happening: Happening) -> Record:
    """One thing that happened, with its reports."""
    return {
        "id": happening.id,
        "date": _day(happening.events[0].date),
        "reports": happening.reports,
        "events": [event_record(event) for event in happening.events],
    }


def _peak(relation: Relation) -> str | None:
    counts: dict[str, int] = {}
    for month in (*relation.months_there, *relation.months_back):
        counts[month.month] = counts.get(month.month, 0) + month.events
    return min(counts, key=lambda month: (-counts[month], month), default=None)


def path_record(path: Path) -> Record:
    """A path with one sentence per hop."""
    return {
        "actors": [actor_record(actor) for actor in path.actors],
        "hops": [hop_record(hop) for hop in path.hops],
        "cost": path.cost,
    }


def hop_record(hop: Hop) -> Record:
    """One step of a path."""
    return {
        "source": hop.source,
        "target": hop.target,
        "dyads": [dyad_record(dyad) for dyad in hop.dyads],
        "evidence": event_record(hop.evidence) if hop.evidence else None,
    }


def community_record(community: Community) -> Record:
    """A community with its members."""
    return {"label": community.label, "actors": list(community.actors), "events": community.events}


def measure_record(result: MeasureResult, *, limit: int, label: Mapping[str, Actor]) -> Record:
    """The highest values of a measure, and how it was taken."""
    shown = result.values[:limit]
    return {
        "name": result.name,
        "values": [
            {"id": actor_id, "label": label[actor_id].label, "kind": label[actor_id].kind, "value": value}
            for actor_id, value in shown
            if actor_id in label
        ],
        "actors": result.actors,
        "dyads": result.dyads,
        "sampled": result.sampled,
        "facts": result.facts,
        "findings": [list(found) for found in result.findings],
        "communities": [community_record(community) for community in result.communities],
        "total": len(result.values),
        "truncated": len(shown) < len(result.values),
    }


def change_record(change: Change) -> Record:
    """A dyad in two windows."""
    return {
        "source": change.source,
        "target": change.target,
        "kind": change.kind,
        "before": change.before,
        "after": change.after,
        "score_before": change.score_before,
        "score_after": change.score_after,
        "score": change.score,
    }


def job_record(job: Job) -> Record:
    """Work in the background."""
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "articles": job.articles,
        "events": job.events,
        "total": job.total,
        "detail": job.detail,
    }


def articles_listing(page: ArticlePage, *, limit: int, offset: int) -> Record:
    """Heads of articles."""
    heads = [article_head(article, events) for article, events in zip(page.items, page.events, strict=True)]
    return listing(heads, total=page.total, limit=limit, offset=offset)


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
