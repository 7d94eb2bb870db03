"""The ties of a graph as arrays: who deals with whom, and what a step along each tie costs.

A graph of a million events has 600,000 ties; as arrays these take 8 bytes for each of their two ends, and are
made in a tenth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HALF_LIFE = 365.0
UNIT = 1_000_000  # costs are kept in millionths, so that sums do not depend on the order of steps
Numbers = NDArray[np.int64]
Places = NDArray[np.int32]
Costs = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ties:
    """One undirected tie a pair, listed at both of its ends.

    `actors` holds the actors' rows in the order of their ids; elsewhere an actor is its place in that order.
    Those tied to place i are `ends[starts[i]:starts[i + 1]]`, in order, with the `costs` in millionths.
    """

    actors: Numbers
    starts: Numbers
    ends: Places
    costs: Costs

    def place(self, row: int) -> int | None:
        """The place of an actor's row."""
        found = np.flatnonzero(self.actors == row)
        return int(found[0]) if len(found) else None

    def at(self, place: int) -> tuple[Places, Costs]:
        """The places tied to a place, and the costs."""
        near = slice(self.starts[place], self.starts[place + 1])
        return self.ends[near], self.costs[near]

    def among(self, kept: NDArray[np.bool_]) -> Ties:
        """The ties among the kept places."""
        inside = np.flatnonzero(kept[self.ends])
        sources = np.searchsorted(self.starts, inside, side="right") - 1
        inside, sources = inside[kept[sources]], sources[kept[sources]]
        new = np.cumsum(kept, dtype=np.int32) - 1
        return _listed(self.actors[kept], new[sources], new[self.ends[inside]], self.costs[inside])


def strength(events: Numbers, last: Numbers, today: int) -> NDArray[np.float64]:
    """How much ties weigh: slowly more with events, half of it after a year of silence, never nothing.

    Days are ordinals, 0 where they are unknown.
    """
    age = np.where(last > 0, np.maximum(today - last, 0), 0)
    found: NDArray[np.float64] = np.log2(1 + events) * (0.25 + 0.75 * 0.5 ** (age / HALF_LIFE))
    return found


def tie(actors: Numbers, a: Numbers, b: Numbers, events: Numbers, last: Numbers) -> Ties:
    """Ties out of the events and last days of directed pairs; a pair may stand in several rows."""
    if not len(a):
        none = np.zeros(0, dtype=np.int32)
        return _listed(actors, none, none, none)
    places = np.zeros(int(actors.max()) + 1, dtype=np.int32)
    places[actors] = np.arange(len(actors), dtype=np.int32)
    one, two = places[a], places[b]
    low, high = np.minimum(one, two), np.maximum(one, two)
    order = _order(low, high)
    low, high = low[order], high[order]
    firsts = np.flatnonzero(np.concatenate(([True], (low[1:] != low[:-1]) | (high[1:] != high[:-1]))))
    low, high = low[firsts], high[firsts]
    events, last = np.add.reduceat(events[order], firsts), np.maximum.reduceat(last[order], firsts)
    # A step costs something even along the strongest tie: of equal paths the shorter one explains more.
    costs = np.round((0.2 + 1 / strength(events, last, int(last.max()))) * UNIT).astype(np.int32)
    sources, ends = np.concatenate((low, high)), np.concatenate((high, low))
    order = _order(sources, ends)
    return _listed(actors, sources[order], ends[order], np.concatenate((costs, costs))[order])


def _order(first: Places, second: Places) -> Numbers:
    """The order by two columns, sorted by pieces of 16 bits: four times as fast as by whole numbers."""
    pieces = [(column >> bits).astype(np.uint16) for column in (second, first) for bits in (0, 16)]
    return np.lexsort([piece for piece in pieces if piece.any()] or pieces[:1])


def _listed(actors: Numbers, sources: Places, ends: Places, costs: Costs) -> Ties:
    starts = np.zeros(len(actors) + 1, dtype=np.int64)
    np.cumsum(np.bincount(sources, minlength=len(actors)), out=starts[1:])
    return Ties(actors=actors, starts=starts, ends=ends, costs=costs)
