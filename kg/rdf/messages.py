"""Messages between the owner of a store and its query workers: a length, a JSON header, and a body.

They take turns, so nothing follows a message before it is answered: it is read in one go. A long body does not
pass through the socket: it is a file in memory whose descriptor comes with the header. Standard library only,
for the workers.
"""

import json
import os
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any

_LENGTH = struct.Struct(">I")
_LONG = 1 << 18
_PIECE = 1 << 16
_DESCRIPTORS = 3  # of a message, at most


def make_room(peer: socket.socket) -> None:
    """Let the socket hold any body that is not long, so that its sender need not wait for the other's turn."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * _LONG)


def send(
    peer: socket.socket, header: dict[str, Any], body: bytes | bytearray = b"", *, lent: Sequence[int] = ()
) -> None:
    """Write one message; copies of the descriptors that are `lent` go with it."""
    is_long = len(body) > _LONG
    text = json.dumps({**header, "size": len(body), "is_long": is_long}).encode()
    head = _LENGTH.pack(len(text)) + text
    if not is_long:
        whole = head + body
        sent = socket.send_fds(peer, [whole], lent) if lent else 0
        peer.sendall(memoryview(whole)[sent:])
        return
    with os.fdopen(os.memfd_create("body"), "wb", buffering=0) as file:
        left = memoryview(body)
        while left:
            left = left[file.write(left) :]
        sent = socket.send_fds(peer, [head], [file.fileno(), *lent])
    peer.sendall(head[sent:])


def receive(
    peer: socket.socket, *, deadline: float | None = None, lent: list[int] | None = None
) -> tuple[dict[str, Any], bytes]:
    """Read one message; raises EOFError at the end of the stream and TimeoutError at the deadline.

    Descriptors that were lent with it are added to `lent`.
    """
    _wait(peer, deadline)
    data, descriptors, _, _ = socket.recv_fds(peer, _PIECE, _DESCRIPTORS)
    try:
        data = _filled(peer, data, _LENGTH.size, deadline)
        start = _LENGTH.size + _LENGTH.unpack_from(data)[0]
        data = _filled(peer, data, start, deadline)
        header: dict[str, Any] = json.loads(data[_LENGTH.size : start])
        size = header["size"]
        if header["is_long"]:
            body = os.pread(descriptors[0], size, 0)
            os.close(descriptors.pop(0))
        else:
            body = _filled(peer, data, start + size, deadline)[start:]
        if lent is not None:
            lent += descriptors
            descriptors = []
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
    if len(body) != size:
        raise EOFError
    return header, body


def _filled(peer: socket.socket, data: bytes, size: int, deadline: float | None) -> bytes:
    """The data with so many more as make up the size."""
    pieces, left = [data], size - len(data)
    while left > 0:
        _wait(peer, deadline)
        piece = peer.recv(left)
        if not piece:
            raise EOFError
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces) if len(pieces) > 1 else data


def _wait(peer: socket.socket, deadline: float | None) -> None:
    if deadline is not None:
        peer.settimeout(max(0.001, deadline - time.monotonic()))
