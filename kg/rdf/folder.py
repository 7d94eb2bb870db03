"""The folder of a store: who holds it, its version, and whether the index has to be rebuilt."""

import os
from pathlib import Path

from kg.errors import StoreBroken
from kg.rdf.lock import FileLock

STALE = "stale"


class StoreFolder:
    """Locked from construction to `release`; many may hold it to read, one to write."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path, self.read_only = path, read_only
        self._stale, self._epoch_file = path / STALE, path / "version"
        self._counter = 0
        if not read_only:
            _make(path)
        elif not path.is_dir():
            raise StoreBroken(f"there is no store in {path}")
        self._lock = FileLock(path / "lock", shared=read_only)
        try:
            self._epoch = self._next_epoch()
        except StoreBroken:
            self._lock.release()
            raise

    def _next_epoch(self) -> int:
        # A crash may lose the counter but not the epoch, so a version never comes back with other data.
        try:
            epoch = int(self._epoch_file.read_text()) + 1
        except (FileNotFoundError, ValueError):
            epoch = 1
        if not self.read_only:
            beside = self._epoch_file.with_suffix(".new")
            try:
                beside.write_text(str(epoch))
                beside.replace(self._epoch_file)
            except OSError as error:
                raise StoreBroken(f"{self._epoch_file} cannot be written: {error.strerror}") from error
        return epoch

    @property
    def version(self) -> str:
        """Changes with every `touch`, and with every opening for writing."""
        return f"{self._epoch}.{self._counter}"

    def touch(self) -> None:
        """Something may have been written."""
        self._counter += 1

    @property
    def is_stale(self) -> bool:
        """Was the store written from outside since the index was last rebuilt?"""
        return self._stale.exists()

    def mark_stale(self) -> None:
        """Remember, beyond a crash, that the index has to be rebuilt."""
        try:
            descriptor = os.open(self._stale, os.O_CREAT | os.O_WRONLY, 0o644)
            os.fsync(descriptor)
            os.close(descriptor)
        except OSError as error:
            raise StoreBroken(f"{self._stale} cannot be written: {error.strerror}") from error

    def clear_stale(self) -> None:
        """The index has been rebuilt."""
        self._stale.unlink(missing_ok=True)

    def announce(self, address: str) -> None:
        """Tell whoever finds the folder locked where its holder can be asked."""
        self._lock.announce(address)

    def release(self) -> None:
        """Let others have the folder."""
        self._lock.release()


def _make(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreBroken(f"the folder {path} cannot be made: {error.strerror}") from error
