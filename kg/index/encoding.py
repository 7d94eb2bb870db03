"""Columns of numbers and short texts as the cells of SQLite's B-trees, many rows at once.

The file format is SQLite's own (https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger]
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
# Longer ones need pages of their own, which are not written here.
LONGEST_TEXT = 200
_AT_ONCE = 1 << 16  # texts that are picked out
_WIDTHS = ((1, 1), (2, 2), (3, 3), (4, 4), (6, 5), (8, 6))  # bytes and serial type
_ZERO, _ONE = 8, 9  # serial types of two numbers that take no room


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of at most LONGEST_TEXT bytes, laid end to end: the text n is `data[starts[n]:starts[n + 1]]`."""

    data: Bytes
    starts: Ints

    @classmethod
    def of(cls, data: bytes, lengths: Ints) -> Texts:
        """Texts of these lengths in bytes."""
        return cls(np.frombuffer(data, np.uint8), np.concatenate(([0], np.cumsum(lengths))))

    @classmethod
    def joined(cls, parts: Sequence[Texts]) -> Texts:
        """All of them, one after the other."""
        lengths = [np.diff(part.starts) for part in parts]
        return cls.of(b"".join(part.data.tobytes() for part in parts), np.concatenate(lengths))

    def chosen(self, rows: Ints) -> Texts:
        """The texts of these rows."""
        parts, lengths = [b""], np.diff(self.starts)[rows]
        for first in range(0, len(rows), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            ends = np.cumsum(lengths[part])
            shift = np.repeat(self.starts[rows[part]] - ends + lengths[part], lengths[part])
            parts.append(self.data[np.arange(len(shift)) + shift].tobytes())
        return Texts.of(b"".join(parts), lengths)

    def tolist(self) -> list[str]:
        """The texts one by one."""
        data, starts = self.data.tobytes(), self.starts.tolist()
        return [data[one:two].decode() for one, two in pairwise(starts)]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: Ints) -> tuple[Bytes, Ints]:
        """The texts of these rows side by side, filled up with zeros: (rows, width); and their lengths."""
        starts = self.starts[rows]
        lengths = self.starts[rows + 1] - starts
        width = int(lengths.max(initial=0))
        if width and len(self.data) == width * len(self) and (lengths == width).all():
            return self.data.reshape(len(self), width)[rows], lengths
        if not width:
            return np.empty((len(rows), 0), np.uint8), lengths
        # A view of all runs of so many bytes, from which rows are copied as a whole; the last texts end sooner.
        last = len(self.data) - width
        block = sliding_window_view(self.data, width)[np.minimum(starts, last)]
        for row in np.flatnonzero((starts > last) & (lengths > 0)).tolist():
            block[row, : lengths[row]] = self.data[starts[row] : starts[row] + lengths[row]]
        if int(lengths.min()) < width:
            block[np.arange(width) >= lengths[:, None]] = 0
        return block, lengths

    def ranks(self) -> Ints:
        """Each text's place in the order of bytes, 0 for the first; the same for equal texts."""
        if int(np.diff(self.starts).max(initial=0)) > LONGEST_TEXT:
            texts = self.tolist()
            places = {text: place for place, text in enumerate(sorted(set(texts)))}
            return np.array([places[text] for text in texts])
        block, lengths = self.take(np.arange(len(self)))
        padded = np.zeros((len(self), -(-block.shape[1] // 8) * 8), np.uint8)
        padded[:, : block.shape[1]] = block
        words = padded.view(">u8").astype(np.uint64)
        keys = [lengths.astype(np.uint64), *words.T[::-1]]
        order = np.lexsort(keys)
        steps = np.zeros(len(self), np.int64)
        for key in keys:
            steps[1:] |= key[order[1:]] != key[order[:-1]]
        ranks = np.empty(len(self), np.int64)
        ranks[order] = np.cumsum(steps)
        return ranks


Column = Ints | Texts


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells laid end to end: the cell n is `data[starts[n]:starts[n + 1]]`."""

    data: Bytes
    starts: Ints


def null_of(values: Ints) -> int:
    """The number that stands for NULL in columns of this type."""
    return int(np.iinfo(values.dtype).min)


def encode(columns: Sequence[Column], rows: Ints, *, numbers: Ints | None = None) -> Cells:
    """The rows of the columns as cells of an index, or, with the rows' `numbers`, of a table."""
    fields = [
        _text(column, rows) if isinstance(column, Texts) else _number(column[rows]) for column in columns
    ]
    header = 1 + sum(kind.shape[1] for kind, _, _ in fields)
    # The size of the record in bytes; one for all where it is the same.
    sizes = np.array([header])
    for _, body, length in fields:
        sizes = sizes + (body.shape[1] if length is None else length)
    parts = [_varints(sizes), *([] if numbers is None else [_varints(numbers[rows])])]
    parts += [np.array([[header]], np.uint8), *(kind for kind, _, _ in fields)]
    head = sum(part.shape[1] for part in parts)
    block = np.empty((len(rows), head + sum(body.shape[1] for _, body, _ in fields)), np.uint8)
    block[:, :head] = np.concatenate([part[0] for part in parts])
    at = 0
    for part in (*parts, *(body for _, body, _ in fields)):
        if at >= head or len(part) > 1:
            block[:, at : at + part.shape[1]] = part
        at += part.shape[1]
    if len(sizes) == 1:
        width = block.shape[1]
        return Cells(block.ravel(), np.arange(0, len(rows) * width + 1, width))
    kept = np.ones(block.shape, np.bool_)
    at = head
    for _, body, length in fields:
        if length is not None:
            kept[:, at : at + body.shape[1]] = np.arange(body.shape[1]) < length[:, None]
        at += body.shape[1]
    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(kept.sum(axis=1), out=starts[1:])
    return Cells(block[kept], starts)


# Serial types (rows or 1, bytes), bodies (rows, bytes), and the lengths of the bodies where they differ.
Field = tuple[Bytes, Bytes, Ints | None]


def _number(values: Ints) -> Field:
    absent = values == null_of(values)
    some = bool(absent.any())
    present = np.where(absent, 0, values) if some else values
    low, high = int(present.min(initial=0)), int(present.max(initial=0))
    if low >= 0 and high <= 1:
        kinds = np.where(absent, 0, np.where(present == 1, _ONE, _ZERO))
        return kinds.astype(np.uint8)[:, None], np.empty((len(values), 0), np.uint8), None
    width, kind = next(
        (width, kind) for width, kind in _WIDTHS if -(1 << 8 * width - 1) <= low and high < 1 << 8 * width - 1
    )
    size = 4 if width <= 4 else 8
    body = present.astype(f">i{size}").view(np.uint8).reshape(-1, size)[:, size - width :]
    if some:
        return np.where(absent, 0, kind).astype(np.uint8)[:, None], body, np.where(absent, 0, width)
    return np.array([[kind]], np.uint8), body, None


def _text(texts: Texts, rows: Ints) -> Field:
    body, lengths = texts.take(rows)
    is_even = bool((lengths == body.shape[1]).all())
    return _varints(13 + 2 * (lengths[:1] if is_even else lengths)), body, None if is_even else lengths


def _varints(values: Ints) -> Bytes:
    """Big-endian groups of seven bits, (rows, bytes); as many bytes for all as the largest needs."""
    width = max(1, -(-int(values.max(initial=0)).bit_length() // 7))
    groups = [values >> 7 * place & 127 for place in reversed(range(width))]
    block = np.stack(groups, axis=1).astype(np.uint8)
    block[:, :-1] |= 128
    return block


def order_of(keys: Sequence[tuple[Ints, bool]], rows: Ints) -> Ints:
    """The rows sorted by the keys, the first before the others; a key is (values, whether they descend).

    Rows that are equal stay in their order. NULL comes before all numbers.
    """
    packed, size = None, 1
    for values, descends in reversed(keys):
        places, span = _places(values, descends)
        if packed is None:
            chosen = places[rows]
            if (chosen[1:] >= chosen[:-1]).all():
                continue
        if packed is not None and size * span < 1 << 62:
            packed, size = packed + places * size, size * span
            continue
        if packed is not None:
            rows = _sort(packed, size, rows)
        packed, size = places, span
    return rows if packed is None else _sort(packed, size, rows)


def _places(values: Ints, descends: bool) -> tuple[Ints, int]:
    """The values as numbers from 0 in the order in which they are to stand, and how many there may be."""
    absent = values == null_of(values)
    present = values[~absent] if absent.any() else values
    low, high = (int(present.min()), int(present.max())) if len(present) else (0, 0)
    span = high - low + 2
    places = np.where(absent, 0, values.astype(np.int64) - low + 1)
    return span - 1 - places if descends else places, span


def _sort(packed: Ints, size: int, rows: Ints) -> Ints:
    digits = packed[rows]
    for place in range(0, (size - 1).bit_length(), 16):
        # Sorting by sixteen bits is a matter of counting.
        order = np.argsort((digits >> place & 0xFFFF).astype(np.uint16), kind="stable")
        rows, digits = rows[order], digits[order]
    return rows


def varint(value: int) -> bytes:
    """One number as `_varints` has many."""
    groups = [value & 127]
    while value := value >> 7:
        groups.append(value & 127 | 128)
    return bytes(reversed(groups))
