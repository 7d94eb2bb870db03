"""What changed between two windows, by a score that a handful of events cannot drive up."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kg.answers import Change

# As if every relation had three further events of score 0: a single hostile act turns nothing.
PRIOR = 3
SPREAD = 4.0  # about the standard deviation of scores within a dyad
LEAST = 1.0
Counted = Mapping[tuple[str, str], tuple[int, float]]


def compare(before: Counted, after: Counted, *, days_before: int, days_after: int) -> list[Change]:
    """Dyads that grew, shrank or turned, most changed first; counts are (events, sum of scores)."""
    ratio = days_after / days_before
    found: list[Change] = []
    for pair in sorted({*before, *after}):
        n1, s1 = before.get(pair, (0, 0.0))
        n2, s2 = after.get(pair, (0, 0.0))
        growth = growth_score(n1, n2, ratio)
        turn = turn_score(n1, s1, n2, s2)
        is_turned = abs(turn) >= LEAST and s1 * s2 < 0
        score = turn if is_turned and abs(turn) >= abs(growth) else growth
        if abs(score) < LEAST:
            continue
        found.append(
            Change(
                source=pair[0],
                target=pair[1],
                kind="turned" if score is turn else "grew" if growth > 0 else "shrank",
                before=n1,
                after=n2,
                score_before=round(s1 / n1, 3) if n1 else None,
                score_after=round(s2 / n2, 3) if n2 else None,
                score=round(score, 3),
            )
        )
    return sorted(found, key=lambda change: (-abs(change.score), change.source, change.target))


def growth_score(before: int, after: int, ratio: float) -> float:
    """Standard errors between two rates of rare events, by square roots; nothing before and after is 0.

    Anscombe's 3/8 are added to both where the windows are equally long, else in the ratio of their lengths:
    the same to both would make any relation seem to grow into a short window.
    """
    added = 0.75 / (1 + ratio)
    expected = math.sqrt((before + added) * ratio)
    return (math.sqrt(after + added * ratio) - expected) / math.sqrt((1 + ratio) / 4)


def turn_score(n1: int, s1: float, n2: int, s2: float) -> float:
    """Standard errors between two mean scores, both drawn to zero by the prior."""
    change = s2 / (n2 + PRIOR) - s1 / (n1 + PRIOR)
    return change / (SPREAD * math.sqrt(1 / (n1 + PRIOR) + 1 / (n2 + PRIOR)))
