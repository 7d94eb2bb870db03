"""The PLOVER ontology: event types, their modes and scores, CAMEO codes, sectors of actors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import BadInput
from kg.knowledge.files import read_tsv, report
from kg.model import Quad

_BUILT_IN = Path(__file__).parent / "ontology"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One PLOVER event type; `cameo` is the code of an event whose rule names none."""

    type: str
    quad: Quad
    label: str
    cameo: str
    definition: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A part of a state's society or government, or a kind of body."""

    sector: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cameo:
    """What a CAMEO code is in PLOVER."""

    cameo: str
    plover: str
    mode: str | None = None
    context: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Score:
    type: str
    mode: str | None = None
    score: float | None = None
    line: int = 0


class Ontology:
    """Looks up types, quad classes, scores and codes; unknown types and modes raise BadInput."""

    def __init__(
        self,
        types: tuple[EventType, ...],
        sectors: tuple[Sector, ...],
        scores: dict[tuple[str, str | None], float],
        codes: dict[str, tuple[Cameo, ...]],
    ) -> None:
        self.types = {event_type.type: event_type for event_type in types}
        self.sectors = {sector.sector: sector for sector in sectors}
        self._scores = scores
        self._codes = codes
        self._modes = {
            name: tuple(mode for kind, mode in scores if kind == name and mode) for name in self.types
        }

    def quad(self, plover: str) -> Quad:
        """The quad class of a type."""
        return self._type(plover).quad

    def modes(self, plover: str) -> tuple[str, ...]:
        """The modes a type may have, in order of name."""
        return self._modes[self._type(plover).type]

    def score(self, plover: str, mode: str | None = None) -> float:
        """The conflict-cooperation score, -10 to +10; a mode without its own has the type's."""
        self._type(plover)
        try:
            return self._scores[plover, mode]
        except KeyError:
            raise BadInput(f"{plover} has no mode {mode!r}") from None

    def cameo(self, code: str) -> Cameo | None:
        """The PLOVER reading of a CAMEO code, the closest parent's for an unlisted finer code."""
        readings = self.cameo_readings(code)
        return readings[0] if readings else None

    def cameo_readings(self, code: str) -> tuple[Cameo, ...]:
        """All readings of a code: 08 concedes or retreats."""
        for length in range(len(code), 1, -1):
            if code[:length] in self._codes:
                return self._codes[code[:length]]
        return ()

    def default_cameo(self, plover: str) -> str:
        """The CAMEO code of an event of this type whose rule names none."""
        return self._type(plover).cameo

    def _type(self, plover: str) -> EventType:
        try:
            return self.types[plover]
        except KeyError:
            raise BadInput(f"{plover!r} is no PLOVER event type") from None


def load_ontology(folder: Path | None = None) -> Ontology:
    """The ontology in `ontology/` of a knowledge folder, else the built-in one; read once per folder."""
    given = folder / "ontology" if folder else _BUILT_IN
    return _load(given if given.is_dir() else _BUILT_IN)


def read_ontology(folder: Path) -> Ontology:
    """The ontology of a folder with its four tables."""
    types = read_tsv(folder / "types.tsv", EventType, unique=("type",))
    sectors = read_tsv(folder / "sectors.tsv", Sector, unique=("sector",))
    names = {event_type.type for event_type in types}
    scores = _scores(folder / "scores.tsv", names)
    codes: dict[str, tuple[Cameo, ...]] = {}
    path = folder / "cameo.tsv"
    for row in read_tsv(path, Cameo, unique=("cameo", "plover")):
        if (row.plover, row.mode) not in scores:
            report(path, row.line, f"{row.plover} {row.mode or ''} is no type and mode of scores.tsv")
        codes[row.cameo] = (*codes.get(row.cameo, ()), row)
    for event_type in types:
        if event_type.cameo not in codes:
            report(folder / "types.tsv", event_type.line, f"{event_type.cameo} is not in cameo.tsv")
    return Ontology(tuple(types), tuple(sectors), scores, codes)


_load = lru_cache(maxsize=8)(read_ontology)


def _scores(path: Path, types: set[str]) -> dict[tuple[str, str | None], float]:
    scores: dict[tuple[str, str | None], float] = {}
    for row in read_tsv(path, _Score, unique=("type", "mode")):
        if row.type not in types:
            report(path, row.line, f"{row.type!r} is not in types.tsv")
        score = scores.get((row.type, None)) if row.score is None else row.score
        if score is None:
            report(path, row.line, f"the score of {row.type} itself must come first")
            score = 0.0
        if not -10 <= score <= 10:
            report(path, row.line, f"the score {score} is not between -10 and 10")
        scores[row.type, row.mode] = score
    return scores
