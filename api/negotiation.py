"""What a client accepts, and RDF in the form that it prefers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox
from flask import Response, request

from kg.errors import NotAcceptable
from kg.rdf.documents import write_graph
from kg.rdf.media import GRAPH_FORMATS, negotiate, text_type
from kg.rdf.terms import Triple, triple_text
from kg.rdf.vocab import PREFIXES

HTML = "text/html"
# For people who cannot set a header: `?format=ttl`, and `html` for the page.
SUFFIXES: Mapping[str, str] = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "json": "application/json",
}
# For answers that pages of other origins may read.
CORS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Eventgraph-Truncated, Location, Retry-After, X-Request-ID",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def accept_header() -> str | None:
    """The Accept header as given, its lines joined by the server; None without one."""
    accept: str | None = request.environ.get("HTTP_ACCEPT")
    return accept


def prefers_page() -> bool:
    """Does the client of this request want HTML more than any form of data?"""
    return wants_html(request.args.get("format"), accept_header())


def wants_html(form: str | None, accept: str | None) -> bool:
    """Is HTML wanted more than any form of data? `form` decides; else nobody does who names no type.

    Of equal weights a form of data that is named comes first, then HTML, then what only `*/*` stands for.
    """
    if form:
        return form == "html"
    accept = (accept or "").lower()
    if HTML not in accept:
        return False
    data = [*GRAPH_FORMATS, "application/json"]
    named = [media for media in data if media in accept]
    return negotiate(accept, [*named, HTML, *data]) == HTML


def open_to_all(answer: Response) -> Response:
    """Let pages of other origins read the answer."""
    answer.headers.update(CORS)
    return answer


def preflight(*, methods: str) -> Response:
    """The answer to a browser that asks whether it may ask."""
    answer = Response(status=204)
    del answer.headers["Content-Type"]
    answer.headers["Allow"] = f"{methods}, OPTIONS"
    answer.headers["Access-Control-Allow-Methods"] = f"{methods}, OPTIONS"
    answer.headers["Access-Control-Allow-Headers"] = "Accept, Authorization, Content-Type, If-None-Match"
    answer.headers["Access-Control-Max-Age"] = "86400"
    return open_to_all(answer)


def graph_format() -> tuple[str, str]:
    """Media type of the graph to answer with, and its name in pyoxigraph. Raises NotAcceptable."""
    form = request.args.get("format")
    if form and form not in SUFFIXES:
        raise NotAcceptable(f"format: {form[:40]!r} is not one of {', '.join(SUFFIXES)}")
    media = SUFFIXES[form] if form else negotiate(accept_header(), tuple(GRAPH_FORMATS))
    if media is None:
        raise NotAcceptable("RDF is answered as Turtle, N-Triples, JSON-LD, RDF/XML, TriG, N-Quads or N3")
    return media, GRAPH_FORMATS[media]


def rdf_answer(triples: Iterable[Triple]) -> Response:
    """The triples in the form that the client prefers."""
    media, name = graph_format()
    lines = "\n".join(triple_text(triple) for triple in triples)
    parsed = (quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES))
    body = write_graph(parsed, name, prefixes=PREFIXES)
    answer = Response(body, content_type=text_type(media))
    answer.vary.add("Accept")
    return open_to_all(answer)
