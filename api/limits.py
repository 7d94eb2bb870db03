"""How much one client may ask, and how much may be worked on at once."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from werkzeug.exceptions import TooManyRequests

from api.arrivals import Environ
from kg.errors import Busy

_CLIENTS = 10_000
_MOMENT = 0.05  # seconds
ALWAYS_OPEN = frozenset(("/health", "/ready"))


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
    """At most `most` callers at once; the others are told to come again.

    A turn whose client has its answer already, and may ask the next thing, is as good as over: it is waited for.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: list[Callable[[], bool]] = []
        self._changed = threading.Condition()

    @contextmanager
    def take(self, what: str, is_answered: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """Hold a turn. Raises Busy when there is none."""
        with self._changed:
            while len(self._held) >= self._most:
                if not any(is_over() for is_over in self._held):
                    raise Busy(f"{what} is busy with other texts; try again in a second")
                self._changed.wait(_MOMENT)
            self._held.append(is_answered)
        try:
            yield
        finally:
            with self._changed:
                self._held.remove(is_answered)
                self._changed.notify()


# Two of the eight threads stay free for everybody else.
CODING = Turns(6)


class Rates:
    """Counts requests per address where a limit of so many a minute is set; 0 sets none."""

    def __init__(self, rate: int) -> None:
        self._rate, self._buckets = rate, Buckets()

    def take(self, environ: Environ) -> None:
        """Count a request. Raises TooManyRequests, which says when to come again."""
        if not self._rate or environ["PATH_INFO"] in ALWAYS_OPEN:
            return
        if seconds := self._buckets.wait(environ.get("REMOTE_ADDR") or "", self._rate):
            raise TooManyRequests(f"more than {self._rate} requests a minute", retry_after=math.ceil(seconds))
