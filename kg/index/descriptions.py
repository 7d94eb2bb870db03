"""Dyads with all that is told of them: classes, types, articles and their best evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import orjson

from kg.index.dyads import Total, ids_of
from kg.index.schema import DAY_OF_BEST
from kg.index.scopes import Sql, cells, ends, event_condition, is_open
from kg.index.tables import rows_at_once
from kg.model import Dyad, Scope


def describe(connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]) -> list[Dyad]:
    """The totals as dyads: ids, classes, types, distinct articles and the id of the best event.

    Which kinds of actors there may be was asked when the totals were chosen.
    """
    if not found:
        return []
    scope = replace(scope, kinds=frozenset())
    ids = ids_of(connection, {n for total in found for n in (total.a, total.b)})
    best = _best_events(connection, scope, found)
    articles = _articles(connection, scope, found)
    types = _types(connection, scope, found)
    return [
        Dyad(
            source=ids[total.a],
            target=ids[total.b],
            events=total.events,
            articles=articles.get((total.a, total.b), 0),
            score=round(total.score / total.events / 1000, 3),
            first=date.fromordinal(total.first) if total.first else None,
            last=date.fromordinal(total.last) if total.last else None,
            quads=quads,
            types=counts,
            best=best.get((total.a, total.b)),
        )
        for total, (quads, counts) in zip(found, types, strict=True)
    ]


def _best_events(
    connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]
) -> dict[tuple[int, int], str]:
    """The event behind each pair's `best`; of equally good ones the first by id, whatever came in first."""
    wanted = orjson.dumps(
        [[total.a, total.b, total.best >> 53, total.best >> 31 & DAY_OF_BEST] for total in found]
    ).decode()
    source, target = ends(scope)
    condition = event_condition(connection, scope)
    part = "json_extract(pair.value, '$[{}]')".format
    rows = rows_at_once(
        connection,
        "a, b, best",
        f"SELECT {source} AS a, {target} AS b, min(events.id) AS best FROM json_each(?) AS pair "
        f"CROSS JOIN events ON {source} = {part(0)} AND {target} = {part(1)} AND day IS nullif({part(3)}, 0) "
        f"WHERE counted AND confidence = {part(2)} AND {condition.text} GROUP BY {source}, {target}",
        (wanted, *condition.values),
    )
    return {(a, b): event for a, b, event in rows}


def _articles(
    connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]
) -> dict[tuple[int, int], int]:
    """Distinct articles of each pair."""
    wanted = orjson.dumps([[total.a, total.b] for total in found]).decode()
    each = "json_each(?) AS pair"
    a, b = "json_extract(pair.value, '$[0]')", "json_extract(pair.value, '$[1]')"
    if is_open(scope):
        rows = rows_at_once(
            connection,
            "a, b, articles",
            f"SELECT a, b, articles FROM {each} CROSS JOIN pairs ON level = ? AND a = {a} AND b = {b}",
            (wanted, int(scope.rollup)),
        )
        return {(source, target): count for source, target, count in rows}
    import numpy as np

    from kg.index.arrays import columns

    source, target = ends(scope)
    query = Sql(
        f"SELECT pair.key AS pair, article FROM {each} "
        f"CROSS JOIN events ON {source} = {a} AND {target} = {b} WHERE counted AND",
        (wanted,),
    ) + event_condition(connection, scope)
    pairs, articles = columns(connection, query, "pair", "article")
    told = np.unique(np.stack((pairs, articles)), axis=1)[0]
    counts = np.bincount(told, minlength=len(found)).tolist()
    return {(total.a, total.b): count for total, count in zip(found, counts, strict=True)}


Quads = tuple[int, int, int, int]
Types = tuple[tuple[str, int], ...]


def _types(connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]) -> list[tuple[Quads, Types]]:
    """Events of each pair by class, and by type, the most frequent first."""
    named = {n: (name, quad) for n, name, quad in connection.execute("SELECT n, name, quad FROM types")}
    places = {(total.a, total.b): place for place, total in enumerate(found)}
    if is_open(scope):
        rows = rows_at_once(
            connection,
            "a, b, type, events",
            "SELECT a, b, sorts.type AS type, events FROM json_each(?) AS pair CROSS JOIN sorts ON level = ? "
            "AND a = json_extract(pair.value, '$[0]') AND b = json_extract(pair.value, '$[1]')",
            (orjson.dumps(list(places)).decode(), int(scope.rollup)),
        )
    else:
        inner = cells(connection, scope, pairs=list(places), columns="a, b, type, events")
        rows = rows_at_once(connection, "a, b, type, events", inner.text, inner.values)
    quads = [[0, 0, 0, 0] for _ in found]
    types: list[dict[str, int]] = [{} for _ in found]
    for a, b, n, events in rows:
        name, quad = named[n]
        place = places[a, b]
        quads[place][quad] += events
        counts = types[place]
        counts[name] = counts.get(name, 0) + events
    return [((q[0], q[1], q[2], q[3]), _ranked(counts)) for q, counts in zip(quads, types, strict=True)]


def _ranked(counts: dict[str, int]) -> Types:
    return tuple(
        [(name, -less) for less, name in sorted([(-events, name) for name, events in counts.items()])]
    )
