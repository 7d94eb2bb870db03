"""Serialised results cut after so many rows, still well-formed; standard library only, for the workers."""

import re
from dataclasses import dataclass


class CutShort(Exception):
    """The output has reached its limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How rows stand in a format; `ends` finds where one ends and passes over quoted text."""

    ends: re.Pattern[bytes]
    mark: bytes  # its number is never below the number of ends
    tail: bytes  # closes the document after any row
    head: int  # ends before the first row's


_FORMS = {
    # The comma between two rows: the only one outside of quotes that a brace follows.
    "JSON": _Form(
        ends=re.compile(rb'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|(?P<end>),\{', re.DOTALL),
        mark=b",{",
        tail=b"]}}",
        head=-1,
    ),
    "XML": _Form(ends=re.compile(rb"</result>(?P<end>)"), mark=b"</r", tail=b"</results></sparql>", head=0),
    "CSV": _Form(ends=re.compile(rb'"(?:[^"]|"")*(?:"|\Z)|\r\n(?P<end>)'), mark=b"\n", tail=b"", head=1),
    "TSV": _Form(ends=re.compile(rb"\n(?P<end>)"), mark=b"\n", tail=b"", head=1),
}


class Sink:
    """A binary file that keeps what is written and stops, by CutShort, beyond its limits."""

    def __init__(self, *, format_name: str, rows: int, size: int) -> None:
        self._form, self._size = _FORMS[format_name], size
        self._needed = rows + self._form.head + 1  # so many ends say that there is a row too many
        self._data = bytearray()
        self._marks = self._counted = self._scanned = 0
        self._due = self._needed * len(self._form.mark)  # bytes before which there cannot be too many marks
        self._places: list[int] = []
        self._full = False

    def write(self, piece: bytes) -> int:
        """Keep a piece."""
        if self._full:  # a buffered writer tries again what it could not write
            raise CutShort
        self._data += piece
        if len(self._data) >= self._due or len(self._data) > self._size:
            self._look()
        if self._full:
            raise CutShort
        return len(piece)

    def _look(self) -> None:
        length, mark = len(self._data), self._form.mark
        self._marks += self._data.count(mark, max(0, self._counted - len(mark) + 1))
        self._counted = length
        if length > self._size or self._marks >= self._needed:
            self._scan()
            self._full = len(self._places) >= self._needed or length > self._size
        self._due = length + max(1, self._needed - self._marks) * len(mark)

    def flush(self) -> None:
        """Nothing to do."""

    def _scan(self) -> None:
        for found in self._form.ends.finditer(self._data, self._scanned):
            if found["end"] is not None:
                self._places.append(found.start("end"))
                self._scanned = found.end()
                if len(self._places) >= self._needed:
                    return
        self._marks = len(self._places) + self._data.count(self._form.mark, self._scanned)

    def whole(self) -> bytearray:
        """All that was written."""
        return self._data

    def short(self) -> tuple[bytes, int]:
        """The rows that fit, as a document of their own, and how many; raises CutShort if not one does."""
        form = self._form
        places = [place for place in self._places if place <= self._size]
        places = places[: self._needed - (0 if form.head < 0 else 1)]
        rows = len(places) - max(0, form.head)
        if rows < 1:
            raise CutShort
        return bytes(self._data[: places[-1]]) + form.tail, rows
