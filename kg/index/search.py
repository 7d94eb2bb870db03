"""Finding actors by what people type: any case, without diacritics, beginnings of words, and small slips."""

from __future__ import annotations

import sqlite3
from difflib import SequenceMatcher

import orjson

from kg.answers import ActorHit
from kg.index.actors import fold, read_actors

_CANDIDATES = 400
_SIMILAR = 0.7


def search(connection: sqlite3.Connection, text: str, *, limit: int = 10) -> list[ActorHit]:
    """Actors whose names begin like the text, the best known first; similar names when too few do."""
    folded = fold(text)
    if not folded:
        return []
    found = _ranked(connection, folded, _by_words(connection, folded), limit)
    if len(found) < limit:
        known = {n for n, _, _ in found}
        guesses = [(n, name) for n, name in _by_grams(connection, folded) if n not in known]
        found += [(n, name, True) for n, name in guesses[: limit - len(found)]]
    actors = read_actors(connection, [n for n, _, _ in found])
    counts = _events(connection, [n for n, _, _ in found])
    return [
        ActorHit(actor=actors[n], events=counts[n], matched=name, is_guess=is_guess)
        for n, name, is_guess in found
    ]


def busiest(
    connection: sqlite3.Connection, *, limit: int, offset: int = 0, rollup: bool = False
) -> list[ActorHit]:
    """Actors with the most events first."""
    column = "rolled_events" if rollup else "events"
    rows = connection.execute(
        f"SELECT n, {column}, label FROM actors WHERE {column} > 0 "
        f"ORDER BY {column} DESC, id LIMIT ? OFFSET ?",
        (limit, offset),
    ).fetchall()
    actors = read_actors(connection, [n for n, _, _ in rows])
    return [ActorHit(actor=actors[n], events=events, matched=label) for n, events, label in rows]


def count_actors(connection: sqlite3.Connection, *, rollup: bool = False) -> int:
    """How many actors have events."""
    column = "rolled_events" if rollup else "events"
    return int(connection.execute(f"SELECT count(*) FROM actors WHERE {column} > 0").fetchone()[0])


def _events(connection: sqlite3.Connection, numbers: list[int]) -> dict[int, int]:
    # An actor that only a roll-up names counts by what it gathers.
    rows = connection.execute(
        "SELECT n, CASE WHEN events > 0 THEN events ELSE rolled_events END FROM actors "
        "WHERE n IN (SELECT value FROM json_each(?))",
        (orjson.dumps(numbers).decode(),),
    )
    return dict(rows.fetchall())


def _by_words(connection: sqlite3.Connection, folded: str) -> list[tuple[int, str, str, int]]:
    query = " ".join(f'"{word}"*' for word in folded.split())
    return connection.execute(
        "SELECT names.actor, names.name, names.folded, max(actors.events, actors.rolled_events) AS weight "
        "FROM names_words JOIN names ON names.n = names_words.rowid JOIN actors ON actors.n = names.actor "
        "WHERE names_words MATCH ? ORDER BY names.folded <> ?, weight DESC, actors.id LIMIT ?",
        (query, folded, _CANDIDATES),
    ).fetchall()


def _ranked(
    connection: sqlite3.Connection, folded: str, rows: list[tuple[int, str, str, int]], limit: int
) -> list[tuple[int, str, bool]]:
    def rank(row: tuple[int, str, str, int]) -> tuple[int, int, int, str]:
        _, name, candidate, weight = row
        return (
            0 if candidate == folded else 1 if candidate.startswith(folded) else 2,
            -weight,
            len(name),
            name,
        )

    best: dict[int, tuple[int, str, bool]] = {}
    for row in sorted(rows, key=rank):
        best.setdefault(row[0], (row[0], row[1], False))
    return list(best.values())[:limit]


def _similarity(text: str, name: str) -> float:
    """0 to 1; a part of the name of as many words as the text counts nearly as much as the whole."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    matcher.set_seq1(name)
    best = matcher.ratio()
    words, length = name.split(), len(text.split())
    for start in range(len(words) - length + 1 if len(words) > length else 0):
        matcher.set_seq1(" ".join(words[start : start + length]))
        best = max(best, 0.95 * matcher.ratio())
    return best


def _by_grams(connection: sqlite3.Connection, folded: str) -> list[tuple[int, str]]:
    grams = sorted({folded[n : n + 3] for n in range(len(folded) - 2)})
    if not grams:
        return []
    rows = connection.execute(
        "SELECT names.actor, names.name, names.folded, max(actors.events, actors.rolled_events) "
        "FROM (SELECT rowid FROM names_grams WHERE names_grams MATCH ? ORDER BY rank LIMIT ?) AS found "
        "JOIN names ON names.n = found.rowid JOIN actors ON actors.n = names.actor",
        (" OR ".join(f'"{gram}"' for gram in grams), _CANDIDATES),
    ).fetchall()
    scored: dict[int, tuple[float, int, str]] = {}
    for n, name, candidate, weight in rows:
        ratio = _similarity(folded, candidate)
        if ratio >= _SIMILAR and ratio > scored.get(n, (0.0, 0, ""))[0]:
            scored[n] = (ratio, weight, name)
    order = sorted(scored.items(), key=lambda item: (-round(item[1][0], 2), -item[1][1], item[0]))
    return [(n, name) for n, (_, _, name) in order]
