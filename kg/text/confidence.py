"""Which codings of a sentence are worth keeping: the main one, and others that stand on their own."""

from __future__ import annotations

from collections.abc import Sequence

from kg.text.coding import Coding

LEAST = 0.25
LEAST_BESIDE = 0.4
SHARE_OF_BEST = 0.5
MOST = 4


def chosen(codings: Sequence[Coding]) -> list[Coding]:
    """The codings to keep, in the order given: most trusted first."""
    kept: list[Coding] = []
    for coding in codings:
        if coding.confidence < LEAST or not (coding.sources or coding.targets):
            continue
        if not kept or (len(kept) < MOST and _stands_alone(coding, kept)):
            kept.append(coding)
    return kept


def _stands_alone(coding: Coding, kept: Sequence[Coding]) -> bool:
    if coding.confidence < max(LEAST_BESIDE, kept[0].confidence * SHARE_OF_BEST):
        return False
    if not coding.sources:
        return False
    return all(_key(coding) != _key(other) for other in kept)


def _key(coding: Coding) -> tuple[str, frozenset[str], frozenset[str]]:
    return (
        coding.reading.plover,
        frozenset(p.actor["id"] for p in coding.sources),
        frozenset(p.actor["id"] for p in coding.targets),
    )
