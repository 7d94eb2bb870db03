"""Coding in several processes: batches go out, coded articles come back, and a dead worker is replaced.

A killed worker makes `multiprocessing.Pool` hang and breaks `ProcessPoolExecutor`, so the processes are
watched here: what a dead one held is given out again article by article, and an article that kills a
second worker is given up with a problem. Each is a fresh interpreter that imports nothing of the caller's
main module, so that coding works from scripts, notebooks and standard input alike.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Protocol, cast

from kg.errors import KGError
from kg.model import Article, Coded
from kg.settings import Settings

BATCH = 32
AHEAD = 4  # batches per process that may wait for an earlier one
STILLBORN = 3  # workers in a row that may end before their first answer
_START = (
    "import sys; from kg.text.coder import Coder; from kg.text.workers import serve; "
    "serve(int(sys.argv[1]), Coder)"
)

Task = tuple[int, list[Article]]


class Codes(Protocol):
    """What a worker holds: a coder of one process."""

    def code_many(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Coded articles in the order given."""
        ...


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    pipe: Connection
    task: Task | None = None


def code_in_processes(settings: Settings, articles: Iterable[Article], processes: int) -> Iterator[Coded]:
    """Codes the articles in their order; a worker's KGError ends the coding and is raised here."""
    pool = Pool(settings, processes)
    try:
        yield from pool.run(iter(articles))
    finally:
        pool.close()


class Pool:
    """Worker processes and the batches they hold."""

    def __init__(self, settings: Settings, processes: int) -> None:
        self.settings = settings
        self.stillborn = 0
        self.workers = [self._start() for _ in range(processes)]
        self.retries: deque[Task] = deque()
        self.done: dict[int, Coded] = {}
        self.given = 0
        self._tried: set[int] = set()  # articles that were alone with a worker that died

    def run(self, stream: Iterator[Article]) -> Iterator[Coded]:
        """Coded articles in order, as they become complete."""
        following = 0
        while True:
            self._give_out(stream, following)
            while following in self.done:
                yield self.done.pop(following)
                following += 1
            busy = [worker for worker in self.workers if worker.task is not None]
            if not busy and not self.retries and following == self.given:
                if not self._fill(stream, self.workers[0]):
                    return
                continue
            self._collect(busy)

    def close(self) -> None:
        """End the processes."""
        for worker in self.workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self.workers:
            worker.process.wait()

    def _start(self) -> _Worker:
        ours, theirs = Pipe()
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
        process = subprocess.Popen(
            [sys.executable, "-c", _START, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env=environment,
        )
        theirs.close()
        ours.send(self.settings)
        return _Worker(process, ours)

    def _give_out(self, stream: Iterator[Article], following: int) -> None:
        for worker in self.workers:
            if worker.task is None:
                if self.retries:
                    self._send(worker, self.retries.popleft())
                elif self.given - following < AHEAD * BATCH * len(self.workers):
                    self._fill(stream, worker)

    def _fill(self, stream: Iterator[Article], worker: _Worker) -> bool:
        batch = list(islice(stream, BATCH))
        if batch:
            self._send(worker, (self.given, batch))
            self.given += len(batch)
        return bool(batch)

    def _send(self, worker: _Worker, task: Task) -> None:
        worker.task = task
        try:
            worker.pipe.send(task)
        except (BrokenPipeError, OSError):
            self._replace(worker)

    def _collect(self, busy: list[_Worker]) -> None:
        """Wait for an answer or a death."""
        by_pipe = {worker.pipe: worker for worker in busy}
        for ready in wait(list(by_pipe)):
            worker = by_pipe[cast(Connection, ready)]
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            if isinstance(answer, KGError):
                raise answer
            self.stillborn = 0
            assert worker.task is not None
            for number, coded in enumerate(answer, start=worker.task[0]):
                self.done[number] = coded
            worker.task = None

    def _replace(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.terminate()
        worker.process.wait()
        self.stillborn += 1
        if self.stillborn > STILLBORN * len(self.workers):
            raise KGError("the coding processes end before they answer; code with one process to see why")
        task, worker.task = worker.task, None
        if task is not None:
            first, batch = task
            if len(batch) == 1 and first in self._tried:
                self.done[first] = Coded(article=batch[0], events=(), problems=("it ended two workers",))
            elif len(batch) == 1:
                self._tried.add(first)
                self.retries.append(task)
            else:
                self.retries.extend((first + k, [article]) for k, article in enumerate(batch))
        fresh = self._start()
        worker.process, worker.pipe = fresh.process, fresh.pipe


def serve(descriptor: int, coder_of: Callable[[Settings], Codes]) -> None:
    """A worker's life: settings and batches in, lists of coded articles out, until the pipe is closed."""
    pipe = Connection(descriptor)
    try:
        coder = coder_of(pipe.recv())
        while True:
            _, batch = pipe.recv()
            pipe.send(_answer(coder, batch))
    except (EOFError, OSError):
        return


def _answer(coder: Codes, batch: list[Article]) -> list[Coded] | KGError:
    try:
        return list(coder.code_many(batch))
    except KGError as error:
        return error
