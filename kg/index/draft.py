"""An index that is filled anew, in a file of its own beside the one that is read meanwhile."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from kg.index.encoding import Column
from kg.index.schema import FORMAT, INDICES, KEPT, TABLES, statements
from kg.index.trees import PAGE, Encoder, Leaves, PageFile, Tree, trees_of

# Tables of numbers, whose rows and indices are written as pages.
PAGED = ("sightings", "events", "pairs", "dyads")
_AHEAD = 2  # of these, whose pages are made before they can be written


class Draft:
    """The new file; `before` is a connection to the old one. What is kept of that is there already.

    Rows of `PAGED` tables go through `fill`, all others through `connection`, into tables without indices
    that `finish` adds.
    """

    def __init__(self, path: Path, before: sqlite3.Connection) -> None:
        self.path, self.before = path, before
        self.connection = self._connect()
        connection = self.connection
        connection.execute(f"PRAGMA page_size = {PAGE}")
        connection.execute("PRAGMA auto_vacuum = NONE")
        connection.execute("PRAGMA encoding = 'UTF-8'")
        connection.executescript(f"{KEPT}{TABLES}")
        for statement in statements(INDICES):
            if _table_of(statement) in PAGED:
                connection.execute(statement)
        self._trees: dict[str, list[Tree]] = {table: trees_of(connection, table) for table in PAGED}
        self._encoder: Encoder | None = None
        self._filled: dict[str, Mapping[str, Column]] = {}
        self._made: dict[str, list[Future[Leaves]]] = {}
        self._late: list[tuple[str, list[tuple[object, ...]]]] = []
        connection.execute("BEGIN")
        self._keep()
        self._thread = ThreadPoolExecutor(1, "index")
        self._running: list[Future[object]] = []
        self._indices = [one for one in statements(INDICES) if _table_of(one) not in PAGED]

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        # Nobody reads it before it is whole, and after a crash it is thrown away.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA cache_size = -64000")
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection

    def _keep(self) -> None:
        for table, condition in (
            ("meta", "key <> 'format'"),
            ("ledger", "state = 'pending'"),
            ("jobs", "true"),
        ):
            rows = self.before.execute(f"SELECT * FROM {table} WHERE {condition}").fetchall()
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        self.connection.execute("INSERT INTO meta VALUES ('format', ?)", (FORMAT,))

    def fill(self, table: str, columns: Mapping[str, Column]) -> None:
        """All rows of a table, in the order of its primary key."""
        self._filled[table] = columns
        self._begin_leaves()

    def _begin_leaves(self) -> None:
        """Have the pages of the next tables made beside all else, as far ahead as they may."""
        for table in [one for one in PAGED if one in self._filled][: _AHEAD - len(self._made)]:
            self._begin_table(table)

    def _begin_table(self, table: str) -> None:
        self._encoder = self._encoder or Encoder()
        self._made[table] = self._encoder.begin(self._trees[table], self._filled.pop(table))

    def add_late(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Rows that go in one by one when all others are there."""
        self._late.append((statement, list(rows)))

    def begin(self, statement: str, *values: object) -> None:
        """Have a long statement run beside Python, after those begun before.

        The connection is free again after `wait`.
        """
        self._running.append(self._thread.submit(self.connection.execute, statement, values))

    def begin_indices(self, *tables: str) -> None:
        """Begin with the indices of tables that have all their rows."""
        for statement in [one for one in self._indices if _table_of(one) in tables]:
            self._indices.remove(statement)
            self.begin(statement)

    def wait(self) -> None:
        """Until no statement runs."""
        running, self._running = self._running, []
        for statement in running:
            statement.result()

    def finish(self) -> None:
        """Write all that is missing, down to the disk, and close the file."""
        self.begin_indices(*map(_table_of, self._indices))
        self.begin("COMMIT")
        self.wait()
        self.connection.close()
        syncing = []
        with PageFile(self.path) as pages:
            for table in PAGED:
                # What is there already goes to the disk meanwhile.
                syncing.append(self._thread.submit(_sync, self.path))
                if table in self._filled:
                    self._begin_table(table)
                pages.fill(self._trees[table], self._made.pop(table, []))
                self._begin_leaves()
        if any(rows for _, rows in self._late):
            self.connection = self._connect()
            for statement, rows in self._late:
                self.connection.executemany(statement, rows)
            self.connection.close()
        for sync in syncing:
            sync.result()
        _sync(self.path)

    def close(self) -> None:
        """Let go of the file, finished or not."""
        if self._encoder:
            self._encoder.close()
        self._thread.shutdown()
        self.connection.close()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _table_of(statement: str) -> str:
    words = statement.split()
    return words[words.index("ON") + 1]
