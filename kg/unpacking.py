"""The process that reads records and unpacks them, while the one that started it enters what is ready."""

from __future__ import annotations

import gc
import pickle
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg import children
from kg.errors import BadInput, StoreBroken
from kg.heaps import hold_memory
from kg.ids import article_key
from kg.parcels import Parcel, read_parcel

if TYPE_CHECKING:
    from kg.index.batches import Batch

_AHEAD = 8  # batches that wait to be taken
Record = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A batch of articles, and the records that are left to look at: some are none, or not to be trusted."""

    batch: Batch
    left: list[Record]


def unpack_records(records: Sequence[Record], prefix: str, doubted: Set[str] | None) -> Unpacked:
    """The articles of records whose graphs start so and are not `doubted`; None doubts them all."""
    from kg.index.batches import batch_of  # numpy takes long to import

    found: list[tuple[str, Parcel]] = []
    left: list[Record] = []
    for graph, record in records:
        key = graph[len(prefix) :]
        is_trusted = doubted is not None and graph not in doubted
        parcel = _trusted(record, key) if record and is_trusted else None
        if parcel is None:
            left.append((graph, record))
        else:
            found.append((key, parcel))
    return Unpacked(batch_of(found), left)


def _trusted(record: str, key: str) -> Parcel | None:
    """The parcel of a record if it is whole, and of the article that has this key."""
    try:
        parcel = read_parcel(record)
    except BadInput:
        return None
    return parcel if article_key(parcel.article[0]) == key else None


def batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Records by so many as an index takes at once."""
    from kg.index.batches import SIZE

    waiting = iter(records)
    while part := list(islice(waiting, SIZE)):
        yield part


def _read(folder: str, prefix: str) -> Iterator[list[Record]]:
    import pyoxigraph as ox

    from kg.rdf.recorded import read_ahead, read_recorded

    threading.Thread(target=read_ahead, args=(Path(folder),), daemon=True).start()
    try:
        yield from batches(read_recorded(ox.Store.read_only(folder), prefix))
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreBroken(f"the records in the RDF store cannot be read: {error}") from error


def main() -> None:
    """The life of the process: told what to read, it sends batches until there are no more.

    Records for which the other one waits are left to it to unpack: the batches and their order are the same.
    """
    pipe = children.pipe_to_parent()
    hold_memory()
    gc.disable()  # it would look again and again at what it cannot free
    # Imported while the store is opened over there.
    import kg.index.batches  # noqa: F401
    from kg.rdf import recorded  # noqa: F401

    with ThreadPoolExecutor(1) as sender:
        sending: deque[Future[None]] = deque()

        def send(told: object) -> None:
            if len(sending) == _AHEAD:
                sending.popleft().result()
            sending.append(sender.submit(pipe.send_bytes, pickle.dumps(told, pickle.HIGHEST_PROTOCOL)))

        try:
            folder, prefix, doubted = pipe.recv()
            try:
                for records in _read(folder, prefix):
                    is_awaited = all(one.done() for one in sending)
                    send(records if is_awaited else unpack_records(records, prefix, doubted))
                send(None)
            except StoreBroken as error:
                send(error)
            while sending:
                sending.popleft().result()
        except (EOFError, OSError):
            return
