"""One process owns a store: a lock that the kernel frees when its holder dies, and that says who holds it."""

import contextlib
import fcntl
import json
import os
import socket
import sys
from pathlib import Path
from typing import IO, Any

from kg.errors import StoreBroken, StoreLocked


class FileLock:
    """Held from construction to `release`; raises StoreLocked if another process holds it.

    Any number of processes may hold it `shared`, to read, as long as none writes.
    """

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        self.path = path
        self._file: IO[str] | None = None
        try:
            file = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreBroken(f"the lock {path} cannot be opened: {error.strerror}") from error
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            signed = _read(file)
            file.close()
            told = f"the store {path.parent} is held by {_holder(signed)}"
            raise StoreLocked(told, address=signed.get("address")) from error
        if not shared:
            # The name is a courtesy to the next who asks: a disk without room for it is no reason to fail.
            with contextlib.suppress(OSError):
                _sign(file)
        self._file = file

    def announce(self, address: str) -> None:
        """Leave an address for those who find the lock held."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                _sign(self._file, address)

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _sign(file: IO[str], address: str | None = None) -> None:
    command = " ".join(os.path.basename(part) if at == 0 else part for at, part in enumerate(sys.argv))
    signed = {"pid": os.getpid(), "host": socket.gethostname(), "command": command[:200]}
    file.truncate(0)
    json.dump({**signed, "address": address} if address else signed, file)
    file.flush()


def _read(file: IO[str]) -> dict[str, Any]:
    file.seek(0)
    try:
        signed = json.load(file)
    except ValueError:
        return {}
    return signed if isinstance(signed, dict) else {}


def _holder(signed: dict[str, Any]) -> str:
    if not {"pid", "host", "command"} <= signed.keys():
        return "another process"
    return f"process {signed['pid']} on {signed['host']} ({signed['command']})"
