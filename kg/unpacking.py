"""The process that reads records and unpacks them, while the one that started it enters what is ready."""

from __future__ import annotations

import gc
import pickle
import threading
from collections import deque
from collections.abc import Iterator, Set
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
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
_LEFT = 3  # every so manieth batch is unpacked by the one that waits, else it would be idle half the time
Record = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A batch of articles, and the records that are left to look at: some are none, or not to be trusted."""

    batch: Batch
    left: list[Record]


def trusted(record: str, key: str) -> Parcel | None:
    """The parcel of a record if it is whole, and of the article that has this key."""
    try:
        parcel = read_parcel(record)
    except BadInput:
        return None
    return parcel if article_key(parcel.article[0]) == key else None


def _unpack(folder: str, prefix: str, doubted: Set[str]) -> Iterator[Unpacked]:
    import pyoxigraph as ox

    from kg.index.batches import SIZE, batch_of
    from kg.rdf.recorded import read_ahead, read_recorded

    threading.Thread(target=read_ahead, args=(Path(folder),), daemon=True).start()
    found: list[tuple[str, Parcel]] = []
    left: list[Record] = []
    parts = count(1)
    is_left = next(parts) % _LEFT == 0
    try:
        for graph, record in read_recorded(ox.Store.read_only(folder), prefix):
            key = graph[len(prefix) :]
            parcel = trusted(record, key) if record and not is_left and graph not in doubted else None
            if parcel is None:
                left.append((graph, record))
            else:
                found.append((key, parcel))
            if len(found) + len(left) == SIZE:
                yield Unpacked(batch_of(found), left)
                found, left = [], []
                is_left = next(parts) % _LEFT == 0
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreBroken(f"the records in the RDF store cannot be read: {error}") from error
    yield Unpacked(batch_of(found), left)


def main() -> None:
    """The life of the process: told what to read, it sends batches until there are no more."""
    pipe = children.pipe_to_parent()
    hold_memory()
    gc.disable()  # it would look again and again at what it cannot free
    # Imported while the store is opened over there.
    from kg.index import batches  # noqa: F401
    from kg.rdf import recorded  # noqa: F401

    with ThreadPoolExecutor(1) as sender:
        sending: deque[Future[None]] = deque()

        def send(told: object) -> None:
            if len(sending) == _AHEAD:
                sending.popleft().result()
            sending.append(sender.submit(pipe.send_bytes, pickle.dumps(told, pickle.HIGHEST_PROTOCOL)))

        try:
            try:
                for told in _unpack(*pipe.recv()):
                    send(told)
                send(None)
            except StoreBroken as error:
                send(error)
            while sending:
                sending.popleft().result()
        except (EOFError, OSError):
            return
