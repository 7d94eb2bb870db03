"""The threads of a server share a few heaps."""

import re
import subprocess
import sys

from tests.support import ROOT

# Each thread takes and keeps a block that is too small for a mapping of its own.
HEAPS = """
import ctypes, sys, threading
from api.heaps import share_heaps
if sys.argv[1] == "shared":
    assert share_heaps()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
barrier = threading.Barrier(12)
def take():
    libc.malloc(100_000)
    barrier.wait()
threads = [threading.Thread(target=take) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
sys.stderr.flush()
libc.malloc_stats()
"""


def heaps(how: str) -> int:
    """How many heaps twelve threads of a process have made."""
    told = subprocess.run(
        [sys.executable, "-c", HEAPS, how], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    return len(re.findall(r"^Arena \d+:", told.stderr, re.MULTILINE))


def test_many_threads_share_two_heaps() -> None:
    assert heaps("shared") == 2
    assert heaps("apart") > 2
