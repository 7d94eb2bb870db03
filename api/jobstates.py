"""How the jobs of a graph stand; what the disk has no room for is remembered here until it has."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace

from kg.answers import Job
from kg.errors import StoreBroken
from kg.eventgraph import EventGraph
from kg.index import jobs

log = logging.getLogger("eventgraph")


class JobStates:
    """Written to the index as far as it takes them; safe to use from any thread."""

    def __init__(self, graph: EventGraph) -> None:
        self._graph = graph
        self._guard = threading.Lock()
        self._unwritten: dict[int, Job] = {}

    def start(self, kind: str, *, total: int | None = None) -> Job:
        """A new job, queued. Raises StoreBroken if the index cannot be written."""
        with self._graph.index.writing() as connection:
            return jobs.start(connection, kind, total=total)

    def note(self, job: Job) -> None:
        """How a job stands; never fails."""
        with self._guard:
            self._unwritten[job.id] = job
            try:
                with self._graph.index.writing() as connection:
                    for one in self._unwritten.values():
                        jobs.note(
                            connection,
                            one.id,
                            one.state,
                            articles=one.articles,
                            events=one.events,
                            detail=one.detail,
                        )
            except StoreBroken as error:
                log.warning("job %d is %s, but that cannot be written: %s", job.id, job.state, error)
            else:
                self._unwritten.clear()

    def read(self, number: int) -> Job:
        """One job. Raises NotFound."""
        return self._latest(self._graph.job(number))

    def latest(self) -> list[Job]:
        """Jobs, newest first."""
        return [self._latest(job) for job in self._graph.jobs()]

    def _latest(self, job: Job) -> Job:
        with self._guard:
            known = self._unwritten.get(job.id)
        if known is None:
            return job
        return replace(
            job, state=known.state, articles=known.articles, events=known.events, detail=known.detail
        )
