"""Oxigraph's files in the folder of a store: opened, written by one at a time, copied and closed.

What deals in triples stands above, in `kg.rdf.store`, and takes longer to import.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreBroken
from kg.rdf.folder import HeldStore

# What pyoxigraph raises when files are damaged, missing or cannot be written.
DISK_ERRORS = (OSError, RuntimeError, ValueError)
_DATA = (
    ".sst",
    ".log",
)  # endings of RocksDB's files of data, which come after the file that names the newest


class HeldFiles(HeldStore):
    """The folder `<store>/rdf`, owned by this process as long as it is open."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        super().__init__(folder, read_only=read_only)
        self._rdf = folder / "rdf"
        self._failed = False
        self._before_close: list[Callable[[], None]] = []
        try:
            if read_only and not self._rdf.is_dir():
                raise StoreBroken(f"there is no store in {folder}")
            self._inner: ox.Store | None = self._open()
        except StoreBroken:
            self._held.release()
            raise
        if not read_only:
            shutil.rmtree(folder / "snapshots", ignore_errors=True)  # of a process that was killed

    def _open(self) -> ox.Store:
        # Without this file RocksDB begins a new store among the files of the old one.
        if not (current := self._rdf / "CURRENT").exists() and any(
            path.suffix in _DATA for path in self._rdf.glob("*")
        ):
            raise StoreBroken(f"the RDF store in {self._rdf} cannot be opened: {current} is missing")
        try:
            if self.read_only:
                return ox.Store.read_only(str(self._rdf))
            return ox.Store(str(self._rdf))
        except DISK_ERRORS as error:
            raise StoreBroken(f"the RDF store in {self._rdf} cannot be opened: {error}") from error

    @property
    def rdf_folder(self) -> Path:
        """Where Oxigraph keeps its files."""
        return self._rdf

    @property
    def inner(self) -> ox.Store:
        """The pyoxigraph store beneath, for reading; writes go through the methods of this class."""
        if self._inner is None:
            raise StoreBroken(f"the store in {self.folder} is closed")
        return self._inner

    @contextmanager
    def writing(self) -> Iterator[ox.Store]:
        """The only writer among the threads; a failed write is a StoreBroken that says why."""
        if self.read_only:
            raise StoreBroken(f"the store in {self.folder} is open for reading only")
        with self._writing:
            if self._failed:
                self._reopen()
            try:
                yield self.inner
            except (OSError, RuntimeError) as error:
                self._failed = True
                raise StoreBroken(f"the RDF store in {self._rdf} cannot be written: {error}") from error
            finally:
                self._held.touch()

    def _reopen(self) -> None:
        # After a failed write RocksDB takes no other, even when the disk has room again.
        self._inner = None
        try:
            self._inner = self._open()
            self._failed = False
        except StoreBroken:
            self._inner = ox.Store.read_only(str(self._rdf))
            raise

    def snapshot(self, folder: Path) -> None:
        """A consistent copy for reading, by hard links where it is on the same file system."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.inner.backup(str(folder))
        except DISK_ERRORS as error:
            raise StoreBroken(f"no snapshot can be made in {folder}: {error}") from error

    def before_close(self, act: Callable[[], None]) -> None:
        """Have something done when the store is closed."""
        self._before_close.append(act)

    def flush(self) -> None:
        """Make all that was written safe on the disk."""
        if self.read_only:
            return
        try:
            with self._writing:
                if self._failed:
                    self._reopen()
                self.inner.flush()
        except (OSError, RuntimeError) as error:
            self._failed = True
            raise StoreBroken(f"the RDF store in {self._rdf} cannot be written: {error}") from error

    def close(self) -> None:
        """Flush and let go of the store; a second call does nothing."""
        if self._inner is None:
            return
        for act in self._before_close:
            act()
        try:
            self.flush()
        finally:
            self._inner = None
            super().close()
