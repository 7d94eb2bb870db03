"""The actors around one actor, hop by hop, the busiest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Direction = Literal["out", "in", "both"]
DIRECTIONS: tuple[Direction, ...] = ("out", "in", "both")
Names = Callable[[Iterable[int]], Mapping[int, str]]
Partners = Callable[[int, int], tuple[Sequence[tuple[int, int]], int]]


@dataclass(frozen=True, slots=True)
class Ring:
    """Actors found around a centre (which is left out), busiest first within each hop.

    `hops` tells how far each is away.
    """

    actors: tuple[int, ...]
    hops: tuple[int, ...]
    total: int
    truncated: bool


def around(centre: int, partners: Partners, *, hops: int, limit: int, names: Names) -> Ring:
    """Walk outward; `partners(actor, most)` gives (partner, events) pairs, busiest first, and their number.

    Of equally busy ones the first by its name comes first.

    `total` counts all partners as far as they were looked at: exact for one hop, and for more as long as no
    ring was cut.
    """
    found: dict[int, int] = {centre: 0}
    frontier = [centre]
    total = 0
    truncated = False
    for hop in range(1, hops + 1):
        strength: dict[int, int] = {}
        beyond = 0
        for actor in frontier:
            near, number = partners(actor, limit + len(found))
            beyond += number - len(near)
            for partner, events in near:
                if partner not in found:
                    strength[partner] = strength.get(partner, 0) + events
        total += len(strength) + beyond
        known = names(strength)
        ranked = sorted(strength, key=lambda partner: (-strength[partner], known[partner]))
        room = limit - (len(found) - 1)
        truncated = truncated or beyond > 0 or len(ranked) > room
        frontier = ranked[: max(room, 0)]
        found.update(dict.fromkeys(frontier, hop))
        if not frontier or (truncated and len(found) > limit):
            break  # nobody is there to go on from, or nobody further would be taken
    return Ring(actors=tuple(found)[1:], hops=tuple(found.values())[1:], total=total, truncated=truncated)
