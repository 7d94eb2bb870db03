"""Processes of our own, each the `main` of a module with one end of a connection to this process."""

import subprocess
import sys
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
