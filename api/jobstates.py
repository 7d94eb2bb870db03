"""How the jobs of a graph stand; what the disk has no room for is on the slate until it has."""

from __future__ import annotations

import logging
import threading

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

    def start(self, kind: str, *, total: int | None = None) -> Job:
        """A new job, queued. Raises StoreBroken if the index cannot be written."""
        with self._graph.index.writing() as connection:
            return jobs.start(connection, kind, total=total)

    def note(self, job: Job) -> None:
        """How a job stands; never fails."""
        slate = self._graph.slate
        with self._guard:
            try:
                with self._graph.index.writing() as connection:
                    for one in (*slate.late.values(), job):
                        jobs.note(connection, one)
            except StoreBroken as error:
                log.warning("job %d is %s, but that cannot be written: %s", job.id, job.state, error)
                slate.note(job)
            else:
                slate.clear()
