"""Which codings of a sentence are worth keeping, and how far each can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from kg.text.coding.sentence import Coding

LEAST = 0.25
LEAST_BESIDE = 0.4
SHARE_OF_BEST = 0.5
MOST = 4
SCALE = 1.2  # the weights alone are too modest against gold
CEILING = 0.97


def chosen(codings: Sequence[Coding]) -> list[Coding]:
    """The codings to keep, in the order given: most trusted first."""
    kept: list[Coding] = []
    for coding in codings:
        if coding.rank < LEAST or not (coding.sources or coding.targets):
            continue
        if not kept or (len(kept) < MOST and _stands_alone(coding, kept)):
            kept.append(coding)
    return kept


def confidence_of(coding: Coding) -> float:
    """The share of such codings that are right, roughly, by the project's gold sets (see the README's table).

    A target found far from its slot is worth less than none.
    """
    share = coding.weight * SCALE * (0.55 + 0.45 * max((p.trust for p in coding.sources), default=0.0))
    share *= 0.55 + 0.45 * max(p.trust for p in coding.others) if coding.others else 0.72
    return round(min(share, CEILING), 2)


def _stands_alone(coding: Coding, kept: Sequence[Coding]) -> bool:
    if coding.rank < max(LEAST_BESIDE, kept[0].rank * SHARE_OF_BEST):
        return False
    if not any(p.actor["country"] or p.actor["kind"] != "sector" for p in (*coding.sources, *coding.targets)):
        return False
    return all(_key(coding) != _key(other) and not _is_part(coding, other) for other in kept)


def _is_part(coding: Coding, other: Coding) -> bool:
    """Is it what the other led to, on nobody better known: "shelled Gondor, killing four people"?"""
    same = coding.reading.plover == other.reading.plover and bool(other.targets)
    if not same or {p.actor["id"] for p in coding.sources} != {p.actor["id"] for p in other.sources}:
        return False
    return bool(coding.targets) and all(p.actor["country"] is None for p in coding.targets)


def _key(coding: Coding) -> tuple[str, frozenset[str], frozenset[str]]:
    return (
        coding.reading.plover,
        frozenset(p.actor["id"] for p in coding.sources),
        frozenset(p.actor["id"] for p in coding.targets),
    )
