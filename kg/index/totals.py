"""Totals of all events at once: what `kg.index.tallies` keeps in step article by article."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import orjson

from kg.index.encoding import Flags, Ints, Texts, null_of, order_of
from kg.index.schema import LEVELS

Columns = dict[str, Ints]
_TENS = np.array([0, *(10**place for place in range(1, 19))])


@dataclass(frozen=True, slots=True)
class Totals:
    """Columns of `pairs` (its `texts` apart) and `dyads`, each in the order of its primary key."""

    pairs: Columns
    texts: dict[str, Texts]
    dyads: Columns


def count_totals(events: Columns, ids: Texts) -> Totals:
    """Count the columns of `events`, which are in the order of their articles, and have these ids."""
    day = events["day"]
    days = np.where(day == null_of(day), 0, day).astype(np.int64)
    best = events["confidence"].astype(np.int64) << 53 | days << 31 | events["n"]
    levels = [
        _count(events, ids, best, level, events[source], events[target]) for level, source, target in LEVELS
    ]
    pairs, texts, dyads = zip(*levels, strict=True)
    return Totals(
        {name: np.concatenate([level[name] for level in pairs]) for name in pairs[0]},
        {name: Texts.joined([level[name] for level in texts]) for name in texts[0]},
        {name: np.concatenate([level[name] for level in dyads]) for name in dyads[0]},
    )


def _count(
    events: Columns, ids: Texts, best: Ints, level: int, source: Ints, target: Ints
) -> tuple[Columns, dict[str, Texts], Columns]:
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

    def grouped(*keys: str) -> tuple[Ints, Columns, Flags]:
        values = [events[key][rows] for key in keys]
        order = order_of([(pair, False), *((value, False) for value in values)], np.arange(len(rows)))
        starts = _changes(pair[order], *(value[order] for value in values))
        first = order[starts]
        named = {key: value[first] for key, value in zip(keys, values, strict=True)}
        return rows[order], {**_ends(level, a[first], b[first]), **named, "events": _sizes(starts)}, starts

    _, sorts, _ = grouped("type")
    ends, counts = _ends(level, a[is_new], b[is_new]), _sizes(is_new)
    pairs = {
        **ends,
        "events": counts,
        "mutual": _mutual(ends["a"], ends["b"], counts),
        "articles": np.add.reduceat(articles.astype(np.int32), np.flatnonzero(is_new)) if len(rows) else rows,
        **_sums(events, best, rows, is_new),
    }
    texts = {
        "evidence": ids.chosen(_best(ids, best, rows, is_new)),
        "types": _packed(sorts["type"], sorts["events"], _changes(sorts["a"], sorts["b"])),
    }
    ordered, dyads, starts = grouped("month", "type")
    return pairs, texts, {**dyads, **_sums(events, best, ordered, starts)}


def _best(ids: Texts, best: Ints, rows: Ints, starts: Flags) -> Ints:
    """The row of the best event of each group; of equally good ones the first by id."""
    at = np.flatnonzero(starts)
    if not len(at):
        return rows
    good = best[rows] >> 31
    group = np.cumsum(starts) - 1
    leads = np.flatnonzero(good == np.maximum.reduceat(good, at)[group])
    is_first = _changes(group[leads])
    is_shared = np.diff(np.append(np.flatnonzero(is_first), len(leads))) > 1
    chosen = rows[leads[is_first]]
    shared = leads[is_shared[np.cumsum(is_first) - 1]]
    if len(shared):
        ranks = ids.chosen(rows[shared]).ranks()
        order = order_of([(group[shared], False), (ranks, False)], np.arange(len(shared)))
        chosen[is_shared] = rows[shared[order[_changes(group[shared[order]])]]]
    return chosen


def _packed(types: Ints, events: Ints, starts: Flags) -> Texts:
    """Types and their events of each group, as `kg.index.rows.pack_types` writes them."""
    if not len(types):
        return Texts.of(b"", types)
    numbers = np.stack((types, events), axis=1).astype(np.int64).ravel()
    digits = orjson.dumps(numbers, option=orjson.OPT_SERIALIZE_NUMPY)
    lengths = np.searchsorted(_TENS, numbers, "right") + 1  # with the comma that follows
    kept = np.ones(len(digits) - 1, np.bool_)
    at = np.flatnonzero(starts)
    ends = np.cumsum(lengths)[np.append(at[1:], len(starts)) * 2 - 1]
    kept[ends - 1] = False
    data = np.frombuffer(digits, np.uint8)[1:]
    return Texts.of(data[kept].tobytes(), np.add.reduceat(lengths, at * 2) - 1)


def _mutual(a: Ints, b: Ints, events: Ints) -> Ints:
    """The events of both directions of each pair."""
    rows = order_of([(np.minimum(a, b), False), (np.maximum(a, b), False)], np.arange(len(a)))
    starts = _changes(np.minimum(a, b)[rows], np.maximum(a, b)[rows])
    sums = np.add.reduceat(events[rows], np.flatnonzero(starts)) if len(rows) else events
    mutual = np.empty_like(events)
    mutual[rows] = sums[np.cumsum(starts) - 1]
    return mutual


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
