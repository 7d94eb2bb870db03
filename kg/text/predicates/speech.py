"""Reported speech: who says what a clause says, across "X said that", "according to X", and quotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.knowledge.cues import Cues
from kg.text.syntax.tree import SUBJECTS, Tree

OPENING = frozenset({"“", "„", "«", "``", "‘‘", "‟"})
CLOSING = frozenset({"”", "»", "''", "’’"})
STRAIGHT = '"'
_BRIEF = 3  # words of a quotation that is a mere label: “fake news”
_DEEP = 25


@dataclass(frozen=True, slots=True)
class Attribution:
    """A clause is said by someone: the tokens of the speakers and of the word of saying."""

    speakers: tuple[int, ...]
    verb: int
    is_denied: bool = False
    is_factive: bool = False
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """The tokens between two quotation marks, and who says them."""

    start: int
    end: int
    said: Attribution | None


class Speech:
    """Who says what in one text; `bounds` are the token spans of its sentences."""

    def __init__(self, tree: Tree, cues: Cues, bounds: Sequence[tuple[int, int]]) -> None:
        self.tree, self.cues = tree, cues
        self.quotations = self._quotations(bounds)

    def of(self, v: int) -> Attribution | None:
        """Who says so, for the predicate at token v; the nearest speaker where several report."""
        return self._governing(v) or self._quoting(v) or self._according(v)

    def is_quoted(self, i: int) -> bool:
        """Does token i stand within a quotation?"""
        return any(q.start < i < q.end for q in self.quotations)

    def announces(self, verb: int) -> bool:
        """Does the word of saying make the speaker's own act known ("announced it would withdraw")?"""
        return self.tree.lemmas[verb] in self.cues.reporting.announcing

    def _governing(self, v: int) -> Attribution | None:
        tree = self.tree
        below = v
        for above in tree.above(v):
            label = tree.deps[below]
            is_clause = label in ("ccomp", "parataxis", "dep") and tree.is_verb(above)
            if is_clause or (label == "xcomp" and tree.lemmas[above] in ("claim", "deny", "admit")):
                found = self._said_by(above)
                if found is not None:
                    return found
            if label == "pcomp" and tree.lemmas[tree.heads[above]] in ("deny", "admit"):
                return self._said_by(tree.heads[above])
            below = above
        for clause in (v, *tree.above(v)):
            for k in tree.of(clause, "parataxis"):
                if k > clause and not tree.of(k, "ccomp"):
                    found = self._said_by(k)
                    if found is not None and found.speakers:
                        return found
        return None

    def _said_by(self, verb: int) -> Attribution | None:
        tree, reporting = self.tree, self.cues.reporting
        lemma = tree.lemmas[verb]
        denies = lemma in reporting.denying
        if lemma not in reporting.verbs and not denies:
            return None
        if tree.is_passive(verb):
            subjects = [p for a in tree.of(verb, "agent") for p in tree.of(a, "pobj")]
        else:
            subjects = [j for s in tree.of(verb, *SUBJECTS) for j in tree.conjuncts(s)]
        if not subjects and tree.deps[verb] == "conj":
            first = tree.root_of_conjunction(verb)
            subjects = [j for s in tree.of(first, "nsubj") for j in tree.conjuncts(s)]
        denied = denies and not tree.of(verb, "neg")
        speakers = tuple(tree.antecedent(s) for s in subjects)
        return Attribution(speakers, verb, denied, lemma in reporting.factive)

    def _quoting(self, v: int) -> Attribution | None:
        for quotation in self.quotations:
            if quotation.start < v < quotation.end:
                return quotation.said
        return None

    def _according(self, v: int) -> Attribution | None:
        tree = self.tree
        for j in (v, *tree.above(v)):
            for k in tree.of(j, "prep"):
                if tree.lower[k] == "according":
                    speakers = [p for to in tree.of(k, "prep") for p in tree.of(to, "pobj")]
                    if speakers:
                        return Attribution(tuple(speakers), k)
        return None

    # ---- quotations ----------------------------------------------------------------------------------------

    def _quotations(self, bounds: Sequence[tuple[int, int]]) -> list[Quotation]:
        found: list[Quotation] = []
        for start, end in self._marks():
            if end - start > _BRIEF + 1:
                said = self._speaker_of(start, end, bounds)
                if said is None and found and self._goes_on(found[-1].end, start):
                    said = found[-1].said
                found.append(Quotation(start, end, said))
        return found

    def _goes_on(self, end: int, start: int) -> bool:
        """Is it one quotation interrupted by its speaker: "We know," he said. "They must stop."?"""
        return not any("\n\n" in word for word in self.tree.words[end:start])

    def _marks(self) -> list[tuple[int, int]]:
        words, spans = self.tree.words, []
        opened: int | None = None
        for i, word in enumerate(words):
            if "\n\n" in word and opened is not None and words[opened] == STRAIGHT:
                opened = None
            elif word in OPENING or (word == STRAIGHT and opened is None):
                opened = i if opened is None or word == STRAIGHT else opened
            elif (word in CLOSING or word == STRAIGHT) and opened is not None:
                spans.append((opened, i))
                opened = None
        return spans

    def _speaker_of(self, start: int, end: int, bounds: Sequence[tuple[int, int]]) -> Attribution | None:
        """The speaker named after the quotation in its last sentence, or before it in its first."""
        after = [(end + 1, last) for first, last in bounds if first <= end < last]
        following = [(first, min(last, first + 8)) for first, last in bounds if first == end + 1]
        before = [(first, start) for first, last in bounds if first <= start < last and first < start]
        for first, last in (*after, *following, *before):
            for verb in range(first, min(last, first + _DEEP) if first > end else last):
                if self.tree.is_verb(verb) and self.tree.lemmas[verb] in self.cues.reporting.verbs:
                    said = self._said_by(verb)
                    if said is not None and any(not start < s < end for s in said.speakers):
                        return Attribution(said.speakers, verb, is_quoted=True)
        return None
