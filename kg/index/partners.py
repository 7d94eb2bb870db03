"""Who an actor deals with, busiest first, and how many there are in all."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

import orjson

from kg.index.dyads import ids_of
from kg.index.scopes import Sql, cells, is_open, listed
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
    """From all rows between the actor and others, summed here: sorting them in the database takes longer."""
    # numpy takes a tenth of a second to load: the command line pays it only where a filter needs it.
    import numpy as np

    from kg.index.arrays import columns

    wide = replace(scope, kinds=frozenset())
    found = []
    for wanted, (near, far, _) in _WAYS.items():
        if direction not in (wanted, "both"):
            continue
        if is_open(wide):
            rows = Sql(
                f"SELECT {far}, events FROM pairs WHERE level = ? AND {near} = ?", (int(scope.rollup), actor)
            )
        elif near == "a":
            rows = cells(connection, wide, a=actor, columns="b, events")
        else:
            rows = cells(connection, wide, b=actor, columns="a, events")
        found.append(columns(connection, rows, far, "events"))
    numbers, events = (np.concatenate(parts) for parts in zip(*found, strict=True))
    totals = np.bincount(numbers, weights=events).astype(np.int64)
    kept = np.flatnonzero(totals >= least)
    if scope.kinds:
        of_kind = Sql("SELECT n FROM actors WHERE") + listed("kind", sorted(scope.kinds))
        kept = np.intersect1d(kept, columns(connection, of_kind, "n")[0], assume_unique=True)
    total, first = len(kept), kept
    if 0 < limit < total:
        edge = np.partition(totals[kept], total - limit)[total - limit]
        first = kept[totals[kept] >= edge]
    busy = dict(zip(first.tolist(), totals[first].tolist(), strict=True))
    ids = ids_of(connection, busy)
    ranked = sorted(busy, key=lambda partner: (-busy[partner], ids[partner]))[:limit]
    return [(partner, busy[partner]) for partner in ranked], total
