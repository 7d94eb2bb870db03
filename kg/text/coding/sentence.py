"""From a parsed sentence to its coded readings with their parties, most trusted first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.knowledge.cues import Cues
from kg.text.coding.casualties import Casualties
from kg.text.predicates.conditions import terms_of
from kg.text.predicates.demands import PRONOUNS, Demands
from kg.text.predicates.matching import Matcher
from kg.text.predicates.reader import Reader
from kg.text.predicates.reading import Reading
from kg.text.predicates.scene import Party, Scene
from kg.text.predicates.speech import Attribution, Speech
from kg.text.roles.countries import people_at_home, people_of_places, share_country
from kg.text.roles.eligibility import may_undergo
from kg.text.roles.participants import Roles
from kg.text.syntax.slots import is_purpose, surface_subject
from kg.text.syntax.tree import Tree

_BACKGROUND = frozenset({"relcl", "acl", "advcl", "appos"})
# What firms, coaches and singers do too, without any politics in it.
_POLITICAL = frozenset(
    {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "REJECT", "THREATEN", "REQUEST"}
)
# What is told a party in words is said to it: "told Gondor that it accepted the plan".
_TOLD = frozenset({"AGREE", "CONCEDE", "REJECT", "THREATEN", "SUPPORT"})
_PUBLIC = frozenset({"GOV", "MIL", "LEG", "JUD", "REB", "OPP", "PTY", "COP", "IGO"})
_WITHIN = frozenset({"during", "in", "at", "as", "of", "under", "for"})
_CONTENT = frozenset({"ccomp", "xcomp", "pcomp", "csubj"})


@dataclass(slots=True)
class Coding:
    """One reading with its parties and its weight in the sentence."""

    reading: Reading
    sources: list[Party]
    targets: list[Party]
    speaker: Party | None
    weight: float  # of the predicate: its rule's and its place in the sentence

    @property
    def rank(self) -> float:
        """By which the main event of a sentence comes first: weight, and parties found."""
        of_sources = 0.55 + 0.45 * max((p.trust for p in self.sources), default=0.0)
        return self.weight * of_sources * (0.7 + 0.3 * max((p.trust for p in self.others), default=0.0))

    @property
    def others(self) -> list[Party]:
        """The other side: the targets, or who else takes part in a mutual act."""
        is_mutual = self.reading.is_mutual or self.reading.match.pattern.rule.reciprocal
        return self.targets or (self.sources[1:] if is_mutual else [])


class SentenceCoder:
    """Codes the sentences of one scene."""

    def __init__(self, scene: Scene, matcher: Matcher, cues: Cues, bounds: Sequence[tuple[int, int]]) -> None:
        self.scene, self.tree, self.cues = scene, scene.tree, cues
        self.speech = Speech(scene.tree, cues, bounds)
        self.reader = Reader(scene, matcher, cues)
        self.demands = Demands(scene.tree, cues, self.speech, matcher.nouns, scene.speaks_for)
        self.roles = Roles(scene, cues, matcher.verbs, matcher.nouns)
        self.casualties = Casualties(scene.tree, cues, self.reader)

    def code(self, first: int, last: int) -> list[Coding]:
        """The codings of the sentence of tokens `first` to `last`, most trusted first."""
        found = [self._placed(reading, first, last) for reading in self._readings(first, last)]
        found = [coding for coding in found if coding.rank > 0.05]
        found.sort(key=lambda c: (-c.rank, c.reading.tokens))
        return found

    # ---- which predicates ----------------------------------------------------------------------------------

    def _readings(self, first: int, last: int) -> Iterator[Reading]:
        tree = self.tree
        consumed: set[int] = set()
        taken: dict[int, Reading] = {}
        for i in _from_the_top(tree, first, last):
            # "the convicted assassin", "the occupied territory": no news
            if i in consumed or not tree.is_verb(i) or tree.deps[i] in ("aux", "auxpass", "amod"):
                continue
            reading = self.reader.verb(i)
            if tree.deps[i] == "advcl" and tree.lower[i] in ("ending", "halting", "stopping", "marking"):
                continue  # "withdrew, ending a war": what the act led to, not an act
            if self._may_be_cue(i, reading):
                reading = self.demands.by_cue(i, reading) or reading
            if reading is None:
                continue
            if self._is_content(i, taken) or self.casualties.is_accident(reading):
                continue
            taken[i] = reading
            consumed |= reading.consumed
            yield reading
        for i in range(first, last):
            if tree.pos[i] in ("NOUN", "PROPN") and i not in consumed and not self._is_hearsay(i):
                yield from self._nominal(i, taken)

    def _may_be_cue(self, v: int, reading: Reading | None) -> bool:
        """Is the verb not coded by the lexicon, or in a way that a speaker's demand or blame overrides?"""
        if reading is None or self.tree.lemmas[v] == "be" or self.demands.is_imperative(v):
            return True
        return reading.modality == "hypothetical" or reading.polarity != "affirmed"

    def _is_content(self, i: int, taken: Mapping[int, Reading]) -> bool:
        """Is the predicate only what another coded predicate asks, threatens, or aims at?"""
        tree = self.tree
        below, inside = i, False
        for above in tree.above(i):
            label = tree.deps[below]
            is_told = any(tree.lower[k] == "that" for k in tree.of(below, "mark"))
            aimed = is_purpose(tree, below) or (label == "acl" and (is_told or tree.tags[below] == "VB"))
            if label in _CONTENT or aimed:
                inside = True
            elif label in ("relcl", "advcl"):
                return False  # what a clause on the side tells is told as a fact
            if above in taken and inside:
                return True
            below = above
        return False

    def _nominal(self, n: int, taken: Mapping[int, Reading]) -> Iterator[Reading]:
        """An event noun where no verb over it is coded, or one that tells the occasion of the verb."""
        tree = self.tree
        covered = self._is_covered(n, taken)
        reading = self.reader.noun(n)
        if reading is None:
            return
        prep, verb = tree.heads[n], tree.heads[tree.heads[n]]
        if not covered:
            if reading.plover == "COOPERATE" and not reading.slots.get("subject"):
                self._take_part(reading, n)
            yield reading
            return
        is_occasion = (
            tree.deps[n] == "pobj" and tree.lower[prep] in ("during", "in", "at", "on") and verb in taken
        )
        has_party = bool(reading.slots.get("prep:with")) or reading.rule == "consult.letter"
        has_party = has_party or (reading.mode == "visit" and bool(reading.slots.get("prep:to")))
        if is_occasion and reading.plover == "CONSULT" and has_party:
            reading.slots["subject"] = surface_subject(tree, verb)
            yield reading

    def _take_part(self, reading: Reading, n: int) -> None:
        """ "Stormed a beach as part of joint drills": who does something in an exercise takes part in it."""
        tree = self.tree
        for above in tree.above(n):
            if tree.is_verb(above):
                reading.slots["subject"] = surface_subject(tree, above)
                return
            if tree.deps[above] == "prep" and tree.lower[above] not in _WITHIN:
                return

    def _is_covered(self, n: int, taken: Mapping[int, Reading]) -> bool:
        """Is a verb over the noun coded, in the noun's own clause or over that?"""
        tree = self.tree
        for above in tree.above(n):
            if above in taken:
                return True
            if tree.is_verb(above) and tree.deps[above] == "conj":
                return False
        return False

    def _is_hearsay(self, n: int) -> bool:
        """Is the noun only what a report, rumour or fear is about, or under a negated verb?"""
        tree = self.tree
        words = self.cues.report_nouns
        return any(tree.lemmas[above] in words or tree.of(above, "neg") for above in tree.above(n))

    # ---- its parties and its weight ------------------------------------------------------------------------

    def _placed(self, reading: Reading, first: int, last: int) -> Coding:
        sources = self.roles.sources(reading)
        said = self.speech.of(reading.top)
        speaker = self._speaker(said)
        if said is not None and not sources and self._is_own_act(reading, said):
            sources = self.scene.slot(said.speakers) or self.scene.slot(said.speakers, deep=True)
            reading.why.append("the pronoun is the speaker")
        if said is not None and len(said.speakers) > 1 and self._is_theirs(reading):
            sources = self.scene.slot(said.speakers) or sources
        if (
            not sources
            and not reading.slots.get("subject")
            and self.tree.is_verb(reading.top)
            and not self.tree.is_passive(reading.top)
        ):
            sources = self.roles.left_of(reading, first)
        if said is not None and not sources and reading.plover == "REJECT" and self._exists(reading):
            sources = self.scene.slot(said.speakers) or self.scene.slot(said.speakers, deep=True)
            reading.why.append("the speaker rules it out")
        judged = reading.plover == "ACCUSE" or reading.match.pattern.rule.source == "object"
        if judged and not sources and said is not None and self._speaker(said):
            # "said the deployment was a breach": the judgement is the speaker's
            sources, said = self.scene.slot(said.speakers) or self.scene.slot(said.speakers, deep=True), None
            reading.why.append("the speaker judges")
        if not sources and (attack := self.casualties.attack_behind(reading)) is not None:
            sources = self.roles.sources(attack)
            reading.why.append("by who attacked in the clause beside it")
        if reading.plover == "CONCEDE" and reading.governor == "agree" and _are_several(sources):
            reading.plover, reading.mode, reading.cameo = "AGREE", None, "035"
            reading.why.append("agreed by both sides: CONCEDE becomes AGREE")
        targets = self.roles.targets(reading, sources)
        rule = reading.match.pattern.rule
        is_clause = self.tree.is_verb(reading.top) and not rule.id.startswith("cue.")
        # "A and B agreed in C", "A and B accused each other"
        among_sources = reading.is_mutual or (reading.plover == "AGREE" and len(sources) > 1)
        if not targets and not rule.reciprocal and is_clause and not among_sources:
            targets = self.roles.right_of(reading, sources, last)
        if not targets and said is not None and reading.plover in _TOLD and self._is_own_act(reading, said):
            targets = [p for p in self.roles.told(said.verb) if may_undergo(self.tree, p, reading, sources)]
        sources, targets = share_country(sources, people_of_places(reading.plover, targets))
        if rule.reciprocal and len(sources) > 1:
            sources, _ = share_country(sources, sources)  # "clashes between the Arnorian army and rebels"
        if not targets:
            targets = people_at_home(reading.plover, reading.mode, sources)
        if (
            rule.id.startswith("mobilize.exercise")
            and len({p.actor["country"] for p in sources} - {None}) > 1
        ):
            # a show of force by one, an exercise together by two
            reading.plover, reading.mode, reading.cameo = "COOPERATE", None, "062"
            reading.why.append("several countries exercise: COOPERATE")
        weight = reading.trust * self._level(reading)
        if reading.plover in _POLITICAL and self._is_private(reading, targets):
            weight = 0.0
        if reading.plover == "THREATEN" and not targets and not reading.match.conditions:
            weight *= 0.5  # "had been warning about the deployment" threatens nobody
        if not targets and len(sources) < 2 and all(p.how == "modifier" for p in sources):
            weight *= 0.5  # "the Arnorian player attacked" is about a player
        if rule.id.startswith("cue."):
            speaker = None  # what the speaker demands is the speaker's own act
        elif speaker is not None and said is not None:
            self._attribute(reading, said, speaker, sources)
        return Coding(reading, sources, targets, speaker, weight)

    def _is_private(self, reading: Reading, targets: Sequence[Party]) -> bool:
        """Is it the word of a coach, a singer or a firm, given to no government?"""
        scene, private = self.scene, self.cues.private
        heads = [j for s in reading.slots.get("subject", ()) for j in scene.through(scene.meant(s))]
        if not heads or any(m["type"] in ("actor", "person") for h in heads for m in scene.at(h)):
            return False
        if any(private.isdisjoint(terms_of(scene, h)) for h in heads):
            return False
        return not any(p.how == "named" and p.actor["sector"] in _PUBLIC for p in targets)

    def _is_theirs(self, reading: Reading) -> bool:
        """Is the subject "they" or "we", all that speak: "Arnor and Gondor said they had agreed"?"""
        subjects = reading.slots.get("subject", ())
        return bool(subjects) and all(self.tree.lower[s] in ("they", "we") for s in subjects)

    def _exists(self, reading: Reading) -> bool:
        """Is it said that there is or will be something: "there would be no talks"?"""
        return bool(self.tree.of(reading.top, "expl"))

    def _is_own_act(self, reading: Reading, said: Attribution) -> bool:
        subjects = reading.slots.get("subject", ())
        return all(self.tree.lower[s] in PRONOUNS for s in subjects) and bool(subjects)

    def _speaker(self, said: Attribution | None) -> Party | None:
        if said is None:
            return None
        found = self.scene.slot(said.speakers) or self.scene.slot(said.speakers, deep=True)
        return found[0] if found else None

    def _attribute(self, reading: Reading, said: Attribution, speaker: Party, sources: list[Party]) -> None:
        own = any(p.actor["id"] == speaker.actor["id"] for p in sources)
        if said.is_denied:
            reading.polarity = "denied"
        if reading.modality == "asserted" and not own and not said.is_factive:
            reading.modality = "reported"
        reading.why.append(f"said by {speaker.actor['label']}")

    def _level(self, reading: Reading) -> float:
        tree = self.tree
        level, aside = 1.0, 0.65
        below = reading.top
        for above in tree.above(reading.top):
            label = tree.deps[below]
            if label in _BACKGROUND and not (label == "appos" and self.scene.is_same(below, above)):
                aimed = is_purpose(tree, below) or (label == "acl" and tree.tags[below] == "VB")
                if aside > 0.65 or not aimed:
                    level *= aside
                else:
                    level *= 0.8 if is_purpose(tree, below) else 0.5
                if label != "advcl" and not aimed:
                    aside = 0.9  # "a step that angered Arnor, which ...": no further aside
            elif label == "conj":
                level *= 0.95
            below = above
        return max(level, 0.2)


def _are_several(sources: Sequence[Party]) -> bool:
    """Are there two sides at least that agree with each other?"""
    return len({party.actor["id"] for party in sources}) > 1


def _from_the_top(tree: Tree, first: int, last: int) -> list[int]:
    roots = [i for i in range(first, last) if tree.heads[i] == i]
    order = list(roots)
    for i in order:
        order.extend(tree.kids[i])
    return order
