"""Rows that come as one text are the rows of the query."""

import sqlite3

from kg.index.tables import rows_at_once


def test_rows_of_any_kind_come_as_they_are() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE kept (n INTEGER, text TEXT)")
    rows = [(1 << 62, 'a "quoted" \\ word'), (-3, "ünï\U0001f600\n"), (0, None)]
    connection.executemany("INSERT INTO kept VALUES (?, ?)", rows)
    found = rows_at_once(connection, "n, text", "SELECT n, text FROM kept WHERE n > ?", (-4,))
    assert [tuple(row) for row in found] == rows
    assert rows_at_once(connection, "n", "SELECT n FROM kept WHERE n > ?", (1 << 62,)) == []
