"""Ratios of two pieces of work in one run: they take turns, so that a busy machine slows both."""

import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(
    ours: Callable[[], object], other: Callable[[], object], *, rounds: int = 5
) -> tuple[float, float, float]:
    """(median of ours / other, lowest, highest) over rounds of one turn each, after one turn to warm up.

    A single round is for what takes minutes: without the turn to warm up.
    """
    if rounds > 1:
        ours(), other()
    ratios = sorted(seconds(ours) / seconds(other) for _ in range(rounds))
    return statistics.median(ratios), ratios[0], ratios[-1]


def show(name: str, found: tuple[float, float, float], aim: str = "") -> None:
    """One line: name, median, span, aim."""
    middle, low, high = found
    print(f"{name:<60} {middle:6.2f}  ({low:.2f} to {high:.2f}){'  aim ' + aim if aim else ''}", flush=True)
