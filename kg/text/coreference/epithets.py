"""Which states a description may mean: `the Gulf state`, `the kingdom`, `the impoverished West African nation`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from kg.text.syntax.words import Words

_VAGUE = frozenset({"state", "neighbour", "neighbor"})  # nobody's without a word that narrows it


def states_meant(
    words: Words, start: int, head: int, epithets: Mapping[str, tuple[str, ...]]
) -> frozenset[str] | None:
    """The codes that the tokens from `start` to `head` allow: all of them give an empty set, None is no state.

    `start` is the token behind the article.
    """
    lower = words.lower[start : head + 1]
    sets = [frozenset(epithets[phrase]) for phrase in _phrases(lower) if phrase in epithets]
    known = {word for phrase in _phrases(lower) if phrase in epithets for word in phrase.split()}
    for i in range(start, head):
        if words.text[i][0].isupper() and words.lower[i] not in known | {"arab"}:
            return None
    if not sets:
        return None if words.lemma[head] in _VAGUE else frozenset()
    return frozenset.intersection(*sets) or None


def _phrases(lower: list[str]) -> list[str]:
    """The words, hyphens closed up, and longest first what two and three of them say."""
    closed = " ".join(lower).replace(" - ", "-").split()
    threes = [" ".join(three) for three in zip(closed, closed[1:], closed[2:], strict=False)]
    twos = [f"{a} {b}" for a, b in pairwise(closed)]
    return [*threes, *twos, *closed]
