"""A request as it came in: what is known of it before and after the application has seen it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, cast

from flask import request

_KEY = "eventgraph.arrival"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

Environ = dict[str, Any]  # of a request, by PEP 3333


@dataclass(slots=True)
class Arrival:
    """One request; `rights` are those of its token, `refusal` is what it was turned away with."""

    environ: Environ
    id: str
    path: str  # as it reads, where the environment has its bytes as Latin-1
    began: float = field(default_factory=time.perf_counter)  # seconds
    route: str = "none"
    rights: frozenset[str] = frozenset()
    refusal: Exception | None = None


def take_note(environ: Environ) -> Arrival:
    """Begin with a request; the id that its client gave it is kept if it reads like one."""
    offered = environ.get("HTTP_X_REQUEST_ID", "")
    came = Arrival(
        environ=environ,
        id=offered if _ID.fullmatch(offered) else token_hex(8),
        path=environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
    )
    environ[_KEY] = came
    return came


def noted(environ: Environ) -> Arrival:
    """What is known of the request."""
    return cast(Arrival, environ[_KEY])


def arrival() -> Arrival:
    """The present request of the application."""
    return noted(request.environ)
