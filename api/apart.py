"""Pages in a process of their own: making one takes long, and must not hold up the answers to others.

The process only reads the index, which shows it every write that was acknowledged; the RDF store it cannot open.
It is started with the first picture that somebody asks for, and anew when it has died; until it is there, and for
what it cannot answer, pages are made in the server itself.
"""

from __future__ import annotations

import http.client
import logging
import os
import re
import shutil
import socket
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from flask import Flask, Response, request

from api.arrivals import arrival
from kg import children
from kg.eventgraph import EventGraph
from kg.heaps import share_heaps
from kg.settings import Settings

PAGES = frozenset(
    f"{part}.{name}"
    for part, names in (
        ("pages", ("home", "explore", "actor", "relation", "relation_csv", "articles", "article", "search")),
        ("graph", ("view_model", "download", "sparql_text", "path")),
    )
    for name in names
)
PICTURES = frozenset(("pages.explore", "graph.view_model", "graph.download", "graph.path"))
SECONDS = 60.0  # after which an answer is no longer waited for
REST = 20.0  # seconds between two starts of a process that ends
_ASKED = ("Accept", "Accept-Encoding", "Authorization", "Host", "Origin", "X-Request-ID")
# Of one connection, or set anew on the way out.
_NOT_PASSED = frozenset(
    ("connection", "content-length", "date", "etag", "server", "transfer-encoding", "via", "x-request-id")
)
log = logging.getLogger("eventgraph")


class PagesApart:
    """Hands requests for pages to the process; safe from any thread."""

    def __init__(self, settings: Settings) -> None:
        # What a client may ask is counted, and what it holds is checked, before a request comes here.
        self._settings = settings.model_copy(update={"rate": 0})
        self._guard = threading.Lock()
        self._process: _Process | None = None
        self._started = -REST
        self._is_closed = False

    def answer(self) -> Response | None:
        """The answer to the present request, or None if it is to be made here."""
        if request.endpoint in PICTURES:
            self.start()
        process = self._process_of_pages()
        if process is None:
            return None
        try:
            answer = process.ask()
        except (OSError, http.client.HTTPException) as error:
            log.warning("the process of the pages did not answer: %r", error)
            self._end(process)
            return None
        # What needs the RDF store fails there, and what failed there for another reason may do so here.
        return answer if answer.status_code < 500 else None

    def close(self) -> None:
        """End the process."""
        with self._guard:
            self._is_closed = True
            process, self._process = self._process, None
        if process:
            process.end()

    def start(self) -> None:
        """Start the process unless it runs, or has died just now."""
        with self._guard:
            is_rested = time.monotonic() > self._started + REST
            if self._process is None and not self._is_closed and is_rested:
                self._started = time.monotonic()
                self._process = _Process(self._settings)

    @property
    def is_ready(self) -> bool:
        """Are pages made in the process by now?"""
        return self._process_of_pages() is not None

    def _process_of_pages(self) -> _Process | None:
        with self._guard:
            if self._process and self._process.has_ended:
                self._process.end()
                self._process = None
            return self._process if self._process and self._process.is_ready else None

    def _end(self, process: _Process) -> None:
        with self._guard:
            if self._process is process:
                self._process = None
        process.end()


class _Process(children.Child):
    """A server of pages on a socket in a folder that only this user can open."""

    def __init__(self, settings: Settings) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="eventgraph-"))
        self._address = str(self._folder / "pages")
        self._is_ready = False
        super().__init__("api.apart")
        self.pipe.send((settings, self._address))

    @property
    def is_ready(self) -> bool:
        """Has it said that it serves?"""
        self._is_ready = self._is_ready or self.pipe.poll()
        return self._is_ready

    def ask(self) -> Response:
        """The answer to the present request. Raises OSError or HTTPException when there is none."""
        line = _Line(self._address)
        try:
            headers = {name: request.headers[name] for name in _ASKED if name in request.headers}
            line.request(request.method, _target(), headers={**headers, "X-Request-ID": arrival().id})
            told = line.getresponse()
            body = told.read()
        finally:
            line.close()
        made = Response(body, status=told.status)
        made.headers.clear()
        made.headers.extend(
            (key, value) for key, value in told.getheaders() if key.lower() not in _NOT_PASSED
        )
        return made

    def end(self) -> None:
        """Kill it; a second call does nothing more."""
        super().end()
        shutil.rmtree(self._folder, ignore_errors=True)


class _Line(http.client.HTTPConnection):
    """A connection to a socket in the file system."""

    def __init__(self, address: str) -> None:
        super().__init__("localhost", timeout=SECONDS)
        self._address = address

    def connect(self) -> None:
        """Open the connection."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._address)


def _target() -> str:
    """What this request asks for as it was sent, in the signs that may be sent on."""
    given = request.environ["REQUEST_URI"].encode("latin-1")
    return re.sub(rb"[^!-~]", lambda sign: b"%%%02X" % ord(sign[0]), given).decode()


def register(app: Flask, graph: EventGraph) -> PagesApart:
    """Have the application's pages made apart as long as the graph is open."""
    apart = PagesApart(graph.settings)
    graph.before_close(apart.close)

    @app.before_request
    def hand_over() -> Response | None:
        if request.endpoint in PAGES and request.method == "GET":
            return apart.answer()
        return None

    return apart


def main() -> None:
    """The life of the process: it serves pages until the one that started it is gone."""
    pipe = children.pipe_to_parent()
    share_heaps()
    try:
        settings, address = pipe.recv()
    except EOFError:
        return
    from api.app import create_app
    from api.sending import make_server
    from api.serving import log_to_stderr

    log_to_stderr("ERROR")  # the server answers itself what fails here, and says so
    graph = EventGraph(settings, read_only=True)
    app = create_app(graph, settings)
    _warm(graph)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(address)
        server = make_server(app, listening, upload=1)
        threading.Thread(target=_leave_with, args=(pipe,), daemon=True).start()
        pipe.send(None)
        server.run()


def _warm(graph: EventGraph) -> None:
    """Load and compile what pages are made with before the first one is waited for."""
    from viz.explore import render_explore
    from viz.filters import Filters
    from viz.home import render_home

    render_home(graph)
    render_explore(graph, Filters())


def _leave_with(pipe: Connection) -> None:
    """End this process with the other one, however that ended."""
    try:
        pipe.recv()
    finally:
        os._exit(0)
