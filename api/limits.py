"""How much one client may ask, and how much may be worked on at once."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, request

from api.errors import problem
from api.params import settings
from kg.errors import Busy

_CLIENTS = 10_000


class Buckets:
    """A token bucket per address: `rate` requests a minute, as many at once."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._filled: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, rate: int) -> float:
        """Take one; 0, or the seconds after which the next one is free."""
        now = time.monotonic()
        with self._guard:
            level, at = self._filled.pop(client, (float(rate), now))
            level = min(float(rate), level + (now - at) * rate / 60)
            is_allowed = level >= 1
            self._filled[client] = (level - 1 if is_allowed else level, now)
            while len(self._filled) > _CLIENTS:
                self._filled.popitem(last=False)
        return 0.0 if is_allowed else (1 - level) * 60 / rate


class Turns:
    """At most `most` callers at once; the others are told to come again."""

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)

    @contextmanager
    def take(self, what: str) -> Iterator[None]:
        """Hold a turn. Raises Busy at once when there is none."""
        if not self._free.acquire(blocking=False):
            raise Busy(f"{what} is busy with other texts; try again in a second")
        try:
            yield
        finally:
            self._free.release()


# Two of the eight threads stay free for everybody else.
CODING = Turns(6)


def register(app: Flask) -> None:
    """Count requests per address where a limit is set."""
    buckets = Buckets()

    @app.before_request
    def limit() -> Response | None:
        rate = settings().rate
        if not rate or request.path in ("/health", "/ready"):
            return None
        seconds = buckets.wait(request.remote_addr or "", rate)
        if not seconds:
            return None
        again = str(math.ceil(seconds))
        return problem(429, f"more than {rate} requests a minute", headers={"Retry-After": again})
