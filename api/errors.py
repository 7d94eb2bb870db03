"""Every failure as one body, RFC 9457 problem details; pages get a small HTML page instead."""

from __future__ import annotations

import logging
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response, current_app, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from api.arrivals import arrival
from api.negotiation import prefers_page
from api.slashes import plain
from kg.errors import (
    BadInput,
    Busy,
    KGError,
    NotAcceptable,
    NotFound,
    QueryRefused,
    QueryTimeout,
    QueryTooLarge,
    StoreBroken,
    StoreLocked,
)


class BadParameter(BadInput):
    """A parameter of the right form that names nothing there is."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.errors = [{"field": field, "message": message}]


STATUS: dict[type[KGError], int] = {
    BadParameter: 422,
    NotFound: 404,
    NotAcceptable: 406,
    QueryRefused: 400,
    BadInput: 400,
    QueryTimeout: 504,
    QueryTooLarge: 503,
    Busy: 503,
    StoreLocked: 503,
    StoreBroken: 500,
    KGError: 500,
}
MACHINE_PATHS = (
    "/api/v1", "/sparql", "/update", "/data", "/graph", "/openapi.json", "/health", "/ready", "/metrics",
)  # fmt: skip
PROBLEM = "application/problem+json"
log = logging.getLogger("eventgraph")


def status_of(error: KGError) -> int:
    """The HTTP status of one of our errors."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem_body(status: int, detail: str, *, instance: str, **more: Any) -> bytes:
    """Problem details as JSON."""
    title = HTTPStatus(status).phrase
    return orjson.dumps(
        {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": detail,
            "instance": instance,
            **more,
        }
    )


def problem(status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """A problem details answer; `more` are further members such as `line` and `column`."""
    body = problem_body(status, detail, instance=plain(request.path), **more)
    answer = Response(body, status=status, mimetype=PROBLEM)
    answer.headers.update(headers or {})
    return answer


def page(status: int, detail: str) -> Response:
    """The same for a reader in a browser."""
    render: Callable[[int, str], str] | None = current_app.extensions.get("error_page")
    if render:
        return Response(render(status, detail), status=status, mimetype="text/html")
    title = escape(HTTPStatus(status).phrase)
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<h1>{title}</h1><p>{escape(detail)}</p><p><a href="/">Start page</a></p></html>'
    )
    return Response(text, status=status, mimetype="text/html")


def wants_page() -> bool:
    """Is a person reading this address in a browser?"""
    return prefers_page() and not request.path.startswith(MACHINE_PATHS)


def answer_error(status: int, detail: str, **more: Any) -> Response:
    """A page or a problem, by who asks."""
    return page(status, detail) if wants_page() else problem(status, detail, **more)


def validation_problem(error: ValidationError) -> Response:
    """Which parameter or field is wrong, and why."""
    if request.method == "POST" and request.get_json(silent=True) is None:
        told = "no JSON object, sent as application/json"
        return problem(422, f"body: {told}", errors=[{"field": "body", "message": told}])
    faults = [
        {
            "field": ".".join(map(str, fault["loc"])) or "body",
            "message": fault["msg"].removeprefix("Value error, "),
        }
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    told = "; ".join(f"{fault['field']}: {fault['message']}" for fault in faults)
    return problem(422, told, errors=faults)


def register(app: Flask) -> None:
    """Answer every kind of failure."""

    @app.errorhandler(KGError)
    def own(error: KGError) -> Response:
        status = status_of(error)
        more: dict[str, Any] = {}
        if isinstance(error, QueryRefused) and error.line is not None:
            more = {"line": error.line, "column": error.column}
        if isinstance(error, BadParameter):
            more = {"errors": error.errors}
        if isinstance(error, Busy):
            more = {"headers": {"Retry-After": str(error.retry_after)}}
        if status >= 500:
            log.warning("%s", error, extra={"request_id": arrival().id})
        return page(status, str(error)) if wants_page() else problem(status, str(error), **more)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        answer = answer_error(status, error.description or HTTPStatus(status).phrase)
        for name, value in error.get_headers():
            if name not in ("Content-Type", "Content-Length"):
                answer.headers[name] = value
        return answer

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        request_id = arrival().id
        log.error("unforeseen error", exc_info=error, extra={"request_id": request_id})
        return answer_error(500, f"Something went wrong here; the log has it under request {request_id}.")
