"""Work in the background, remembered beyond a restart."""

from __future__ import annotations

import sqlite3

from kg.answers import Job
from kg.errors import NotFound

_KEPT = 200
_COLUMNS = "SELECT n, kind, state, articles, events, total, detail FROM jobs"


def _job(row: tuple[int, str, str, int, int, int | None, str]) -> Job:
    return Job(
        id=row[0], kind=row[1], state=row[2], articles=row[3], events=row[4], total=row[5], detail=row[6]
    )


def start(connection: sqlite3.Connection, kind: str, *, total: int | None = None) -> Job:
    """A new job, queued; the oldest are forgotten."""
    row = connection.execute(
        "INSERT INTO jobs (kind, state, total) VALUES (?, 'queued', ?) RETURNING n", (kind, total)
    ).fetchone()
    connection.execute("DELETE FROM jobs WHERE n <= ?", (row[0] - _KEPT,))
    return read_job(connection, row[0])


def note(connection: sqlite3.Connection, job: Job) -> None:
    """How a job stands."""
    connection.execute(
        "UPDATE jobs SET state = ?, articles = ?, events = ?, detail = ? WHERE n = ?",
        (job.state, job.articles, job.events, job.detail, job.id),
    )


def interrupt(connection: sqlite3.Connection) -> None:
    """What an earlier process left running will not go on."""
    connection.execute(
        "UPDATE jobs SET state = 'interrupted', detail = 'the server stopped' "
        "WHERE state IN ('queued', 'running')"
    )


def read_job(connection: sqlite3.Connection, job: int) -> Job:
    """One job. Raises NotFound."""
    row = connection.execute(f"{_COLUMNS} WHERE n = ?", (job,)).fetchone()
    if row is None:
        raise NotFound(f"no job {job}")
    return _job(row)


def read_jobs(connection: sqlite3.Connection, *, limit: int = 50) -> list[Job]:
    """Jobs, newest first."""
    return [_job(row) for row in connection.execute(f"{_COLUMNS} ORDER BY n DESC LIMIT ?", (limit,))]
