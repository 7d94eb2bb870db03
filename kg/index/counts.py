"""The size of the graph."""

import sqlite3
from datetime import date

from kg.answers import Counts


def count(connection: sqlite3.Connection) -> Counts:
    """How much the graph holds, and over which days."""
    row = connection.execute(
        """
        SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM events),
          (SELECT count(*) FROM actors WHERE events > 0), (SELECT count(*) FROM pairs WHERE level = 0),
          (SELECT count(DISTINCT publisher) FROM articles WHERE publisher <> ''),
          (SELECT min(day) FROM events), (SELECT max(day) FROM events)
        """
    ).fetchone()
    first, last = (date.fromordinal(day) if day else None for day in row[5:])
    return Counts(
        articles=row[0], events=row[1], actors=row[2], dyads=row[3], publishers=row[4], first=first, last=last
    )


def publishers(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Publishers with their number of articles, most first."""
    return connection.execute(
        "SELECT publisher, count(*) AS n FROM articles GROUP BY publisher ORDER BY n DESC, publisher"
    ).fetchall()


def event_types(connection: sqlite3.Connection) -> frozenset[str]:
    """Names of the event types that the graph has or once had."""
    return frozenset(name for (name,) in connection.execute("SELECT name FROM types"))
