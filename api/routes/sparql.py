"""SPARQL 1.1 Protocol at /sparql and /update, Graph Store HTTP Protocol at /data.

Queries are answered by `api.queries`, in front of these views.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import Forbidden, UnsupportedMediaType

from api.description import describe_service
from api.errors import problem
from api.etags import is_known, tag
from api.negotiation import (
    HTML,
    graph_format,
    open_to_all,
    prefers_page,
    preflight,
)
from api.params import graph, settings
from api.protocol import TURNS, only, read_address, read_body, read_parameters, refuse_others
from api.security import require
from kg.errors import BadInput, NotAcceptable, NotFound, QueryTooLarge, TextTooLong
from kg.rdf.graphs import Document, name_for
from kg.rdf.media import INPUT_FORMATS, text_type
from kg.rdf.refusal import MAX_UPDATE_BYTES
from kg.rdf.service import Service, service_of
from kg.rdf.using import with_using
from kg.tokens import read_tokens

blueprint = Blueprint("sparql", __name__)
_METHODS = {
    "/sparql": "GET, HEAD, POST",
    "/update": "POST",
    "/data": "GET, HEAD, PUT, POST, DELETE",
}


@blueprint.errorhandler(TextTooLong)
@blueprint.errorhandler(QueryTooLarge)
@blueprint.errorhandler(NotAcceptable)
def answer_refusal(error: Exception) -> Response:
    """The statuses that only a SPARQL service has."""
    status = {TextTooLong: 413, QueryTooLarge: 422, NotAcceptable: 406}[type(error)]
    return problem(status, str(error))


@blueprint.after_app_request
def open_answers(answer: Response) -> Response:
    """Pages of other origins may use the service, refusals included; writing needs a token that they lack."""
    methods = _methods()
    if not methods or answer.mimetype == HTML:
        return answer
    if answer.status_code == 405:
        answer.headers["Allow"] = f"{methods}, OPTIONS"
    return open_to_all(answer)


def _methods() -> str | None:
    """What may be asked for by the path of the request, which may end with a slash; None beside the service."""
    return _METHODS.get(request.path.rstrip("/"))


def _done(status: int) -> Response:
    answer = Response(status=status)
    del answer.headers["Content-Type"]
    return answer


def service() -> Service:
    """What answers for this graph's store."""
    return service_of(graph().store, settings())


def _tagged(response: Response, made: str) -> Response:
    response.set_etag(made, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    return response


@blueprint.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False)
def welcome() -> Response:
    """Say what this service is to who asks no query, or show a browser the page to ask on."""
    refuse_others(read_address(request.environ), "update")
    workbench = current_app.extensions.get("workbench")
    if workbench and prefers_page():
        page: Response = workbench()
        return page
    media, name = graph_format()
    body = describe_service(request.url_root, name, is_union=not settings().test_mode)
    response = Response(body, content_type=text_type(media))
    response.vary.add("Accept")
    return response


@blueprint.before_app_request
def answer_preflight() -> Response | None:
    """A browser that asks whether a page of another origin may ask; before routing, for /data is a page too."""
    if request.method == "OPTIONS" and (methods := _methods()):
        return preflight(methods=methods)
    return None


def _may_write() -> None:
    chosen = settings()
    if chosen.token is None and not read_tokens(chosen):
        raise Forbidden("this server takes no writes: it was started without KG_TOKEN")
    require("write")


def _written() -> None:
    """The index follows what was written past it; the suite of the W3C has no articles to index."""
    if settings().test_mode:
        graph().store.clear_stale()
    else:
        graph().follow()


@blueprint.route("/update", methods=["POST"], provide_automatic_options=False)
def update() -> Response:
    """Run an update, with a token."""
    _may_write()
    parameters = read_parameters(request.environ, "update", "application/sparql-update", MAX_UPDATE_BYTES)
    refuse_others(parameters, "query", "default-graph-uri", "named-graph-uri")
    text = with_using(
        only(parameters, "update"),
        parameters.get("using-graph-uri", []),
        parameters.get("using-named-graph-uri", []),
    )
    with TURNS.take("the SPARQL service"):
        service().update(text, base_iri=request.base_url if settings().test_mode else None)
        _written()
    return _done(204)


def _graph_name() -> str | None:
    """The graph that the address names; None for the default graph. Raises BadInput."""
    parameters = read_address(request.environ)
    if "default" in parameters and "graph" not in parameters:
        return None
    if "default" in parameters:
        raise BadInput("`default` and `graph` exclude each other")
    return only(parameters, "graph")


def _documents() -> list[Document]:
    limit = settings().upload_mb * 1024 * 1024
    if request.mimetype == "multipart/form-data":
        files: list[Any] = [file for files in request.files.listvalues() for file in files]
        if request.form or not files:
            raise BadInput(
                "each part of a multipart body must be a document with a file name and a media type"
            )
        return [(file.read(), _input_format(file.mimetype)) for file in files]
    return [(read_body(request.environ, limit), _input_format(request.mimetype))]


def _input_format(media: str) -> str:
    if media not in INPUT_FORMATS:
        raise UnsupportedMediaType(
            f"a graph is taken as {', '.join(INPUT_FORMATS)}; not as {media or 'unnamed'}"
        )
    return INPUT_FORMATS[media]


@blueprint.route("/data", methods=["GET"], provide_automatic_options=False)
def read_data() -> Response:
    """A whole graph, with a token."""
    require("read")
    name = _graph_name()
    media, form = graph_format()
    if not service().has_graph(name):
        raise NotFound(f"there is no graph <{name}>")
    made = tag(service().version, request)
    if is_known(made, request):
        return _tagged(_done(304), made)
    return _tagged(Response(service().read_graph(name, form), content_type=text_type(media)), made)


@blueprint.route("/data", methods=["PUT"], provide_automatic_options=False)
def put_data() -> Response:
    """Replace a graph, with a token."""
    _may_write()
    name = _graph_name()
    documents = _documents()
    is_new = not service().has_graph(name)
    service().put_graph(name, documents, base_iri=name or request.base_url)
    _written()
    return _done(201 if is_new else 204)


@blueprint.route("/data", methods=["POST"], provide_automatic_options=False)
def post_data() -> Response:
    """Add to a graph, or make one of a new name, with a token."""
    _may_write()
    documents = _documents()
    parameters = read_address(request.environ)
    if "graph" not in parameters and "default" not in parameters:
        name: str | None = name_for(documents, settings().base_iri)
    else:
        name = _graph_name()
    is_new = not service().has_graph(name)
    service().add_to_graph(name, documents, base_iri=name or request.base_url)
    _written()
    response = _done(201 if is_new else 204)
    if is_new and name is not None:
        response.headers["Location"] = name
    return response


@blueprint.route("/data", methods=["DELETE"], provide_automatic_options=False)
def delete_data() -> Response:
    """Remove a graph, with a token."""
    _may_write()
    name = _graph_name()
    if not service().has_graph(name):
        raise NotFound(f"there is no graph <{name}>")
    service().delete_graph(name)
    _written()
    return _done(204)
