"""Reads what a predicate says: its rule, composed with the verbs, modals and negators that govern it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.knowledge.cues import Cues
from kg.text.predicates.matching import Match, Matcher
from kg.text.predicates.reading import Reading, turn, turn_act, turn_by_stance
from kg.text.predicates.scene import Scene
from kg.text.predicates.stance import MATERIAL_CONFLICT, stance_of
from kg.text.syntax.slots import Slots, merged, occurring, slots_of, surface_subject, turned_round

_DEEP = 5


class Reader:
    """Reads the predicates of one scene, each once."""

    def __init__(self, scene: Scene, matcher: Matcher, cues: Cues) -> None:
        self.scene, self.tree, self.matcher, self.cues = scene, scene.tree, matcher, cues
        self._memo: dict[int, Reading | None] = {}

    def verb(self, v: int, depth: int = 0) -> Reading | None:
        """The reading of the verb at token v with everything it governs, or None if it codes nothing."""
        if v not in self._memo:
            self._memo[v] = None
            found = self._base(v, depth)
            if found is not None:
                found.governor = self.tree.lemmas[v]
                self._memo[v] = turn_by_stance(self.cues, found, stance_of(self.tree, self.cues, v))
        found = self._memo[v]
        return replace(found) if found else None

    def noun(self, n: int) -> Reading | None:
        """The reading of a noun that names an event by itself: X's attack on Y."""
        verb = self.tree.heads[n]
        occurs = self.tree.deps[n] == "nsubj" and self._phrase(verb, self.cues.occurring) is not None
        match = self.matcher.noun(self.scene, n, occurring(self.tree, verb, n) if occurs else None)
        if match is None or (self.tree.lemmas[n] in self.cues.topical and not match.slots.get("object")):
            return None
        trust = (0.65 if occurs else 0.55) + 0.1 * min(match.conditions, 2)
        found = self._direct(match, n, trust, f"noun '{self.tree.lemmas[n]}'")
        if self.tree.deps[n] == "nsubj" and self._phrase(verb, self.cues.collapsing):
            turn(self.cues, found, "cancelled", f"'{self.tree.lemmas[verb]}' ends it")
            found.tokens = sorted({*found.tokens, verb})
        if self.tree.deps[n] in ("nsubj", "nsubjpass"):
            stance = stance_of(self.tree, self.cues, verb)
            if stance.modal in ("possible", "future", "conditional"):
                found.modality = "possible" if stance.modal == "possible" else "future"
        return found

    # ---- the parts of a reading ----------------------------------------------------------------------------

    def _base(self, v: int, depth: int) -> Reading | None:
        direct = self._lexical(v)
        if direct is not None and depth < _DEEP:
            direct.inner = self._own_clause(v, direct.slots, depth)
        if direct is not None and direct.match.conditions and not self._hides_conflict(direct):
            return direct
        if depth < _DEEP:
            composed = (
                self._light(v) or self._existing(v) or self._ended(v, depth) or self._governed(v, depth)
            )
            if composed is not None:
                return composed
        return direct

    def _lexical(self, v: int) -> Reading | None:
        tree = self.tree
        match = self.matcher.verb(self.scene, v)
        if match is not None:
            self._undo_state(match, v)
            trust = 0.75 + 0.06 * min(match.conditions, 2) + 0.04 * bool(match.pattern.extra)
            return self._direct(match, v, trust, f"verb '{match.pattern.word}'")
        for a in tree.of(v, "acomp", "oprd"):
            for k in tree.conjuncts(a):
                match = self.matcher.adjective(self.scene, v, k)
                if match is not None:
                    return self._direct(match, v, 0.75, f"adjective '{tree.lower[k]}'")
        if tree.is_passive(v):
            match = self.matcher.adjective(self.scene, v, v)
            if match is not None:
                return self._direct(match, v, 0.7, f"adjective '{tree.lower[v]}'")
        return None

    def _undo_state(self, match: Match, v: int) -> None:
        """ "Arnor is opposed to the plan": the passive names a state of its subject, who acts."""
        slots = match.slots
        if self.tree.lemmas[v] in self.cues.stative and self.tree.is_passive(v) and not slots.get("subject"):
            objects = slots.get("prep:to") or slots.get("prep:against") or []
            match.slots = {**slots, "subject": slots.get("object", []), "object": objects}

    def _direct(self, match: Match, top: int, trust: float, why: str) -> Reading:
        rule = match.pattern.rule
        if rule.source == "object":
            match.slots = {**match.slots, "subject": self._judged(match.slots.get("subject", ()))}
        return Reading(
            top=top, match=match, plover=rule.plover, mode=rule.mode, cameo=rule.cameo, slots=match.slots,
            tokens=match.tokens, consumed=set(match.tokens), trust=trust, why=[f"rule {rule.id}: {why}"],
        )  # fmt: skip

    def _judged(self, subjects: Iterable[int]) -> list[int]:
        """What a judgement is passed on: "lifting the sanctions is out of the question" is on the sanctions."""
        return [
            j for s in subjects for j in (self.tree.of(s, "dobj") if self.tree.is_verb(s) else ()) or (s,)
        ]

    def _phrase(self, v: int, words: frozenset[str]) -> tuple[int, ...] | None:
        """The tokens by which the verb at v stands in a cue list: itself and its particle or preposition."""
        tree = self.tree
        lemma = tree.lemmas[v]
        for k in tree.of(v, "prt", "prep", "advmod"):
            if f"{lemma} {tree.lower[k]}" in words:
                return (v, k)
        for k in tree.of(v, "dobj"):
            for p in [*tree.of(k, "prep"), *tree.of(v, "prep")]:
                if f"{lemma} {tree.lower[k]} {tree.lower[p]}" in words:
                    return (v, k, p)
        return (v,) if lemma in words and not tree.of(v, "prt") else None

    def _objects(self, v: int, phrase: tuple[int, ...], slots: Slots) -> list[int]:
        tree = self.tree
        if len(phrase) > 1 and tree.deps[phrase[-1]] == "prep":
            return [j for p in tree.of(phrase[-1], "pobj") for j in tree.conjuncts(p)]
        return slots.get("object", [])

    def _light(self, v: int) -> Reading | None:
        """Light verb and event noun: "held talks with", "came under attack by"."""
        slots = slots_of(self.tree, v)
        for words, swapped in ((self.cues.light, False), (self.cues.undergoing, True)):
            phrase = self._phrase(v, words)
            if phrase is None:
                continue
            found = self._of_nouns(v, phrase, turned_round(slots) if swapped else slots)
            if found is not None:
                found.why.append(f"'{self.tree.lemmas[v]}' hands on its noun")
                return found
        return None

    def _existing(self, v: int) -> Reading | None:
        """ "There would be no talks with Gondor": the event is what there is."""
        tree = self.tree
        if tree.lemmas[v] != "be" or not tree.of(v, "expl"):
            return None
        for n in tree.of(v, "attr"):
            match = self.matcher.noun(self.scene, n)
            if match is not None:
                found = self._direct(
                    match, v, 0.6 + 0.1 * min(match.conditions, 1), f"noun '{tree.lemmas[n]}'"
                )
                found.tokens = sorted({v, n})
                found.consumed |= {v, n}
                return found
        return None

    def _of_nouns(self, v: int, phrase: tuple[int, ...], slots: Slots) -> Reading | None:
        for o in self._objects(v, phrase, slots):
            for n in self.scene.through(o):
                own = slots_of(self.tree, n)
                match = self.matcher.noun(self.scene, n, merged(slots, own))
                if match is not None:
                    found = self._direct(
                        match, v, 0.74 + 0.05 * min(match.conditions, 2), f"noun '{match.pattern.word}'"
                    )
                    found.tokens = sorted({*phrase, *match.tokens})
                    found.consumed |= {v, n, o}
                    return found
        return None

    def _ended(self, v: int, depth: int) -> Reading | None:
        """What is cancelled, halted or lifted: a noun or an -ing clause."""
        ending = self.cues.ending
        tables = [
            (table, phrase)
            for table, words in (
                ("lifted", ending.lifting),
                ("cancelled", ending.cancelling),
                ("halted", ending.halting),
            )
            if (phrase := self._phrase(v, words))
        ]
        if not tables:
            return None
        slots = slots_of(self.tree, v)
        inner = self._of_nouns(v, tables[0][1], slots)
        if inner is None:
            for c in slots.get("clause", ()):
                inner = self.verb(c, depth + 1)
                if inner is not None:
                    inner = self._lifted_to(inner, v)
                    break
        if inner is None:
            return None
        for table, _ in tables:
            if turn(self.cues, inner, table, f"'{self.tree.lemmas[v]}' ends it"):
                return inner
        return None

    def _governed(self, v: int, depth: int) -> Reading | None:
        """A complement clause under a verb, adjective or noun that passes it on."""
        tree, cues = self.tree, self.cues
        clauses = slots_of(tree, v).get("clause", [])
        table, ways = "", ""
        for name, attitudes in (
            ("promised", cues.promising),
            ("future", cues.intending),
            ("negated", cues.failing),
        ):
            if self._phrase(v, attitudes.verbs):
                table, ways = name, tree.lemmas[v]
            for a in tree.of(v, "acomp", "oprd", "dobj", "attr"):
                words = attitudes.nouns if tree.pos[a] == "NOUN" else attitudes.adjectives
                if any(tree.lower[k] == "no" for k in tree.of(a, "det")):
                    continue  # "there are no plans to ..."
                if tree.lemmas[a] in words or tree.lower[a] in words:
                    table, ways = name, tree.lower[a]
                    clauses = (
                        clauses
                        + tree.of(a, "xcomp", "acl", "ccomp")
                        + [c for p in tree.of(a, "prep") for c in tree.of(p, "pcomp")]
                    )
            if tree.is_passive(v) and tree.lower[v] in attitudes.adjectives:
                table, ways = name, tree.lower[v]
        is_open = not table and (
            self._phrase(v, cues.transparent) is not None or (tree.lemmas[v] == "be" and tree.pos[v] == "AUX")
        )
        if not table and not is_open:
            return None
        for c in clauses:
            if tree.of(c, "nsubj", "nsubjpass") and not self._shares_subject(c, v):
                continue
            if tree.lower[tree.heads[c]] in ("against", "without"):
                continue  # "voted against sending troops"
            inner = self.verb(c, depth + 1)
            if inner is None:
                continue
            inner = self._lifted_to(inner, v)
            if table:
                turn_act(cues, inner, table, ways)
            else:
                inner.why.append(f"'{tree.lemmas[v]}' passes it on")
            return inner
        return None

    def _hides_conflict(self, direct: Reading) -> bool:
        """Would "prepared to resume shelling" be read as cooperation by its middle verb alone?"""
        inner = direct.inner
        if inner is None or inner.plover not in MATERIAL_CONFLICT:
            return False
        return direct.plover == "AGREE" or inner.polarity == "negated"

    def _own_clause(self, v: int, slots: Slots, depth: int) -> Reading | None:
        """What the subject says it will do itself: its complement may name the parties."""
        for c in slots.get("clause", ()):
            if surface_subject(self.tree, c) == surface_subject(self.tree, v):
                inner = self.verb(c, depth + 1)
                if inner is not None:
                    return inner
        return None

    def _shares_subject(self, c: int, v: int) -> bool:
        """Is the clause's own subject a pronoun for the governor's?"""
        own = self.tree.of(c, "nsubj", "nsubjpass")
        return all(self.tree.lower[k] in ("it", "they", "he", "she", "we", "i") for k in own)

    def _lifted_to(self, inner: Reading, v: int) -> Reading:
        """The inner reading under its governor, whose own phrases may name the parties."""
        slots = dict(inner.slots)
        for name, tokens in slots_of(self.tree, v).items():
            if name.startswith("prep:"):
                slots[name] = [*slots.get(name, []), *(t for t in tokens if t not in slots.get(name, []))]
        return replace(
            inner, top=v, slots=slots, tokens=sorted({v, *inner.tokens}), consumed={*inner.consumed, v},
            trust=inner.trust * 0.97, why=list(inner.why),
        )  # fmt: skip
