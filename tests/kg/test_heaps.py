"""The threads of a server share a few heaps, and a short run holds its memory."""

import re
import subprocess
import sys

from tests.support import ROOT

# Each thread takes and keeps a block that is too small for a mapping of its own.
HEAPS = """
import ctypes, sys, threading
from kg.heaps import share_heaps
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


# Thirty megabytes of smaller blocks are filled and freed again and again.
FAULTS = """
import resource, sys
from kg.heaps import hold_memory
if sys.argv[1] == "held":
    assert hold_memory()
for _ in range(20):
    [bytearray(100_000) for _ in range(300)]
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


def faults(how: str) -> int:
    """How many pages the process has fetched."""
    told = subprocess.run(
        [sys.executable, "-c", FAULTS, how], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    return int(told.stdout)


def test_what_is_freed_is_held() -> None:
    assert faults("held") * 3 < faults("handed back")


# Sixty megabytes of small blocks are freed but for every hundredth, which keeps the heap from shrinking.
KEPT = """
import ctypes, re
from pathlib import Path
from kg.heaps import release_memory
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
def taken():
    return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
blocks = [libc.malloc(1000) for _ in range(60_000)]
for block in blocks:
    ctypes.memset(block, 1, 1000)
full = taken()
for at, block in enumerate(blocks):
    if at % 100:
        libc.free(block)
before = taken()
assert release_memory()
print(full, before, taken())
"""


def test_what_is_free_between_blocks_is_handed_back() -> None:
    told = subprocess.run(
        [sys.executable, "-c", KEPT], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    full, before, after = map(int, told.stdout.split())
    assert before > full - 5_000
    assert after < before - 40_000
