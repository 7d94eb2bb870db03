"""The records of a store for a rebuild, which another process reads and unpacks where it can.

Nothing here takes long to import: what reads is told to begin before the rest of a rebuild is there.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import children
from kg.errors import StoreBroken

if TYPE_CHECKING:
    from kg.rdf.files import HeldFiles
    from kg.rdf.store import Store
    from kg.unpacking import Record, Unpacked


class Unpacker(children.Child):
    """The process, which starts at once and ends with the `with` statement."""

    def __init__(self) -> None:
        super().__init__("kg.unpacking")
        self._snapshot: Path | None = None

    def __enter__(self) -> Unpacker:
        return self

    def __exit__(self, *exc: object) -> None:
        self.end()
        if self._snapshot:
            shutil.rmtree(self._snapshot, ignore_errors=True)

    def unpack(self, store: HeldFiles, prefix: str, *, doubted: Set[str]) -> Iterator[Unpacked]:
        """The articles of the graphs that start so, in an order that depends on nothing but what the store holds.

        `doubted` are graphs whose records are not to be trusted. Raises StoreBroken for files that cannot be
        read.
        """
        self._snapshot = folder = store.folder / "snapshots" / "records"
        shutil.rmtree(folder, ignore_errors=True)
        store.snapshot(folder)
        self._tell((str(folder), prefix, doubted))
        return self._unpacked()

    def _tell(self, what: tuple[str, str, Set[str]]) -> None:
        try:
            self.pipe.send(what)
        except OSError as error:
            raise _died() from error

    def _unpacked(self) -> Iterator[Unpacked]:
        try:
            while (told := pickle.loads(self.pipe.recv_bytes())) is not None:
                if isinstance(told, StoreBroken):
                    raise told
                yield told
        except (EOFError, OSError) as error:
            raise _died() from error


def _died() -> StoreBroken:
    return StoreBroken("the process that reads the records of the store has died")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The records as they come, the marks that the store had before, and whose records these make doubtful.

    `doubted` is None where no record is to be trusted.
    """

    records: Iterator[Unpacked | Record]
    marks: Sequence[str]
    doubted: frozenset[str] | None


def fetch(
    store: Store | HeldFiles, prefix: str, *, triples: bool = False, unpacker: Unpacker | None = None
) -> Fetched:
    """Begin to read the records of graphs that start so; with `triples` none is trusted.

    The `unpacker` is taken where the store is a folder and its records can be trusted.
    """
    from kg.rdf.files import HeldFiles

    marks = store.stale
    doubted = None if triples else doubted_by(marks)
    if unpacker and doubted is not None and isinstance(store, HeldFiles):
        return Fetched(unpacker.unpack(store, prefix, doubted=doubted), marks, doubted)
    from kg.rdf.records import read_records

    return Fetched(read_records(store, prefix), marks, doubted)


def doubted_by(marks: Sequence[str]) -> frozenset[str] | None:
    """The graphs that may have been written where a store has these marks; None for any."""
    return None if "" in marks else frozenset(marks)
