"""A parsed text as plain lists: words, lemmas, heads, labels, and the short walks everything else uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.text.syntax.lemmas import Lemmas

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
NOMINALS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
PREMODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})


class Tree:
    """Token attributes of a Doc read once; token numbers are those of the Doc."""

    def __init__(self, doc: Any, lemmas: Lemmas | None = None) -> None:
        self.words: list[str] = []
        self.lower: list[str] = []
        self.lemmas: list[str] = []
        self.pos: list[str] = []
        self.tags: list[str] = []
        self.deps: list[str] = []
        self.heads: list[int] = []
        for token in doc:
            self.words.append(token.text)
            self.lower.append(token.lower_)
            lemma, pos = token.lemma_.lower(), token.pos_
            self.lemmas.append(lemmas.repaired(token.lower_, lemma, pos) if lemmas else lemma)
            self.pos.append(pos)
            self.tags.append(token.tag_)
            self.deps.append(token.dep_)
            self.heads.append(token.head.i)
        self.kids: list[list[int]] = []
        self.link()

    def link(self) -> None:
        """Read the children off the heads, anew after heads were changed."""
        self.kids = [[] for _ in self.words]
        for i, head in enumerate(self.heads):
            if head != i:
                self.kids[head].append(i)

    def __len__(self) -> int:
        return len(self.words)

    def of(self, i: int, *labels: str) -> list[int]:
        """Children of token i under any of the labels, in text order."""
        return [k for k in self.kids[i] if self.deps[k] in labels]

    def first(self, i: int, *labels: str) -> int | None:
        """The first child of token i under any of the labels."""
        for k in self.kids[i]:
            if self.deps[k] in labels:
                return k
        return None

    def conjuncts(self, i: int) -> list[int]:
        """Token i and everything coordinated below it."""
        found = [i]
        for j in found:
            found.extend(k for k in self.kids[j] if self.deps[k] == "conj")
        return sorted(found)

    def below(self, i: int) -> list[int]:
        """Token i and all its descendants, in text order."""
        found = [i]
        for j in found:
            found.extend(self.kids[j])
        return sorted(found)

    def above(self, i: int) -> Iterator[int]:
        """The heads over token i, nearest first."""
        while self.heads[i] != i:
            i = self.heads[i]
            yield i

    def root_of_conjunction(self, i: int) -> int:
        """The first conjunct of the coordination that token i ends."""
        while self.deps[i] == "conj" and self.heads[i] != i:
            i = self.heads[i]
        return i

    def is_verb(self, i: int) -> bool:
        """Is token i a verb or auxiliary with a verb's tag?"""
        return self.pos[i] in ("VERB", "AUX") or self.tags[i].startswith("VB")

    def antecedent(self, i: int) -> int:
        """What a relative pronoun stands for; any other token is its own antecedent."""
        if self.lower[i] not in RELATIVES or self.tags[i] not in ("WP", "WDT", "IN", "WP$", "DT"):
            return i
        previous = i
        for j in self.above(i):
            if self.deps[previous] == "relcl":
                return j
            previous = j
        return i

    def antecedents(self, i: int) -> list[int]:
        """All that a relative pronoun stands for: of "Arnor and Gondor, which have signed it", both."""
        noun, clause = self.antecedent(i), self.heads[i]
        if noun == i:
            return [noun]
        verbs = (clause, *self.of(clause, "aux", "auxpass"))
        several = self.deps[i] not in SUBJECTS or any(
            self.tags[v] == "VBP" or self.lower[v] == "were" for v in verbs
        )
        return self.joined(noun, clause) if several else [noun]

    def joined(self, noun: int, clause: int) -> list[int]:
        """The noun that a relative clause describes, with the names joined to it if a comma sets it apart."""
        names = [k for k in self.conjuncts(self.root_of_conjunction(noun)) if k < clause]
        start = min(self.below(clause))
        apart = start > 0 and self.words[start - 1] == ","
        if not apart or noun not in (names[0], names[-1]) or any(self.pos[k] != "PROPN" for k in names):
            return [noun]
        return names

    def is_passive(self, i: int) -> bool:
        """Is the verb passive, with an auxiliary or reduced ("troops sent to Russia")?"""
        if self.first(i, "nsubjpass", "csubjpass", "auxpass") is not None:
            return True
        if self.tags[i] != "VBN":
            return False
        if self.first(i, "nsubj", "aux") is not None:
            return False
        if self.first(i, "agent") is not None:
            return True
        if self.deps[i] == "conj" and self.is_verb(self.heads[i]):
            return self.is_passive(self.heads[i])
        return self.deps[i] in ("acl", "advcl", "relcl", "amod")
