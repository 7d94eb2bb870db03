"""Friends and foes: signed triangles, and how far two camps have come apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

NEUTRAL = 1.0


def sign_of(events: int, score: float) -> int:
    """+1 for cooperation, -1 for conflict, 0 for what is neither, by the mean score of a tie."""
    mean = score / events
    return 1 if mean >= NEUTRAL else -1 if mean <= -NEUTRAL else 0


@dataclass(frozen=True, slots=True)
class Triad:
    """Three actors that all deal with each other; balanced when the product of the signs is positive."""

    actors: tuple[str, str, str]
    signs: tuple[int, int, int]
    events: int  # of its weakest tie

    @property
    def is_balanced(self) -> bool:
        """Friends of friends are friends, enemies of enemies are friends."""
        return self.signs[0] * self.signs[1] * self.signs[2] > 0


def signed_triads(ties: nx.Graph[str]) -> list[Triad]:
    """All triangles whose three ties have a sign, those with the strongest weakest tie first."""
    signed = {
        frozenset((one, two)): (sign_of(data["events"], data["score"]), data["events"])
        for one, two, data in ties.edges(data=True)
        if one != two and sign_of(data["events"], data["score"])
    }
    near: dict[str, set[str]] = {}
    for pair in signed:
        one, two = sorted(pair)
        near.setdefault(one, set()).add(two)
    found: list[Triad] = []
    for a in sorted(near):
        for b in sorted(near[a]):
            for c in sorted(near[a] & near.get(b, set())):
                sides = [signed[frozenset(side)] for side in ((a, b), (a, c), (b, c))]
                found.append(
                    Triad((a, b, c), (sides[0][0], sides[1][0], sides[2][0]), min(n for _, n in sides))
                )
    return sorted(found, key=lambda triad: (-triad.events, triad.actors))


def polarisation(blocs: Mapping[str, int], ties: Iterable[tuple[str, str, int, int]]) -> float | None:
    """Share of conflict that runs between blocs, less the share of cooperation that does: -1 to 1.

    `ties` are (source, target, cooperative events, conflictual events); None without both sorts.
    """
    across_coop = across_conflict = coop = conflict = 0
    for one, two, friendly, hostile in ties:
        if one not in blocs or two not in blocs:
            continue
        coop += friendly
        conflict += hostile
        if blocs[one] != blocs[two]:
            across_coop += friendly
            across_conflict += hostile
    if not coop or not conflict:
        return None
    return across_conflict / conflict - across_coop / coop
