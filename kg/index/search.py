"""Finding actors by what people type: any case, without diacritics, beginnings of words, and small slips."""

from __future__ import annotations

import sqlite3
from difflib import SequenceMatcher

import orjson

from kg.answers import ActorHit
from kg.index.actors import fold, read_actors

CANDIDATES = 400
_FEW = 10
_SIMILAR = 0.7


def search(
    connection: sqlite3.Connection,
    text: str,
    *,
    limit: int = 10,
    offset: int = 0,
    rollup: bool = False,
    among: int = CANDIDATES,
) -> list[ActorHit]:
    """Actors whose names begin like the text, the best known first; similar names behind a few.

    With `rollup` countries and organisations only, counted with their parts. Ranked are so many of the best
    known as `among` says, all of them for -1.
    """
    folded = fold(text)
    if not folded:
        return []
    found = _by_words(connection, folded, rollup, limit, offset, among)
    if len(found) < limit:
        first = max(0, offset - _count_words(connection, folded, rollup))
        found += _guesses(connection, folded, rollup)[first : first + limit - len(found)]
    actors = read_actors(connection, [n for n, _, _ in found])
    counts = _events(connection, [n for n, _, _ in found], rollup)
    return [
        ActorHit(actor=actors[n], events=counts[n], matched=name, is_guess=is_guess)
        for n, name, is_guess in found
    ]


def count_found(connection: sqlite3.Connection, text: str, *, rollup: bool = False) -> int:
    """How many actors `search` finds in all."""
    folded = fold(text)
    if not folded:
        return 0
    return _count_words(connection, folded, rollup) + len(_guesses(connection, folded, rollup))


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


def _events(connection: sqlite3.Connection, numbers: list[int], rollup: bool) -> dict[int, int]:
    # An actor that only a roll-up names counts by what it gathers.
    own = "rolled_events" if rollup else "CASE WHEN events > 0 THEN events ELSE rolled_events END"
    rows = connection.execute(
        f"SELECT n, {own} FROM actors WHERE n IN (SELECT value FROM json_each(?))",
        (orjson.dumps(numbers).decode(),),
    )
    return dict(rows.fetchall())


def _matching(rollup: bool) -> str:
    return (
        "FROM names_words JOIN names ON names.n = names_words.rowid JOIN actors ON actors.n = names.actor "
        "WHERE names_words MATCH ?" + (" AND rolled_events > 0" if rollup else "")
    )


def _beginnings(folded: str) -> str:
    return " ".join(f'"{word}"*' for word in folded.split())


def _count_words(connection: sqlite3.Connection, folded: str, rollup: bool) -> int:
    return int(
        connection.execute(
            f"SELECT count(DISTINCT names.actor) {_matching(rollup)}", (_beginnings(folded),)
        ).fetchone()[0]
    )


def _by_words(
    connection: sqlite3.Connection, folded: str, rollup: bool, limit: int, offset: int, among: int
) -> list[tuple[int, str, bool]]:
    """The whole name before one that begins so before one with such a word; of each actor the shortest."""
    rank = "CASE WHEN folded = ? THEN 0 WHEN substr(folded, 1, ?) = ? THEN 1 ELSE 2 END"
    rows = connection.execute(
        f"SELECT actor, name, min(({rank}) * 10000 + min(length(name), 9999)) AS best FROM ("
        "SELECT names.actor, names.name, names.folded, actors.id, "
        f"max(actors.events, actors.rolled_events) AS weight {_matching(rollup)} "
        "ORDER BY names.folded <> ?, weight DESC, actors.id LIMIT ?"
        ") GROUP BY actor ORDER BY best / 10000, weight DESC, best, name, id LIMIT ? OFFSET ?",
        (folded, len(folded), folded, _beginnings(folded), folded, among, limit, offset),
    )
    return [(n, name, False) for n, name, _ in rows]


def _guesses(connection: sqlite3.Connection, folded: str, rollup: bool) -> list[tuple[int, str, bool]]:
    """Actors with similar names, where few are called so."""
    if _count_words(connection, folded, rollup) >= _FEW:
        return []
    known = {n for n, _, _ in _by_words(connection, folded, rollup, _FEW, 0, CANDIDATES)}
    return [(n, name, True) for n, name in _by_grams(connection, folded, rollup) if n not in known]


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


def _by_grams(connection: sqlite3.Connection, folded: str, rollup: bool) -> list[tuple[int, str]]:
    grams = sorted({folded[n : n + 3] for n in range(len(folded) - 2)})
    if not grams:
        return []
    rows = connection.execute(
        "SELECT names.actor, names.name, names.folded, max(actors.events, actors.rolled_events) "
        "FROM (SELECT rowid FROM names_grams WHERE names_grams MATCH ? ORDER BY rank LIMIT ?) AS found "
        "JOIN names ON names.n = found.rowid JOIN actors ON actors.n = names.actor"
        + (" WHERE rolled_events > 0" if rollup else ""),
        (" OR ".join(f'"{gram}"' for gram in grams), CANDIDATES),
    ).fetchall()
    scored: dict[int, tuple[float, int, str]] = {}
    for n, name, candidate, weight in rows:
        ratio = _similarity(folded, candidate)
        if ratio >= _SIMILAR and ratio > scored.get(n, (0.0, 0, ""))[0]:
            scored[n] = (ratio, weight, name)
    order = sorted(scored.items(), key=lambda item: (-round(item[1][0], 2), -item[1][1], item[0]))
    return [(n, name) for n, (_, _, name) in order]
