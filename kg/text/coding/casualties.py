"""Deaths and wounds of which the clause names no doer: by accident, or by who attacked in the clause beside it."""

from __future__ import annotations

from kg.knowledge.cues import Cues
from kg.text.predicates.reader import Reader
from kg.text.predicates.reading import Reading
from kg.text.syntax.slots import surface_subject
from kg.text.syntax.tree import Tree

_OCCASIONS = frozenset({"when", "as", "after", "while", "because"})
_IN = frozenset({"in", "by", "from", "during", "after", "of", "under"})


class Casualties:
    """Tells what the words around an act of violence without a doer say of how it came about."""

    def __init__(self, tree: Tree, cues: Cues, reader: Reader) -> None:
        self.tree, self.cues, self.reader = tree, cues, reader

    def is_accident(self, reading: Reading) -> bool:
        """Did they come to harm by chance: "killed when a bus plunged into a ravine"?"""
        tree = self.tree
        v = reading.top
        if reading.plover != "ASSAULT" or not tree.is_verb(v):
            return False
        if tree.deps[v] == "advcl" and tree.tags[v] == "VBG":
            return self._is_mishap(tree.heads[v])  # "a plane crashed, killing all on board"
        if reading.slots.get("subject"):
            return False
        if any(self._is_mishap(c) for c in self._occasions(v)):
            return True
        nouns = self.cues.accidents.nouns
        return any(
            tree.lemmas[p] in nouns
            for prep in tree.of(v, "prep", "agent")
            if tree.lower[prep] in _IN
            for p in tree.of(prep, "pobj")
        )

    def attack_behind(self, reading: Reading) -> Reading | None:
        """The attack in which they came to harm: "killed when rebels ambushed their convoy"."""
        v = reading.top
        if reading.plover != "ASSAULT" or not self.tree.is_verb(v) or reading.slots.get("subject"):
            return None
        for c in self._occasions(v):
            found = self.reader.verb(c)
            if found is not None and found.plover == "ASSAULT" and found.polarity == "affirmed":
                return found
        return None

    def _occasions(self, v: int) -> list[int]:
        tree = self.tree
        return [
            c
            for c in tree.of(v, "advcl")
            if any(tree.lower[k] in _OCCASIONS for k in tree.of(c, "mark", "advmod"))
        ]

    def _is_mishap(self, v: int) -> bool:
        """Is the verb one of accidents, or done by a thing that has them, and no attack?"""
        tree, accidents = self.tree, self.cues.accidents
        reading = self.reader.verb(v)
        if reading is not None and reading.plover in ("ASSAULT", "COERCE"):
            return False
        if tree.lemmas[v] in accidents.verbs:
            return True
        phrases = {f"{tree.lemmas[v]} {tree.lower[k]}" for k in tree.of(v, "prt", "prep", "advmod", "dobj")}
        if not phrases.isdisjoint(accidents.verbs):
            return True
        return any(tree.lemmas[s] in accidents.nouns for s in surface_subject(tree, v))
