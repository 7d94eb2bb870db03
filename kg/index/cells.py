"""The smallest totals by which a picture is filtered: a pair's events by month, class and confidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

import orjson

from kg.index.tables import rows_at_once


class Cell(NamedTuple):
    """Counted events of the pair in row `pair`; `month` is `year * 12 + month - 1`, 0 when unknown."""

    pair: int
    month: int
    quad: int
    tenths: int
    events: int
    score: float  # sum


def cells(
    connection: sqlite3.Connection, pairs: Sequence[tuple[str, str]], *, rollup: bool = False
) -> list[Cell]:
    """The cells of the given ordered pairs of actor ids, in the order of the pairs."""
    source, target = ("rolled_source", "rolled_target") if rollup else ("source", "target")
    rows = rows_at_once(
        connection,
        "pair, month, quad, tenths, events, score",
        f"""
        WITH wanted AS MATERIALIZED (
          SELECT key AS pair, a.n AS a, b.n AS b FROM json_each(?)
          JOIN actors AS a ON a.id = value ->> 0 JOIN actors AS b ON b.id = value ->> 1
        )
        SELECT pair, month, quad, confidence / 100 AS tenths, count(*) AS events, sum(score) AS score
        FROM wanted CROSS JOIN events ON {source} = wanted.a AND {target} = wanted.b
        JOIN types ON types.n = events.type WHERE counted
        GROUP BY 1, 2, 3, 4
        """,
        (orjson.dumps([list(pair) for pair in pairs]).decode(),),
    )
    return [
        Cell(pair, month, quad, tenths, events, score / 1000)
        for pair, month, quad, tenths, events, score in sorted(rows)
    ]


def partners(
    connection: sqlite3.Connection, actors: Sequence[str], *, rollup: bool = False
) -> dict[str, int]:
    """How many other actors each actor has a relation with, in either direction."""
    rows = connection.execute(
        """
        WITH wanted AS MATERIALIZED (SELECT id, n FROM actors WHERE id IN (SELECT value FROM json_each(:ids)))
        SELECT id, (SELECT count(*) FROM (
          SELECT b FROM pairs WHERE level = :level AND a = wanted.n
          UNION SELECT a FROM pairs WHERE level = :level AND b = wanted.n
        )) FROM wanted
        """,
        {"ids": orjson.dumps(list(actors)).decode(), "level": int(rollup)},
    )
    return {str(actor): int(count) for actor, count in rows}
