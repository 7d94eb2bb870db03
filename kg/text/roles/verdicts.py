"""Whom a verdict on a deed, a report or a denial is aimed at: its doer or teller, never whom it befell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kg.knowledge.cues import Cues
from kg.text.predicates.demands import PRONOUNS
from kg.text.predicates.matching import Pattern, Patterns
from kg.text.predicates.reading import Reading
from kg.text.predicates.scene import Party, Scene
from kg.text.predicates.stance import MATERIAL_CONFLICT
from kg.text.syntax.slots import slots_of, surface_subject

# Inside a deed that is judged, these name the doer; of- and against-phrases name the victim.
_DOERS = ("poss", "by", "modifier", "from", "agent")
_TELLERS = _DOERS[:4]
# The doer of an arrest or a crackdown rules the place; that of a bombing need not.
_AT_PLACE = ("in",)
# What only those who rule a place do there.
_OFFICIAL = frozenset({"execution", "hanging", "flogging", "caning", "torture", "repression", "crackdown"})
_VIOLENT = frozenset({"ASSAULT"})
# What a sentence calls the act that it has just told, and the types that judge such an act.
_STEPS = frozenset(
    {"move", "step", "decision", "act", "action", "announcement", "ruling", "remark", "comment", "plan", "gesture",
     "measure", "verdict", "test", "launch", "strike", "operation", "visit", "appointment", "sentence", "statement",
     "proposal", "demand", "claim", "charge", "accusation", "deal", "agreement", "threat", "offer", "warning"}
)  # fmt: skip
_ON_STEPS = frozenset({"ACCUSE", "SUPPORT", "REJECT"})
_ON_WHOM = ("object", "prep:into", "prep:on", "prep:against", "prep:at")
# "voiced concern over the arrest of Gondorians in Mordor": what is judged stands there.
_ABOUT = ("prep:over", "prep:about", "prep:at", "prep:by")
# Where a rule may look, without the target being named there.
_LOOSE = frozenset({"prep:by", "prep:in", "prep:over", "prep:of", "prep:for"})


class Verdicts:
    """Targets of judgements and denials in one scene; `acts` and `deeds` are patterns of verbs and nouns."""

    def __init__(self, scene: Scene, cues: Cues, acts: Patterns, deeds: Patterns) -> None:
        self.scene, self.tree, self.cues = scene, scene.tree, cues
        self.acts, self.deeds = acts, deeds

    def aimed_at(self, reading: Reading, sources: Sequence[Party]) -> list[Party] | None:
        """Whom the verdict is aimed at, perhaps nobody who is told; None if the reading is no verdict."""
        if self._names_its_target(reading):
            return None
        taken = {party.actor["id"] for party in sources}
        objects = reading.slots.get("object", ())
        if reading.plover in _ON_STEPS:
            steps = [t for t in objects if self._is_step(t)]
            if steps:
                return [p for t in steps for p in self._who_took(t) if p.actor["id"] not in taken]
        if reading.plover == "ACCUSE":
            deeds = [t for t in objects if self.tree.lemmas[t] in self.deeds]
            if any(self._is_violent(t) for t in deeds):
                found = self._inside(deeds, _DOERS, taken)
                official = [t for t in deeds if self.tree.lemmas[t] in _OFFICIAL]
                return found or self._at_home(official, taken)
            if deeds and not reading.match.pattern.rule.target:
                found = self._inside(deeds, (*_DOERS, *_AT_PLACE), taken, depth=2)
                return found if found or not self.scene.slot(deeds) else None
            judged = [
                t for name in _ABOUT for t in reading.slots.get(name, ()) if self.tree.lemmas[t] in self.deeds
            ]
            if judged and (found := self._inside(judged, (*_DOERS, *_AT_PLACE), taken, depth=2)):
                return found
            if judged and (found := self._at_home(judged, taken)):
                return found
        reports = [t for t in objects if self.tree.lemmas[t] in self.cues.report_nouns]
        if reports and reading.plover != "SUPPORT":  # hope of what another will do names it
            # "dismissed reports about Gondor" is aimed at nobody, "dismissed Gondor's claims" is
            return self._inside(reports, _TELLERS, taken)
        if self.tree.lemmas[reading.match.predicate] in self.cues.reporting.denying:
            clauses = [c for c in reading.slots.get("clause", ()) if c > reading.match.predicate]
            if clauses:
                return [p for c in clauses for p in self._harmed(c, sources)]
        return None

    def _is_step(self, n: int) -> bool:
        """Does the noun stand for what the sentence told before: "freed them, a step that Gondor welcomed"?"""
        tree = self.tree
        return tree.lemmas[n] in _STEPS and tree.deps[n] in ("appos", "npadvmod", "dep", "attr")

    def _who_took(self, step: int) -> list[Party]:
        """Whose step it was: the subject of the nearest verb over it."""
        for above in self.tree.above(step):
            if self.tree.is_verb(above) and above < step and self.tree.tags[above] != "VB":
                if self.tree.is_passive(above):
                    return self.scene.slot(slots_of(self.tree, above).get("subject", ()))
                return self.scene.slot(surface_subject(self.tree, above))
        return []

    def _harmed(self, clause: int, sources: Sequence[Party]) -> list[Party]:
        """Who accuses is mostly who was harmed: "denied that its troops had crossed into Gondor"."""
        tree = self.tree
        patterns = self.acts.get(tree.lemmas[clause], ())
        if not any(pattern.rule.plover in MATERIAL_CONFLICT for pattern in patterns):
            return []
        slots = slots_of(tree, clause)
        doers = slots.get("subject", [])
        countries = {party.actor["country"] for party in sources}
        own = all(
            tree.lower[i] in PRONOUNS or any(p.actor["country"] in countries for p in self.scene.parties(i))
            for i in doers
        )
        if not own:
            return []
        for deep in (False, True):
            for name in _ON_WHOM:
                found = self.scene.slot(slots.get(name, ()), deep=deep, places=True)
                found = [p for p in found if p.actor["country"] not in countries]
                if found:
                    return [Party(p.mention, p.actor, p.trust * 0.8, p.how) for p in found]
        return []

    def _at_home(self, deeds: Iterable[int], taken: Collection[str]) -> list[Party]:
        """In whose country it befell them: "the execution of two men in Gondor"."""
        held = [j for t in deeds for j in slots_of(self.tree, t).get("prep:of", ())]
        return self._inside([*deeds, *held], _AT_PLACE, taken)

    def _names_its_target(self, reading: Reading) -> bool:
        """Has the rule a slot of its own for the target that is filled: "blamed the attack on Gondor"?"""
        if reading.plover == "REJECT":
            return False
        own = [name for name in reading.match.pattern.rule.target if name.startswith("prep:")]
        objects = [slots_of(self.tree, t) for t in reading.slots.get("object", ())]
        return any(
            self.scene.slot(slots.get(name, ()))
            for name in own
            if name not in _LOOSE
            for slots in (reading.slots, *objects)
        )

    def _is_violent(self, n: int) -> bool:
        """Does the noun name a deed of violence against somebody?"""
        return any(p.rule.plover in _VIOLENT for p in self._plain(self.tree.lemmas[n]))

    def _plain(self, lemma: str) -> Iterable[Pattern]:
        return (pattern for pattern in self.deeds.get(lemma, ()) if not pattern.extra)

    def _inside(
        self, tokens: Iterable[int], ways: tuple[str, ...], taken: Collection[str], depth: int = 1
    ) -> list[Party]:
        return [p for t in tokens for p in self.scene.inside(t, ways=ways, without=taken, depth=depth)]
