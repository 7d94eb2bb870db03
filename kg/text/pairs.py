"""Source and target of single events: a compound actor gives one a pair, a reciprocal act one a direction."""

from __future__ import annotations

from itertools import permutations

from kg.text.coding import Coding
from kg.text.scene import Party

MOST = 12
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})

Pair = tuple[Party | None, Party | None]


def pairs_of(coding: Coding) -> list[Pair]:
    """The ordered pairs of one coding; empty if it has no party at all."""
    sources, targets = coding.sources, coding.targets
    rule = coding.reading.match.pattern.rule
    found: list[Pair]
    if not targets and len(sources) > 1 and (rule.reciprocal or coding.reading.plover in _MUTUAL):
        found = list(permutations(sources, 2))
    elif sources and targets:
        found = [(s, t) for s in sources for t in targets]
        # A promise to meet is one side's; only the meeting itself is mutual.
        if rule.reciprocal and coding.reading.plover == rule.plover:
            found.extend([(t, s) for s in sources for t in targets])
    elif sources:
        found = [(s, None) for s in sources]
    else:
        found = [(None, t) for t in targets]
    return found[:MOST]
