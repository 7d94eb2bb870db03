"""One predicate read, and what its governors, modals and negators make of its type."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.knowledge.cues import DROPPED, Cues
from kg.text.predicates.matching import Match
from kg.text.predicates.stance import CONFLICT, MATERIAL_CONFLICT, Stance
from kg.text.syntax.slots import Slots


@dataclass(slots=True)
class Reading:
    """One predicate read: event type, rule, slots to find the parties in, and the reasons."""

    top: int  # the verb or noun that governs the whole reading
    match: Match
    plover: str
    mode: str | None
    cameo: str
    slots: Slots
    tokens: list[int]
    consumed: set[int]
    trust: float
    polarity: str = "affirmed"
    modality: str = "asserted"
    why: list[str] = field(default_factory=list)
    inner: Reading | None = None
    governor: str = ""  # lemma of the uppermost verb
    is_mutual: bool = False  # done by its sources to each other
    is_addressed: bool = False  # to somebody else, whom nobody knows: "assured him"

    @property
    def promised(self) -> bool:
        """Is it one side's word: a promise, an offer?"""
        return self.governor in ("promise", "pledge", "offer", "vow", "volunteer", "propose")

    @property
    def rule(self) -> str:
        """Id of the lexicon rule."""
        return self.match.pattern.rule.id


def turn(cues: Cues, reading: Reading, table: str, why: str) -> bool:
    """Turn the reading by a `becomes` table; False where that has no entry for it."""
    turned = cues.turn(table, reading.plover, reading.mode)
    if turned is None:
        return False
    if turned.plover == DROPPED:
        _drop(reading)
    elif turned.plover != reading.plover or turned.mode != reading.mode:
        reading.why.append(f"{why}: {reading.plover} becomes {turned.plover}")
        reading.plover, reading.mode, reading.cameo = turned.plover, turned.mode, turned.cameo
    return True


def _drop(reading: Reading) -> None:
    """Nothing happened: kept for the verbs above it, coded by nobody."""
    reading.polarity = "negated"
    reading.trust = 0.0


def turn_act(cues: Cues, reading: Reading, table: str, ways: str) -> None:
    """Turn what is promised, planned or refused ("ways" is the word that says so)."""
    if table == "promised" and reading.polarity == "negated" and reading.plover in CONFLICT:
        reading.polarity, reading.plover, reading.mode, reading.cameo = "affirmed", "AGREE", None, "030"
        reading.trust = 0.6
        reading.why.append(f"'{ways}' not to: AGREE")
        return
    if table == "negated":
        if not turn(cues, reading, table, f"'{ways}' to"):
            reading.plover, reading.mode, reading.cameo = "REJECT", None, "120"
            reading.why.append(f"'{ways}' to: REJECT")
            reading.trust *= 0.8
        return
    turn(cues, reading, table, f"'{ways}' to")
    if table in ("future", "prepared"):
        reading.modality = "future"
        reading.trust *= 0.95


def turn_by_stance(cues: Cues, reading: Reading, stance: Stance) -> Reading:
    """The reading as negated, future, possible, obliged, asked or hedged; turned in place."""
    if stance.is_negated and stance.modal in ("future", "conditional"):
        table = "negated" if reading.plover not in MATERIAL_CONFLICT else "withheld"
        if not turn(cues, reading, table, "will not"):
            _drop(reading)
    elif stance.is_negated:
        if not turn(cues, reading, "negated", "negated"):
            _drop(reading)
    elif stance.modal in ("future", "conditional", "possible"):
        turn(cues, reading, "future", f"{stance.modal} act")
        reading.modality = {"future": "future", "conditional": "future", "possible": "possible"}[stance.modal]
        if stance.modal != "future":
            reading.trust *= 0.75 if stance.modal == "possible" else 0.9
    elif stance.modal == "obligation":
        reading.modality = "hypothetical"
        reading.trust *= 0.4
    if stance.is_unreal or (stance.has_condition and stance.modal and stance.modal != "future"):
        reading.modality = "hypothetical"
        reading.trust *= 0.5 if stance.is_unreal else 1.0
    if stance.is_condition:
        reading.modality = "hypothetical"
        reading.trust *= 0.3
    if stance.is_question:
        reading.modality = "hypothetical"
        reading.trust *= 0.3
    if stance.is_hedged:
        reading.modality = "reported" if reading.modality == "asserted" else reading.modality
        reading.trust *= 0.9
    if stance.is_historic:
        reading.modality = "historic"
    return reading
