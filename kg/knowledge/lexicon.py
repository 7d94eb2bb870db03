"""The lexicon: curated frames that say which words, with which company, are which PLOVER event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kg.errors import BadKnowledge
from kg.knowledge.files import Record, fail, note, read_yaml, report
from kg.knowledge.ontology import Ontology, load_ontology

_BUILT_IN = Path(__file__).parent
_CLASSES = "classes.yml"

_KEYS = frozenset(
    [
        "id",
        "plover",
        "mode",
        "cameo",
        "verbs",
        "nouns",
        "adjectives",
        "when",
        "unless",
        "source",
        "target",
        "reciprocal",
        "example",
        "counter",
    ]
)
_NEEDED = ("id", "cameo", "example", "counter")
_WORDS = ("verbs", "nouns", "adjectives")
_CONDITIONS = frozenset({"object", "indirect", "prep", "clause", "subject", "modifier"})
_SLOTS = frozenset(
    {"subject", "object", "indirect", "poss", "modifier", "by", "clause.subject", "clause.object",
     "object.poss", "object.modifier"}
)  # fmt: skip
# Kinds of mention that a condition may ask for; any other entry in capitals is a mistake.
_KINDS = frozenset({"ACTOR", "PERSON", "PLACE", "STATE"})

Condition = tuple[str, ...] | Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One rule: predicates, the conditions on their company, and the event they make."""

    id: str
    plover: str
    cameo: str
    example: str
    counter: str
    mode: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    when: Mapping[str, Condition] = field(default_factory=dict)
    unless: Mapping[str, Condition] = field(default_factory=dict)
    source: str = "subject"
    target: tuple[str, ...] = ()
    reciprocal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All frames, indexed by the first word of a predicate, and the word classes they name."""

    frames: tuple[Frame, ...]
    verbs: dict[str, tuple[Frame, ...]]
    nouns: dict[str, tuple[Frame, ...]]
    adjectives: dict[str, tuple[Frame, ...]]
    classes: dict[str, frozenset[str]]

    @property
    def predicates(self) -> int:
        """Number of distinct pairs of predicate and frame."""
        return sum(len(frame.verbs) + len(frame.nouns) + len(frame.adjectives) for frame in self.frames)


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The lexicon in `lexicon/` of a knowledge folder (None: the built-in one); read once per folder."""
    return _load(folder or _BUILT_IN)


@lru_cache(maxsize=8)
def _load(knowledge: Path) -> Lexicon:
    return read_lexicon(knowledge / "lexicon", load_ontology(knowledge))


def read_lexicon(folder: Path, ontology: Ontology) -> Lexicon:
    """The lexicon of a folder of rule files, checked against the ontology."""
    if not folder.is_dir():
        raise BadKnowledge(f"{folder}: is not a folder of lexicon files")
    classes = _read_classes(folder / _CLASSES)
    frames: list[Frame] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name != _CLASSES:
            try:
                frames.extend(_read_frames(path, ontology, classes, seen))
            except BadKnowledge as error:
                note(error)
    return Lexicon(
        frames=tuple(frames),
        verbs=_index((frame, frame.verbs) for frame in frames),
        nouns=_index((frame, frame.nouns) for frame in frames),
        adjectives=_index((frame, frame.adjectives) for frame in frames),
        classes=classes,
    )


def _index(entries: Iterable[tuple[Frame, tuple[str, ...]]]) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, dict[str, Frame]] = {}
    for frame, words in entries:
        for word in words:
            found.setdefault(word.partition(" ")[0], {})[frame.id] = frame
    return {first: tuple(frames.values()) for first, frames in found.items()}


# ---- word classes ------------------------------------------------------------------------------------------


def _read_classes(path: Path) -> dict[str, frozenset[str]]:
    record = read_yaml(path)
    if not isinstance(record, Record):
        fail(path, 1, "is not a mapping of class names to words")
    return {name: frozenset(_words(path, record, name)) for name in record}


# ---- frames ------------------------------------------------------------------------------------------------


def _read_frames(
    path: Path, ontology: Ontology, classes: Mapping[str, frozenset[str]], seen: dict[str, str]
) -> Iterable[Frame]:
    rules = read_yaml(path)
    if not isinstance(rules, list):
        fail(path, 1, "is not a list of rules")
    for rule in rules:
        if not isinstance(rule, Record):
            report(path, 1, f"{rule!r} is not a rule")
            continue
        _check_keys(path, rule)
        frame = _frame(path, rule, ontology, classes)
        line = rule.line_of("id")
        if frame.id in seen:
            report(path, line, f"id {frame.id!r} is given twice, first in {seen[frame.id]}")
        if not frame.id.startswith(f"{path.stem}."):
            report(path, line, f"id {frame.id!r} does not begin with '{path.stem}.'")
        seen[frame.id] = f"{path.name}:{line}"
        yield frame


def _check_keys(path: Path, rule: Record) -> None:
    for key in rule:
        if key not in _KEYS:
            report(path, rule.line_of(key), f"unknown key {key!r}")
    for key in _NEEDED:
        if not rule.get(key):
            report(path, rule.line, f"{key!r} is missing")
    if not any(rule.get(key) for key in _WORDS):
        report(path, rule.line, "has none of verbs, nouns and adjectives")


def _frame(path: Path, rule: Record, ontology: Ontology, classes: Mapping[str, frozenset[str]]) -> Frame:
    plover = _text(path, rule, "plover") or path.stem.upper()
    mode = _text(path, rule, "mode")
    cameo = _text(path, rule, "cameo") or ""
    if plover not in ontology.types:
        report(path, rule.line_of("plover"), f"{plover!r} is no event type")
    elif mode is not None and mode not in ontology.modes(plover):
        report(path, rule.line_of("mode"), f"{mode!r} is no mode of {plover}")
    if not _is_code(ontology, cameo, plover):
        report(path, rule.line_of("cameo"), f"{cameo!r} is no CAMEO code of {plover}")
    reciprocal = rule.get("reciprocal", False)
    if not isinstance(reciprocal, bool):
        report(path, rule.line_of("reciprocal"), "'reciprocal' is neither true nor false")
    return Frame(
        id=_text(path, rule, "id") or "",
        plover=plover,
        mode=mode,
        cameo=cameo,
        verbs=_words(path, rule, "verbs"),
        nouns=_words(path, rule, "nouns"),
        adjectives=_words(path, rule, "adjectives"),
        when=_conditions(path, rule, "when", classes),
        unless=_conditions(path, rule, "unless", classes),
        source=_slot(path, rule.line_of("source"), _text(path, rule, "source") or "subject"),
        target=tuple(_slot(path, rule.line_of("target"), slot) for slot in _words(path, rule, "target")),
        reciprocal=reciprocal is True,
        example=_text(path, rule, "example") or "",
        counter=_text(path, rule, "counter") or "",
    )


def _is_code(ontology: Ontology, cameo: str, plover: str) -> bool:
    """Is the code listed, for the type itself or, as in 08, for its CAMEO root?"""
    readings = [reading for reading in ontology.cameo_readings(cameo) if reading.cameo == cameo]
    return bool(readings) and any(
        reading.plover == plover for reading in (*readings, *ontology.cameo_readings(cameo[:2]))
    )


def _text(path: Path, rule: Record, key: str) -> str | None:
    value = rule.get(key)
    if value is not None and not isinstance(value, str):
        report(path, rule.line_of(key), f"{key!r} is not a text")
        return None
    return value


def _words(path: Path, record: Record, key: str) -> tuple[str, ...]:
    value = record.get(key, [])
    line = record.line_of(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        report(path, line, f"{key!r} is not a list of words")
        return ()
    if len(set(value)) < len(value):
        twice = next(word for word in value if value.count(word) > 1)
        report(path, line, f"{key!r} has {twice!r} twice")
    return tuple(value)


def _conditions(
    path: Path, rule: Record, key: str, classes: Mapping[str, frozenset[str]]
) -> dict[str, Condition]:
    given = rule.get(key)
    if given is None:
        return {}
    if not isinstance(given, Record):
        report(path, rule.line_of(key), f"{key!r} is not a mapping")
        return {}
    found: dict[str, Condition] = {}
    for name in given:
        if name not in _CONDITIONS:
            report(path, given.line_of(name), f"unknown condition {name!r}")
            continue
        if name != "prep":
            found[name] = _entries(path, given, name, classes)
            continue
        prepositions = given[name]
        if not isinstance(prepositions, Record):
            report(path, given.line_of(name), "'prep' is not a mapping of prepositions")
            continue
        found[name] = {word: _entries(path, prepositions, word, classes) for word in prepositions}
    return found


def _entries(path: Path, record: Record, key: str, classes: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    entries = _words(path, record, key)
    line = record.line_of(key)
    if not entries and isinstance(record[key], list):
        report(path, line, f"{key!r} is empty")
    for entry in entries:
        if entry.startswith("@") and entry[1:] not in classes:
            report(path, line, f"{entry!r} is no class of {_CLASSES}")
        if entry.isupper() and entry not in _KINDS:
            report(path, line, f"{entry!r} is none of {', '.join(sorted(_KINDS))}")
    return entries


def _slot(path: Path, line: int, slot: str) -> str:
    kind, colon, preposition = slot.partition(":")
    if slot in _SLOTS or (kind in ("prep", "object.prep") and colon and preposition):
        return slot
    report(path, line, f"unknown slot {slot!r}")
    return slot
