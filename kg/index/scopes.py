"""A scope as SQL: which events are read, from the monthly totals where they suffice, else from the events."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import orjson

from kg.index.rows import month_of
from kg.index.schema import BEST
from kg.model import QUADS, Scope

Values = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with the values of its question marks."""

    text: str
    values: Values = ()

    def __add__(self, other: Sql) -> Sql:
        return Sql(f"{self.text} {other.text}", self.values + other.values)

    def and_(self, other: Sql) -> Sql:
        """Both conditions."""
        return Sql(f"{self.text} AND {other.text}", self.values + other.values)


TRUE = Sql("true")
_EVER = 12 * 10_000  # after the last month that a date can have


def listed(column: str, values: list[int] | list[str]) -> Sql:
    """`column` is one of the values, however many."""
    return Sql(f"{column} IN (SELECT value FROM json_each(?))", (orjson.dumps(values).decode(),))


def ends(scope: Scope) -> tuple[str, str]:
    """The columns of `events` that hold source and target at the scope's level."""
    return ("rolled_source", "rolled_target") if scope.rollup else ("source", "target")


def is_open(scope: Scope) -> bool:
    """Does the scope restrict nothing but the level?"""
    return scope == Scope(rollup=scope.rollup)


def type_numbers(connection: sqlite3.Connection, scope: Scope) -> list[int] | None:
    """Rows of the event types that the scope lets through; None for all."""
    if not scope.types and not scope.quads:
        return None
    rows = connection.execute("SELECT n, name, quad FROM types ORDER BY n")
    return [
        n
        for n, name, quad in rows
        if (not scope.types or name in scope.types) and (not scope.quads or QUADS[quad] in scope.quads)
    ]


def event_condition(connection: sqlite3.Connection, scope: Scope, *, anybody: bool = False) -> Sql:
    """What an event must fulfil to be in the scope.

    `anybody`: no actor leads to the events, so that those of a publisher are found through its articles.
    """
    condition = TRUE
    if scope.since:
        condition = condition.and_(Sql("events.day >= ?", (scope.since.toordinal(),)))
    if scope.until:
        condition = condition.and_(Sql("events.day < ?", (scope.until.toordinal(),)))
    types = type_numbers(connection, scope)
    if types is not None:
        condition = condition.and_(listed("events.type", types))
    if scope.confidence > 0:
        condition = condition.and_(Sql("events.confidence >= ?", (round(scope.confidence * 1000),)))
    if scope.publishers:
        named = listed("name", sorted(scope.publishers))
        rows = connection.execute(f"SELECT n FROM publishers WHERE {named.text}", named.values)
        condition = condition.and_(listed("events.publisher", [n for (n,) in rows.fetchall()]))
        if anybody:
            of_them = listed("publisher", sorted(scope.publishers))
            condition = condition.and_(
                Sql(f"events.article IN (SELECT n FROM articles WHERE {of_them.text})", of_them.values)
            )
    if scope.kinds:
        for end in ends(scope):
            condition = condition.and_(kind_condition(f"events.{end}", scope))
    return condition


def kind_condition(column: str, scope: Scope) -> Sql:
    """The actor in the column is of a kind that the scope lets through."""
    kinds = orjson.dumps(sorted(scope.kinds)).decode()
    return Sql(f"{column} IN (SELECT n FROM actors WHERE kind IN (SELECT value FROM json_each(?)))", (kinds,))


Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Ends:
    """Between whom: one source, one target, some ordered pairs (as JSON), or anybody."""

    a: int | None = None
    b: int | None = None
    pairs: str | None = None

    def out_of(self, table: str, a: str, b: str) -> tuple[str, Sql]:
        """What follows FROM, and the condition on the columns `a` and `b` of the table."""
        if self.pairs is not None:
            one, two = (f"json_extract(pair.value, '$[{n}]')" for n in (0, 1))
            return f"json_each(?) AS pair CROSS JOIN {table}", Sql(f"{a} = {one} AND {b} = {two}")
        condition = TRUE
        for column, value in ((a, self.a), (b, self.b)):
            if value is not None:
                condition = condition.and_(Sql(f"{column} = ?", (value,)))
        return table, condition

    @property
    def values(self) -> Values:
        """Of the question marks after FROM."""
        return () if self.pairs is None else (self.pairs,)


def cells(
    connection: sqlite3.Connection,
    scope: Scope,
    *,
    a: int | None = None,
    b: int | None = None,
    pairs: Pairs | None = None,
    columns: str = "a, b, month, type, events, score, first, last, best",
) -> Sql:
    """Rows of the scope with the named columns, for given ends or all.

    Name what is needed only: the fewer they are, the more often an index has them all.

    Whole months come from `dyads`; the days of a month that the window cuts come from the events.
    """
    ends = _Ends(a, b, None if pairs is None else orjson.dumps(pairs).decode())
    if scope.publishers or scope.confidence > 0:
        return _event_cells(connection, scope, ends, columns)
    first, last, cut = _months(scope)
    parts = [_month_cells(connection, scope, ends, columns, first, last)]
    for since, until in cut:
        edge = Scope(
            since=since, until=until, types=scope.types, quads=scope.quads, kinds=scope.kinds,
            rollup=scope.rollup,
        )  # fmt: skip
        parts.append(_event_cells(connection, edge, ends, columns))
    joined = Sql(" UNION ALL ".join(part.text for part in parts))
    return Sql(joined.text, tuple(value for part in parts for value in part.values))


def _months(scope: Scope) -> tuple[int | None, int | None, list[tuple[date, date]]]:
    """First and last whole month of the window (inclusive), and the cut pieces at its ends."""
    since, until = scope.since, scope.until
    cut: list[tuple[date, date]] = []
    if since and until and until <= since:
        return 1, 0, []
    if since and until and month_of(since.toordinal()) == month_of(until.toordinal()) and since.day > 1:
        return 1, 0, [(since, until)]
    first = last = None
    if since:
        first = month_of(since.toordinal()) + (since.day > 1)
        if since.day > 1:
            cut.append((since, (since.replace(day=1) + timedelta(days=32)).replace(day=1)))
    if until:
        last = month_of(until.toordinal()) - 1
        if until.day > 1:
            cut.append((until.replace(day=1), until))
    if first is None and last is not None:
        first = 1  # month 0 holds the undated events, which no window contains
    return first, last, cut


def _month_cells(
    connection: sqlite3.Connection,
    scope: Scope,
    ends: _Ends,
    columns: str,
    first: int | None,
    last: int | None,
) -> Sql:
    level, table = int(scope.rollup), "dyads"
    months = TRUE
    if (first, last) != (None, None):
        first, last = 1 if first is None else first, _EVER if last is None else last
        months = Sql("month BETWEEN ? AND ?", (first, last))
        if ends.pairs is None and (ends.a is None) != (ends.b is None):
            # A hub's months one by one, each in a row of the index, in place of all that it ever did.
            table = f"dyads INDEXED BY {'dyads_month' if ends.b is None else 'dyads_back'}"
            months = listed("month", _known_months(connection, level, first, last))
    source, condition = ends.out_of(table, "a", "b")
    condition = Sql("level = ?", (level,)).and_(condition).and_(months)
    types = type_numbers(connection, scope)
    if types is not None:
        condition = condition.and_(listed("dyads.type", types))
    if scope.kinds:
        for column in ("a", "b"):
            condition = condition.and_(kind_condition(column, scope))
    chosen = ", ".join(f"dyads.{name}" for name in columns.split(", "))
    return Sql(f"SELECT {chosen} FROM {source} WHERE", ends.values) + condition


def _known_months(connection: sqlite3.Connection, level: int, first: int, last: int) -> list[int]:
    """The months from `first` to `last` as far as the graph has any."""
    known = connection.execute(
        "SELECT (SELECT min(month) FROM dyads INDEXED BY dyads_month WHERE level = ? AND month > 0), "
        "(SELECT max(month) FROM dyads INDEXED BY dyads_month WHERE level = ?)",
        (level, level),
    ).fetchone()
    return list(range(max(first, known[0] or 1), min(last, known[1] or 0) + 1))


def _event_cells(connection: sqlite3.Connection, scope: Scope, between: _Ends, columns: str) -> Sql:
    source, target = ends(scope)
    chosen, condition = between.out_of("events", source, target)
    anybody = between == _Ends()
    condition = event_condition(connection, scope, anybody=anybody).and_(condition)
    condition = condition.and_(Sql(f"counted AND {source} <> {target}"))
    told = {"a": source, "b": target, "events": "1", "first": "day", "last": "day", "best": BEST}
    names = ", ".join(f"{told.get(name, f'events.{name}')} AS {name}" for name in columns.split(", "))
    return Sql(f"SELECT {names} FROM {chosen} WHERE", between.values) + condition
