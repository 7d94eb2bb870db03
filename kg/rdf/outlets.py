"""Answers straight to the client: the process that has one sends it, past the process that asked for it.

Each process that an answer passes has to be woken first, which takes a good part of the time of a short query.
The connection is lent for one answer only. With it goes a mark that is taken before anything is sent: so it is
known of a process that had to be killed whether its client may have got a part of an answer. Standard library
only, for the workers.
"""

from __future__ import annotations

import os
import select
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol, Self

from kg.rdf.media import text_type


class Outlet(Protocol):
    """The connection to a client that waits for an answer."""

    @property
    def most(self) -> int:
        """Bytes of the longest body that may go this way; longer ones come back."""

    def lend(self) -> socket.socket | None:
        """A copy of the connection, to be closed; None if nothing can go this way."""

    def watch(self, is_taken: Callable[[], bool]) -> None:
        """Be told how to see, from any thread, that an answer is being sent or has been."""

    def head(self, version: str) -> str:
        """The head of an answer of this version of the store, as far as it does not depend on the body."""

    def note(self, head: str, sent: int) -> None:
        """So many bytes of the whole head and the body have been sent; the rest is left to the owner."""

    def lose(self) -> None:
        """The client may have got a part of an answer, and can get no other."""


class Loan:
    """What is lent for one question, until the `with` statement ends; with no outlet nothing is."""

    def __init__(self, outlet: Outlet | None) -> None:
        self._outlet = outlet
        self._link: socket.socket | None = None
        self._mark = -1
        self._guard = threading.Lock()
        self._is_settled = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._outlet and self._link:
            if not self._is_settled and self._is_taken():
                self._outlet.lose()
            self._link.close()
            with self._guard:
                os.close(self._mark)
                self._mark = -1

    def _is_taken(self) -> bool:
        with self._guard:
            if self._mark == -1:
                return True
            looking = select.poll()
            looking.register(self._mark, select.POLLIN)
            return not looking.poll(0)

    def begin(self, version: str) -> dict[str, Any]:
        """What the process is to be told besides the question."""
        self._link = self._outlet.lend() if self._outlet else None
        if self._outlet is None or self._link is None:
            return {}
        self._mark = os.eventfd(1, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._outlet.watch(self._is_taken)
        return {"outlet": {"head": self._outlet.head(version), "most": self._outlet.most}}

    @property
    def lent(self) -> Sequence[int]:
        """Descriptors for the process: the connection and the mark."""
        return (self._link.fileno(), self._mark) if self._link else ()

    def settle(self, reply: dict[str, Any]) -> None:
        """The process has replied, and has sent nothing since."""
        self._is_settled = True
        if self._outlet and "sent" in reply:
            self._outlet.note(reply["head"], reply["sent"])


def send_straight(
    reply: dict[str, Any], body: bytes | bytearray, told: dict[str, Any], lent: Sequence[int], seconds: float
) -> None:
    """Send an answer by what a `Loan` has lent, if it is whole and not too long, and note it in the reply.

    What the connection does not take at once is left. The descriptors are closed.
    """
    link, mark = lent
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, link) as client:
        if "error" not in reply and not reply.get("truncated") and len(body) <= told["most"]:
            head = (
                f"{told['head']}Content-Length: {len(body)}\r\nContent-Type: {text_type(reply['media'])}\r\n"
                f"Server-Timing: query;dur={seconds * 1000:.1f}\r\n\r\n"
            )
            os.eventfd_read(mark)
            try:
                sent = client.send(head.encode("latin-1") + body, socket.MSG_DONTWAIT)
            except OSError:  # it takes nothing now, or is gone: its owner will see
                sent = 0
            reply |= {"head": head, "sent": sent}
    os.close(mark)
