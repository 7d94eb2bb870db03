"""Measures of large graphs in a process of their own, which leaves the processor to those who ask for less.

The process reads the index only. It is started with the first such measure, takes one after the other, and ends
when it has had nothing to do for a minute.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from kg import children
from kg.answers import MeasureResult
from kg.errors import Busy, KGError
from kg.eventgraph import EventGraph
from kg.model import Scope
from kg.settings import Settings

_NICE = 10
_REST = 60.0  # seconds without work
_TRIES = 2


class MeasuresApart:
    """Takes measures for a graph; safe from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = threading.Lock()
        self._process: _Process | None = None
        self._is_closed = False

    def take(self, name: str, scope: Scope) -> MeasureResult:
        """The measure of the graph as it is now. Raises Busy when the server is stopped, or what went wrong."""
        with self._turn:
            for _ in range(_TRIES):  # the first may have gone to rest just now
                if self._is_closed:
                    raise Busy("the server is being stopped")
                self._process = process = self._process or _Process(self._settings)
                try:
                    answer = process.ask(name, scope)
                except (EOFError, OSError):
                    process.end()
                    self._process = None
                    continue
                if isinstance(answer, KGError):
                    raise answer
                return answer
        if self._is_closed:
            raise Busy("the server is being stopped")
        raise KGError(f"the measure {name} ended the process that takes it; there may be too little memory")

    def close(self) -> None:
        """End the process, whatever it does; a second call does nothing more."""
        self._is_closed = True
        if process := self._process:
            process.end()


class _Process:
    """The process and the pipe to it."""

    def __init__(self, settings: Settings) -> None:
        self._ending = threading.Lock()
        self._untold: list[object] = [settings]
        self._pipe, theirs = Pipe()
        with theirs:
            self._process = children.start("api.measuring", theirs.fileno())

    def ask(self, name: str, scope: Scope) -> MeasureResult | KGError:
        for message in (*self._untold, (name, scope)):
            self._pipe.send(message)
        self._untold.clear()
        answer: MeasureResult | KGError = self._pipe.recv()
        return answer

    def end(self) -> None:
        # The thread that waits for an answer and the one that closes may both come here.
        with self._ending:
            self._process.kill()
            self._process.wait()
            if not self._pipe.closed:
                self._pipe.close()


def main() -> None:
    """The life of the process: settings, then names and scopes of measures in, and the measures out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which ends this process
    os.nice(_NICE)
    pipe = Connection(int(sys.argv.pop()))
    try:
        with EventGraph(pipe.recv(), read_only=True) as graph:
            while pipe.poll(_REST):
                name, scope = pipe.recv()
                try:
                    answer: MeasureResult | KGError = graph.measure(name, scope=scope)
                except KGError as error:
                    answer = error
                pipe.send(answer)
    except (EOFError, OSError):
        return
