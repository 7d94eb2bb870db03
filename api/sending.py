"""The server's way out: the head of an answer leaves with its body, in one go."""

from __future__ import annotations

import gc
import socket
from typing import Any

from flask import Flask
from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, WSGITask

from api.arrivals import Environ
from api.errors import PROBLEM, problem_body
from api.outlets import JOINED, ClientOutlet, offer

THREADS = 8
CONNECTIONS = 1000
OUTPUT = 8 << 20  # bytes of an answer that wait in memory for a slow client; a longer one waits in a file


class _Task(WSGITask):  # type: ignore[misc]
    """Waitress sends the head by itself, which wakes the client for nothing."""

    wrote_header: bool
    outlet: ClientOutlet | None = None

    def get_environment(self) -> Environ:
        """What the application is told of the request."""
        environ: Environ = super().get_environment()
        offer(environ, self)
        return environ

    def write(self, data: bytes) -> None:
        """Send a piece of the body, and the head before the first."""
        if self.outlet and self.outlet.is_used:
            rest = self.outlet.rest(data)
            self.wrote_header = True
            self.content_bytes_written += len(data)
            self.channel.write_soon(rest)
            return
        is_whole = bool(data) and len(data) == self.content_length and self.complete
        if self.wrote_header or not is_whole or not self.has_body or len(data) > JOINED:
            super().write(data)
            return
        head: bytes = self.build_response_header()
        self.wrote_header = True
        self.content_bytes_written += len(data)
        self.channel.write_soon(head + data)


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What never reaches the application, such as a body that is too long, is answered as all failures are."""

    def execute(self) -> None:
        """Send the problem and close the connection."""
        error = self.request.error
        body = problem_body(error.code, str(error.body), instance=getattr(self.request, "path", "") or "/")
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", PROBLEM))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    task_class = _Task
    error_task_class = _Refusal


def make_server(app: Flask, listening: socket.socket, *, upload: int) -> Any:
    """A server of the application on a bound socket; bodies of requests may have so many bytes."""
    server: Any = create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,  # select() takes no descriptor above 1023
        channel_timeout=60,
        outbuf_overflow=OUTPUT,
        ident="eventgraph",
        max_request_body_size=upload,
    )
    server.channel_class = _Channel
    # What is there now stays: the collector of cycles need not look at it again and again.
    gc.collect()
    gc.freeze()
    # An answer of a thousand dyads is ten thousand objects, none of them garbage: not looked at while it is made.
    gc.set_threshold(10_000, 20, 20)
    return server
