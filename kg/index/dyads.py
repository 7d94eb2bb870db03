"""Totals of the dyads of a scope: of all, of some actors, and between one and others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, starmap
from operator import itemgetter
from typing import NamedTuple

import orjson

from kg.index.scopes import Sql, cells, is_open
from kg.index.tables import rows_at_once
from kg.model import Scope

_SUMMED = "a, b, events, score, first, last, best"
_SUMS = (
    "sum(events) AS events, sum(score) AS score, min(first) AS first, max(last) AS last, max(best) AS best"
)


class Total(NamedTuple):
    """A dyad as row numbers, before names and articles are looked up."""

    a: int
    b: int
    events: int
    score: int
    first: int | None
    last: int | None
    best: int
    types: Sequence[int] | None = None  # type, events, type, events ... where they were counted already


def totals(
    connection: sqlite3.Connection,
    scope: Scope,
    *,
    a: int | None = None,
    b: int | None = None,
    least: int = 1,
    limit: int = -1,
) -> list[Total]:
    """Totals of one source, of one target, of a pair or of all; with a limit the busiest first."""
    if is_open(scope):
        query = Sql(
            "SELECT a, b, events, score, first, last, best FROM pairs WHERE level = ? AND events >= ?",
            (int(scope.rollup), least),
        )
        for column, value in (("a", a), ("b", b)):
            if value is not None:
                query = query + Sql(f"AND {column} = ?", (value,))
    else:
        inner = cells(connection, scope, a=a, b=b, columns=_SUMMED)
        query = Sql(
            f"SELECT a, b, {_SUMS} FROM ({inner.text}) GROUP BY a, b HAVING sum(events) >= ?",
            (*inner.values, least),
        )
    if limit < 0:
        return list(starmap(Total, connection.execute(query.text, query.values).fetchall()))
    if is_open(scope) and a is b is None:
        # Down the index of events as far as the limit goes, names looked up where events are equal.
        query = query + Sql(f"ORDER BY events DESC, {name_of('a')}, {name_of('b')} LIMIT ?", (limit,))
    else:
        query = first_of(query, limit)
    return list(starmap(Total, connection.execute(query.text, query.values).fetchall()))


def name_of(column: str) -> str:
    """The id of the actor in a column: numbers depend on who came in first, ids do not."""
    return f"(SELECT id FROM actors WHERE n = {column})"


def first_of(query: Sql, limit: int) -> Sql:
    """The busiest rows (a, b, events, ...); ids are looked up for those that may be among them only."""
    return Sql(
        f"WITH found AS MATERIALIZED ({query.text}), "
        "edge AS (SELECT events FROM found ORDER BY events DESC LIMIT 1 OFFSET ?) "
        "SELECT * FROM found WHERE events >= coalesce((SELECT events FROM edge), 0) "
        f"ORDER BY events DESC, {name_of('a')}, {name_of('b')} LIMIT ?",
        (*query.values, max(limit - 1, 0), limit),
    )


def in_order(connection: sqlite3.Connection, found: Iterable[Total]) -> list[Total]:
    """Busiest first, equals by the ids of their actors."""
    held = list(found)
    ids = ids_of(connection, {n for total in held for n in (total.a, total.b)})
    return sorted(held, key=lambda total: (-total.events, ids[total.a], ids[total.b]))


def ids_of(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Ids by row number."""
    rows = connection.execute(
        "SELECT n, actors.id FROM json_each(?) CROSS JOIN actors ON n = value",
        (orjson.dumps(list(numbers)).decode(),),
    )
    return dict(rows.fetchall())


def of_actors(connection: sqlite3.Connection, scope: Scope, actors: Sequence[int]) -> list[Total]:
    """Totals of the pairs among the given actors."""
    chosen = orjson.dumps(list(actors)).decode()
    among = "a IN (SELECT value FROM json_each(?)) AND b IN (SELECT value FROM json_each(?))"
    rows = connection.execute(
        f"SELECT a, b, events, score, first, last, best FROM pairs WHERE level = ? AND {among}",
        (int(scope.rollup), chosen, chosen),
    ).fetchall()
    if is_open(scope):
        return in_order(connection, starmap(Total, rows))
    return in_order(connection, _of_pairs(connection, scope, [(row[0], row[1]) for row in rows]))


def _of_pairs(
    connection: sqlite3.Connection, scope: Scope, pairs: Sequence[tuple[int, int]]
) -> Iterator[Total]:
    """Totals of the ordered pairs that have events in a scope which is not open."""
    inner = cells(connection, scope, pairs=pairs, columns=_SUMMED)
    rows = connection.execute(f"SELECT a, b, {_SUMS} FROM ({inner.text}) GROUP BY a, b", inner.values)
    return starmap(Total, rows.fetchall())


def _by_type(
    connection: sqlite3.Connection, scope: Scope, pairs: Sequence[tuple[int, int]]
) -> Iterator[Total]:
    """The same with their types, for few pairs that are all to be described: the events are read once."""
    inner = cells(connection, scope, pairs=pairs, columns=f"type, {_SUMMED}")
    rows = rows_at_once(
        connection,
        f"type, {_SUMMED}",
        f"SELECT type, a, b, {_SUMS} FROM ({inner.text}) GROUP BY a, b, type",
        inner.values,
    )
    for (a, b), parts in groupby(rows, itemgetter(1, 2)):
        types, _, _, events, score, first, last, best = zip(*parts, strict=True)
        yield Total(
            a,
            b,
            sum(events),
            sum(score),
            min(filter(None, first), default=None),
            max(filter(None, last), default=None),
            max(best),
            [number for pair in zip(types, events, strict=True) for number in pair],
        )


Named = tuple[str, str, int, float, date | None]


def named(connection: sqlite3.Connection, found: Sequence[Total]) -> list[Named]:
    """Totals as (source id, target id, events, sum of scores, last day), in the order of the ids."""
    ids = dict(connection.execute("SELECT n, id FROM actors").fetchall())
    rows = [
        (
            ids[total.a],
            ids[total.b],
            total.events,
            total.score / 1000,
            date.fromordinal(total.last) if total.last else None,
        )
        for total in found
    ]
    return sorted(rows, key=itemgetter(0, 1))


def of_actor(
    connection: sqlite3.Connection, scope: Scope, actor: int, *, least: int, limit: int
) -> list[Total]:
    """Totals of an actor's pairs in either role, busiest first; all of them for a limit below zero."""
    found = totals(connection, scope, a=actor, least=least, limit=limit)
    found += totals(connection, scope, b=actor, least=least, limit=limit)
    return in_order(connection, found)[: limit if limit >= 0 else None]


def between(
    connection: sqlite3.Connection, scope: Scope, centre: int, others: Sequence[int], *, direction: str
) -> list[Total]:
    """Totals of the pairs of one actor and each of the others, busiest first."""
    wide = replace(scope, kinds=frozenset())
    found: list[Total] = []
    if is_open(wide):
        chosen = orjson.dumps(list(others)).decode()
        for one, two, wanted in (("?", "json_each.value", "out"), ("json_each.value", "?", "in")):
            if direction in (wanted, "both"):
                rows = connection.execute(
                    "SELECT a, b, events, score, first, last, best FROM json_each(?) "
                    f"CROSS JOIN pairs ON level = ? AND a = {one} AND b = {two}",
                    (chosen, int(scope.rollup), centre),
                )
                found += starmap(Total, rows.fetchall())
        return in_order(connection, found)
    pairs = [(centre, other) for other in others] if direction in ("out", "both") else []
    pairs += [(other, centre) for other in others] if direction in ("in", "both") else []
    return in_order(connection, _by_type(connection, wide, pairs))
