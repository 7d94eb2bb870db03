"""Descriptions that stand for an actor named before: the country, the group, both sides, his office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.actors.sectors import WORDING, Records
from kg.text.coreference.epithets import states_meant
from kg.text.coreference.links import MentionRecord, fill, linked_mention
from kg.text.coreference.pronouns import Pronouns
from kg.text.coreference.salience import Candidate, History
from kg.text.coreference.story import Pairs
from kg.text.syntax.words import Words

if TYPE_CHECKING:
    from spacy.tokens import Token

DEFINITE = frozenset({"the", "this", "that"})
PERSONS = frozenset({"leader", "president", "minister"})
TWO = frozenset({"two", "both", "neighbouring", "neighboring"})
_OWNED = frozenset({"office", "country", "nation", "homeland", "administration", "side"})
NOUNS = WORDING.state_nouns | WORDING.body_nouns | WORDING.group_nouns | WORDING.pair_nouns | _OWNED


class Descriptions:
    """Resolves the descriptions of one article; `replaced` are first tokens of mentions that they swallow."""

    def __init__(
        self,
        words: Words,
        at: dict[int, MentionRecord],
        history: History,
        pronouns: Pronouns,
        pairs: Pairs,
        records: Records,
    ) -> None:
        self.words = words
        self.at = at
        self.history = history
        self.pronouns = pronouns
        self.pairs = pairs
        self.records = records
        self.replaced: set[int] = set()

    def resolve(self, token: Token, lemma: str, number: int) -> MentionRecord | None:
        """`the country`, `the group`, `both sides`, `his office`: nouns for an actor named before."""
        left = token.left_edge
        if lemma in _OWNED and left.dep_ == "poss" and left.pos_ == "PRON":
            return self._owned(token, lemma, left, number)
        if lemma in WORDING.pair_nouns and token.tag_ == "NNS":
            if not any(child.lower_ in TWO for child in token.children):
                return None
            states = lemma in WORDING.state_nouns
            pair = self.pairs.last(number, states=states, persons=lemma in PERSONS)
            return (
                linked_mention(left.i, token.i + 1, pair, "the two of them", 0.6, plural=True)
                if pair
                else None
            )
        if left.lower_ not in DEFINITE or token.tag_ != "NN":
            return None
        if lemma in WORDING.state_nouns:
            return self._state(token, left, number)
        if token.i - left.i > 1:
            return None
        kinds = self._kinds(lemma)
        if not kinds:
            return None
        found = self.history.best(
            lambda c: c.actor["kind"] in kinds,
            sentence=number, dep=self.pronouns.role(token.i), reach=2, verbs=(token.head.i,),
        )  # fmt: skip
        if found is None:
            return None
        return linked_mention(
            left.i, token.i + 1, [dict(found[0].actor)], "definite description", found[1] * 0.9
        )

    def _state(self, token: Token, left: Token, number: int) -> MentionRecord | None:
        """`the country`, `the kingdom`, `the Gulf state`: a state of the article that may be called so."""
        meant = states_meant(self.words, left.i + 1, token.i, WORDING.epithets)
        named = (
            token.i + 2 < len(self.words)
            and self.words.lower[token.i + 1] == "of"
            and self.at.get(token.i + 2)
        )
        if meant is None or named:
            return None

        def agrees(candidate: Candidate) -> bool:
            return candidate.actor["country"] in meant if meant else candidate.actor["kind"] == "state"

        found = self.history.best(
            agrees, sentence=number, dep=self.pronouns.role(token.i), reach=6 if meant else 2,
            verbs=(token.head.i,),
        )  # fmt: skip
        confidence = found[1] * 0.9 if found else 0.6
        code = found[0].actor["country"] if found else next(iter(meant), None) if len(meant) == 1 else None
        if code is None:
            return None
        for i in range(left.i, token.i):  # `Gulf` is no place then
            if (inside := self.at.get(i)) is not None and inside["type"] in ("place", "demonym"):
                self.replaced.add(inside["start"])
        return linked_mention(
            left.i, token.i + 1, [self.records.state(code)], "definite description", confidence
        )

    def _kinds(self, lemma: str) -> tuple[str, ...]:
        """The kinds of actor that a noun may point back to."""
        recent = {candidate.actor["kind"] for candidate in self.history.candidates[-8:]}
        if lemma in WORDING.body_nouns and "international body" in recent:
            return ("international body",)
        return ("armed group", "civil society") if lemma in WORDING.group_nouns else ()

    def _owned(self, token: Token, lemma: str, pronoun: Token, number: int) -> MentionRecord | None:
        """`his office`, `their country`."""
        found = self.pronouns.resolve(pronoun, number)
        if found is None:
            return None
        owner, confidence = found[0].actor, found[1] * 0.9
        mention = linked_mention(token.i, token.i + 1, [dict(owner)], "possessive pronoun", confidence)
        if owner["country"] and lemma in ("office", "administration"):
            fill(mention, owner, confidence, self.records)
        elif owner["country"]:
            mention["actors"] = [self.records.state(owner["country"])]
        return mention
