"""Web text to running text: page furniture out, paragraphs whole, every character mapped to the raw text."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from dataclasses import dataclass, field

import ftfy

from kg.text.prose.furniture import is_furniture, read_dateline, sign_off, trailing_credit

MAX_CHARS = 200_000
PARAGRAPH = "\n\n"
_ENDING = re.compile(r"[.!?…:;][\"'”’»)\]]*$|[”\"»]$")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
_FOREIGN = re.compile(r"[\u0080-\uffff]{2,}")
_MOJIBAKE = re.compile(r"[ÃÂâðÄÅÐÑ][\u0080-\u00ff\u0152-\u0178\u2010-\u2122\u20ac]")
_DROPPED_CHARS = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A stretch of the raw text that is no sentence, and why."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """The text to parse, paragraphs parted by blank lines, with the raw span of each of its characters."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    dropped: tuple[Drop, ...] = ()
    dateline: str = ""

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The span of the raw text behind `text[start:end]`; an empty span stays empty."""
        if end <= start:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]

    def position(self, raw: int) -> int:
        """The first character of `text` at or behind a raw offset."""
        return bisect_left(self.ends, raw + 1)


@dataclass(slots=True)
class _Piece:
    """Characters with their raw spans, while they are put together."""

    chars: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, text: str, start: int, end: int) -> None:
        """`text` stands for the raw span; a replacement of another length spans it whole."""
        if len(text) == end - start:
            self.chars.extend(text)
            self.starts.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))
            return
        for n, char in enumerate(text):
            self.chars.append(char)
            self.starts.append(start if n == 0 else max(start, end - 1))
            self.ends.append(end)

    def cut(self, start: int, end: int) -> _Piece:
        """A stretch of the piece."""
        return _Piece(self.chars[start:end], self.starts[start:end], self.ends[start:end])

    def __str__(self) -> str:
        return "".join(self.chars)


def clean(text: str) -> Cleaned:
    """The running text of an article; every character knows where it came from."""
    dropped: list[Drop] = []
    if len(text) > MAX_CHARS:
        dropped.append(Drop(start=MAX_CHARS, end=len(text), why="beyond the limit of 200,000 characters"))
    paragraphs, datelines = _kept(_paragraphs(text[:MAX_CHARS]), dropped)
    whole = _Piece()
    for paragraph in _joined(paragraphs):
        if whole.chars:
            gap = (whole.ends[-1], paragraph.starts[0])
            whole.add(PARAGRAPH, min(gap), max(gap))
        whole.chars += paragraph.chars
        whole.starts += paragraph.starts
        whole.ends += paragraph.ends
    return Cleaned(
        text=str(whole),
        starts=tuple(whole.starts),
        ends=tuple(whole.ends),
        dropped=tuple(sorted(dropped, key=lambda drop: (drop.start, drop.end))),
        dateline=datelines[0] if datelines else "",
    )


def _paragraphs(text: str) -> list[_Piece]:
    """Lines of the text, those of a hard-wrapped paragraph joined."""
    found: list[_Piece] = []
    at, blank = 0, True
    for line in text.splitlines(keepends=True):
        piece = _trim(_repair(line, at))
        at += len(line)
        if not piece.chars:
            blank = True
            continue
        previous = str(found[-1]) if found else ""
        if not blank and len(previous) > 40 and not _ENDING.search(previous):
            _append(found[-1], piece)
        else:
            found.append(piece)
        blank = False
    return found


def _repair(line: str, at: int) -> _Piece:
    """Entities, broken encodings, control characters and spaces put right, one raw span each."""
    piece = _Piece()
    i, n = 0, len(line)
    while i < n:
        char = line[i]
        if " " < char < "\x7f" and char != "&":
            j = i + 1
            while j < n and " " < line[j] < "\x7f" and line[j] != "&":
                j += 1
            piece.add(line[i:j], at + i, at + j)
            i = j
            continue
        entity = _ENTITY.match(line, i) if char == "&" else None
        if entity and html.unescape(entity.group()) != entity.group():
            piece.add(_plain(html.unescape(entity.group())), at + i, at + entity.end())
            i = entity.end()
            continue
        broken = _FOREIGN.match(line, i) if char >= "\x80" else None
        if broken and _MOJIBAKE.search(broken.group()):
            fixed = ftfy.fix_encoding(broken.group())
            piece.add("".join(map(_plain, fixed)), at + i, at + broken.end())
            i = broken.end()
            continue
        if char not in _DROPPED_CHARS:
            spaced = _plain(char)
            if spaced != " " or not piece.chars or piece.chars[-1] != " ":
                piece.add(spaced, at + i, at + i + 1)
        i += 1
    return piece


def _plain(char: str) -> str:
    """Spaces of all kinds, control characters and lone surrogates as plain ones."""
    if char.isspace() or char < " " or "\x7f" <= char <= "\x9f":
        return " "
    return "\ufffd" if "\ud800" <= char <= "\udfff" else char


def _trim(piece: _Piece) -> _Piece:
    start, end = 0, len(piece.chars)
    while start < end and piece.chars[start] == " ":
        start += 1
    while end > start and piece.chars[end - 1] == " ":
        end -= 1
    return piece if (start, end) == (0, len(piece.chars)) else piece.cut(start, end)


def _append(left: _Piece, right: _Piece) -> None:
    left.add(" ", left.ends[-1], max(right.starts[0], left.ends[-1] + 1))
    left.chars += right.chars
    left.starts += right.starts
    left.ends += right.ends


def _kept(paragraphs: list[_Piece], dropped: list[Drop]) -> tuple[list[_Piece], list[str]]:
    """The paragraphs that are text, without credits, sign-offs and datelines; and the datelines."""
    kept: list[_Piece] = []
    datelines: list[str] = []
    seen: set[str] = set()

    def drop(piece: _Piece, why: str) -> None:
        if piece.chars:
            dropped.append(Drop(start=piece.starts[0], end=piece.ends[-1], why=why))

    for paragraph in paragraphs:
        text = str(paragraph)
        why = is_furniture(text)
        if why is None and len(text) > 20 and text in seen:
            why = "repeated"
        if why is not None:
            drop(paragraph, why)
            continue
        seen.add(text)
        end = trailing_credit(text)
        if end < len(text):
            drop(paragraph.cut(end, len(text)), "credit")
            paragraph = _trim(paragraph.cut(0, end))
            text = str(paragraph)
        end = sign_off(text)
        if end < len(text):
            drop(paragraph.cut(end, len(text)), "agency")
            paragraph = _trim(paragraph.cut(0, end))
            text = str(paragraph)
        place, begin = read_dateline(text)
        if begin:
            drop(paragraph.cut(0, begin), "dateline")
            datelines.append(place)
            paragraph = _trim(paragraph.cut(begin, len(text)))
        if paragraph.chars:
            kept.append(paragraph)
    return kept, datelines


def _joined(paragraphs: list[_Piece]) -> list[_Piece]:
    """A sentence broken over several paragraphs is put together again."""
    whole: list[_Piece] = []
    for paragraph in paragraphs:
        left = str(whole[-1]) if whole else ""
        goes_on = paragraph.chars[0].islower() or left.endswith((",", " and", " of", " the", " to"))
        if left and goes_on and not _ENDING.search(left):
            _append(whole[-1], paragraph)
        else:
            whole.append(paragraph)
    return whole
