"""What answers get on their way out, and what is told of them: compression, metrics, log lines."""

from __future__ import annotations

import gzip
import json
import logging
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from flask import Response, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from werkzeug.wrappers import Request

from api.arrivals import Environ

log = logging.getLogger("eventgraph")
SMALL = 1400  # bytes of a body that is not worth packing
_TEXTS = re.compile(
    r"(text/|application/(json|.*\+json|javascript|xml|.*\+xml|n-triples|n-quads|trig|x-turtle))"
)


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


def compress(answer: Response) -> Response:
    """The application's answer, packed if that is worth it and the client can unpack it."""
    if answer.direct_passthrough or answer.is_streamed or "Content-Encoding" in answer.headers:
        return answer
    if not is_text(answer.mimetype or ""):
        return answer
    answer.vary.add("Accept-Encoding")
    if packed := pack(answer.get_data(), request.environ):
        answer.set_data(packed)
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def is_text(media: str) -> bool:
    """Is a body of this media type text, which can be compressed?"""
    return _TEXTS.match(media) is not None


def pack(body: bytes, environ: Environ) -> bytes:
    """The body compressed; empty if it is small or the request cannot take it so."""
    if len(body) < SMALL or not takes_gzip(environ):
        return b""
    return gzip.compress(body, compresslevel=4, mtime=0)


def takes_gzip(environ: Environ) -> bool:
    """Can the client of the request unpack a body?"""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    if "gzip" not in accepted and "*" not in accepted:
        return False  # as most programs have it
    return Request(environ).accept_encodings["gzip"] > 0


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
