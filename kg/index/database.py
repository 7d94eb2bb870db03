"""The SQLite file behind the index: one writer at a time, any number of reading threads."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreBroken
from kg.index.schema import FORMAT, INDICES, KEPT, TABLES

if TYPE_CHECKING:
    from kg.index.draft import Draft

FILE = "index.db"
# An index that is being filled anew, and one that is whole and only has to take the place of the old one.
_DRAFT, _NEXT = f"{FILE}.new", f"{FILE}.next"
_PATIENCE = 5.0  # seconds, where a new index is put in the place of the old one


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
        self._edition = 0
        try:
            if not read_only:
                folder.mkdir(parents=True, exist_ok=True)
                remove(self._beside(_DRAFT))
                self._take_next()
                self._open_writer()
            self._check(self.reader())
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise StoreBroken(f"{self.path}: the index cannot be opened ({error})") from error

    def _beside(self, name: str) -> Path:
        return self.path.with_name(name)

    def _open_writer(self) -> None:
        self._writer = self._connect("rwc")
        self._prepare(self._writer)

    def _connect(self, mode: str) -> sqlite3.Connection:
        until = time.monotonic() + _PATIENCE
        while True:
            before = self._file_number()
            try:
                connection = self._connected(mode)
            except sqlite3.OperationalError:
                # For a moment there is no file: a new one is put there.
                is_replaced = self._beside(_NEXT).exists() or before != self._file_number()
                if not is_replaced or time.monotonic() > until:
                    raise
                time.sleep(0.001)
                continue
            if before in (None, self._file_number()):
                with self._guard:
                    self._open.append(connection)
                return connection
            connection.close()  # another index took its place meanwhile

    def _connected(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=30,
            cached_statements=128,
        )
        connection.execute("PRAGMA mmap_size = 1073741824")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA secure_delete = OFF")  # some builds fill what is freed with zeros
        connection.execute("PRAGMA schema_version")  # opens what stands beside the file too
        return connection

    def _file_number(self) -> int | None:
        """Tells apart the files that have been at the path; None for no file."""
        try:
            return self.path.stat().st_ino
        except FileNotFoundError:
            return None

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
        edition = self._file_number() if self.read_only else self._edition
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and (self._local.edition == edition or connection.in_transaction):
            return connection
        if connection is not None:
            with self._guard:
                self._open.remove(connection)  # it closes when nobody holds it any more
        # One that cannot write does not tidy up after itself either, which would remove a newer index's log.
        connection = self._connect("ro")
        connection.execute("PRAGMA query_only = 1")
        connection.execute("PRAGMA cache_size = -8000")  # a thread's own; most is read from the map
        self._local.connection, self._local.edition = connection, edition
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
        """This thread's connection for reading, on one state of the index whatever is written meanwhile.

        One within another shows the state of the outer one.
        """
        connection = self.reader()
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("COMMIT")

    @contextmanager
    def apart(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own on one state of the index, for what takes long and is not done at once."""
        connection = self._connect("ro")
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            with self._guard:
                if connection in self._open:
                    self._open.remove(connection)
            connection.close()

    @contextmanager
    def rebuilding(self) -> Iterator[Draft]:
        """A new index that takes this one's place on leaving, and is thrown away on an error.

        Readers keep the old one until then, and writers wait.
        """
        from kg.index.draft import Draft

        if self.read_only:
            raise StoreBroken(f"{self.path} is open for reading only")
        with self._writing:
            if self._is_closed:
                raise StoreBroken(f"{self.path}: the index is closed")
            path = self._beside(_DRAFT)
            try:
                draft = Draft(path, self._writer)
                try:
                    yield draft
                finally:
                    draft.close()
                self._replace()
            except (sqlite3.OperationalError, OSError) as error:
                raise StoreBroken(f"{self.path}: the index cannot be written ({error})") from error
            finally:
                remove(path)

    def _replace(self) -> None:
        """Put the draft in the place of the index: what is cut off here is finished on the next start."""
        self._beside(_DRAFT).rename(self._beside(_NEXT))
        self._is_closed = True  # what went into the old one from here on would be lost
        self._sync_folder()
        with self._guard:
            self._open.remove(self._writer)
        self._writer.close()
        self._take_next()
        self._open_writer()
        self._is_closed = False
        self._edition += 1

    def _take_next(self) -> None:
        if not self._beside(_NEXT).exists():
            return
        # The old log must not be read with the new file, nor the old file without its log: whoever comes now
        # finds nothing and tries again. Who still reads the old file holds both.
        for end in ("", "-wal", "-shm"):
            self._beside(FILE + end).unlink(missing_ok=True)
        self._beside(_NEXT).rename(self.path)
        self._sync_folder()

    def _sync_folder(self) -> None:
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @property
    def version(self) -> str:
        """Changes with every write; the same writes in the same order give the same version."""
        return meta(self.reader(), "version")

    def backup(self, path: Path, *, meanwhile: Callable[[], None]) -> None:
        """A consistent copy of the file beside running readers and writers.

        `meanwhile` is called at the moment that the copy shows; nobody writes until it returns.
        """
        try:
            with ExitStack() as held:
                with self._writing:
                    source = held.enter_context(self.apart())
                    source.execute("SELECT count(*) FROM meta").fetchone()
                    meanwhile()
                target = held.enter_context(closing(sqlite3.connect(path)))
                source.backup(target)
        except sqlite3.Error as error:
            raise StoreBroken(f"{self.path} cannot be copied to {path} ({error})") from error

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._writing, self._guard:
            self._is_closed = True
            connections, self._open = self._open, []
            for connection in reversed(connections):  # the writer last, which tidies up
                connection.close()


def is_index(folder: Path) -> bool:
    """Is there an index, be it one that is just put in the place of another?"""
    return any((folder / name).exists() for name in (FILE, _NEXT, FILE))


def remove(path: Path) -> None:
    """Remove an SQLite file and what stands beside it."""
    for end in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def meta(connection: sqlite3.Connection, key: str) -> str:
    """One remembered value; empty when it was never set."""
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(found[0]) if found else ""


def remember(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Set a value of `meta`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
