"""Why are these two connected? The best paths between two actors by strength and recency of their ties.

The same paths in the same order as `networkx.shortest_simple_paths` gives, as far as they have at most LONGEST
hops, of equally good ones the first by the ids along it. NetworkX would list any number of longer paths on the
way, and needs seconds to hold a graph of a million events.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.model import LONGEST
from kg.relations.ties import UNIT, Costs, Ties

FAR = np.int32(1 << 30)  # the cost of what cannot be reached
NEAR = 256  # actors looked at first
WIDER = 16
_Way = tuple[int, ...]  # places along a path
_Found = list[tuple[int, _Way]]


def best_paths(ties: Ties, a: int, b: int, *, k: int) -> list[tuple[_Way, float]]:
    """Up to `k` paths without loops between two rows as (rows, cost), cheapest first, none over LONGEST hops.

    Looks at the actors nearest to both ends first, and at more until no path through others could be better.
    """
    start, goal = ties.place(a), ties.place(b)
    if start is None or goal is None or start == goal:
        return []
    least = _through(_costs_to(ties, start, LONGEST), _costs_to(ties, goal, LONGEST))
    reached = int(np.count_nonzero(least < FAR))
    size = NEAR
    while reached:
        radius = int(np.partition(least, size - 1)[size - 1]) if size < reached else int(FAR) - 1
        found = _within(ties, least <= radius, start, goal, k)
        if len(found) == k and found[-1][0] > radius:
            # So many paths there are at this cost: a place that is worth more is on none that is better.
            found = _within(ties, least <= found[-1][0], start, goal, k)
        if len(found) == k or size >= reached:
            return [(tuple(int(ties.actors[place]) for place in way), cost / UNIT) for cost, way in found]
        size *= WIDER
    return []


def _costs_to(ties: Ties, goal: int, hops: int, without: _Way = ()) -> list[Costs]:
    """The least costs from every place to `goal` in at most 0, 1, 2, ... hops, not through `without`.

    The list ends early when more hops change nothing.
    """
    costs = np.full(len(ties.actors), FAR, dtype=np.int32)
    costs[goal] = 0
    found = [costs]
    tied = np.flatnonzero(np.diff(ties.starts))
    for _ in range(hops if len(tied) else 0):
        further = costs.copy()
        step = np.minimum.reduceat(ties.costs + costs[ties.ends], ties.starts[tied])
        further[tied] = np.minimum(costs[tied], step)
        further[np.array(without, dtype=np.intp)] = FAR
        if np.array_equal(further, costs):
            break
        costs = further
        found.append(costs)
    return found


def _through(there: list[Costs], back: list[Costs]) -> NDArray[np.int64]:
    """The least cost of a path by each place in at most LONGEST hops; FAR or more where there is none."""
    ways = [
        there[min(hops, len(there) - 1)].astype(np.int64) + back[min(LONGEST - hops, len(back) - 1)]
        for hops in range(LONGEST + 1)
    ]
    least: NDArray[np.int64] = np.minimum.reduce(ways)
    return least


def _within(ties: Ties, kept: NDArray[np.bool_], start: int, goal: int, k: int) -> _Found:
    """The first `k` paths by (cost, places) that stay within the kept places."""
    places = np.flatnonzero(kept)
    ends = int(np.searchsorted(places, start)), int(np.searchsorted(places, goal))
    return [
        (cost, tuple(int(places[place]) for place in way))
        for cost, way in _cheapest(ties.among(kept), *ends, k)
    ]


def _cheapest(ties: Ties, start: int, goal: int, k: int) -> _Found:
    """The first `k` paths by (cost, places): each path found leaves those that turn off it, place by place.

    (Yen's algorithm with Lawler's bookkeeping; the search for the rest of a path knows how many hops are left.)
    """
    found: _Found = []
    waiting: list[tuple[int, _Way, int]] = []
    if first := _best_rest(ties, (start,), goal, []):
        waiting.append((_cost(ties, first), first, 0))
    while waiting and len(found) < k:
        cost, way, turn = heapq.heappop(waiting)
        found.append((cost, way))
        for place in range(turn, len(way) - 1):
            stem = way[: place + 1]
            taken = [other[place + 1] for _, other in found if other[: place + 1] == stem]
            if turned := _best_rest(ties, stem, goal, taken):
                heapq.heappush(waiting, (_cost(ties, turned), turned, place))
    return found


def _best_rest(ties: Ties, stem: _Way, goal: int, taken: Sequence[int]) -> _Way | None:
    """The best path that begins with `stem` and does not go on to a place of `taken`; None if there is none."""
    hops = LONGEST - len(stem)  # that are left after the next one
    costs = _costs_to(ties, goal, hops, stem)
    ends, steps = ties.at(stem[-1])
    onward = steps + costs[-1][ends]
    onward[np.isin(ends, taken)] = FAR
    left = int(onward.min(initial=FAR))
    if left >= FAR:
        return None
    way = list(stem)
    while True:
        best = int(np.flatnonzero(onward == left)[0])  # of equally good ones the first by id
        left -= int(steps[best])
        way.append(int(ends[best]))
        if way[-1] == goal:
            return tuple(way)
        hops -= 1
        ends, steps = ties.at(way[-1])
        onward = steps + costs[min(hops, len(costs) - 1)][ends]


def _cost(ties: Ties, way: _Way) -> int:
    return sum(int(steps[ends == two][0]) for one, two in pairwise(way) for ends, steps in [ties.at(one)])
