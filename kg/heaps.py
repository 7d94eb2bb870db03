"""How glibc keeps memory for processes of ours: shared by the threads of a server, held by a short run."""

import ctypes

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -2, -3, -8  # of glibc's malloc.h
HEAPS = 2
_HELD, _STEP, _MAPPED = (1 << 31) - 1, 1 << 26, 1 << 25  # bytes; it takes no more for the last


def share_heaps() -> bool:
    """Have all threads that start from now on share the heaps of glibc; False where there is another library.

    Else each thread gets heaps of its own, and what the many threads of the store free in theirs stays unused.
    """
    return _set({_ARENA_MAX: HEAPS})


def hold_memory() -> bool:
    """Keep what is freed until the process ends; False where there is another library than glibc.

    Else large blocks are handed back and fetched again, and the system clears each page anew: a tenth of the
    time of a run that fills and empties many.
    """
    return _set({_TRIM_THRESHOLD: _HELD, _TOP_PAD: _STEP, _MMAP_THRESHOLD: _MAPPED})


def release_memory() -> bool:
    """Hand back to the system what is free within the heaps; False where there is another library than glibc.

    Long-lived blocks between those of a write keep glibc from doing so by itself. It takes some milliseconds,
    in which other threads may have to wait for memory.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim is not None and trim(0) in (0, 1)


def _set(chosen: dict[int, int]) -> bool:
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and all(mallopt(option, value) == 1 for option, value in chosen.items())
