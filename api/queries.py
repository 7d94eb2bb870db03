"""The query operation of the SPARQL 1.1 Protocol, answered in front of the application.

A short query takes Oxigraph less time than the way through the application takes: so this is plain WSGI.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.wrappers import Request

from api.arrivals import Environ, noted
from api.etags import is_known, tag
from api.front import REQUEST_ID, Reply, with_common
from api.negotiation import CORS, wants_html
from api.outlets import header_lines, outlet_of
from api.protocol import TURNS, only, read_parameters, refuse_others
from api.serving import pack
from kg.eventgraph import EventGraph
from kg.rdf.answers import Answer
from kg.rdf.media import text_type
from kg.rdf.refusal import MAX_BYTES, is_fickle
from kg.rdf.service import Service, service_of
from kg.settings import Settings

_TEXT = "query"
_ALWAYS = (*CORS.items(), ("Vary", "Accept, Accept-Encoding"))
_FOREIGN = ("update", "using-graph-uri", "using-named-graph-uri")


class Queries:
    """Answers queries to a graph; `app` may have a page for who asks in a browser."""

    def __init__(self, app: Flask, graph: EventGraph, settings: Settings) -> None:
        self._app, self._graph, self._settings = app, graph, settings
        self._lines = header_lines(with_common(_ALWAYS))

    def __call__(self, environ: Environ) -> Reply | None:
        """The answer to a request for the path; None for one that asks no query, or wants a page.

        Raises what a query raises, and what is raised for bad parameters.
        """
        method, accept = environ["REQUEST_METHOD"], environ.get("HTTP_ACCEPT")
        if method not in ("GET", "HEAD", "POST"):
            return None
        parameters = read_parameters(environ, _TEXT, "application/sparql-query", MAX_BYTES)
        is_post = method == "POST"
        if not is_post and (_TEXT not in parameters or self._is_for_page(parameters, accept)):
            return None
        refuse_others(parameters, *_FOREIGN)
        text = only(parameters, _TEXT)
        is_lasting = not is_fickle(text)
        is_tagged = is_lasting and not is_post
        asked = Request(environ)

        def told(version: str) -> list[tuple[str, str]]:
            """What depends on the query and the version."""
            if is_tagged:
                return [("ETag", f'W/"{tag(version, asked)}"'), ("Cache-Control", "no-cache")]
            return [] if is_lasting else [("Cache-Control", "no-store")]

        service = self._service
        if is_tagged and is_known(tag(version := service.version, asked), asked):
            return Reply(status=304, headers=[*_ALWAYS, *told(version)])
        own = (REQUEST_ID, noted(environ).id)
        outlet = outlet_of(environ, lambda version: self._lines + header_lines([own, *told(version)]))
        with TURNS.take("the SPARQL service", outlet.is_answered if outlet else lambda: False):
            answer = service.query(
                text,
                accept=accept,
                default_graphs=parameters.get("default-graph-uri"),
                named_graphs=parameters.get("named-graph-uri"),
                base_iri=self._base(environ),
                outlet=outlet,
            )
        return _packed(answer, [*_ALWAYS, *told(answer.version), *_of_body(answer)], environ)

    @property
    def _service(self) -> Service:
        return service_of(self._graph.store, self._settings)

    def _base(self, environ: Environ) -> str | None:
        """The suite of the W3C expects relative IRIs to be read against the address."""
        return Request(environ).base_url if self._settings.test_mode else None

    def _is_for_page(self, parameters: dict[str, list[str]], accept: str | None) -> bool:
        form = parameters.get("format", [None])[0]
        return "workbench" in self._app.extensions and wants_html(form, accept)


def _of_body(answer: Answer) -> list[tuple[str, str]]:
    headers = [
        ("Content-Type", text_type(answer.media_type)),
        ("Server-Timing", f"query;dur={answer.seconds * 1000:.1f}"),
    ]
    if answer.truncated:
        headers.append(("Eventgraph-Truncated", f"rows={answer.rows}"))
    return headers


def _packed(answer: Answer, headers: list[tuple[str, str]], environ: Environ) -> Reply:
    if packed := pack(answer.body, environ):
        return Reply(status=200, headers=[*headers, ("Content-Encoding", "gzip")], body=packed)
    return Reply(status=200, headers=headers, body=answer.body)
