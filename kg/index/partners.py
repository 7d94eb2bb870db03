"""Who an actor deals with, busiest first, and how many there are in all."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

import orjson

from kg.index.dyads import first_of, ids_of
from kg.index.scopes import Sql, cells, is_open, kind_condition
from kg.model import Scope

Found = tuple[list[tuple[int, int]], int]
# Of `pairs` by direction: the column of the actor, that of the partner, and the index that is sorted by events.
_WAYS = {"out": ("a", "b", "pairs_out"), "in": ("b", "a", "pairs_in")}


def partners(
    connection: sqlite3.Connection, scope: Scope, actor: int, *, direction: str, least: int, limit: int
) -> Found:
    """An actor's partners as (row, events between the two), and their number before the limit."""
    if is_open(scope) and least == 1 and direction == "both":
        return _busiest(connection, int(scope.rollup), actor, limit)
    return _counted(connection, scope, actor, direction=direction, least=least, limit=limit)


def _busiest(connection: sqlite3.Connection, level: int, actor: int, limit: int) -> Found:
    """From the busiest pairs of each direction down, as far as a partner not yet seen could be among the first.

    A hub of 27,000 partners takes no longer than one of a hundred.
    """
    column = ("partners", "rolled_partners")[level]
    total = connection.execute(f"SELECT {column} FROM actors WHERE n = ?", (actor,)).fetchone()[0]
    depth = 2 * limit
    while True:
        seen, beyond = set(), 0
        for near, far, index in _WAYS.values():
            rows = connection.execute(
                f"SELECT {far}, events FROM pairs INDEXED BY {index} WHERE level = ? AND {near} = ? "
                "ORDER BY events DESC LIMIT ?",
                (level, actor, depth),
            ).fetchall()
            seen |= {partner for partner, _ in rows}
            beyond += rows[-1][1] if len(rows) == depth else 0
        events = _between(connection, level, actor, sorted(seen))
        ids = ids_of(connection, events)
        ranked = sorted(events, key=lambda partner: (-events[partner], ids[partner]))[:limit]
        if not beyond or (len(ranked) == limit and events[ranked[-1]] > beyond):
            return [(partner, events[partner]) for partner in ranked], total
        depth *= 4


def _between(connection: sqlite3.Connection, level: int, actor: int, others: Sequence[int]) -> dict[int, int]:
    """Events of both directions by partner."""
    found: dict[int, int] = {}
    chosen = orjson.dumps(list(others)).decode()
    for near, far, _ in _WAYS.values():
        rows = connection.execute(
            "SELECT value, events FROM json_each(?) "
            f"CROSS JOIN pairs ON level = ? AND {near} = ? AND {far} = value",
            (chosen, level, actor),
        )
        for partner, events in rows.fetchall():
            found[partner] = found.get(partner, 0) + events
    return found


def _counted(
    connection: sqlite3.Connection, scope: Scope, actor: int, *, direction: str, least: int, limit: int
) -> Found:
    open_scope = replace(scope, kinds=frozenset())
    parts = []
    for wanted, (key, other, _) in _WAYS.items():
        if direction not in (wanted, "both"):
            continue
        if is_open(open_scope):
            inner = Sql(
                f"SELECT {other} AS partner, events FROM pairs WHERE level = ? AND {key} = ?",
                (int(scope.rollup), actor),
            )
        else:
            found = cells(connection, open_scope, **{key: actor})
            inner = Sql(f"SELECT {other} AS partner, events FROM ({found.text})", found.values)
        parts.append(inner)
    union = Sql(" UNION ALL ".join(part.text for part in parts))
    values = tuple(value for part in parts for value in part.values)
    where = kind_condition("partner", scope) if scope.kinds else Sql("true")
    query = first_of(
        Sql(
            "SELECT partner AS a, partner AS b, sum(events) AS events, count(*) OVER () AS total "
            f"FROM ({union.text}) WHERE {where.text} GROUP BY partner HAVING sum(events) >= ?",
            (*values, *where.values, least),
        ),
        limit,
    )
    rows = connection.execute(query.text, query.values).fetchall()
    return [(row[0], row[2]) for row in rows], rows[0][3] if rows else 0
