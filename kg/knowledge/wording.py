"""Wording: curated words that shape the descriptions of actors, read from `wording.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.knowledge.files import Record, fail, read_yaml, report

Words = frozenset[str]

_BUILT_IN = Path(__file__).parent
# Read word -> key (the last key wins nothing: a word stands once), or key -> words as they stand.
_BY_WORD = frozenset({"overriding", "organisations", "realms"})
_AS_LISTED = frozenset({"titles", "epithets"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The word lists of one knowledge folder.

    `overriding` and `organisations` map a word to its sector, `realms` a title to the one state that has it,
    `epithets` a word beside `state` to the states it may be said of.
    """

    generic: Words
    overriding: Mapping[str, str]
    former: Words
    relational: Words
    inert: Words
    inert_alone: Words
    leading: Words
    aside: Words
    realms: Mapping[str, str]
    honorifics: Words
    particles: Words
    organisations: Mapping[str, str]
    titles: Mapping[str, tuple[str, ...]]
    led_by_government: Words
    common_surnames: Words
    surnames_first: Words
    collectives: Words
    striking: Words
    settled: Words
    state_nouns: Words
    epithets: Mapping[str, tuple[str, ...]]
    body_nouns: Words
    group_nouns: Words
    pair_nouns: Words
    male: Words
    female: Words
    male_names: Words


def load_wording(folder: Path | None = None) -> Wording:
    """The wording of a knowledge folder, or the built-in one where it has none; read once per folder."""
    path = (folder or _BUILT_IN) / "wording.yml"
    return _load(path if path.exists() else _BUILT_IN / "wording.yml")


def read_wording(path: Path) -> Wording:
    """The word lists of one file."""
    record = read_yaml(path)
    if not isinstance(record, Record):
        fail(path, 1, "is not a mapping")
    names = [field.name for field in fields(Wording)]
    for key in record:
        if key not in names:
            report(path, record.line_of(key), f"unknown key {key!r}")
    made: dict[str, Any] = {}
    for name in names:
        if name not in record:
            report(path, 1, f"{name!r} is missing")
        made[name] = _value(path, record, name) if name in record else frozenset()
    return Wording(**made)


_load = lru_cache(maxsize=8)(read_wording)


def _value(path: Path, record: Record, name: str) -> Any:
    value, line = record[name], record.line_of(name)
    if name not in _BY_WORD | _AS_LISTED:
        return frozenset(_words(path, line, name, value))
    if not isinstance(value, Record):
        fail(path, line, f"{name!r} is not a mapping")
    listed = {key: _words(path, value.line_of(key), key, words) for key, words in value.items()}
    if name in _AS_LISTED:
        return listed
    by_word: dict[str, str] = {}
    for key, words in listed.items():
        for word in words:
            if word in by_word:
                report(path, value.line_of(key), f"{word!r} is {by_word[word]} and {key}")
            by_word[word] = key
    return by_word


def _words(path: Path, line: int, name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        report(path, line, f"{name!r} is not a list of words")
        return ()
    return tuple(value)
