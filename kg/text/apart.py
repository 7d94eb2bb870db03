"""The coder in a process of its own, so that the one that answers requests never holds spaCy.

The process is started with the first text, kept warm, and replaced when it dies: what it held is given to the
next one article by article, and an article that ends two processes is given back with a problem.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from typing import Any

from kg import children
from kg.errors import Busy, KGError
from kg.model import Article, Coded
from kg.settings import Settings

BATCH = 8  # articles after which somebody who waits for a single text gets a turn
_PASSED = 4  # single texts that go before a long list that waits
_NICE = 5


class CoderApart:
    """Answers as `Coder` does; safe from any thread; single texts go before long lists, which still get on."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._turns = _Turns()
        self._process: _Process | None = None
        self._is_closed = False

    def code(self, article: Article) -> Coded:
        """The article with its events."""
        return self._code([article], is_urgent=True)[0]

    def code_many(self, articles: Iterable[Article], *, processes: int = 1) -> Iterator[Coded]:
        """Codes articles in the order given; with several processes, in some that end with the work."""
        if processes > 1:
            from kg.text.workers import code_in_processes

            yield from code_in_processes(self.settings, articles, processes)
            return
        stream = iter(articles)
        while batch := list(islice(stream, BATCH)):
            yield from self._code(batch, is_urgent=False)

    @cached_property
    def version(self) -> str:
        """As `Coder.version`."""
        with self._turns.take(is_urgent=True):
            return str(self._ask(None))

    def close(self) -> None:
        """End the process; who still waits for it gets Busy."""
        self._is_closed = True
        if self._process is not None:
            self._process.end()

    def _code(self, batch: Sequence[Article], *, is_urgent: bool) -> list[Coded]:
        with self._turns.take(is_urgent=is_urgent):
            try:
                return list(self._ask(batch))
            except EOFError:
                return [self._code_alone(article) for article in batch]

    def _code_alone(self, article: Article) -> Coded:
        try:
            coded: Coded = self._ask([article])[0]
            return coded
        except EOFError:
            return Coded(article=article, events=(), problems=("it ended two processes of the coder",))

    def _ask(self, batch: Sequence[Article] | None) -> Any:
        """The answer of the process. Raises EOFError when it died, and what it raised itself."""
        if self._is_closed:
            raise Busy("the server is being stopped")
        if self._process is None:
            self._process = _Process(self.settings)
        try:
            answer = self._process.ask(batch)
        except (EOFError, OSError) as error:
            self._process.end()
            self._process = None
            raise EOFError from error
        if isinstance(answer, KGError):
            raise answer
        return answer


class _Turns:
    """One at a time; a long list waits for those who want a single text, but not for more than a few."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._urgent = self._patient = self._passed = 0
        self._is_taken = False

    @contextmanager
    def take(self, *, is_urgent: bool) -> Iterator[None]:
        with self._changed:
            self._urgent += is_urgent
            self._patient += not is_urgent
            self._changed.wait_for(lambda: not self._is_taken and self._is_next(is_urgent))
            self._urgent -= is_urgent
            self._patient -= not is_urgent
            self._passed = self._passed + 1 if is_urgent and self._patient else 0
            self._is_taken = True
        try:
            yield
        finally:
            with self._changed:
                self._is_taken = False
                self._changed.notify_all()

    def _is_next(self, is_urgent: bool) -> bool:
        is_due = self._patient > 0 and self._passed >= _PASSED
        return not is_due if is_urgent else is_due or not self._urgent


class _Process(children.Child):
    def __init__(self, settings: Settings) -> None:
        super().__init__("kg.text.apart")
        self.pipe.send(settings)

    def ask(self, batch: Sequence[Article] | None) -> object:
        self.pipe.send(batch)
        return pickle.loads(self.pipe.recv_bytes())


def main() -> None:
    """The life of the process: settings, then lists of articles in and lists of coded articles out."""
    pipe = children.pipe_to_parent()
    os.nice(_NICE)  # answers go before coding
    try:
        settings = pipe.recv()
        from kg.text.coder import Coder

        coder = Coder(settings)
        while True:
            batch = pipe.recv()
            try:
                answer: object = coder.version if batch is None else list(coder.code_many(batch))
            except KGError as error:
                answer = error
            pipe.send_bytes(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
    except (EOFError, OSError):
        return
