"""Who an actor deals with, busiest first, and how many there are in all."""

from __future__ import annotations

import sqlite3
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
    """The first of each direction's list, which is in the order of the events of both directions.

    A hub of 27,000 partners takes no longer than one of a hundred.
    """
    column = ("partners", "rolled_partners")[level]
    total = connection.execute(f"SELECT {column} FROM actors WHERE n = ?", (actor,)).fetchone()[0]
    events: dict[int, int] = {}
    for near, far, index in _WAYS.values():
        part = f"FROM pairs INDEXED BY {index} WHERE level = ? AND {near} = ?"
        # As busy as the last there may be more, of which ids tell who comes first.
        edge = f"(SELECT mutual {part} ORDER BY mutual DESC LIMIT 1 OFFSET ?)"
        values = (level, actor)
        rows = connection.execute(
            f"SELECT {far}, mutual {part} AND mutual >= coalesce({edge}, 0)",
            (*values, *values, max(limit - 1, 0)),
        )
        events.update(rows.fetchall())
    ids = ids_of(connection, events)
    ranked = sorted(events, key=lambda partner: (-events[partner], ids[partner]))[:limit]
    return [(partner, events[partner]) for partner in ranked], total


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
        met = Sql(
            "SELECT n FROM json_each(?) CROSS JOIN actors ON n = value WHERE",
            (orjson.dumps(kept.tolist()).decode(),),
        )
        (kept,) = columns(connection, met + listed("kind", sorted(scope.kinds)), "n")
    total, first = len(kept), kept
    if 0 < limit < total:
        edge = np.partition(totals[kept], total - limit)[total - limit]
        first = kept[totals[kept] >= edge]
    busy = dict(zip(first.tolist(), totals[first].tolist(), strict=True))
    ids = ids_of(connection, busy)
    ranked = sorted(busy, key=lambda partner: (-busy[partner], ids[partner]))[:limit]
    return [(partner, busy[partner]) for partner in ranked], total
