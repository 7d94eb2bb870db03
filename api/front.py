"""What every request passes on its way in and out, in front of the application.

It is plain WSGI, for it is on the way of every answer: who may not come in is turned away, what can be
answered without the application is, and every answer leaves with the same headers, counted and logged. What
fails here is handed on, so that the application words all failures.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request

from api.arrivals import Arrival, Environ, arrival, take_note
from api.limits import Rates
from api.negotiation import HTML
from api.security import HEADERS, PAGE_HEADERS, Guard, require
from api.serving import Metrics, compress
from kg.eventgraph import EventGraph
from kg.settings import Settings

log = logging.getLogger("eventgraph")
REQUEST_ID = "X-Request-ID"
_OF_ALL, _OF_PAGES = (
    tuple((name, value, name.lower()) for name, value in headers.items())
    for headers in (HEADERS, PAGE_HEADERS)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer made without the application; `headers` are all but those that every answer gets."""

    status: int
    headers: Iterable[tuple[str, str]]
    body: bytes = b""


Answerer = Callable[[Environ], Reply | None]


def with_common(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers with those that every answer gets, but for the request's id."""
    held = list(headers)
    given = {name.lower(): value for name, value in held}
    ours = _OF_PAGES if given.get("content-type", "").startswith(HTML) else _OF_ALL
    return held + [(name, value) for name, value, key in ours if key not in given]


class Front:
    """A WSGI application around another; `direct` answers the paths that it can, or gives None."""

    def __init__(
        self, inner: Callable[..., Iterable[bytes]], *, guard: Guard, rates: Rates, metrics: Metrics,
        direct: Mapping[str, Answerer],
    ) -> None:  # fmt: skip
        self._inner, self._guard, self._rates = inner, guard, rates
        self._metrics, self._direct = metrics, direct

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        came, reply = take_note(environ), None
        path = came.path.rstrip("/")  # routes are found with a slash at the end too

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            self._tell(came, int(status[:3]))
            return start_response(status, [*with_common(headers), (REQUEST_ID, came.id)], *more)

        try:
            self._guard.check_host(environ)
            self._rates.take(environ)
            came.rights = self._guard.admit(environ)
            if answer := self._direct.get(path):
                reply = answer(environ)
        except Exception as error:  # the application answers it, whatever it is
            came.refusal = error
        if reply is None:
            return self._inner(environ, start)
        came.route = path
        start(
            f"{reply.status} {HTTPStatus(reply.status).phrase}",
            [*reply.headers, ("Content-Length", str(len(reply.body)))],
        )
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [reply.body]

    def _tell(self, came: Arrival, status: int) -> None:
        seconds = time.perf_counter() - came.began
        self._metrics.count(came.route, status, seconds)
        if not log.isEnabledFor(logging.INFO):
            return
        log.info(
            "%s %s",
            came.environ["REQUEST_METHOD"],
            came.path,
            extra={
                "request_id": came.id,
                "status": status,
                "ms": round(seconds * 1000, 2),
                "route": came.route,
                "client": came.environ.get("REMOTE_ADDR"),
            },
        )


def register(app: Flask, graph: EventGraph, settings: Settings, direct: Mapping[str, Answerer]) -> None:
    """Put the front before the application, and hang on to it what belongs to both."""
    metrics = Metrics()
    app.extensions["metrics"] = metrics

    @app.before_request
    def enter() -> None:
        came, rule = arrival(), request.url_rule
        came.route = rule.rule if rule else came.route
        if came.refusal:
            raise came.refusal
        if right := getattr(current_app.view_functions.get(request.endpoint or ""), "right", None):
            require(right)

    @app.after_request
    def leave(answer: Response) -> Response:
        return compress(answer)

    app.wsgi_app = Front(  # type: ignore[method-assign]
        app.wsgi_app, guard=Guard(graph, settings), rates=Rates(settings.rate), metrics=metrics, direct=direct
    )
