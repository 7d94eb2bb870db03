"""The folder of a store: who holds it, its version, and which graphs the index has to read again."""

import os
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import randbits
from typing import Self

from kg.errors import StoreBroken
from kg.rdf.lock import FileLock

STALE = "stale"
_EPOCH_BITS = 48
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


class StoreFolder:
    """Locked from construction to `release`; many may hold it to read, one to write."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path, self.read_only = path, read_only
        self._stale, self._epoch_file = path / STALE, path / "version"
        self._counter = 0
        self._marking = threading.Lock()
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
            # Of another store at the same address, or of this one before its file was damaged, clients may
            # still have answers: their versions must not be taken for this one.
            epoch = randbits(_EPOCH_BITS)
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
    def stale(self) -> tuple[str, ...]:
        """Marks of graphs written from outside that the index has to follow; an empty one is for any graph."""
        try:
            *lines, torn = self._stale.read_bytes().split(b"\n")
        except FileNotFoundError:
            return ()
        return (*map(_mark, lines), *([""] if torn else [])) or ("",)

    def mark_stale(self, graphs: Iterable[str] | None = None) -> None:
        """Remember, beyond a crash, that the index has to read these graphs, or all, again."""
        lines = "\n" if graphs is None else "".join(f"{name}\n" for name in sorted(graphs))
        if not lines:
            return
        with self._marking, self._named_errors():
            # What was cut short stands for any graph still, and must not swallow the next mark.
            mended = " \n" if self._is_torn() else ""
            self._append((mended + lines).encode())

    def _is_torn(self) -> bool:
        if not self._stale.exists():
            return False
        with self._stale.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 1))
            return file.read() != b"\n"

    def _append(self, lines: bytes) -> None:
        with self._stale.open("ab") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def clear_stale(self, marks: Sequence[str] | None = None) -> None:
        """The index has followed these marks, or all there are; those made meanwhile stay."""
        with self._marking, self._named_errors():
            self._write(() if marks is None else self.stale[len(marks) :])

    def narrow_stale(self, graphs: Iterable[str]) -> None:
        """The last mark of any graph has turned out to be of these alone."""
        with self._marking, self._named_errors():
            marks = list(self.stale)
            at = len(marks) - marks[::-1].index("") if "" in marks else len(marks)
            marks[max(0, at - 1) : at] = sorted(graphs)
            self._write(marks)

    def _write(self, marks: Sequence[str]) -> None:
        if not marks:
            self._stale.unlink(missing_ok=True)
            return
        beside = self._stale.with_suffix(".new")
        beside.write_text("".join(f"{name}\n" for name in marks), encoding="utf-8")
        beside.replace(self._stale)

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreBroken(f"{self._stale} cannot be written: {error.strerror}") from error

    def announce(self, address: str) -> None:
        """Tell whoever finds the folder locked where its holder can be asked."""
        self._lock.announce(address)

    def release(self) -> None:
        """Let others have the folder."""
        self._lock.release()


class HeldStore:
    """What every store does through its folder on this machine."""

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        self.folder, self.read_only = folder, read_only
        self._held = StoreFolder(folder, read_only=read_only)
        self._writing = threading.RLock()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Nobody writes meanwhile."""
        with self._writing:
            yield

    @property
    def version(self) -> str:
        """Changes with every write through this object, and with every opening for writing."""
        return self._held.version

    @property
    def stale(self) -> tuple[str, ...]:
        """Marks of graphs written from outside that the index has to follow; an empty one is for any graph.

        What is marked has been written: a write that is marked and goes on is waited for.
        """
        with self._writing:
            return self._held.stale

    def mark_stale(self, graphs: Iterable[str] | None = None) -> None:
        """Remember, beyond a crash, that the index has to read these graphs, or all, again."""
        self._held.mark_stale(graphs)

    def clear_stale(self, marks: Sequence[str] | None = None) -> None:
        """The index has followed these marks, or all there are; those made meanwhile stay."""
        self._held.clear_stale(marks)

    def announce(self, address: str) -> None:
        """Tell whoever finds the store locked where its holder can be asked."""
        self._held.announce(address)

    def close(self) -> None:
        """Let go of the folder; a second call does nothing."""
        self._held.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _mark(line: bytes) -> str:
    """A mark as it was written; one that is damaged may be of any graph."""
    mark = line.decode(errors="replace")
    return mark if _IRI.fullmatch(mark) and "\ufffd" not in mark else ""


def _make(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreBroken(f"the folder {path} cannot be made: {error.strerror}") from error
