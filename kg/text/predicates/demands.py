"""Demands and refusals that no lexicon rule names: what a speaker says must be done, or will not do."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from kg.knowledge.cues import Cues
from kg.knowledge.lexicon import Frame
from kg.text.predicates.matching import Match, Pattern
from kg.text.predicates.reading import Reading
from kg.text.predicates.speech import Attribution, Speech
from kg.text.predicates.stance import stance_of
from kg.text.syntax.slots import Slots, slots_of, surface_subject
from kg.text.syntax.tree import Tree

# "would not hesitate", "would not be free": no refusal of anything
_NO_REFUSAL = frozenset(
    {"be", "have", "hesitate", "forget", "need", "know", "happen", "last", "matter", "comment", "say", "elaborate",
     "speculate", "confirm", "identify", "name", "specify", "take", "get", "seem", "mean", "want", "see", "expect"}
)  # fmt: skip
PRONOUNS = frozenset({"it", "they", "he", "she", "we", "i", "who"})
_INTENTIONS = frozenset({"intention", "plan", "desire", "wish", "intent", "interest"})
IMPERATIVE = Frame(
    id="cue.imperative", plover="REQUEST", cameo="020", target=("object",),
    example="\u201cRelease the envoys,\u201d Arnor said.", counter="Arnor released the envoys.",
)  # fmt: skip
OBLIGATION = Frame(
    id="cue.obligation", plover="REQUEST", cameo="020", target=("object",),
    example="Arnor said Gondor must release the envoys.", counter="Gondor must release the envoys.",
)  # fmt: skip
BLAME = Frame(
    id="cue.blame", plover="ACCUSE", mode="allege", cameo="112", target=("object",),
    example="Arnor said Gondor was behind the attack.", counter="Arnor said Gondor was behind schedule.",
)  # fmt: skip
REFUSAL = Frame(
    id="cue.refusal", plover="REJECT", cameo="120",
    example="Arnor said it would not accept the plan of Gondor.", counter="Arnor said it would rain.",
)  # fmt: skip


class Demands:
    """Reads the verbs of reported speech for demands and refusals."""

    def __init__(
        self,
        tree: Tree,
        cues: Cues,
        speech: Speech,
        deeds: Container[str],
        speaks_for: Callable[[Iterable[int], int], bool],
    ) -> None:
        self.tree, self.cues, self.speech, self.deeds = tree, cues, speech, deeds
        self.speaks_for = speaks_for

    def by_cue(self, v: int, reading: Reading | None) -> Reading | None:
        """A demand or refusal that no rule names: "said the US must ...", "said it would not ..."."""
        tree = self.tree
        said = self.speech.of(v)
        if said is None or said.is_denied or not said.speakers:
            return None
        stance = stance_of(tree, self.cues, v)
        subjects = surface_subject(tree, v)
        if self.is_imperative(v):
            return self._made(
                IMPERATIVE,
                v,
                said,
                self._addressed(v) or self._audience(said.verb),
                "an imperative of the speaker",
                reading,
            )
        if tree.deps[v] not in ("ccomp", "ROOT"):
            return None
        own = bool(subjects) and (
            tree.lower[subjects[0]] in PRONOUNS
            or subjects[0] in said.speakers
            or self.speaks_for(said.speakers, subjects[0])
        )
        if subjects and not own and self._is_blamed(v):
            return self._made(BLAME, v, said, {"object": subjects}, "the speaker says who did it", None)
        if stance.modal == "obligation" and subjects and not own:
            return self._made(
                OBLIGATION, v, said, {"object": subjects}, "the speaker says what must be done", reading
            )
        if own and self._means_not_to(v) and self.speech.announces(said.verb):
            return self._made(REFUSAL, v, said, {}, "the speaker does not mean to", None)
        if (
            tree.lemmas[v] not in _NO_REFUSAL
            and stance.is_negated
            and stance.modal in ("future", "conditional")
            and own
            and self.speech.announces(said.verb)
        ):
            slots = {k: t for k, t in slots_of(tree, v).items() if k != "subject"}
            return self._made(REFUSAL, v, said, slots, "the speaker says it will not", None)
        return None

    def _means_not_to(self, v: int) -> bool:
        """ "Has no intention of changing its flag"."""
        tree = self.tree
        return tree.lemmas[v] == "have" and any(
            tree.lemmas[k] in _INTENTIONS and any(tree.lower[d] == "no" for d in tree.of(k, "det"))
            for k in tree.of(v, "dobj")
        )

    def is_imperative(self, v: int) -> bool:
        """Is the verb a quoted imperative: "Lift the restrictions now," he said?"""
        tree = self.tree
        if tree.tags[v] not in ("VB", "VBP") or tree.of(v, "nsubjpass", "aux", "mark", "expl"):
            return False
        if tree.of(v, "nsubj") and not self._addressed(v):
            return False
        return tree.deps[v] in ("ROOT", "ccomp", "parataxis", "appos", "dep") and self.speech.is_quoted(v)

    def _audience(self, verb: int) -> Slots:
        """Whom an imperative is told: '"Stop the raids," the minister told Arnor'."""
        told = (
            self.tree.of(verb, "dobj", "dative") if self.tree.lemmas[verb] in ("tell", "urge", "ask") else []
        )
        return {"object": told} if told else {}

    def _addressed(self, v: int) -> Slots:
        """Whom an imperative calls by name: "President Putin, bring your troops back"."""
        tree = self.tree
        called = [k for k in tree.of(v, "nsubj", "npadvmod", "dep") if k < v and tree.pos[k] == "PROPN"]
        if tree.tags[v] == "VB" and called and "," in tree.words[called[0] : v]:
            return {"object": called}
        return {}

    def _is_blamed(self, v: int) -> bool:
        """Is the subject said to be behind a deed, or to blame for it?"""
        tree = self.tree
        if tree.lemmas[v] != "be" or tree.of(v, "neg"):
            return False
        blamed = any(
            tree.lower[k] in ("responsible", "guilty") and tree.of(k, "prep") for k in tree.of(v, "acomp")
        )
        return blamed or any(
            tree.lower[k] == "behind" and any(tree.lemmas[p] in self.deeds for p in tree.of(k, "pobj"))
            for k in tree.of(v, "prep")
        )

    def _made(
        self, rule: Frame, v: int, said: Attribution, slots: Slots, why: str, asked: Reading | None
    ) -> Reading:
        turned = self.cues.turn("requested", asked.plover, asked.mode) if asked else None
        mode, cameo = (turned.mode, turned.cameo) if turned else (rule.mode, rule.cameo)
        slots = {**slots, "subject": list(said.speakers)}
        match = Match(Pattern(rule, self.tree.lemmas[v], (), (), ()), v, [v], slots)
        return Reading(
            top=v,
            match=match,
            plover=rule.plover,
            mode=mode,
            cameo=cameo,
            slots=slots,
            tokens=[v],
            consumed={v, said.verb},
            trust=0.6,
            why=[f"rule {rule.id}: {why}"],
        )
