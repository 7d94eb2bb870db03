"""Dyads of a scope, busiest first, and their months."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import orjson

from kg.index.schema import DAY_OF_BEST
from kg.index.scopes import Sql, cells, ends, event_condition, is_open, kind_condition
from kg.model import Dyad, Scope

_SUMS = (
    "sum(events) AS events, sum(score) AS score, min(first) AS first, max(last) AS last, max(best) AS best"
)


@dataclass(frozen=True, slots=True)
class Total:
    """A dyad as row numbers, before names, types and articles are looked up."""

    a: int
    b: int
    events: int
    score: int
    first: int | None
    last: int | None
    best: int


def totals(
    connection: sqlite3.Connection,
    scope: Scope,
    *,
    a: int | None = None,
    b: int | None = None,
    least: int = 1,
    limit: int = -1,
) -> list[Total]:
    """Totals by pair, busiest first, of one source, of one target, of a pair or of all."""
    if is_open(scope):
        query = Sql(
            "SELECT a, b, events, score, first, last, best FROM pairs WHERE level = ? AND events >= ?",
            (int(scope.rollup), least),
        )
        for column, value in (("a", a), ("b", b)):
            if value is not None:
                query = query + Sql(f"AND {column} = ?", (value,))
    else:
        inner = cells(connection, scope, a=a, b=b)
        query = Sql(
            f"SELECT a, b, {_SUMS} FROM ({inner.text}) GROUP BY a, b HAVING sum(events) >= ?",
            (*inner.values, least),
        )
    rows = connection.execute(
        f"{query.text} ORDER BY events DESC, a, b LIMIT ?", (*query.values, limit)
    ).fetchall()
    return [Total(*row) for row in rows]


def of_actors(connection: sqlite3.Connection, scope: Scope, actors: Sequence[int]) -> list[Total]:
    """Totals of the pairs among the given actors."""
    chosen = orjson.dumps(list(actors)).decode()
    among = "a IN (SELECT value FROM json_each(?)) AND b IN (SELECT value FROM json_each(?))"
    if is_open(scope):
        text = f"SELECT a, b, events, score, first, last, best FROM pairs WHERE level = ? AND {among}"
        values: tuple[object, ...] = (int(scope.rollup), chosen, chosen)
    else:
        inner = cells(connection, scope)
        text = f"SELECT a, b, {_SUMS} FROM ({inner.text}) WHERE {among} GROUP BY a, b"
        values = (*inner.values, chosen, chosen)
    rows = connection.execute(f"{text} ORDER BY events DESC, a, b", values).fetchall()
    return [Total(*row) for row in rows]


def partners(
    connection: sqlite3.Connection, scope: Scope, actor: int, *, direction: str, least: int, limit: int
) -> tuple[list[tuple[int, int]], int]:
    """An actor's partners with the events between the two, busiest first, and how many there are."""
    open_scope = replace(scope, kinds=frozenset())
    parts = []
    for key, other, wanted in (("a", "b", "out"), ("b", "a", "in")):
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
    rows = connection.execute(
        f"SELECT partner, sum(events) AS events, count(*) OVER () FROM ({union.text}) WHERE {where.text} "
        "GROUP BY partner HAVING sum(events) >= ? ORDER BY events DESC, partner LIMIT ?",
        (*values, *where.values, least, limit),
    ).fetchall()
    return [(partner, events) for partner, events, _ in rows], rows[0][2] if rows else 0


def describe(connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]) -> list[Dyad]:
    """The totals as dyads: ids, classes, types, distinct articles and the id of the best event."""
    if not found:
        return []
    wanted = orjson.dumps([[total.a, total.b] for total in found]).decode()
    ids = dict(
        connection.execute(
            "SELECT DISTINCT actors.n, actors.id FROM json_each(?) AS pair, json_each(pair.value) AS actor "
            "CROSS JOIN actors ON actors.n = actor.value",
            (wanted,),
        ).fetchall()
    )
    best = _best_events(connection, scope, found)
    articles = _articles(connection, scope, wanted)
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
            quads=_by_quad(types[total.a, total.b]),
            types=_by_type(types[total.a, total.b]),
            best=best.get((total.a, total.b)),
        )
        for total in found
    ]


Named = tuple[str, str, int, float, date | None]


def named(connection: sqlite3.Connection, found: Sequence[Total]) -> list[Named]:
    """Totals as (source id, target id, events, sum of scores, last day)."""
    ids = dict(connection.execute("SELECT n, id FROM actors").fetchall())
    return [
        (
            ids[total.a],
            ids[total.b],
            total.events,
            total.score / 1000,
            date.fromordinal(total.last) if total.last else None,
        )
        for total in found
    ]


def of_actor(
    connection: sqlite3.Connection, scope: Scope, actor: int, *, least: int, limit: int
) -> list[Total]:
    """Totals of an actor's pairs in either role, busiest first."""
    found = totals(connection, scope, a=actor, least=least, limit=limit)
    found += totals(connection, scope, b=actor, least=least, limit=limit)
    return sorted(found, key=lambda total: (-total.events, total.a, total.b))[:limit]


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
                found += [Total(*row) for row in rows.fetchall()]
        return sorted(found, key=lambda total: (-total.events, total.a, total.b))
    for other in others:
        if direction in ("out", "both"):
            found += totals(connection, wide, a=centre, b=other)
        if direction in ("in", "both"):
            found += totals(connection, wide, a=other, b=centre)
    return sorted(found, key=lambda total: (-total.events, total.a, total.b))


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
    first = set(centre)
    ranked = sorted(events, key=lambda n: (n not in first, -events[n], n))[:limit]
    shown = set(ranked)
    inside = [total for total in found if total.a in shown and total.b in shown][:edges]
    return Picture(
        actors={n: events[n] for n in ranked},
        dyads=inside,
        total_actors=len(events),
        total_dyads=len(found),
    )


def _whole_picture(
    connection: sqlite3.Connection, level: int, *, limit: int, edges: int, least: int
) -> Picture:
    """The picture of everything, counted by the database alone."""
    chosen = "FROM pairs WHERE level = :level AND events >= :least"
    given = {"level": level, "least": least, "limit": limit, "edges": edges}
    rows = connection.execute(
        f"SELECT n, sum(events) AS events, count(*) OVER () FROM (SELECT a AS n, events {chosen} "
        f"UNION ALL SELECT b, events {chosen}) GROUP BY n ORDER BY events DESC, n LIMIT :limit",
        given,
    ).fetchall()
    among = "IN (SELECT value FROM json_each(:actors))"
    inside = connection.execute(
        "SELECT a, b, events, score, first, last, best FROM pairs INDEXED BY pairs_events "
        f"WHERE level = :level AND events >= :least AND a {among} AND b {among} "
        "ORDER BY events DESC, a, b LIMIT :edges",
        {**given, "actors": orjson.dumps([row[0] for row in rows]).decode()},
    )
    return Picture(
        actors={n: events for n, events, _ in rows},
        dyads=[Total(*row) for row in inside.fetchall()],
        total_actors=rows[0][2] if rows else 0,
        total_dyads=connection.execute(f"SELECT count(*) {chosen}", given).fetchone()[0],
    )


def _best_events(
    connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]
) -> dict[tuple[int, int], str]:
    """The event behind each pair's `best`; of equally good ones the first by id, whatever came in first."""
    wanted = orjson.dumps(
        [[total.a, total.b, total.best >> 53, total.best >> 31 & DAY_OF_BEST] for total in found]
    ).decode()
    source, target = ends(scope)
    condition = event_condition(connection, replace(scope, kinds=frozenset()))
    part = "json_extract(pair.value, '$[{}]')".format
    rows = connection.execute(
        f"SELECT {source}, {target}, min(events.id) FROM json_each(?) AS pair "
        f"CROSS JOIN events ON {source} = {part(0)} AND {target} = {part(1)} AND day IS nullif({part(3)}, 0) "
        f"WHERE counted AND confidence = {part(2)} AND {condition.text} GROUP BY {source}, {target}",
        (wanted, *condition.values),
    )
    return {(a, b): event for a, b, event in rows.fetchall()}


def _articles(connection: sqlite3.Connection, scope: Scope, wanted: str) -> dict[tuple[int, int], int]:
    each = "json_each(?) AS pair"
    a, b = "json_extract(pair.value, '$[0]')", "json_extract(pair.value, '$[1]')"
    if is_open(scope):
        rows = connection.execute(
            f"SELECT a, b, articles FROM {each} CROSS JOIN pairs ON level = ? AND a = {a} AND b = {b}",
            (wanted, int(scope.rollup)),
        )
    else:
        source, target = ends(scope)
        condition = event_condition(connection, scope)
        rows = connection.execute(
            f"SELECT {source}, {target}, count(DISTINCT article) FROM {each} "
            f"CROSS JOIN events ON {source} = {a} AND {target} = {b} WHERE counted AND {condition.text} "
            f"GROUP BY {source}, {target}",
            (wanted, *condition.values),
        )
    return {(source, target): count for source, target, count in rows.fetchall()}


TypeCount = tuple[str, int, int]


def _types(
    connection: sqlite3.Connection, scope: Scope, found: Sequence[Total]
) -> dict[tuple[int, int], list[TypeCount]]:
    named = {n: (name, quad) for n, name, quad in connection.execute("SELECT n, name, quad FROM types")}
    result: dict[tuple[int, int], list[TypeCount]] = {}
    if is_open(scope):
        wanted = orjson.dumps([[total.a, total.b] for total in found]).decode()
        for a, b, n, events in connection.execute(
            "SELECT a, b, dyads.type, sum(events) FROM json_each(?) AS pair CROSS JOIN dyads ON level = ? "
            "AND a = json_extract(pair.value, '$[0]') AND b = json_extract(pair.value, '$[1]') "
            "GROUP BY a, b, dyads.type",
            (wanted, int(scope.rollup)),
        ):
            result.setdefault((a, b), []).append((*named[n], events))
        return result
    for total in found:
        inner = cells(connection, scope, a=total.a, b=total.b)
        rows = connection.execute(
            f"SELECT type, sum(events) FROM ({inner.text}) GROUP BY type", inner.values
        ).fetchall()
        result[total.a, total.b] = [(*named[n], events) for n, events in rows]
    return result


def _by_quad(types: Sequence[TypeCount]) -> tuple[int, int, int, int]:
    counts = [0, 0, 0, 0]
    for _, quad, events in types:
        counts[quad] += events
    return counts[0], counts[1], counts[2], counts[3]


def _by_type(types: Sequence[TypeCount]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for name, _, events in types:
        counts[name] = counts.get(name, 0) + events
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
