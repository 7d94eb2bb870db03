"""SQLite's B-trees written as whole pages, for tables that are filled at once and from empty.

A row that goes in by a statement takes SQLite about a microsecond in each tree of its table; a page at a time
it takes a tenth of that. SQLite makes the tables and indices; the trees that it left empty are filled here, in
a file that no connection has open. (https://www.sqlite.org/fileformat2.html, section 1)
"""

from __future__ import annotations

import sqlite3
import struct
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np

from kg.index.encoding import Bytes, Cells, Column, Ints, Texts, encode, null_of, order_of, varint

PAGE = 4096
LOCKED = (1 << 30) // PAGE + 1  # SQLite takes its locks in this page and keeps nothing there
_ROWS = 1 << 16  # encoded at a time
_INDEX, _TABLE = (10, 2), (13, 5)  # kinds of leaves and of inner pages
_LEAF_ROOM, _INNER_ROOM = PAGE - 8, PAGE - 12
_POINTER = 2
_THREADS = 2  # numpy lets another go on most of the time
_TURN = 0.0002  # seconds

Key = tuple[str, bool]  # a column, and whether it descends


@dataclass(frozen=True, slots=True)
class Tree:
    """An empty B-tree: its root page, its columns, and those by which its rows are in order.

    The tree of a table with numbered rows has the name of the column that is the `number`.
    """

    root: int
    columns: tuple[str, ...]
    keys: tuple[Key, ...]
    number: str | None = None


def trees_of(connection: sqlite3.Connection, table: str) -> list[Tree]:
    """The trees of a table and its indices; the table's own is the first, and orders the rows that are given."""
    roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0").fetchall())
    info = connection.execute(f"PRAGMA table_info({table})").fetchall()
    indices = connection.execute(f"PRAGMA index_list({table})").fetchall()
    numbers = [] if any(row[3] == "pk" for row in indices) else [str(row[1]) for row in info if row[5]]
    found = []
    for number in numbers:
        found.append(Tree(roots[table], tuple(row[1] for row in info), ((number, False),), number))
    for _, index, _, origin, is_partial in indices:
        if is_partial:
            raise ValueError(f"{index} is partial: rows must go into {table} by statements")
        told = connection.execute(f"PRAGMA index_xinfo({index})").fetchall()
        names = tuple(str(name or numbers[0]) for _, _, name, _, _, _ in told)
        is_table = origin == "pk"
        keys = tuple(
            (name, bool(row[3])) for name, row in zip(names, told, strict=True) if row[5] or not is_table
        )
        found.append(Tree(roots[table if is_table else index], names, keys))
    return sorted(found, key=lambda tree: tree.root != roots[table])


@dataclass(frozen=True, slots=True)
class Leaves:
    """The lowest pages of a tree, in blocks of (pages, PAGE), and the cell that separates each from the next."""

    pages: list[Bytes]
    separators: list[bytes]


class PageFile:
    """An SQLite file to whose empty trees pages are added; on leaving, its header tells how many there are."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("r+b", buffering=0)
        self._count = path.stat().st_size // PAGE

    def __enter__(self) -> PageFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._put(18, b"\x02\x02")  # changes go through a log from now on
            self._put(28, struct.pack(">I", self._count))
        self._file.close()

    def fill(self, trees: Sequence[Tree], leaves: Sequence[Future[Leaves]]) -> None:
        """Fill the trees of a table with what `Encoder.begin` has made for each; nothing for no rows."""
        waiting = deque(leaves)
        for tree in trees if leaves else ():
            self._put_tree(tree, waiting.popleft().result())

    def _put_tree(self, tree: Tree, leaves: Leaves) -> None:
        if not leaves.separators:
            self._put((tree.root - 1) * PAGE, leaves.pages[0].tobytes())
            return
        inner = (_INDEX if tree.number is None else _TABLE)[1]
        self._raise(tree.root, inner, self._append(leaves.pages), leaves.separators)

    def _raise(self, root: int, kind: int, children: list[int], separators: list[bytes]) -> None:
        """Put inner pages above pages and what separates them, until one page, the root, is above all."""
        while True:
            cells = [
                struct.pack(">I", child) + separator
                for child, separator in zip(children, separators, strict=False)
            ]
            held = Cells(np.frombuffer(b"".join(cells), np.uint8), np.cumsum([0, *map(len, cells)]))
            runs = list(_runs(held.starts, _INNER_ROOM, is_last=True, keeps=False))
            pages = _pages(kind, held, runs, right=[children[end] for _, end, _ in runs])
            if len(pages) == 1:
                self._put((root - 1) * PAGE, pages.tobytes())
                return
            separators = [separators[end] for _, end, is_end in runs if not is_end]
            children = self._append([pages])

    def _append(self, blocks: Sequence[Bytes]) -> list[int]:
        """Write pages at the end; their numbers."""
        numbers: list[int] = []
        for block in blocks:
            while len(block):
                if self._count + 1 == LOCKED:
                    self._put(self._count * PAGE, bytes(PAGE))
                    self._count += 1
                room = LOCKED - 1 - self._count if self._count < LOCKED else len(block)
                part, block = block[:room], block[room:]
                self._put(self._count * PAGE, part.reshape(-1).data)
                numbers += range(self._count + 1, self._count + 1 + len(part))
                self._count += len(part)
        return numbers

    def _put(self, at: int, data: bytes | memoryview) -> None:
        self._file.seek(at)
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]


class Encoder:
    """Makes leaves in threads until it is closed."""

    def __init__(self) -> None:
        # A thread that comes back from numpy gets its turn soon: its steps in Python take less than a turn.
        self._turn = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)
        self._pool = ThreadPoolExecutor(_THREADS)

    def close(self) -> None:
        """Wait for what is being made, and let go of the rest."""
        self._pool.shutdown(cancel_futures=True)
        sys.setswitchinterval(self._turn)

    def begin(self, trees: Sequence[Tree], columns: Mapping[str, Column]) -> list[Future[Leaves]]:
        """Begin with the leaves of each tree of a table, whose rows are in the order of its own tree."""
        if not len(next(iter(columns.values()))):
            return []
        return [self._pool.submit(_leaves, tree, trees[0], columns) for tree in trees]


def _leaves(tree: Tree, first: Tree, columns: Mapping[str, Column]) -> Leaves:
    """The leaves of a tree with rows that are in the order of the `first` one."""
    count = len(next(iter(columns.values())))
    rows = _order(tree.keys, first.keys, columns, count)
    kind = (_INDEX if tree.number is None else _TABLE)[0]
    held = [columns[name] for name in tree.columns]
    numbers = None
    if tree.number is not None:  # which stands before the record, and not in it
        number = columns[tree.number]
        assert not isinstance(number, Texts)
        held = [
            np.full_like(number, null_of(number)) if name == tree.number else column
            for name, column in zip(tree.columns, held, strict=True)
        ]
        numbers = number
    found = Leaves([], [])
    at = 0
    while at < count:
        part = rows[at : at + _ROWS]
        cells = encode(held, part, numbers=numbers)
        is_last = at + len(part) == count
        runs = list(_runs(cells.starts, _LEAF_ROOM, is_last=is_last, keeps=numbers is not None))
        found.pages.append(_pages(kind, cells, runs))
        for one, end, is_end in runs:
            if numbers is None:
                at += end - one + (not is_end)
                if not is_end:
                    found.separators.append(cells.data[cells.starts[end] : cells.starts[end + 1]].tobytes())
            else:
                at += end - one
                if not is_end:
                    found.separators.append(varint(int(numbers[part[end - 1]])))
    return found


def _order(keys: Sequence[Key], natural: Sequence[Key], columns: Mapping[str, Column], count: int) -> Ints:
    """The rows in the order of the keys, sorted by no more of them than their natural order leaves open."""
    for sorted_by in range(len(keys) + 1):
        before = {name for name, _ in keys[:sorted_by]}
        given = [key for key in natural if key[0] not in before]
        if all(one == two for one, two in zip(keys[sorted_by:], given, strict=False)):
            break
    values = [(columns[name], descends) for name, descends in keys[:sorted_by]]
    ranks = [
        (column.ranks() if isinstance(column, Texts) else column, descends) for column, descends in values
    ]
    return order_of(ranks, np.arange(count))


def _runs(starts: Ints, room: int, *, is_last: bool, keeps: bool) -> Iterator[tuple[int, int, bool]]:
    """How cells fall on pages, as (first, end, whether no page follows).

    Between two pages one cell goes up to separate them, unless a page `keeps` all its cells. If more cells come
    later, the last page is left to be filled with these.
    """
    count = len(starts) - 1
    weights = starts + _POINTER * np.arange(count + 1)
    first = 0
    while first < count:
        end = int(weights.searchsorted(weights[first] + room, "right")) - 1
        if end >= count:
            if is_last:
                yield first, count, True
            return
        if not keeps and is_last and end == count - 1:
            end -= 1  # else nothing would be left for the page after
        yield first, end, False
        first = end if keeps else end + 1


def _pages(
    kind: int, cells: Cells, runs: Sequence[tuple[int, int, bool]], *, right: Sequence[int] | None = None
) -> Bytes:
    """A page of each run of cells, as (pages, PAGE); each inner one has a page to the `right`."""
    first, end = (np.array([run[place] for run in runs], np.int64) for place in (0, 1))
    counts, content = end - first, PAGE - (cells.starts[end] - cells.starts[first])
    block = np.zeros((len(runs), PAGE), np.uint8)
    block[:, 0] = kind
    numbers = block.view(">u2")
    block[:, 3:7] = np.stack((counts, content), axis=1).astype(">u2").view(np.uint8)
    head = 8
    if right is not None:
        block[:, 8:12] = np.array(right, ">u4")[:, None].view(np.uint8)
        head = 12
    page = np.repeat(np.arange(len(runs)), counts)
    place = np.arange(len(page)) - np.repeat(np.cumsum(counts) - counts, counts)
    held = first[page] + place
    numbers[page, head // _POINTER + place] = cells.starts[held] + (content - cells.starts[first])[page]
    limits = zip(content.tolist(), cells.starts[first].tolist(), cells.starts[end].tolist(), strict=True)
    for number, (at, begin, stop) in enumerate(limits):
        block[number, at:] = cells.data[begin:stop]
    return block
