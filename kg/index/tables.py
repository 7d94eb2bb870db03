"""Rows of a query all at once."""

from __future__ import annotations

import sqlite3
from typing import Any

import orjson

from kg.index.scopes import Values


def rows_at_once(connection: sqlite3.Connection, columns: str, query: str, values: Values) -> list[list[Any]]:
    """The columns of a query's rows, which the database writes as one text.

    Fetched row by row a thread gives way to the others at each, and waits for its turn as often.
    """
    (told,) = connection.execute(
        f"SELECT json_group_array(json_array({columns})) FROM ({query})", values
    ).fetchone()
    rows: list[list[Any]] = orjson.loads(told)
    return rows
