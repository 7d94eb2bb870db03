"""What every answer gets on its way out: request id, compression, metrics and one log line."""

from __future__ import annotations

import gzip
import json
import logging
import re
import time
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from secrets import token_hex

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram

log = logging.getLogger("eventgraph")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SMALL = 1400
_TEXTS = re.compile(r"(text/|application/(json|.*\+json|javascript|xml|.*\+xml|n-triples|n-quads|trig))")


@cache
def package_version() -> str:
    """The installed version of Eventgraph."""
    try:
        return version("eventgraph")
    except PackageNotFoundError:
        return "0"


class Metrics:
    """Counters of one application, in a registry of its own; `count` takes an answer and its seconds."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "eventgraph_requests_total", "Answers by route and status.", ["route", "status"],
            registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "eventgraph_request_seconds", "Time to an answer.", ["route"], registry=self.registry,
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        )  # fmt: skip
        self._of = cache(
            lambda route, status: (self.requests.labels(route, str(status)), self.seconds.labels(route))
        )

    def count(self, route: str, status: int, seconds: float) -> None:
        """Take note of an answer."""
        requests, times = self._of(route, status)
        requests.inc()
        times.observe(seconds)


def register(app: Flask) -> None:
    """Hang everything on the application."""
    metrics = Metrics()
    app.extensions["metrics"] = metrics

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        offered = request.headers.get("X-Request-ID", "")
        g.request_id = offered if _ID.fullmatch(offered) else token_hex(8)

    @app.after_request
    def finish(answer: Response) -> Response:
        answer.headers["X-Request-ID"] = g.get("request_id", "")
        _compress(answer)
        _count(metrics, answer)
        return answer


def _compress(answer: Response) -> None:
    if answer.direct_passthrough or answer.is_streamed or "Content-Encoding" in answer.headers:
        return
    if not _TEXTS.match(answer.mimetype or ""):
        return
    answer.vary.add("Accept-Encoding")
    body = answer.get_data()
    if len(body) < _SMALL or request.accept_encodings["gzip"] <= 0:
        return
    answer.set_data(gzip.compress(body, compresslevel=4, mtime=0))
    answer.headers["Content-Encoding"] = "gzip"


def _count(metrics: Metrics, answer: Response) -> None:
    route = request.url_rule.rule if request.url_rule else "none"
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    metrics.count(route, answer.status_code, seconds)
    if not log.isEnabledFor(logging.INFO):
        return
    log.info(
        "%s %s",
        request.method,
        request.path,
        extra={
            "request_id": g.get("request_id", ""),
            "status": answer.status_code,
            "ms": round(seconds * 1000, 2),
            "route": route,
            "client": request.remote_addr,
        },
    )


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with what was added to it."""
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        for name in ("request_id", "status", "ms", "route", "client"):
            if hasattr(record, name):
                line[name] = getattr(record, name)
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr(level: str) -> None:
    """Write the log as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    log.handlers = [handler]
    log.setLevel(level)
    log.propagate = False
