"""A request's connection as a way for its answer past this process.

An answer that comes this way is made here all the same, to be counted and kept, but only what is left of it is
sent.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from typing import Any

from waitress.channel import ClientDisconnected
from waitress.task import WSGITask
from waitress.utilities import build_http_date

from api.arrivals import Environ
from api.serving import SMALL, takes_gzip

JOINED = 1 << 18  # bytes of a body that are sooner copied than sent apart
_KEY = "eventgraph.task"
_OK = "200 OK"


class ClientOutlet:
    """The outlet of one request; `lines` are the headers of an answer of a version, but for those of its body."""

    def __init__(self, task: WSGITask, lines: Callable[[str], str], *, most: int) -> None:
        self.most = most
        self._task, self._lines = task, lines
        self._is_taken: Callable[[], bool] = lambda: False
        self._head: bytes | None = None
        self._sent = 0
        self._is_lost = False

    def lend(self) -> socket.socket | None:
        """A copy of the connection; None if it has been closed, or something still waits to be sent."""
        channel = self._task.channel
        # It is not closed, and its number not given to another, before its closer has had the lock.
        with channel.outbuf_lock:
            if not channel.connected or channel.will_close or channel.total_outbufs_len:
                return None
            return channel.socket.dup()  # type: ignore[no-any-return]

    def head(self, version: str) -> str:
        """Status and headers of the answer of this version."""
        task = self._task
        date, server = build_http_date(task.start_time), task.channel.server.adj.ident
        return f"HTTP/1.1 {_OK}\r\nDate: {date}\r\nServer: {server}\r\n{self._lines(version)}"

    def watch(self, is_taken: Callable[[], bool]) -> None:
        """Be told how to see that an answer is being sent."""
        self._is_taken = is_taken

    def is_answered(self) -> bool:
        """Has the client an answer, or is about to have it?"""
        return self._is_taken()

    def note(self, head: str, sent: int) -> None:
        """So many bytes of the whole head and the body have been sent."""
        self._head, self._sent = head.encode("latin-1"), sent

    def lose(self) -> None:
        """Something may have been sent: the connection is of no more use."""
        self._is_lost = True

    @property
    def is_used(self) -> bool:
        """May something have been sent?"""
        return self._is_lost or self._head is not None

    def rest(self, body: bytes) -> bytes:
        """What is left to be sent of the answer. Raises ClientDisconnected where another has been begun."""
        length = f"\r\nContent-Length: {len(body)}\r\n".encode()
        if self._head is None or self._is_lost or self._task.status != _OK or length not in self._head:
            raise ClientDisconnected
        return (self._head + body)[self._sent :]


def offer(environ: Environ, task: WSGITask) -> None:
    """Have the answer to the task's request go straight to the client if it can."""
    environ[_KEY] = task


def header_lines(headers: Iterable[tuple[str, str]]) -> str:
    """Headers as they go over the wire."""
    return "".join(f"{name}: {value}\r\n" for name, value in headers)


def outlet_of(environ: Environ, lines: Callable[[str], str]) -> ClientOutlet | None:
    """The outlet of a request; None where its answer has no body, or ends the connection."""
    task: Any = environ.get(_KEY)
    if task is None or task.version != "1.1" or environ["REQUEST_METHOD"] == "HEAD":
        return None
    if task.request.headers.get("CONNECTION", "").lower() == "close":
        return None
    task.outlet = ClientOutlet(task, lines, most=SMALL - 1 if takes_gzip(environ) else JOINED)
    return task.outlet  # type: ignore[no-any-return]
