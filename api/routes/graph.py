"""The view model of the explorer, its sentences, paths and query, and the view as files."""

import math
from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from api.params import graph, single
from api.responses import answer
from kg.errors import BadInput
from kg.model import Dyad, Path, Scope
from kg.records import full_actor_record
from viz import export
from viz.actor import stands_for
from viz.filters import Filters, read_filters
from viz.level import is_rolled
from viz.lists import type_chips, types_of
from viz.network import model
from viz.passages import passage_record, passages
from viz.search import find, resolve
from viz.sparql import view_query
from viz.view import build_view

blueprint = Blueprint("graph", __name__)
NAMES = ("focus", "actor", "source", "target", "from", "to")
DOWNLOADS = {
    "html": "text/html; charset=utf-8",
    "graphml": "application/xml",
    "gexf": "application/xml",
    "csv": "text/csv; charset=utf-8",
}


def filters() -> Filters:
    """The filters in the address of this request; an address that names a part of a country is read narrowly."""
    found = read_filters(request.args.items(multi=True))
    named = [actor_id for key in NAMES for actor_id in request.args.getlist(key)]
    named += [wish.rstrip("+*") for wish in found.expand]
    return replace(found, rollup=is_rolled(graph(), named, request.args.getlist("rollup")))


@blueprint.get("/graph")
def view_model() -> Response:
    """The pyvis network of a view and the counts to filter it by."""
    return answer(model(build_view(graph(), filters())))


@blueprint.get("/graph.<form>")
def download(form: str) -> Response:
    """What is seen, as a file: html, graphml, gexf or csv."""
    if form not in DOWNLOADS:
        raise BadInput(f"a view is written as {', '.join(DOWNLOADS)}; not as {form[:20]!r}")
    wanted = filters()
    view = build_view(graph(), wanted)
    body: str | bytes
    if form == "html":
        address = f"{request.host_url}explore?{request.query_string.decode('ascii', 'replace')}"
        body = export.standalone(graph(), view, wanted, pins=_pins(request.args), address=address)
    elif form == "graphml":
        body = export.graphml(view, wanted)
    elif form == "gexf":
        body = export.gexf(graph(), view, wanted)
    else:
        body = export.relations_csv(view, wanted)
    made = Response(body, content_type=DOWNLOADS[form])
    made.headers["Content-Disposition"] = f'attachment; filename="eventgraph.{form}"'
    return made


@blueprint.get("/graph/sparql")
def sparql_text() -> Response:
    """The query whose rows are the events of the view."""
    wanted = filters()
    text = view_query(build_view(graph(), wanted), wanted, graph().iris)
    return Response(text, content_type="application/sparql-query; charset=utf-8")


@blueprint.get("/graph/evidence")
def evidence() -> Response:
    """Sentences of an event, an actor or a directed relation, newest first."""
    if "event" in request.args:
        items = passages(graph(), [graph().event(single("event"))])
        return answer({"items": [passage_record(item) for item in items], "total": 1})
    page = graph().events(
        scope=filters().scope,
        actor=single("actor") or None,
        source=single("source") or None,
        target=single("target") or None,
        limit=min(100, _count("limit", 12)),
        offset=_count("offset", 0),
    )
    return answer(
        {"items": [passage_record(item) for item in passages(graph(), page.items)], "total": page.total}
    )


@blueprint.get("/graph/types")
def types() -> Response:
    """What happened in a directed relation, by event type."""
    source, target = single("source"), single("target")
    there = graph().relation(source, target, scope=filters().scope, limit=1).there
    return answer({"types": [asdict(chip) for chip in type_chips(types_of([there] if there else []))[:10]]})


@blueprint.get("/graph/actor/<path:actor_id>")
def actor(actor_id: str) -> Response:
    """Who an actor is: names, outside identifiers, whom it stands for."""
    found = graph().actor(actor_id)
    of = stands_for(graph(), found)
    return answer({**full_actor_record(found), "of": {"id": of.id, "label": of.label} if of else None})


@blueprint.get("/graph/search")
def search() -> Response:
    """Actors and relationships for the search field."""
    hits = find(graph(), single("q"), relations=single("relations") != "0")
    return answer({"hits": [asdict(hit) for hit in hits]})


@blueprint.get("/graph/path")
def path() -> Response:
    """The best paths between two actors, named by id or in words, each step with its best sentence."""
    wanted = filters()
    first, last = (resolve(graph(), single(key), rollup=wanted.rollup) for key in ("from", "to"))
    if first.id == last.id:
        raise BadInput(f"{first.label} is at both ends; choose two different actors")
    scope = Scope(
        since=wanted.since, until=wanted.until, quads=wanted.scope.quads, kinds=wanted.scope.kinds,
        confidence=wanted.confidence, rollup=wanted.rollup,
    )  # fmt: skip
    paths = graph().paths(first.id, last.id, scope=scope, k=3)
    return answer(
        {
            "from": {"id": first.id, "label": first.label},
            "to": {"id": last.id, "label": last.label},
            "paths": [_path_record(found) for found in paths],
        }
    )


def _path_record(found: Path) -> dict[str, Any]:
    label = {actor.id: actor.label for actor in found.actors}
    told = passages(graph(), [hop.evidence for hop in found.hops if hop.evidence is not None])
    by_id = {item.id: passage_record(item) for item in told}
    return {
        "actors": [actor.id for actor in found.actors],
        "hops": [
            {
                "source": {"id": hop.source, "label": label[hop.source]},
                "target": {"id": hop.target, "label": label[hop.target]},
                "events": _events(hop.dyads),
                "passage": by_id.get(hop.evidence.id) if hop.evidence else None,
            }
            for hop in found.hops
        ],
    }


def _events(dyads: tuple[Dyad, ...]) -> int:
    return sum(dyad.events for dyad in dyads)


def _count(name: str, default: int) -> int:
    text = single(name)
    if not text:
        return default
    if not text.isdecimal() or len(text) > 8:
        raise BadInput(f"{name}: {text[:40]!r} is not a number from 0")
    return int(text)


def _pins(arguments: MultiDict[str, str]) -> dict[str, tuple[float, float]]:
    """Places of moved actors, `id@x,y`; what cannot be read stays where the layout put it."""
    pins: dict[str, tuple[float, float]] = {}
    for pin in arguments.getlist("pin"):
        actor_id, _, place = pin.rpartition("@")
        try:
            x, y = (float(part) for part in place.split(","))
        except ValueError:
            continue
        if actor_id and math.isfinite(x) and math.isfinite(y):
            pins[actor_id] = (x, y)
    return pins
