"""Conditions of lexicon rules: which words or kinds of actor must fill a predicate's slots, and which not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.text.predicates.scene import Scene
from kg.text.syntax.slots import Slots
from kg.text.syntax.tree import PREMODIFIERS

_ACTORS = ("ACTOR", "PERSON", "PLACE", "STATE", "*")
PRONOUNS = frozenset({"it", "they", "he", "she", "we", "i", "who", "which", "that"})


@dataclass(frozen=True, slots=True)
class Terms:
    """One condition: any of the words, or any of the kinds of actor."""

    words: frozenset[str]
    kinds: frozenset[str]

    @property
    def width(self) -> int:
        """How much it lets in: its words, kinds of actor weighing as much as many words."""
        return len(self.words) + sum(2000 if kind == "*" else 300 for kind in self.kinds)

    def hold(self, scene: Scene, tokens: Iterable[int]) -> bool:
        """Does any token fit?"""
        for i in tokens:
            if "*" in self.kinds:
                return True
            if self.words and not self.words.isdisjoint(terms_of(scene, i)):
                return True
            if "ACTOR" in self.kinds and scene.is_actor(i):
                return True
            if "STATE" in self.kinds and scene.is_state(i):
                return True
            if "PERSON" in self.kinds and scene.is_person(i):
                return True
            if "PLACE" in self.kinds and scene.is_place(i):
                return True
        return False


# One key of a rule's `when`: holds if the terms of any of its slots do.
Condition = tuple[tuple[str, Terms], ...]


def terms_of(scene: Scene, i: int) -> set[str]:
    """What a lexicon condition may call token i: its lemma, and with each word before or after of it."""
    tree = scene.tree
    lemma = tree.lemmas[i]
    terms = {lemma, tree.lower[i]}
    for k in tree.kids[i]:
        if k < i and tree.deps[k] in PREMODIFIERS:
            terms.add(f"{tree.lemmas[k]} {lemma}")
            terms.add(f"{tree.lower[k]} {lemma}")
            if k == i - 2 and tree.words[i - 1] == "-":
                terms.update((f"{tree.lower[k]}-{lemma}", f"{tree.lower[k]}{lemma}"))
            if k > 1 and tree.words[k - 1] == "-":
                terms.add(f"{tree.lower[k - 2]}-{tree.lower[k]} {lemma}")
        elif k > i and tree.deps[k] == "prep":
            terms.update(f"{lemma} {tree.lower[k]} {tree.lemmas[p]}" for p in tree.of(k, "pobj"))
    if i > 1 and tree.words[i - 1] == "-":
        terms.update((f"{tree.lower[i - 2]}-{lemma}", f"{tree.lower[i - 2]}{lemma}"))
    return terms


def conditions_of(
    given: Mapping[str, object], classes: Mapping[str, frozenset[str]]
) -> tuple[Condition, ...]:
    """A rule's `when` or `unless` with its classes spelt out."""
    made: list[Condition] = []
    for key, value in given.items():
        if isinstance(value, Mapping):
            made.append(tuple((f"{key}:{name}", _terms(entries, classes)) for name, entries in value.items()))
        elif value:
            made.append(((key, _terms(value, classes)),))
    return tuple(made)


def _terms(entries: object, classes: Mapping[str, frozenset[str]]) -> Terms:
    assert isinstance(entries, Iterable)
    words: set[str] = set()
    for entry in entries:
        words |= classes[entry[1:]] if entry.startswith("@") else {entry}
    kinds = words.intersection(_ACTORS)
    return Terms(frozenset(words - kinds), frozenset(kinds))


def fits(scene: Scene, condition: Condition, i: int, slots: Slots) -> bool:
    """Does the condition hold of the predicate at token i with these slots?"""
    return any(terms.hold(scene, _tested(scene, key, i, slots)) for key, terms in condition)


def fits_below(scene: Scene, condition: Condition, slots: Slots) -> bool:
    """Does the object of what the subject says it will do fit: "announced that it would withdraw troops"?"""
    return any(
        key == "object"
        and terms.hold(scene, [j for o in _own_objects(scene, slots) for j in scene.through(o)])
        for key, terms in condition
    )


def _own_objects(scene: Scene, slots: Slots) -> list[int]:
    tree = scene.tree
    return [
        k
        for c in slots.get("clause", ())
        if tree.deps[c] == "ccomp"
        and (own := tree.of(c, "nsubj", "nsubjpass"))
        and all(tree.lower[s] in PRONOUNS for s in own)
        for k in tree.of(c, "dobj")
    ]


def _tested(scene: Scene, key: str, i: int, slots: Slots) -> list[int]:
    """The tokens that a condition looks at."""
    tree = scene.tree
    if key == "object":
        # "agreed to restore relations": without an object of its own, a verb has its complement's.
        named = slots.get("attr", []) if tree.lemmas[i] == "be" else []
        objects = (
            slots.get("object")
            or named
            or [k for c in slots.get("clause", ()) if tree.deps[c] == "xcomp" for k in tree.of(c, "dobj")]
        )
        return [j for o in objects for j in scene.through(o)]
    if key == "subject":
        return [j for s in slots.get("subject", ()) for j in scene.through(scene.meant(s))]
    if key == "modifier":
        owners = [*slots.get("object", ())] if tree.is_verb(i) else [i]
        return [k for o in owners for k in tree.kids[o] if k < o and tree.deps[k] in PREMODIFIERS]
    if key == "clause":
        verbs = list(slots.get("clause", ()))
        for c in slots.get("clause", ()):
            verbs.extend(k for k in tree.kids[c] if tree.deps[k] in ("dobj", "acomp", "attr", "nsubjpass"))
        for o in slots.get("object", ()):
            verbs.extend(k for k in tree.kids[o] if tree.deps[k] == "acl")
        return verbs
    if key.startswith("prep:"):
        tokens = list(slots.get(key, ()))
        for o in slots.get("object", ()):
            for prep in tree.of(o, "prep"):
                if tree.lower[prep] == key[5:]:
                    tokens.extend(j for p in tree.of(prep, "pobj") for j in tree.conjuncts(p))
        return [j for t in tokens for j in scene.through(t)]
    return list(slots.get(key, ()))
