"""Facts about what was read in: articles by day, and by which coder."""

from __future__ import annotations

import sqlite3
from datetime import date


def articles_by_day(connection: sqlite3.Connection) -> list[tuple[date, int]]:
    """Days with their number of articles, oldest first; undated articles are left out."""
    rows = connection.execute(
        "SELECT day, count(*) FROM articles WHERE day IS NOT NULL GROUP BY day ORDER BY day"
    )
    return [(date.fromordinal(day), int(count)) for day, count in rows]


def coders(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Versions of the coder with the number of articles that each read, most first."""
    rows = connection.execute("SELECT coder, count(*) FROM ledger GROUP BY coder ORDER BY 2 DESC, 1")
    return [(str(coder), int(count)) for coder, count in rows]
