"""Totals by pair, month and type, kept in step with the events by addition, and recounted where events go."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from kg.index.rows import pack_types, read_types
from kg.index.schema import BEST, DAY_OF_BEST, LEVELS

_PAIR = "WHERE level = ? AND a = ? AND b = ?"
PARTNERS = ("partners", "rolled_partners")
_PARTNERS_OF = """
  SELECT actor, count(*) AS met FROM (
    SELECT a AS actor, b AS other FROM pairs WHERE level = {level} UNION
    SELECT b, a FROM pairs WHERE level = {level}
  ) GROUP BY actor
"""
_MERGE = """
  ON CONFLICT DO UPDATE SET
    events = events + excluded.events,
    {articles}
    score = score + excluded.score,
    first = coalesce(min(first, excluded.first), first, excluded.first),
    last = coalesce(max(last, excluded.last), last, excluded.last),
    best = max(best, excluded.best)
"""


def _add(
    connection: sqlite3.Connection, where: str, values: tuple[int, ...], *, level: int | None = None
) -> None:
    for number, source, target in LEVELS:
        if level is not None and number != level:
            continue
        chosen = f"{where} AND counted AND {source} <> {target}".format(source=source, target=target)
        # The plus keeps the order of an index out of it: sorting narrow rows is faster than fetching them.
        a, b = f"+{source}", f"+{target}"
        connection.execute(
            f"""
            INSERT INTO dyads SELECT {number}, {a}, {b}, month, type, count(*), sum(score),
              min(day), max(day), max({BEST}) FROM events WHERE {chosen}
            GROUP BY {a}, {b}, month, type {_MERGE.format(articles="")}
            """,
            values,
        )
        connection.execute(
            f"""
            INSERT INTO pairs SELECT {number}, {a}, {b}, count(*), 0, count(DISTINCT article),
              sum(score), min(day), max(day), max({BEST}), '', '' FROM events WHERE {chosen}
            GROUP BY {a}, {b} {_MERGE.format(articles="articles = articles + excluded.articles,")}
            """,
            values,
        )
        by_type = connection.execute(
            f"SELECT {a}, {b}, type, count(*) FROM events WHERE {chosen} GROUP BY {a}, {b}, type", values
        ).fetchall()
        _tell(connection, number, by_type)


def _tell(connection: sqlite3.Connection, level: int, by_type: Sequence[tuple[int, int, int, int]]) -> None:
    """Bring what is told of pairs in step with their new events, counted as (source, target, type, events)."""
    _, source, target = LEVELS[level]
    told: dict[tuple[int, int], dict[int, int]] = {}
    for a, b, number, events in by_type:
        if (a, b) not in told:
            (packed,) = connection.execute(f"SELECT types FROM pairs {_PAIR}", (level, a, b)).fetchone()
            told[a, b] = dict(read_types(packed))
        told[a, b][number] = told[a, b].get(number, 0) + events
    connection.executemany(
        f"UPDATE pairs SET types = ?, evidence = (SELECT min(id) FROM events WHERE {source} = a AND {target} = b "
        f"AND day IS nullif(best >> 31 & {DAY_OF_BEST}, 0) AND counted AND confidence = best >> 53) {_PAIR}",
        [(pack_types(types), level, a, b) for (a, b), types in told.items()],
    )
    _join(connection, level, told)


def _join(connection: sqlite3.Connection, level: int, pairs: Iterable[tuple[int, int]]) -> None:
    """Add up the events of both directions of pairs, in either of their rows."""
    back = "SELECT events FROM pairs AS back WHERE back.level = pairs.level AND back.a = pairs.b AND back.b = pairs.a"
    connection.executemany(
        f"UPDATE pairs SET mutual = events + coalesce(({back}), 0) {_PAIR}",
        [(level, *pair) for a, b in pairs for pair in ((a, b), (b, a))],
    )


def _count_actors(connection: sqlite3.Connection, article: int, sign: int) -> None:
    for column, source, target in (
        ("events", "source", "target"),
        ("rolled_events", "rolled_source", "rolled_target"),
    ):
        connection.execute(
            f"""
            UPDATE actors SET {column} = {column} + {sign} * found.n FROM (
              SELECT actor, count(*) AS n FROM (
                SELECT n, {source} AS actor FROM events WHERE article = :article AND {source} IS NOT NULL
                UNION SELECT n, {target} FROM events WHERE article = :article AND {target} IS NOT NULL
              ) GROUP BY actor
            ) AS found WHERE actors.n = found.actor
            """,
            {"article": article},
        )


def add_article(connection: sqlite3.Connection, article: int) -> None:
    """Count the events of an article that was just entered."""
    _meet(connection, article)
    _add(connection, "article = ?", (article,))
    _count_actors(connection, article, 1)


def _meet(connection: sqlite3.Connection, article: int) -> None:
    """Count those as partners that an article, not yet counted, is the first to bring together."""
    for level, source, target in LEVELS:
        known = "SELECT 1 FROM pairs WHERE level = {level} AND a = {one} AND b = {two}"
        there = known.format(level=level, one=source, two=target)
        back = known.format(level=level, one=target, two=source)
        new = connection.execute(
            f"SELECT DISTINCT min({source}, {target}), max({source}, {target}) FROM events "
            f"WHERE article = ? AND counted AND {source} <> {target} "
            f"AND NOT EXISTS ({there}) AND NOT EXISTS ({back})",
            (article,),
        ).fetchall()
        _change_partners(connection, level, new, 1)


def _change_partners(
    connection: sqlite3.Connection, level: int, ties: Sequence[tuple[int, int]], by: int
) -> None:
    connection.executemany(
        f"UPDATE actors SET {PARTNERS[level]} = {PARTNERS[level]} + ? WHERE n IN (?, ?)",
        [(by, *tie) for tie in ties],
    )


def remove_article(connection: sqlite3.Connection, article: int) -> None:
    """Delete the events of an article and count its pairs anew."""
    touched = {
        (level, a, b)
        for level, source, target in LEVELS
        for a, b in connection.execute(
            f"SELECT DISTINCT {source}, {target} FROM events "
            f"WHERE article = ? AND counted AND {source} <> {target}",
            (article,),
        )
    }
    _count_actors(connection, article, -1)
    connection.execute("DELETE FROM events WHERE article = ?", (article,))
    for level, a, b in sorted(touched):
        for table in ("dyads", "pairs"):
            connection.execute(f"DELETE FROM {table} {_PAIR}", (level, a, b))
        _add(connection, "{source} = ? AND {target} = ?", (a, b), level=level)
        _join(connection, level, [(a, b)])
    for level, a, b in sorted({(level, min(a, b), max(a, b)) for level, a, b in touched}):
        left = "SELECT 1 FROM pairs WHERE level = ? AND (a, b) IN (VALUES (?, ?), (?, ?))"
        if not connection.execute(left, (level, a, b, b, a)).fetchone():
            _change_partners(connection, level, [(a, b)], -1)


def differences(connection: sqlite3.Connection) -> list[str]:
    """Totals that do not agree with the events, in words."""
    found: list[str] = []
    packed = "('[' || types || ']')"
    for level, source, target in LEVELS:
        for table, group, columns, kept in (
            ("pairs", "", "sum(score)", "events, score FROM pairs WHERE"),
            ("dyads", ", month, type", "sum(score)", "month, type, events, score FROM dyads WHERE"),
            (
                "the types of pairs", ", type", "0",
                f"value, json_extract({packed}, '$[' || (key + 1) || ']'), 0 "
                f"FROM pairs, json_each{packed} WHERE key % 2 = 0 AND",
            ),
        ):  # fmt: skip
            counted = (
                f"SELECT {source}, {target} {group}, count(*), {columns} FROM events "
                f"WHERE counted AND {source} <> {target} GROUP BY {source}, {target} {group}"
            )
            told = f"SELECT a, b, {kept} level = {level}"
            wrong = connection.execute(
                f"SELECT count(*) FROM (SELECT * FROM ({counted} EXCEPT {told}) "
                f"UNION ALL SELECT * FROM ({told} EXCEPT {counted}))"
            ).fetchone()[0]
            if wrong:
                found.append(f"{wrong} totals of level {level} in {table} do not agree with the events")
        wrong = connection.execute(
            "SELECT count(*) FROM pairs LEFT JOIN pairs AS back ON back.level = pairs.level AND back.a = pairs.b "
            "AND back.b = pairs.a WHERE pairs.level = ? AND pairs.mutual <> pairs.events + coalesce(back.events, 0)",
            (level,),
        ).fetchone()[0]
        if wrong:
            found.append(f"{wrong} sums of both directions at level {level} do not agree with the pairs")
        wrong = connection.execute(
            f"SELECT count(*) FROM actors LEFT JOIN ({_PARTNERS_OF.format(level=level)}) AS found "
            f"ON found.actor = actors.n WHERE {PARTNERS[level]} <> coalesce(met, 0)"
        ).fetchone()[0]
        if wrong:
            found.append(f"{wrong} numbers of partners at level {level} do not agree with the pairs")
    return found
