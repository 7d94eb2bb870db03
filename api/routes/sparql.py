"""SPARQL 1.1 Protocol at /sparql and /update, Graph Store HTTP Protocol at /data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import Forbidden, RequestEntityTooLarge, UnsupportedMediaType

from api.description import describe_service
from api.errors import problem
from api.etags import is_known, tag
from api.limits import Turns
from api.negotiation import (
    HTML,
    accept_header,
    graph_format,
    open_to_all,
    prefers_page,
    preflight,
    text_type,
)
from api.params import graph, settings
from api.security import require
from kg.errors import BadInput, NotAcceptable, NotFound, QueryTooLarge, TextTooLong
from kg.rdf.answers import Answer
from kg.rdf.graphs import Document, name_for
from kg.rdf.media import INPUT_FORMATS
from kg.rdf.refusal import MAX_BYTES, MAX_UPDATE_BYTES, is_fickle
from kg.rdf.service import Service, service_of
from kg.rdf.using import with_using
from kg.tokens import read_tokens

blueprint = Blueprint("sparql", __name__)
FORM = "application/x-www-form-urlencoded"
# Queries wait for a worker in the server's own threads: two of its eight stay free for everybody else.
_TURNS = Turns(6)
_METHODS = {
    "/sparql": "GET, HEAD, POST",
    "/update": "POST",
    "/data": "GET, HEAD, PUT, POST, DELETE",
}
# The same text percent-encoded is up to three times as long.
_FORM_FACTOR = 3

Parameters = dict[str, list[str]]


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
    if request.path not in _METHODS or answer.mimetype == HTML:
        return answer
    if answer.status_code == 405:
        answer.headers["Allow"] = f"{_METHODS[request.path]}, OPTIONS"
    return open_to_all(answer)


def _done(status: int) -> Response:
    answer = Response(status=status)
    del answer.headers["Content-Type"]
    return answer


def service() -> Service:
    """What answers for this graph's store."""
    return service_of(graph().store, settings())


def _parse(encoded: bytes, place: str) -> Parameters:
    found: Parameters = {}
    if not encoded:
        return found
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000
        )
    except ValueError as error:
        raise BadInput(f"the parameters in the {place} are not percent-encoded UTF-8") from error
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _only(parameters: Parameters, name: str) -> str:
    values = parameters.get(name, [])
    if len(values) != 1:
        raise BadInput(f"the parameter {name!r} is given {len(values)} times, once is right")
    return values[0]


def _refuse_others(parameters: Parameters, *names: str) -> None:
    for name in names:
        if name in parameters:
            raise BadInput(f"the parameter {name!r} has no meaning here")


def _body(limit: int) -> bytes:
    request.max_content_length = limit
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise TextTooLong(f"the body has more than {limit} bytes") from error


def _text_body(limit: int) -> str:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"the text must be in UTF-8, not in {charset}")
    try:
        return _body(limit).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"byte {error.start} of the body is not UTF-8") from error


def _parameters(text_name: str, direct: str, limit: int) -> Parameters:
    """The operation's text and parameters, by whichever of the protocol's ways they came."""
    address = _parse(request.query_string, "address")
    if request.method in ("GET", "HEAD"):
        return address
    if request.mimetype == FORM:
        if text_name in address:
            raise BadInput(f"the parameter {text_name!r} stands in the address of a form")
        for name, values in _parse(_body(limit * _FORM_FACTOR), "body").items():
            address.setdefault(name, []).extend(values)
        return address
    if request.mimetype == direct:
        if text_name in address:
            raise BadInput(f"the parameter {text_name!r} stands beside a body")
        address[text_name] = [_text_body(limit)]
        return address
    raise UnsupportedMediaType(f"POST takes {FORM} or {direct}")


def _base() -> str | None:
    """In test mode relative IRIs are read against the address, as the W3C suite expects."""
    return request.base_url if settings().test_mode else None


@blueprint.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False)
def query() -> Response:
    """Answer a query; without one, say what this service is."""
    parameters = _parameters("query", "application/sparql-query", MAX_BYTES)
    if request.method != "POST" and "query" not in parameters:
        _refuse_others(parameters, "update")
        return _welcome()
    _refuse_others(parameters, "update", "using-graph-uri", "using-named-graph-uri")
    workbench = current_app.extensions.get("workbench")
    if workbench and request.method != "POST" and prefers_page():
        page: Response = workbench()
        return page
    text = _only(parameters, "query")
    is_lasting = not is_fickle(text)
    if request.method != "POST" and is_lasting:
        made = tag(service().version)
        if is_known(made):
            return _tagged(_done(304), made)
    with _TURNS.take("the SPARQL service"):
        answer = service().query(
            text,
            accept=accept_header(),
            default_graphs=parameters.get("default-graph-uri"),
            named_graphs=parameters.get("named-graph-uri"),
            base_iri=_base(),
        )
    return _answered(answer, is_lasting=is_lasting)


def _tagged(response: Response, made: str) -> Response:
    response.set_etag(made, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    return response


def _answered(answer: Answer, *, is_lasting: bool) -> Response:
    response = Response(answer.body, content_type=text_type(answer.media_type))
    if answer.truncated:
        response.headers["Eventgraph-Truncated"] = f"rows={answer.rows}"
    response.headers["Server-Timing"] = f"query;dur={answer.seconds * 1000:.1f}"
    response.vary.add("Accept")
    if not is_lasting:
        response.headers["Cache-Control"] = "no-store"
        return response
    return response if request.method == "POST" else _tagged(response, tag(answer.version))


def _welcome() -> Response:
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
    if request.method == "OPTIONS" and request.path in _METHODS:
        return preflight(methods=_METHODS[request.path])
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
    parameters = _parameters("update", "application/sparql-update", MAX_UPDATE_BYTES)
    _refuse_others(parameters, "query", "default-graph-uri", "named-graph-uri")
    text = with_using(
        _only(parameters, "update"),
        parameters.get("using-graph-uri", []),
        parameters.get("using-named-graph-uri", []),
    )
    with _TURNS.take("the SPARQL service"):
        service().update(text, base_iri=_base())
        _written()
    return _done(204)


def _graph_name() -> str | None:
    """The graph that the address names; None for the default graph. Raises BadInput."""
    parameters = _parse(request.query_string, "address")
    if "default" in parameters and "graph" not in parameters:
        return None
    if "default" in parameters:
        raise BadInput("`default` and `graph` exclude each other")
    return _only(parameters, "graph")


def _documents() -> list[Document]:
    limit = settings().upload_mb * 1024 * 1024
    if request.mimetype == "multipart/form-data":
        files: Iterable[Any] = (file for files in request.files.listvalues() for file in files)
        return [(file.read(), _input_format(file.mimetype)) for file in files]
    return [(_body(limit), _input_format(request.mimetype))]


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
    made = tag(service().version)
    if is_known(made):
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
    parameters = _parse(request.query_string, "address")
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
