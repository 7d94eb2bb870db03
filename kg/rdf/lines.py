"""A long file of N-Quads in parts of whole lines, each a file of its own for whoever reads it."""

import re
import threading
from io import BytesIO
from typing import IO, cast

_BLOCK = 1 << 20  # bytes read at a time
_BLANK = re.compile(rb"(?:^|[\s>])_:", re.MULTILINE)


class Lines:
    """The lines of a stream; safe to use from any thread."""

    def __init__(self, stream: IO[bytes], *, most: int) -> None:
        self._stream, self._most = stream, most
        self._turn = threading.Lock()
        self._begun = b""  # of a line whose end has not been read
        self._held = b""  # lines that no part may have
        self._is_over = False
        self._count = 0

    def part(self) -> "Part | None":
        """The next lines, about so many as `most`, once the part before has been read; None at the end.

        Ends before the first blank node: its label means the same in the whole file, so that who reads parts
        by themselves would take one node for several. What is left is `rest`.
        """
        self._turn.acquire()
        block = b""
        try:
            block = self._block()
        finally:
            if not block:
                self._turn.release()
        return Part(self, block, self._count) if block else None

    def rest(self) -> IO[bytes] | None:
        """What no part has, from the first line with a blank node on; None if that is nothing."""
        if not self._held:
            return None
        return cast(IO[bytes], _Joined(self._held + self._begun, self._stream))

    @property
    def count(self) -> int:
        """Lines that parts have taken."""
        return self._count

    def stop(self) -> None:
        """Give out no more parts."""
        self._is_over, self._held, self._begun = True, b"", b""

    def _block(self) -> bytes:
        """Some whole lines; nothing at the end, and where a blank node stands."""
        pieces = [self._begun]
        while not self._is_over and not self._held:
            piece = self._stream.read(_BLOCK)
            self._is_over = not piece
            end = piece.rfind(b"\n") + 1
            pieces.append(piece[:end] if end else piece)
            if end or self._is_over:
                self._begun = piece[end:]
                block = b"".join(pieces)
                if b"_:" not in block or not _BLANK.search(block):
                    return block
                self._held = block
        return b""

    def more(self, lines: int) -> bytes:
        """The next block of a part that has so many lines; nothing at its end."""
        return self._block() if lines < self._most else b""

    def end(self, lines: int) -> None:
        """The part that has so many lines is over: another may begin."""
        self._count += lines
        self._turn.release()


class Part:
    """A file for reading; `before` lines stand before it."""

    def __init__(self, lines: Lines, block: bytes, before: int) -> None:
        self._lines, self._block, self.before = lines, BytesIO(block), before
        self._taken = block.count(b"\n")
        self._is_over = False

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or fewer; none at the end."""
        piece = self._block.read(size)
        if piece or self._is_over:
            return piece
        block = self._lines.more(self._taken)
        if not block:
            self.close()
            return b""
        self._taken += block.count(b"\n")
        self._block = BytesIO(block)
        return self._block.read(size)

    def close(self) -> None:
        """It is read no further; a second call does nothing."""
        if not self._is_over:
            self._is_over = True
            self._lines.end(self._taken)


class _Joined:
    """A file that begins with other bytes."""

    def __init__(self, first: bytes, stream: IO[bytes]) -> None:
        self._first, self._stream = BytesIO(first), stream

    def read(self, size: int = -1) -> bytes:
        return self._first.read(size) or self._stream.read(size)
