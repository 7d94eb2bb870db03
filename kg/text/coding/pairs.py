"""Source and target of single events: a compound actor gives one a pair, a reciprocal act one a direction."""

from __future__ import annotations

from itertools import combinations, permutations

from kg.text.coding.sentence import Coding
from kg.text.predicates.scene import BROKERING, Party

MOST = 12
MOST_MUTUAL = 4  # parties of a mutual act between whom it is told
MOST_JOINT = 3  # parties of a joint act of whom each is told to act on each
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})

# What two states together do, they do to each other: "A and B reopened their border", "broke off relations".
_BETWEEN = frozenset({("RETREAT", "access"), ("RETREAT", "ceasefire"), ("SANCTION", "withdraw")})

Pair = tuple[Party | None, Party | None]


def is_joint(coding: Coding) -> bool:
    """Do several sources act on each other: met, signed, agreed, but not praised or mediated?"""
    reading, rule = coding.reading, coding.reading.match.pattern.rule
    if reading.match.pattern.word in BROKERING:
        return False
    if reading.is_mutual:
        return True
    if reading.is_addressed:
        return False
    if len({party.mention["start"] for party in coding.sources}) == 1 and reading.plover in _MUTUAL:
        return True  # "the two countries", "both presidents"
    if (reading.promised and not rule.reciprocal) or (
        reading.plover == "REJECT" and rule.plover != "CONSULT"
    ):
        return False
    if reading.plover == "AGREE":
        return rule.reciprocal or reading.governor == "agree"
    if reading.plover == "CONSULT":
        return rule.reciprocal or reading.mode not in ("third-party", "visit")
    if (reading.plover, reading.mode) in _BETWEEN and len({p.actor["country"] for p in coding.sources}) == 2:
        return True
    return rule.reciprocal or reading.plover == "COOPERATE"


def pairs_of(coding: Coding) -> list[Pair]:
    """The ordered pairs of one coding; empty if it has no party at all."""
    sources, targets = coding.sources, coding.targets
    rule = coding.reading.match.pattern.rule
    found: list[Pair]
    if not targets and len(sources) > 1 and is_joint(coding):
        # of many, each pair is told once
        pairs = permutations(sources, 2) if len(sources) <= MOST_JOINT else combinations(sources, 2)
        found = list(pairs)
    elif sources and targets:
        is_mutual = rule.reciprocal and coding.reading.plover == rule.plover
        parties = len(sources) + len(targets)
        if is_mutual and parties > MOST_MUTUAL:
            kept = min(len(sources), max(MOST_MUTUAL - len(targets), MOST_MUTUAL // 2))
            sources, targets = sources[:kept], targets[: MOST_MUTUAL - kept]
            coding.reading.why.append(f"the first {MOST_MUTUAL} of {parties} parties")
        found = [(s, t) for s in sources for t in targets]
        # A promise to meet is one side's; only the meeting itself is mutual.
        if is_mutual:
            found.extend([(t, s) for s in sources for t in targets])
    elif sources:
        found = [(s, None) for s in sources]
    else:
        found = [(None, t) for t in targets]
    return found[:MOST]
