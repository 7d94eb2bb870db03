"""Reported speech: who says what a clause says, across "X said that", "according to X", and quotations."""

from __future__ import annotations

from dataclasses import dataclass

from kg.knowledge.cues import Cues
from kg.text.tree import SUBJECTS, Tree

OPENING = frozenset({"“", "„", "«", "``", "‘"})
CLOSING = frozenset({"”", "»", "''", "’"})
STRAIGHT = frozenset({'"'})


@dataclass(frozen=True, slots=True)
class Attribution:
    """A clause is said by someone: the tokens of the speaker and of the word of saying."""

    speakers: tuple[int, ...]
    verb: int
    is_denied: bool = False
    is_factive: bool = False


def attribution_of(tree: Tree, cues: Cues, v: int) -> Attribution | None:
    """Who says so, for the predicate at token v; the nearest speaker where several report."""
    below = v
    for above in tree.above(v):
        label = tree.deps[below]
        if label in ("ccomp", "parataxis", "dep") and tree.is_verb(above):
            found = _said_by(tree, cues, above)
            if found is not None:
                return found
        if label == "xcomp" and tree.lemmas[above] in ("claim", "deny", "admit"):
            found = _said_by(tree, cues, above)
            if found is not None:
                return found
        if label == "pcomp" and tree.lemmas[tree.heads[above]] in ("deny", "admit"):
            return _said_by(tree, cues, tree.heads[above])
        below = above
    return _according(tree, cues, v)


def _said_by(tree: Tree, cues: Cues, verb: int) -> Attribution | None:
    lemma = tree.lemmas[verb]
    denies = lemma in cues.reporting.denying
    if lemma not in cues.reporting.verbs and not denies:
        return None
    subjects = [j for s in tree.of(verb, *SUBJECTS) for j in tree.conjuncts(s)]
    if tree.is_passive(verb):
        subjects = [p for a in tree.of(verb, "agent") for p in tree.of(a, "pobj")]
    if not subjects:
        first = tree.root_of_conjunction(verb)
        subjects = [j for s in tree.of(first, "nsubj") for j in tree.conjuncts(s)]
    negated = bool(tree.of(verb, "neg"))
    return Attribution(
        tuple(tree.antecedent(s) for s in subjects),
        verb,
        denies and not negated,
        lemma in cues.reporting.factive,
    )


def _according(tree: Tree, cues: Cues, v: int) -> Attribution | None:
    chain = [v, *tree.above(v)]
    for j in chain:
        for k in tree.of(j, "prep"):
            if tree.lower[k] == "according":
                speakers = [p for to in tree.of(k, "prep") for p in tree.of(to, "pobj")]
                if speakers:
                    return Attribution(tuple(speakers), k)
    return None


def is_announcing(cues: Cues, tree: Tree, verb: int) -> bool:
    """Does the verb of saying make the speaker's own act known ("announced it would withdraw")?"""
    return tree.lemmas[verb] in cues.reporting.announcing
