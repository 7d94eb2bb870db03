"""Processes of our own, each the `main` of a module with one end of a connection to this process."""

import signal
import subprocess
import sys
import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import kg

# -P keeps the working folder out of the modules' way; the folder of this program comes in its place.
_START = "import sys; sys.path.insert(0, sys.argv.pop()); from {} import main; main()"
_ROOT = str(Path(kg.__file__).resolve().parent.parent)


def start(module: str, descriptor: int, *told: str, errors: int | None = None) -> subprocess.Popen[bytes]:
    """Run `main` of the module, which finds the descriptor and what it is told in `sys.argv[1:]`.

    `errors` is where its standard error goes, as Popen takes it; else to that of this process.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _START.format(module), str(descriptor), *told, _ROOT],
        pass_fds=(descriptor,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
    )


class Child:
    """A process that speaks through `pipe` with this one, which ends it."""

    def __init__(self, module: str) -> None:
        self.pipe, theirs = Pipe()
        self._ending = threading.Lock()
        with theirs:
            self._process = start(module, theirs.fileno())

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Did it end by itself?"""
        return self._process.poll() is not None

    def end(self) -> None:
        """Kill it, from any thread; a second call does nothing more."""
        with self._ending:
            self._process.kill()
            self._process.wait()
            self.pipe.close()


def pipe_to_parent() -> Connection:
    """What a `Child` speaks through. Ctrl+C is for the one that started it, and ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return Connection(int(sys.argv.pop()))
