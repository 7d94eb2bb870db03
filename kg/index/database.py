"""The SQLite file behind the index: one writer at a time, any number of reading threads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kg.errors import StoreBroken
from kg.index.schema import FORMAT, INDICES, KEPT, TABLES, names_of, statements

FILE = "index.db"


class Index:
    """Connections to one index file; functions of this package get them passed in."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.path = folder / FILE
        self.read_only = read_only
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._writing = threading.RLock()
        self._is_closed = False
        try:
            if not read_only:
                folder.mkdir(parents=True, exist_ok=True)
                self._writer = self._connect()
                self._prepare(self._writer)
            self._check(self.reader())
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise StoreBroken(f"{self.path}: the index cannot be opened ({error})") from error

    def _connect(self) -> sqlite3.Connection:
        mode = "ro" if self.read_only else "rwc"
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=30,
            cached_statements=128,
        )
        with self._guard:
            self._open.append(connection)
        connection.execute("PRAGMA mmap_size = 1073741824")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA secure_delete = OFF")  # some builds fill what is freed with zeros
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA cache_size = -64000")
        # Every commit is an fsync: an article that is acknowledged survives a power cut.
        connection.execute("PRAGMA synchronous = FULL")
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return
        script = f"BEGIN IMMEDIATE;{KEPT}{TABLES}{INDICES}"
        connection.executescript(f"{script}INSERT INTO meta VALUES ('format', '{FORMAT}');COMMIT;")

    def _check(self, connection: sqlite3.Connection) -> None:
        try:
            found = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        except sqlite3.Error as error:
            raise StoreBroken(f"{self.path} is not an index of Eventgraph ({error})") from error
        if found is None or found[0] != FORMAT:
            told = "none" if found is None else found[0]
            raise StoreBroken(f"{self.path} has format {told}, this version reads {FORMAT}: run `kg reindex`")

    def reader(self) -> sqlite3.Connection:
        """This thread's connection for reading."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            connection.execute("PRAGMA query_only = 1")
            connection.execute("PRAGMA cache_size = -8000")  # a thread's own; most is read from the map
            self._local.connection = connection
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed and synced on leaving, rolled back on an error."""
        if self.read_only:
            raise StoreBroken(f"{self.path} is open for reading only")
        with self._writing:
            if self._is_closed:
                raise StoreBroken(f"{self.path}: the index is closed")
            connection = self._writer
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except sqlite3.OperationalError as error:
                raise StoreBroken(f"{self.path}: the index cannot be written ({error})") from error
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection for reading, on one state of the index whatever is written meanwhile."""
        connection = self.reader()
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("COMMIT")

    @property
    def version(self) -> str:
        """Changes with every write; the same writes in the same order give the same version."""
        return meta(self.reader(), "version")

    def backup(self, path: Path, *, meanwhile: Callable[[], None]) -> None:
        """A consistent copy of the file beside running readers and writers.

        `meanwhile` is called at the moment that the copy shows; nobody writes until it returns.
        """
        try:
            with closing(self._alone()) as source, closing(sqlite3.connect(path)) as target:
                with self._writing:
                    source.execute("BEGIN")
                    source.execute("SELECT count(*) FROM meta").fetchone()
                    meanwhile()
                source.backup(target)
        except sqlite3.Error as error:
            raise StoreBroken(f"{self.path} cannot be copied to {path} ({error})") from error

    def _alone(self) -> sqlite3.Connection:
        """A reading connection that no thread shares."""
        return sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._writing, self._guard:
            self._is_closed = True
            connections, self._open = self._open, []
            for connection in connections:
                connection.close()


def empty(connection: sqlite3.Connection) -> None:
    """Make the tables that can be rebuilt anew, without indices: `finish` gives them these."""
    for name in names_of(TABLES):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in statements(TABLES):
        connection.execute(statement)


def meta(connection: sqlite3.Connection, key: str) -> str:
    """One remembered value; empty when it was never set."""
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(found[0]) if found else ""


def remember(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Set a value of `meta`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
