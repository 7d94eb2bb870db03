"""Cues: markers of negation, modality, reported speech, and verbs that pass on another's meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.knowledge.files import Record, fail, read_yaml, report
from kg.knowledge.ontology import Ontology, load_ontology

_BUILT_IN = Path(__file__).parent
DROPPED = "-"

Words = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Becomes:
    """What an event type turns into; `plover` is `-` where nothing is left to code."""

    plover: str
    mode: str | None
    cameo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Verbs and prepositions of reported speech."""

    verbs: Words
    factive: Words
    denying: Words
    prepositions: Words
    announcing: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Modals:
    """Auxiliaries by what they say of the act."""

    future: Words
    conditional: Words
    possible: Words
    obligation: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Attitudes:
    """Verbs, adjectives ("ready to") and nouns ("a pledge to") of one meaning."""

    verbs: Words
    adjectives: Words = frozenset()
    nouns: Words = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endings:
    """Verbs that bring what their object names to an end."""

    cancelling: Words
    halting: Words
    lifting: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """All cues of one knowledge folder."""

    reporting: Reporting
    negators: Words
    modals: Modals
    conditions: Words
    transparent: Words
    promising: Attitudes
    intending: Attitudes
    preparing: Attitudes
    stative: Words
    failing: Attitudes
    ending: Endings
    collapsing: Words
    occurring: Words
    accidents: Attitudes
    commanding: Words
    light: Words
    undergoing: Words
    partitive: Words
    report_nouns: Words
    anyone: Words
    topical: Words
    private: Words
    hedges: Words
    historic: Words
    becomes: Mapping[str, Mapping[str, Becomes]]

    @property
    def verbs(self) -> Words:
        """Every verb that a list of cues names, without its particle."""
        lists = (
            self.reporting.verbs, self.reporting.denying, self.transparent, self.promising.verbs,
            self.intending.verbs, self.preparing.verbs, self.failing.verbs, self.ending.cancelling,
            self.ending.halting, self.ending.lifting, self.commanding, self.light, self.undergoing,
            self.stative, self.occurring, self.accidents.verbs,
        )  # fmt: skip
        return frozenset(word.split()[0] for words in lists for word in words)

    def turn(self, table: str, plover: str, mode: str | None) -> Becomes | None:
        """The entry of a `becomes` table for a type and mode; None where the type stays as it is."""
        rules = self.becomes[table]
        return rules.get(f"{plover}.{mode}") or rules.get(plover)


def load_cues(folder: Path | None = None) -> Cues:
    """The cues of a knowledge folder's `cues.yml`, or the built-in ones; read once per folder."""
    return _load(folder or _BUILT_IN)


@lru_cache(maxsize=8)
def _load(folder: Path) -> Cues:
    return read_cues(folder / "cues.yml", load_ontology(folder))


def read_cues(path: Path, ontology: Ontology) -> Cues:
    """The cues of one file, checked against the ontology."""
    record = _record(path, read_yaml(path), 1)
    made: dict[str, Any] = {}
    names = [field.name for field in fields(Cues)]
    _check_keys(path, record, names, names)
    for name, nested in (
        ("reporting", Reporting),
        ("modals", Modals),
        ("promising", Attitudes),
        ("intending", Attitudes),
        ("preparing", Attitudes),
        ("failing", Attitudes),
        ("accidents", Attitudes),
        ("ending", Endings),
    ):
        made[name] = _nested(path, record, name, nested) if name in record else None
    made["becomes"] = _becomes(path, record, ontology) if "becomes" in record else {}
    for name in names:
        if name not in made:
            made[name] = _words(path, record, name) if name in record else frozenset()
    return Cues(**made)


def _record(path: Path, value: Any, line: int) -> Record:
    if not isinstance(value, Record):
        fail(path, line, "is not a mapping")
    return value


def _check_keys(path: Path, record: Record, known: list[str], required: list[str]) -> None:
    for key in record:
        if key not in known:
            report(path, record.line_of(key), f"unknown key {key!r}")
    for key in required:
        if key not in record:
            report(path, record.line, f"{key!r} is missing")


def _nested(path: Path, record: Record, name: str, nested: type[Any]) -> Any:
    inner = _record(path, record[name], record.line_of(name))
    known = [field.name for field in fields(nested)]
    required = ["verbs"] if nested is Attitudes else known
    _check_keys(path, inner, known, required)
    return nested(**{key: _words(path, inner, key) if key in inner else frozenset() for key in known})


def _words(path: Path, record: Record, key: str) -> Words:
    value, line = record[key], record.line_of(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        report(path, line, f"{key!r} is not a list of words")
        return frozenset()
    for word in dict.fromkeys(value):
        if value.count(word) > 1:
            report(path, line, f"{key!r} has {word!r} twice")
    return frozenset(value)


def _becomes(path: Path, record: Record, ontology: Ontology) -> dict[str, dict[str, Becomes]]:
    tables = _record(path, record["becomes"], record.line_of("becomes"))
    _check_keys(path, tables, list(_TABLES), list(_TABLES))
    made: dict[str, dict[str, Becomes]] = {}
    for name in (name for name in _TABLES if name in tables):
        table = _record(path, tables[name], tables.line_of(name))
        made[name] = {key: _turn(path, table, key, ontology) for key in table}
    return made


_TABLES = (
    "future",
    "prepared",
    "promised",
    "negated",
    "withheld",
    "cancelled",
    "halted",
    "lifted",
    "requested",
)


def _turn(path: Path, table: Record, key: str, ontology: Ontology) -> Becomes:
    value, line = table[key], table.line_of(key)
    plover, _, mode = key.partition(".")
    if plover not in ontology.types or (mode and mode not in ontology.modes(plover)):
        report(path, line, f"{key!r} is no event type or mode")
    if not isinstance(value, list) or len(value) != 3 or not all(isinstance(part, str) for part in value):
        report(path, line, f"{key!r} is not [type, mode, code]")
        return Becomes(plover=DROPPED, mode=None, cameo="")
    turned, its_mode, cameo = value
    if turned == DROPPED:
        return Becomes(plover=DROPPED, mode=None, cameo="")
    if turned not in ontology.types or (its_mode and its_mode not in ontology.modes(turned)):
        report(path, line, f"{turned} {its_mode} is no event type and mode")
    if ontology.cameo(cameo) is None:
        report(path, line, f"{cameo!r} is no CAMEO code")
    return Becomes(plover=turned, mode=its_mode or None, cameo=cameo)
