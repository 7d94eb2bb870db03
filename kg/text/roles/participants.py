"""Finds source and target of a reading: lexicon slots first, then inside phrases, places, and word order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kg.knowledge.cues import Cues
from kg.text.predicates.matching import Patterns
from kg.text.predicates.reading import Reading
from kg.text.predicates.scene import Party, Scene, distinct
from kg.text.roles.eligibility import may_undergo, shares_clause, speaks
from kg.text.roles.verdicts import Verdicts
from kg.text.syntax.slots import slots_of, surface_subject

NEAR = (
    "object", "indirect", "prep:with", "prep:against", "prep:to", "prep:on", "prep:upon", "prep:over",
    "prep:toward", "prep:at", "prep:from", "prep:for", "prep:into", "prep:between", "prep:among", "prep:of",
)  # fmt: skip
WHERE = (
    "prep:in", "prep:near", "prep:inside", "prep:outside", "prep:throughout", "prep:across", "prep:around",
    "prep:through", "prep:along", "prep:off",
)  # fmt: skip
# Whose agentless passive names the one who moves: "troops have been sent to Russia".
_MOVING = frozenset({"MOBILIZE", "RETREAT", "COOPERATE", "AID", "CONSULT", "SANCTION"})
# Types whose verbs name whom they address in a slot of their own, or nobody.
_ADDRESSED = frozenset({"REQUEST", "ACCUSE", "SUPPORT"})
_PROMPTING = frozenset({"prompt", "lead", "provoke", "force", "cause", "spur", "push", "drive"})
_EXCHANGING = frozenset({"exchange", "trade", "swap"})
# Where a further party of a mutual act may stand.
_BESIDE = frozenset({"object", "indirect", "prep:with", "prep:between"})


class Roles:
    """Source and target of readings in one scene."""

    def __init__(self, scene: Scene, cues: Cues, acts: Patterns, deeds: Patterns) -> None:
        self.scene, self.tree, self.cues, self.deeds = scene, scene.tree, cues, deeds
        self.verdicts = Verdicts(scene, cues, acts, deeds)

    def sources(self, reading: Reading) -> list[Party]:
        """Who acts, the best way of finding it that finds any."""
        scene, slots = self.scene, reading.slots
        rule = reading.match.pattern.rule
        name = rule.source or "subject"
        tokens = self._slot(reading, name)
        if not tokens and name.startswith("prep:"):
            tokens = self._slot(reading, f"object.{name}")  # "drew criticism from Arnor"
        found = scene.slot(tokens)
        if not found and name == "subject":
            found = scene.slot(slots.get("subject", ()), deep=True)
        if not found and name == "subject" and not self.tree.is_verb(reading.top):
            found = self._of_noun(reading)
        if not found and not slots.get("subject") and self.tree.is_verb(reading.top):
            found = self._without_subject(reading)
        if (
            not found
            and self.tree.deps[reading.top] in ("acl", "relcl")
            and not self.tree.is_passive(reading.top)
        ):
            found = self._by_what_it_says(reading.top)
        if not found and not slots.get("subject"):
            found = self._by_means(reading)
        if not found:
            found = _less(scene.slot(tokens, places=True), 0.75)
        return _speakers_last(found)

    def _by_means(self, reading: Reading) -> list[Party]:
        """Whose act it was: "killed in an Israeli air strike", "hit by Russian shelling"."""
        names = ("prep:by", "by", "prep:in", "prep:during", "prep:with", "clause")
        for token in (token for name in names for token in reading.slots.get(name, ())):
            noun = self.tree.lower[token] if self.tree.tags[token] == "VBG" else self.tree.lemmas[token]
            if noun in self.deeds and noun not in self.cues.topical:
                found = self.scene.inside(token, ways=("poss", "by", "modifier", "from"))
                if found:
                    return _less(found, 0.85)
        return []

    def targets(self, reading: Reading, sources: Sequence[Party]) -> list[Party]:
        """On whom, the first slot in the rule's order that names an actor other than the source."""
        rule = reading.match.pattern.rule
        if self._to_each_other(reading):
            reading.is_mutual = True
            return []
        given = tuple(rule.target)
        order = given or NEAR
        taken = {p.actor["id"] for p in sources}
        aimed = self.verdicts.aimed_at(reading, sources)
        if aimed is not None:
            return [p for p in aimed if may_undergo(self.tree, p, reading, sources)]
        addressed = (*reading.slots.get("object", ()), *reading.slots.get("indirect", ()))
        if reading.plover in ("REQUEST", "AGREE") and self._is_unresolved(addressed):
            reading.is_addressed = True
            return []  # "urged him to free the envoys" asks nobody else
        mutual = (rule.reciprocal or reading.plover == "AGREE") and len({p.actor["id"] for p in sources}) > 1
        if reading.inner is not None and not mutual:
            own = [p for name in order for p in self.scene.slot(self._slot(reading, name))]
            if not own:
                found = self.targets(reading.inner, sources)
                if found:
                    return _less(found, 0.95)
        is_bare_threat = (
            reading.plover == "THREATEN" and rule.plover == "THREATEN" and not reading.match.conditions
        )
        for names, deep, places, trust in _ways(given, is_strict=rule.id.startswith("cue.")):
            if is_bare_threat and (deep or places or names not in (given, NEAR)):
                return []
            if mutual and places:
                return []
            if rule.reciprocal and names == WHERE:
                continue  # where they met is no party
            if mutual:
                names = tuple(name for name in names if name in _BESIDE)
            if deep and not places and self._is_anyone(reading, order, taken):
                return []
            for name in names:
                tokens = [t for t in self._slot(reading, name) if t not in reading.consumed or deep]
                found = self.scene.slot(tokens, deep=deep, places=places, without=taken)
                found = [p for p in found if may_undergo(self.tree, p, reading, sources)]
                if mutual:
                    found = [p for p in found if p.actor["country"] or p.actor["kind"] != "sector"]
                if found:
                    return _less(found, trust)
        return self._at_place(reading, sources) or self._provoker(reading, sources)

    def _provoker(self, reading: Reading, sources: Sequence[Party]) -> list[Party]:
        """Whose act prompted it: "Arnor accused Gondor, prompting it to recall its envoy"."""
        verb = self.tree.heads[reading.top]
        if self.tree.deps[reading.top] != "xcomp" or self.tree.lemmas[verb] not in _PROMPTING:
            return []
        found = self.scene.slot(surface_subject(self.tree, verb))
        return _less([p for p in found if may_undergo(self.tree, p, reading, sources)], 0.7)

    def right_of(self, reading: Reading, sources: Sequence[Party], last: int) -> list[Party]:
        """By word order: the next actor to the right of the predicate in its sentence."""
        if reading.plover in _ADDRESSED or self.verdicts.aimed_at(reading, sources) is not None:
            return []
        start = max(reading.tokens)
        for mention in self.scene.mentions:
            if start < mention["start"] < last and mention["type"] != "pronoun":
                if ";" in self.tree.words[start : mention["start"]]:
                    break
                if speaks(self.tree, mention["head"]) or not shares_clause(
                    self.tree, mention["head"], reading
                ):
                    continue
                found = self.scene.parties(mention["head"], places=True)
                found = [p for p in found if may_undergo(self.tree, p, reading, sources)]
                if found:
                    return _less(found, 0.45)
        return []

    def left_of(self, reading: Reading, first: int) -> list[Party]:
        """By word order: the nearest actor to the left of the predicate in its sentence."""
        start = min(reading.tokens)
        for mention in reversed(self.scene.mentions):
            if first <= mention["start"] and mention["end"] <= start and not mention["speaker_only"]:
                if speaks(self.tree, mention["head"]) or not shares_clause(
                    self.tree, mention["head"], reading
                ):
                    continue
                found = self.scene.parties(mention["head"])
                if found:
                    return _less(found, 0.5)
        return []

    def _at_place(self, reading: Reading, sources: Sequence[Party]) -> list[Party]:
        """Whose land it is: "the Kursk region, where troops have been operating since an incursion"."""
        tree = self.tree
        if reading.plover in ("ASSAULT", "MOBILIZE"):
            for above in (reading.top, *tree.above(reading.top)):
                if tree.deps[above] == "relcl" and any(
                    tree.lower[k] == "where" for k in tree.of(above, "advmod")
                ):
                    found = self.scene.parties(tree.heads[above], places=True)
                    found = found or self.scene.inside(tree.heads[above], places=True)
                    return _less([p for p in found if may_undergo(self.tree, p, reading, sources)], 0.6)
        return []

    def _is_anyone(self, reading: Reading, names: Sequence[str], taken: Collection[str]) -> bool:
        """Is the first filled slot a party that the sentence does not name?"""
        for name in names:
            tokens = self._slot(reading, name)
            if tokens:
                return all(
                    self.tree.lemmas[t] in self.cues.anyone and not self.scene.inside(t, without=taken)
                    for t in tokens
                )
        return False

    def _is_unresolved(self, tokens: Sequence[int]) -> bool:
        """Are the tokens pronouns that stand for nobody known?"""
        return bool(tokens) and all(self.tree.tags[t] == "PRP" and not self.scene.at(t) for t in tokens)

    def _to_each_other(self, reading: Reading) -> bool:
        """Do several do it to each other: "accused each other", "expelled each other's envoys", "traded fire"?"""
        tree = self.tree
        objects = [t for name, tokens in reading.slots.items() if name in NEAR for t in tokens]
        owners = [k for t in objects for k in tree.of(t, "poss")]
        if any(
            tree.lower[t] in ("other", "another") and tree.lower[t - 1] in ("each", "one")
            for t in (*objects, *owners)
        ):
            return True
        exchanged = tree.lemmas[reading.match.predicate] in _EXCHANGING or reading.governor in _EXCHANGING
        return exchanged and not reading.slots.get("prep:with") and len(reading.slots.get("subject", ())) > 1

    # ---- helpers -------------------------------------------------------------------------------------------

    def _slot(self, reading: Reading, name: str) -> list[int]:
        tree, slots = self.tree, reading.slots
        if "." not in name:
            if name == "modifier":
                return [*slots.get("modifier", ()), *self._modifiers(slots.get("object", ()))]
            return list(slots.get(name, ()))
        outer, inner = name.split(".", 1)
        if outer == "condition":
            return self._conditions(reading)
        found: list[int] = []
        for i in slots.get(outer, ()):
            for j in self.scene.through(i):
                its = slots_of(tree, j)
                if inner == "prep":
                    for key in (*NEAR, *WHERE):
                        if key.startswith("prep:"):
                            found.extend(its.get(key, ()))
                elif inner == "modifier":
                    found.extend(self._modifiers([j]))
                else:
                    found.extend(its.get(inner, ()))
        return found

    def told(self, v: int) -> list[Party]:
        """Whom the verb of saying at token v addresses."""
        slots = slots_of(self.tree, v)
        return self.scene.slot([*slots.get("object", ()), *slots.get("indirect", ())])

    def _conditions(self, reading: Reading) -> list[int]:
        """Who must act to avert a threat ("a strike unless it yields"), or did so ("as its planes crossed")."""
        tree = self.tree
        marks = (
            "unless",
            "until",
            "if",
            *(("after", "as") if reading.plover in ("MOBILIZE", "CONCEDE") else ()),
        )
        return [
            s
            for v in sorted({reading.top, *reading.tokens, *reading.slots.get("clause", ())})
            for k in tree.of(v, "advcl")
            if any(tree.lower[m] in marks for m in tree.of(k, "mark"))
            for s in surface_subject(tree, k)
        ]

    def _modifiers(self, tokens: Iterable[int]) -> list[int]:
        tree = self.tree
        return [
            k for i in tokens for k in tree.kids[i] if k < i and tree.deps[k] in ("compound", "amod", "nmod")
        ]

    def _of_noun(self, reading: Reading) -> list[Party]:
        slots = reading.slots
        for name in ("poss", "by", "modifier", "prep:between", "prep:from"):
            found = self.scene.slot(slots.get(name, ()))
            if found:
                return _less(found, 0.85)
        if reading.plover in _MOVING and not self.tree.is_verb(reading.top):
            # "the deployment of Arnorian troops": those who are deployed act
            found = self.scene.slot(slots.get("prep:of", ())) or self.scene.slot(
                slots.get("prep:of", ()), deep=True
            )
            return _less([p for p in found if p.actor["sector"] == "MIL" or p.how != "named"], 0.85)
        return []

    def _by_what_it_says(self, v: int) -> list[Party]:
        """Who issued the statement: "issued a declaration demanding that ..."."""
        noun = self.tree.heads[v]
        for above in self.tree.above(noun):
            if self.tree.is_verb(above):
                return _less(self.scene.slot(surface_subject(self.tree, above)), 0.85)
        return []

    def _without_subject(self, reading: Reading) -> list[Party]:
        tree = self.tree
        if reading.plover in _MOVING and tree.is_passive(reading.top):
            found = self.scene.slot(reading.slots.get("object", ()))
            if not found:
                found = self.scene.slot(reading.slots.get("object", ()), deep=True)
            if any(p.actor["sector"] in ("MIL", "COP", "IGO") or p.how != "named" for p in found):
                return _less(found, 0.8)
        return self._of_noun(reading)


def _ways(given: tuple[str, ...], *, is_strict: bool) -> list[tuple[tuple[str, ...], bool, bool, float]]:
    """Where to look in which order: slots, within their phrases?, places too?, and the trust in it."""
    if is_strict:
        return [(given, deep, places, 1.0) for places in (False, True) for deep in (False, True)]
    clause = ("clause.object", "clause.indirect", "clause.subject", "clause.prep")
    ways = [(given, False, False, 1.0), (given, True, False, 0.95)] if given else []
    return [
        *ways,
        (NEAR, False, False, 0.85 if given else 1.0),
        (("condition.subject",), False, False, 0.85),
        (("condition.subject",), True, False, 0.8),
        (NEAR, True, False, 0.85),
        (clause, False, False, 0.8),
        (clause, True, False, 0.75),
        (WHERE, False, False, 0.8),
        ((*given, *NEAR), False, True, 0.75),
        ((*given, *NEAR), True, True, 0.7),
        (WHERE, False, True, 0.7),
        (WHERE, True, True, 0.65),
    ]


def _less(parties: Iterable[Party], factor: float) -> list[Party]:
    return [Party(p.mention, p.actor, p.trust * factor, p.how) for p in parties]


def _speakers_last(parties: list[Party]) -> list[Party]:
    acting = [p for p in parties if not p.mention["speaker_only"]]
    return distinct(acting or parties)
