"""The picture of a scope: its busiest actors and the dyads among them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from kg.index.dyads import Total, ids_of, in_order, name_of, totals
from kg.index.scopes import Sql, is_open
from kg.model import Scope


@dataclass(frozen=True, slots=True)
class Picture:
    """What a view shows: actors with their events in the scope, and dyads; and how many there are in all."""

    actors: dict[int, int]
    dyads: list[Total]
    total_actors: int
    total_dyads: int


def picture(
    connection: sqlite3.Connection,
    scope: Scope,
    *,
    centre: Sequence[int],
    limit: int,
    edges: int,
    least: int,
) -> Picture:
    """The busiest actors of the scope and the dyads among them, busiest first.

    With a `centre`, only dyads that touch one of its actors are taken, and its actors always stay.
    """
    if is_open(scope) and not centre:
        return _whole_picture(connection, int(scope.rollup), limit=limit, edges=edges, least=least)
    found = totals(connection, scope, least=least)
    if centre:
        kept = set(centre)
        found = [total for total in found if total.a in kept or total.b in kept]
    events: dict[int, int] = dict.fromkeys(centre, 0)
    for total in found:
        events[total.a] = events.get(total.a, 0) + total.events
        events[total.b] = events.get(total.b, 0) + total.events
    first, ids = set(centre), ids_of(connection, events)
    ranked = sorted(events, key=lambda n: (n not in first, -events[n], ids[n]))[:limit]
    shown = set(ranked)
    inside = in_order(connection, (total for total in found if total.a in shown and total.b in shown))[:edges]
    return Picture(
        actors={n: events[n] for n in ranked},
        dyads=inside,
        total_actors=len(events),
        total_dyads=len(found),
    )


def _whole_picture(
    connection: sqlite3.Connection, level: int, *, limit: int, edges: int, least: int
) -> Picture:
    """The picture of everything: sums in arrays, as grouping all pairs takes the database seconds."""
    import numpy as np

    from kg.index.arrays import columns

    pairs = Sql("SELECT a, b, events FROM pairs WHERE level = ? AND events >= ?", (level, least))
    a, b, events = columns(connection, pairs, "a", "b", "events")
    totals = np.bincount(np.concatenate((a, b)), weights=np.concatenate((events, events))).astype(np.int64)
    found = np.flatnonzero(totals)
    total_actors = len(found)
    if 0 < limit < total_actors:
        edge = np.partition(totals[found], total_actors - limit)[total_actors - limit]
        found = found[totals[found] >= edge]
    ids = ids_of(connection, found.tolist())
    ranked = sorted(found.tolist(), key=lambda n: (-totals[n], ids[n]))[:limit]
    among = "IN (SELECT value FROM json_each(:actors))"
    inside = connection.execute(
        "SELECT a, b, events, score, first, last, best FROM pairs INDEXED BY pairs_events "
        f"WHERE level = :level AND events >= :least AND a {among} AND b {among} "
        f"ORDER BY events DESC, {name_of('a')}, {name_of('b')} LIMIT :edges",
        {"level": level, "least": least, "edges": edges, "actors": orjson.dumps(ranked).decode()},
    )
    return Picture(
        actors={n: int(totals[n]) for n in ranked},
        dyads=[Total(*row) for row in inside.fetchall()],
        total_actors=total_actors,
        total_dyads=len(a),
    )
