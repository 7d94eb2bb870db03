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
    from kg.unpacking import Unpacked


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
        return self._unpacked(prefix, doubted)

    def _tell(self, what: tuple[str, str, Set[str]]) -> None:
        try:
            self.pipe.send(what)
        except OSError as error:
            raise _died() from error

    def _unpacked(self, prefix: str, doubted: Set[str]) -> Iterator[Unpacked]:
        from kg.unpacking import unpack_records

        try:
            while (told := pickle.loads(self.pipe.recv_bytes())) is not None:
                if isinstance(told, StoreBroken):
                    raise told
                # Where this one has to wait for more, it gets bare records.
                yield unpack_records(told, prefix, doubted) if isinstance(told, list) else told
        except (EOFError, OSError) as error:
            raise _died() from error


def _died() -> StoreBroken:
    return StoreBroken("the process that reads the records of the store has died")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The records as they come, and the marks that the store had before."""

    records: Iterator[Unpacked]
    marks: Sequence[str]


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
        return Fetched(unpacker.unpack(store, prefix, doubted=doubted), marks)
    from kg.rdf.records import read_records
    from kg.unpacking import batches, unpack_records

    parts = batches(read_records(store, prefix))
    return Fetched((unpack_records(part, prefix, doubted) for part in parts), marks)


def doubted_by(marks: Sequence[str]) -> frozenset[str] | None:
    """The graphs that may have been written where a store has these marks; None for any."""
    return None if "" in marks else frozenset(marks)
