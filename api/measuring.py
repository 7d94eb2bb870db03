"""Measures of large graphs in a process of their own, which leaves the processor to those who ask for less.

The process reads the index only. It is started with the first such measure, takes one after the other, and ends
when it has had nothing to do for a minute.
"""

from __future__ import annotations

import os
import threading

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


class _Process(children.Child):
    def __init__(self, settings: Settings) -> None:
        super().__init__("api.measuring")
        self._untold: list[object] = [settings]

    def ask(self, name: str, scope: Scope) -> MeasureResult | KGError:
        for message in (*self._untold, (name, scope)):
            self.pipe.send(message)
        self._untold.clear()
        answer: MeasureResult | KGError = self.pipe.recv()
        return answer


def main() -> None:
    """The life of the process: settings, then names and scopes of measures in, and the measures out."""
    pipe = children.pipe_to_parent()
    os.nice(_NICE)
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
