"""Work that outlives a request: one thread that takes jobs in turn and notes how they stand."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotDone
from dataclasses import replace
from importlib import import_module
from typing import cast

from flask import current_app

from api.jobstates import JobStates
from kg.answers import Job, Progress
from kg.errors import Busy, KGError
from kg.eventgraph import EventGraph
from kg.heaps import release_memory
from kg.model import Article, Scope
from kg.text.apart import BATCH

MOST_WAITING = 32
SECONDS = 1.0
REST = 10.0  # seconds between two times that memory is handed back
log = logging.getLogger("eventgraph")


class Background:
    """Ingests and measures of one graph."""

    def __init__(self, graph: EventGraph) -> None:
        self._graph = graph
        self.states = JobStates(graph)
        self._ingests = ThreadPoolExecutor(1, thread_name_prefix="ingest")
        self._measures = ThreadPoolExecutor(1, thread_name_prefix="measure")
        self._guard = threading.Lock()
        self._waiting = 0
        self._released = time.monotonic()
        self._running: dict[tuple[str, str, Scope], tuple[Job, Future[None]]] = {}
        graph.before_close(self.close)

    def ingest(self, articles: Sequence[Article]) -> Job:
        """Take the articles in, later. Raises Busy when too much waits already."""
        with self._guard:
            if self._waiting >= MOST_WAITING:
                raise Busy("too many jobs wait already; try again later", retry_after=30)
            job = self.states.start("ingest", total=len(articles))
            self._waiting += 1
        self._ingests.submit(self._ingest, job, articles)
        return job

    def measure(self, name: str, scope: Scope) -> Job | None:
        """Take a measure; None if it is there within a second, else the job that goes on with it."""
        if self._graph.has_measure(name, scope=scope):
            return None
        key = (self._graph.index.version, name, scope)
        with self._guard:
            known = self._running.get(key)
            future = known[1] if known else self._measures.submit(self._measure, name, scope)
            if known is None:
                self._running = {**self._unfinished(), key: (Job(id=0, kind="", state=""), future)}
        try:
            future.result(timeout=SECONDS)
        except NotDone:
            return self._told(key, name, future)
        return None

    def warm(self) -> None:
        """Load what measures need, so that the first one is not slowed down by it."""
        self._measures.submit(import_module, "scipy.sparse")

    def close(self) -> None:
        """Wait for what runs, and drop what waits."""
        self._ingests.shutdown(cancel_futures=True)
        self._measures.shutdown(cancel_futures=True)

    def _unfinished(self) -> dict[tuple[str, str, Scope], tuple[Job, Future[None]]]:
        return {key: entry for key, entry in self._running.items() if not entry[1].done()}

    def _told(self, key: tuple[str, str, Scope], name: str, future: Future[None]) -> Job:
        with self._guard:
            job = self._running[key][0] if key in self._running else Job(id=0, kind="", state="")
            if job.id == 0:
                job = replace(self.states.start(f"measure {name}"), state="running")
                self.states.note(job)
                self._running[key] = (job, future)
                future.add_done_callback(lambda done: self._note_end(job, done))
        return job

    def _note_end(self, job: Job, done: Future[None]) -> None:
        error = None if done.cancelled() else done.exception()
        self.states.note(replace(job, state="failed" if error else "done", detail=str(error or "")))

    def _measure(self, name: str, scope: Scope) -> None:
        self._graph.measure(name, scope=scope)

    def _ingest(self, job: Job, articles: Sequence[Article]) -> None:
        done = replace(job, state="running")

        def note(step: Progress) -> None:
            nonlocal done
            done = replace(done, articles=max(step.articles, done.articles), events=step.events)
            self.states.note(done)

        def read() -> Iterator[Article]:
            for place, article in enumerate(articles):
                if place and place % BATCH == 0:  # what came before is coded, though not stored yet
                    note(Progress(articles=place, events=done.events, article=article.id))
                yield article

        try:
            self.states.note(done)  # the model may have to be loaded first
            report = self._graph.ingest(read(), progress=note)
        except KGError as error:
            self.states.note(replace(done, state="failed", detail=str(error)))
        except Exception as error:
            log.exception("job %d failed", job.id)
            self.states.note(replace(done, state="failed", detail=f"unforeseen: {type(error).__name__}"))
        else:
            told = "; ".join(f"{article_id}: {reason}" for article_id, reason in report.failed[:20])
            self.states.note(
                replace(done, state="done", articles=len(articles), events=report.events, detail=told)
            )
        finally:
            with self._guard:
                self._waiting -= 1
            self._release()

    def _release(self) -> None:
        if time.monotonic() > self._released + REST:
            release_memory()
            self._released = time.monotonic()


def background() -> Background:
    """The background work of this application."""
    return cast(Background, current_app.extensions["background"])
