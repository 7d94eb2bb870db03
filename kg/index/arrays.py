"""The pairs of a scope as numpy arrays, for what looks at all of them at once."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.index.scopes import Sql, cells, is_open
from kg.model import Scope

Numbers = NDArray[np.int64]
_LOW = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Pairs:
    """Columns of equal length: rows of source and target, events, and the last day (an ordinal, 0 if unknown).

    A pair may stand in several rows. `actors` holds the rows of all actors of the graph in the order of their
    ids.
    """

    a: Numbers
    b: Numbers
    events: Numbers
    last: Numbers
    actors: Numbers


def read_pairs(connection: sqlite3.Connection, scope: Scope) -> Pairs:
    """All pairs of the scope, from one state of the index.

    The database writes them as text, which is read in one go: three times as fast as row by row.
    """
    if is_open(scope):
        rows = Sql("SELECT a, b, events, last FROM pairs WHERE level = ?", (int(scope.rollup),))
    else:
        rows = cells(connection, scope)
    told = connection.execute(
        "SELECT json_group_array((a << 32) | b), json_group_array((events << 32) | coalesce(last, 0)), "
        f"(SELECT json_group_array(n) FROM (SELECT n FROM actors ORDER BY id)) FROM ({rows.text})",
        rows.values,
    ).fetchone()
    ends, counts, actors = (np.fromstring(text[1:-1], dtype=np.int64, sep=",") for text in told)
    return Pairs(a=ends >> 32, b=ends & _LOW, events=counts >> 32, last=counts & _LOW, actors=actors)
