"""The heaps of a server that runs for long: a few that all threads share, so that freed memory is used again."""

import ctypes

_ARENA_MAX = -8  # of glibc's malloc.h
HEAPS = 2


def share_heaps() -> bool:
    """Have all threads that start from now on share the heaps of glibc; False where there is another library.

    Else each thread gets heaps of its own, and what the many threads of the store free in theirs stays unused.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(_ARENA_MAX, HEAPS) == 1
