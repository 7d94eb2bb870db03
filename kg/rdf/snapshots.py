"""Read-only copies of the store for the query workers, one for each version that is asked for."""

import shutil
import threading
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Protocol

from kg.errors import StoreBroken
from kg.rdf.copies import write_copy
from kg.rdf.files import DISK_ERRORS
from kg.rdf.store import EmbeddedStore

_SERIAL = count(1)
# Snapshots after which a store that was not small is looked at again: what is read for it stays in Oxigraph's
# cache, beside what was read of files that are gone.
_REST = 100


class Borrower(Protocol):
    """Whoever holds a snapshot open."""

    path: str


class Snapshots:
    """Makes a snapshot when the version has changed, and removes those that nobody holds."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store, self._folder = store, store.folder / "snapshots" / str(next(_SERIAL))
        self._lending = threading.Lock()
        self._current: tuple[str, Path] | None = None
        self._borrowers: list[Borrower] = []
        self._resting = 0

    def lend(self, borrower: Borrower) -> str:
        """Set the borrower's path to the newest snapshot and return its version."""
        if self._store.read_only:
            borrower.path = str(self._store.rdf_folder)
            return self._store.version
        with self._lending:
            if self._current is None or self._current[0] != self._store.version:
                self._current = self._make()
            version, path = self._current
            if borrower not in self._borrowers:
                self._borrowers.append(borrower)
            if borrower.path != str(path):
                borrower.path = str(path)
                self._clean(path)
            return version

    def take_back(self, borrower: Borrower) -> None:
        """The borrower has ended."""
        with self._lending:
            if borrower in self._borrowers:
                self._borrowers.remove(borrower)

    def _make(self) -> tuple[str, Path]:
        # No write in between: what a version names must not change.
        with self._store.exclusive():
            version = self._store.version
            whole, copy = self._folder / version, self._folder / f"{version}.nq"
            try:
                if self._resting == 0 and self._copied(copy):
                    return version, copy
                self._resting = (self._resting or _REST) - 1
                self._store.snapshot(whole)
            except StoreBroken:
                # A full disk must not end reading: what was there before is still true for its version.
                _remove(whole)
                if self._current is None:
                    raise
                return self._current
        return version, whole

    def _copied(self, copy: Path) -> bool:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return write_copy(self._store.inner, copy)
        except DISK_ERRORS as error:
            _remove(copy)
            raise StoreBroken(f"{copy} cannot be written: {error}") from error

    def _clean(self, current: Path) -> None:
        keep = {current.name, *(Path(borrower.path).name for borrower in self._borrowers)}
        for path in self._folder.iterdir():
            if path.name not in keep:
                _remove(path)

    def remove(self) -> None:
        """Remove them all."""
        if not self._store.read_only:
            _remove(self._folder)
            with suppress(OSError):  # there may be others
                self._folder.parent.rmdir()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
