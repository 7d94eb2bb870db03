"""Dyads with all that is told of them: classes, types, articles and their best evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

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
    articles, best, types = (_kept if is_open(scope) else _counted)(connection, scope, found)
    told = _by_class_and_type(connection, types)
    return [
        Dyad(
            source=ids[total.a],
            target=ids[total.b],
            events=total.events,
            articles=count,
            score=round(total.score / total.events / 1000, 3),
            first=date.fromordinal(total.first) if total.first else None,
            last=date.fromordinal(total.last) if total.last else None,
            quads=quads,
            types=counts,
            best=event,
        )
        for total, count, event, (quads, counts) in zip(found, articles, best, told, strict=True)
    ]


# Beside the pairs: distinct articles, the id of the best event, and type, events, type, events ...
Told = tuple[Sequence[int], Sequence[str | None], Sequence[Sequence[int]]]


def _kept(connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]) -> Told:
    """What the pairs' own rows tell."""
    wanted = orjson.dumps([[total.a, total.b] for total in found]).decode()
    rows = rows_at_once(
        connection,
        "articles, evidence, json('[' || types || ']')",
        "SELECT articles, evidence, types FROM json_each(?) AS pair CROSS JOIN pairs ON level = ? "
        "AND a = json_extract(pair.value, '$[0]') AND b = json_extract(pair.value, '$[1]')",
        (wanted, int(scope.rollup)),
    )
    articles, evidence, types = zip(*rows, strict=True)
    return articles, evidence, types


def _counted(connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]) -> Told:
    """What is counted from the events of the scope."""
    best = _best_events(connection, scope, found)
    return (
        _articles(connection, scope, found),
        [best.get((total.a, total.b)) for total in found],
        _types(connection, scope, found),
    )


def _best_events(
    connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]
) -> dict[tuple[int, int], str]:
    """The event behind each pair's `best`; of equally good ones the first by id, whatever came in first."""
    wanted = orjson.dumps(
        [[total.a, total.b, total.best >> 53, total.best >> 31 & DAY_OF_BEST] for total in found]
    ).decode()
    source, target = ends(scope)
    # Its day lies in the window; asked for the window too, the database would read all days of that.
    condition = event_condition(connection, replace(scope, since=None, until=None))
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


def _articles(connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]) -> list[int]:
    """Distinct articles of each pair."""
    wanted = orjson.dumps([[total.a, total.b] for total in found]).decode()
    a, b = "json_extract(pair.value, '$[0]')", "json_extract(pair.value, '$[1]')"
    import numpy as np

    from kg.index.arrays import columns

    source, target = ends(scope)
    query = Sql(
        f"SELECT pair.key AS pair, article FROM json_each(?) AS pair "
        f"CROSS JOIN events ON {source} = {a} AND {target} = {b} WHERE counted AND",
        (wanted,),
    ) + event_condition(connection, scope)
    pairs, articles = columns(connection, query, "pair", "article")
    width = int(articles.max(initial=0)) + 1
    told = np.sort(pairs * width + articles)  # numpy's own way to tell them apart takes three times as long
    different = told[np.diff(told, prepend=-1) != 0] // width
    return list(np.bincount(different, minlength=len(found)).tolist())


def _types(connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]) -> Sequence[Sequence[int]]:
    """Type, events, type, events ... of each pair."""
    counted = [total.types for total in found if total.types is not None]
    if len(counted) == len(found):
        return counted
    import numpy as np

    from kg.index.arrays import columns

    pairs = [(total.a, total.b) for total in found]
    inner = cells(connection, scope, pairs=pairs, columns="a, b, type, events")
    a, b, types, events = columns(connection, inner, "a", "b", "type", "events")
    ends = np.array(pairs)
    base, width = int(ends.max()) + 1, int(types.max(initial=0)) + 1
    known = ends[:, 0] * base + ends[:, 1]
    order = np.argsort(known)
    places = order[np.searchsorted(known[order], a * base + b)]
    mixed, groups = np.unique(places * width + types, return_inverse=True)
    counts = np.bincount(groups, weights=events).astype(np.int64)
    told = np.stack((mixed % width, counts), axis=1).ravel().tolist()
    starts = (2 * np.searchsorted(mixed, np.arange(len(found) + 1) * width)).tolist()
    return [told[one:two] for one, two in pairwise(starts)]


_RANKS = 20  # bits that hold the rank of a type
_RANK = (1 << _RANKS) - 1
Quads = tuple[int, int, int, int]
Types = tuple[tuple[str, int], ...]


def _by_class_and_type(
    connection: sqlite3.Connection, told: Sequence[Sequence[int]]
) -> Iterator[tuple[Quads, Types]]:
    """Events of each pair by class, and by type, the most frequent first."""
    rows = connection.execute("SELECT n, name, quad FROM types ORDER BY name").fetchall()
    quad_of = {n: quad for n, _, quad in rows}
    names = sorted({name for _, name, _ in rows})
    ranks = {name: rank for rank, name in enumerate(names)}
    rank_of = {n: ranks[name] for n, name, _ in rows}
    for numbers in told:
        quads = [0, 0, 0, 0]
        counts: dict[int, int] = {}
        for n, events in zip(numbers[::2], numbers[1::2], strict=True):
            quads[quad_of[n]] += events
            rank = rank_of[n]
            counts[rank] = counts.get(rank, 0) + events
        # One number orders by both: most events first, equals by name.
        ranked = sorted([rank - (events << _RANKS) for rank, events in counts.items()])
        types = [(names[mixed & _RANK], -(mixed >> _RANKS)) for mixed in ranked]
        yield (quads[0], quads[1], quads[2], quads[3]), tuple(types)
