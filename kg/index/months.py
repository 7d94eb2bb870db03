"""Events by month and by quarter."""

from __future__ import annotations

import sqlite3

from kg.answers import Month
from kg.index.scopes import cells
from kg.model import Scope


def months(
    connection: sqlite3.Connection,
    scope: Scope,
    *,
    actor: int | None = None,
    pair: tuple[int, int] | None = None,
) -> list[Month]:
    """Events by month and class of the graph, of an actor in either role, or of an ordered pair.

    Undated events are left out; months without events too.
    """
    if pair:
        parts = [cells(connection, scope, a=pair[0], b=pair[1])]
    elif actor is not None:
        parts = [cells(connection, scope, a=actor), cells(connection, scope, b=actor)]
    else:
        parts = [cells(connection, scope)]
    union = " UNION ALL ".join(part.text for part in parts)
    rows = connection.execute(
        f"SELECT month, quad, sum(events), sum(score) FROM ({union}) JOIN types ON types.n = type "
        "WHERE month > 0 GROUP BY month, quad ORDER BY month",
        tuple(value for part in parts for value in part.values),
    ).fetchall()
    found: dict[int, tuple[list[int], int]] = {}
    for month, quad, events, score in rows:
        counts, summed = found.get(month, ([0, 0, 0, 0], 0))
        counts[quad] += events
        found[month] = (counts, summed + score)
    return [
        Month(
            month=f"{month // 12:04d}-{month % 12 + 1:02d}",
            quads=(counts[0], counts[1], counts[2], counts[3]),
            events=sum(counts),
            score=round(score / sum(counts) / 1000, 3),
        )
        for month, (counts, score) in found.items()
    ]


def quarters(connection: sqlite3.Connection, scope: Scope) -> dict[str, list[tuple[str, str, int, int]]]:
    """(source, target, cooperative events, conflictual events) of each quarter; undated events left out."""
    inner = cells(connection, scope)
    ids = dict(connection.execute("SELECT n, id FROM actors").fetchall())
    found: dict[str, list[tuple[str, str, int, int]]] = {}
    for quarter, a, b, friendly, hostile in connection.execute(
        "SELECT month / 3 AS quarter, a, b, sum(events * (quad < 2)), sum(events * (quad >= 2)) "
        f"FROM ({inner.text}) JOIN types ON types.n = type WHERE month > 0 GROUP BY quarter, a, b",
        inner.values,
    ):
        name = f"{quarter // 4:04d}-Q{quarter % 4 + 1}"
        found.setdefault(name, []).append((ids[a], ids[b], friendly, hostile))
    return found
