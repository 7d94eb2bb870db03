"""The actors an article has spoken of so far, and which of them a pronoun may mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MentionRecord = dict[str, Any]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})
_OBJECTS = frozenset({"dobj", "dative", "attr"})
_GOVERNING = 0.8
_COLLECTIVE = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "OPP", "REB", "IMG", "PTY", "SPY"})


@dataclass(slots=True, kw_only=True)
class Candidate:
    """An earlier mention as an antecedent."""

    mention: MentionRecord
    sentence: int
    dep: str
    verb: int  # token of the verb it is an argument of, -1 if none
    quoted: bool = False

    @property
    def actor(self) -> dict[str, Any]:
        """The first of its actors."""
        first: dict[str, Any] = self.mention["actors"][0]
        return first


class History:
    """Mentions in the order of the text; asked for the most salient one that agrees."""

    def __init__(self) -> None:
        self.candidates: list[Candidate] = []
        self.counts: dict[str, int] = {}

    def add(self, candidate: Candidate) -> None:
        """Remember a resolved mention."""
        if candidate.mention["actors"]:
            self.candidates.append(candidate)
            self.counts[candidate.actor["id"]] = self.counts.get(candidate.actor["id"], 0) + 1

    def best(
        self,
        agrees: Callable[[Candidate], object],
        *,
        sentence: int,
        dep: str,
        reach: int,
        verbs: tuple[int, ...] = (),
        quoted: bool = False,
        above: tuple[int, ...] = (),
        shares: bool = False,
        against: int = -1,
    ) -> tuple[Candidate, float] | None:
        """The most salient agreeing mention within `reach` sentences, with a confidence.

        `above` are the verbs over the pronoun, the nearest first: their subjects are meant before others.
        A verb that `shares` its subject with the one before has objects of its own ("met A and urged him").
        Whose things are taken is not the subject of the verb `against` them ("seized their boats").
        """
        governs = next(
            (c.verb for v in above for c in self.candidates if c.verb == v and c.dep in _SUBJECTS), -1
        )
        scored: list[tuple[float, int, Candidate]] = []
        for n in range(len(self.candidates) - 1, -1, -1):
            candidate = self.candidates[n]
            distance = sentence - candidate.sentence
            if distance > reach:
                break
            is_subject, is_here = candidate.dep in _SUBJECTS, candidate.sentence == sentence
            if candidate.verb in verbs and is_here and dep != "poss" and (is_subject or not shares):
                continue
            if is_subject and is_here and candidate.verb == against >= 0:
                continue
            if agrees(candidate):
                score = self._salience(candidate, distance, dep)
                if candidate.verb == governs >= 0 and candidate.dep in _SUBJECTS:
                    score += _GOVERNING
                scored.append((score - (candidate.quoted and not quoted), n, candidate))
        if not scored:
            return None
        scored.sort(key=lambda item: (-item[0], -item[1]))
        score, _, chosen = scored[0]
        rivals = [s for s, _, other in scored[1:] if other.actor["id"] != chosen.actor["id"]]
        margin = score - max(rivals) if rivals else 1.5
        return chosen, round(min(0.9, max(0.35, 0.5 + 0.25 * margin)), 2)

    def _salience(self, candidate: Candidate, distance: int, dep: str) -> float:
        score = -1.3 * distance
        if candidate.dep in _SUBJECTS:
            score += 1.2
        elif candidate.dep in _OBJECTS:
            score += 0.5
        elif candidate.dep == "poss":
            score += 0.6
        if (dep in _SUBJECTS) == (candidate.dep in _SUBJECTS):
            score += 0.3
        if candidate.mention["name"]:
            score += 0.3
        return score + min(self.counts[candidate.actor["id"]], 5) * 0.1


def is_person(candidate: Candidate) -> bool:
    """A person, by name or by a singular role noun."""
    mention = candidate.mention
    if candidate.actor["kind"] == "person":
        return True
    return (
        candidate.actor["kind"] == "sector"
        and mention["type"] == "role"
        and mention["human"]
        and not mention["plural"]
    )


def is_thing(candidate: Candidate) -> bool:
    """A state, body, group or a collective part of a state."""
    mention, actor = candidate.mention, candidate.actor
    if actor["kind"] == "person" or mention["plural"] or mention["type"] == "place":
        return False
    return actor["kind"] != "sector" or actor["sector"] in _COLLECTIVE


def is_many(candidate: Candidate) -> bool:
    """More than one person: troops, the Palestinians, Hamas leaders."""
    mention = candidate.mention
    return bool(mention["plural"]) or len(mention["actors"]) > 1 or candidate.actor["kind"] == "armed group"
