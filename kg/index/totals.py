"""Totals of all events at once: what `kg.index.tallies` keeps in step article by article."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.index.encoding import Flags, Ints, null_of, order_of
from kg.index.schema import LEVELS

Columns = dict[str, Ints]


@dataclass(frozen=True, slots=True)
class Totals:
    """Columns of `pairs`, `sorts` and `dyads`, each in the order of its primary key."""

    pairs: Columns
    sorts: Columns
    dyads: Columns


def count_totals(events: Columns) -> Totals:
    """Count the columns of `events`, which are in the order of their articles."""
    day = events["day"]
    days = np.where(day == null_of(day), 0, day).astype(np.int64)
    best = events["confidence"].astype(np.int64) << 53 | days << 31 | events["n"]
    levels = [_count(events, best, level, events[source], events[target]) for level, source, target in LEVELS]
    return Totals(
        *(
            {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
            for tables in zip(*levels, strict=True)
        )
    )


def _count(
    events: Columns, best: Ints, level: int, source: Ints, target: Ints
) -> tuple[Columns, Columns, Columns]:
    nobody = null_of(source)
    rows = np.flatnonzero(
        (events["counted"] != 0) & (source != nobody) & (target != nobody) & (source != target)
    )
    rows = order_of([(source, False), (target, False)], rows)
    a, b = source[rows], target[rows]
    # Pairs are numbered in their order; the rest is sorted by these numbers.
    is_new = _changes(a, b)
    pair = np.cumsum(is_new, dtype=np.int32) - 1
    articles = is_new | _changes(events["article"][rows])
    pairs = {
        **_ends(level, a[is_new], b[is_new]),
        "events": _sizes(is_new),
        "articles": np.add.reduceat(articles.astype(np.int32), np.flatnonzero(is_new)) if len(rows) else rows,
        **_sums(events, best, rows, is_new),
    }

    def grouped(*keys: str) -> tuple[Ints, Columns, Flags]:
        values = [events[key][rows] for key in keys]
        order = order_of([(pair, False), *((value, False) for value in values)], np.arange(len(rows)))
        starts = _changes(pair[order], *(value[order] for value in values))
        first = order[starts]
        named = {key: value[first] for key, value in zip(keys, values, strict=True)}
        return rows[order], {**_ends(level, a[first], b[first]), **named, "events": _sizes(starts)}, starts

    _, sorts, _ = grouped("type")
    ordered, dyads, starts = grouped("month", "type")
    return pairs, sorts, {**dyads, **_sums(events, best, ordered, starts)}


def _ends(level: int, a: Ints, b: Ints) -> Columns:
    return {"level": np.full(len(a), level, np.int32), "a": a, "b": b}


def _changes(*columns: Ints) -> Flags:
    """Where a value differs from the one before it."""
    changes = np.zeros(len(columns[0]), np.bool_)
    changes[:1] = True
    for column in columns:
        changes[1:] |= column[1:] != column[:-1]
    return changes


def _sizes(starts: Flags) -> Ints:
    return np.diff(np.append(np.flatnonzero(starts), len(starts))).astype(np.int32)


def _sums(events: Columns, best: Ints, rows: Ints, starts: Flags) -> Columns:
    """Score, first and last day and best evidence of each group of rows."""
    at = np.flatnonzero(starts)
    if not len(at):
        return dict.fromkeys(("score", "first", "last", "best"), rows)
    day = events["day"][rows]
    absent, never = null_of(day), np.iinfo(day.dtype).max
    first = np.minimum.reduceat(np.where(day == absent, never, day), at)
    return {
        "score": np.add.reduceat(events["score"][rows], at, dtype=np.int64),
        "first": np.where(first == never, absent, first).astype(day.dtype),
        "last": np.maximum.reduceat(day, at),
        "best": np.maximum.reduceat(best[rows], at),
    }


def count_events(actors: int, source: Ints, target: Ints) -> Ints:
    """How many events each actor takes part in, by its number; the one numbered 0 is nobody."""
    named = [np.where(end == null_of(end), 0, end) for end in (source, target)]
    both = named[0][named[0] == named[1]]
    counts = sum(np.bincount(end, minlength=actors + 1) for end in named)
    return np.asarray(counts - np.bincount(both, minlength=actors + 1))


def count_partners(actors: int, a: Ints, b: Ints) -> Ints:
    """With how many others each actor makes a pair, by its number."""
    one, two = np.minimum(a, b), np.maximum(a, b)
    rows = order_of([(one, False), (two, False)], np.arange(len(a)))
    rows = rows[_changes(one[rows], two[rows])]
    return np.bincount(np.append(one[rows], two[rows]), minlength=actors + 1)
