"""The pages, made on the server; scripts only add to them."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, redirect, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as BaseResponse

from api.background import background
from api.commands import seeds_folder
from api.negotiation import prefers_page, rdf_answer
from api.params import event_types, graph, single
from api.routes import sparql
from api.routes.graph import filters
from api.routes.ontology import described
from kg.errors import BadInput
from kg.model import Scope
from kg.rdf.terms import iri_text
from kg.sources.reading import read_articles
from viz.actor import render_actor
from viz.article import render_article, render_articles
from viz.data import render_data
from viz.explore import render_explore
from viz.export import passages_csv
from viz.home import render_home
from viz.level import OFF, is_rolled
from viz.page import render_error
from viz.passages import passages
from viz.relation import render_relation
from viz.search import render_search
from viz.workbench import render_workbench

blueprint = Blueprint("pages", __name__)
MOST_ROWS = 10_000


def html(text: str) -> Response:
    """A page; browsers ask again each time, since the graph may have grown."""
    made = Response(text, content_type="text/html; charset=utf-8")
    made.headers["Cache-Control"] = "no-cache"
    made.vary.add("Accept")
    return made


def kept(make: Callable[[], str]) -> Response:
    """A page that depends on nothing but the index and the address, made once for all who ask."""
    return html(graph().remembered(request.full_path, make))


@blueprint.record
def offer(state: BlueprintSetupState) -> None:
    """Hand the error page and the workbench to the parts that need a page."""
    state.app.extensions["error_page"] = render_error
    state.app.extensions["workbench"] = lambda: html(render_workbench(graph()))


@blueprint.get("/")
def home() -> Response:
    """The start page."""
    return kept(lambda: render_home(graph()))


@blueprint.post("/sample")
def load_sample() -> BaseResponse:
    """Fill an empty graph with the sample articles, in the background; our own start page asks for it."""
    origin = request.headers.get("Origin", request.host_url.rstrip("/"))
    if origin != request.host_url.rstrip("/"):
        raise Forbidden("the sample is loaded from this server's own start page only")
    if graph().counts().articles:
        raise BadInput("the sample goes into an empty graph only; this one has articles")
    background().ingest(list(read_articles([str(seeds_folder())])))
    return redirect("/data", code=303)


@blueprint.get("/explore")
def explore() -> BaseResponse:
    """The explorer; the events of a type, which it does not filter by, are a table in the workbench."""
    if kinds := event_types(request.args.getlist("type")):
        return redirect(f"/sparql?{urlencode({'query': _of_types(sorted(kinds))})}", 303)
    return kept(lambda: render_explore(graph(), filters()))


def _of_types(kinds: list[str]) -> str:
    named = " ".join(iri_text(graph().iris.type(kind)) for kind in kinds)
    return (
        "SELECT ?date ?source ?target ?sentence ?article WHERE {\n"
        f"  VALUES ?type {{ {named} }}\n"
        "  ?event eg:eventType ?type ; eg:sentence ?sentence ; prov:wasDerivedFrom ?article .\n"
        "  OPTIONAL { ?event eg:date ?date } OPTIONAL { ?event eg:source ?source }\n"
        "  OPTIONAL { ?event eg:target ?target }\n"
        "} ORDER BY DESC(?date) ?article LIMIT 500"
    )


@blueprint.get("/actor/<path:actor_id>")
def actor(actor_id: str) -> BaseResponse:
    """An actor: a page for people, RDF for machines, at one address."""
    if not graph().labels([actor_id]):  # `ANY.MIL`, of no country in particular, is in the RDF alone
        return described(graph().iris.actor(actor_id), missing=f"no actor {actor_id!r} in the graph")
    if not prefers_page():
        return rdf_answer(graph().actor_triples(actor_id))
    return kept(lambda: render_actor(graph(), actor_id, rollup=_rollup(), offset=_offset()))


@blueprint.get("/relation/<a>/<b>")
def relation(a: str, b: str) -> Response:
    """A relation, both directions; with `format=csv` its sentences as a table."""
    if single("format") == "csv":
        return _table(a, b)
    return kept(
        lambda: render_relation(
            graph(),
            a,
            b,
            rollup=_rollup(),
            only=single("type").upper()[:40],
            offset=_offset(),
        )
    )


@blueprint.get("/relation/<a>/<path:b>.csv")
def relation_csv(a: str, b: str) -> Response:
    """All sentences between two actors as a table, unless an actor's id ends so itself."""
    return relation(a, f"{b}.csv") if graph().labels([f"{b}.csv"]) else _table(a, b)


def _table(a: str, b: str) -> Response:
    scope = Scope(rollup=is_rolled(graph(), (a, b), request.args.getlist("rollup")))
    page = graph().events(scope=scope, pair=(a, b), limit=MOST_ROWS)
    made = Response(passages_csv(passages(graph(), page.items)), content_type="text/csv; charset=utf-8")
    made.headers["Content-Disposition"] = 'attachment; filename="relation.csv"'
    if page.truncated:
        made.headers["Eventgraph-Truncated"] = f"rows={MOST_ROWS}; total={page.total}"
    return made


@blueprint.get("/articles")
def articles() -> Response:
    """The articles, newest first."""
    publisher = single("publisher") or None
    return kept(lambda: render_articles(graph(), publisher=publisher, offset=_offset()))


@blueprint.get("/article/<path:key>")
def article(key: str) -> Response:
    """An article with its marks: a page for people, its named graph for machines."""
    if not prefers_page():
        return rdf_answer(graph().article_triples(key))
    return html(render_article(graph(), key))


@blueprint.get("/search")
def search() -> Response:
    """Matches, for readers without scripts."""
    return html(render_search(graph(), single("q")))


@blueprint.get("/data")
def data() -> BaseResponse:
    """What is in the graph and where it is from; with `graph` or `default` the Graph Store Protocol."""
    if "graph" in request.args or "default" in request.args or not prefers_page():
        return current_app.make_response(sparql.read_data())
    return html(render_data(graph()))


def _rollup() -> bool:
    return (request.args.getlist("rollup") or [""])[-1] not in OFF


def _offset() -> int:
    text = single("offset") or "0"
    if not text.isdecimal() or len(text) > 8:
        raise BadInput(f"offset: {text[:40]!r} is not a number from 0")
    return int(text)
