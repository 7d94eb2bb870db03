"""Actors in the index: how each article shows them, and which of these forms stands for the actor today.

A form of an actor (its record) is a face. The face in the latest article counts, so that an office that
changed hands is right, whatever the order in which articles came in.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import orjson

from kg.model import Actor
from kg.parcels import actor_of, face_of

_UNFOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d"})
_ASCII = {n: "" if chr(n) == "'" else " " for n in range(128) if not chr(n).isalnum()}


def fold(text: str) -> str:
    """Lower case without diacritics, single spaces: what search compares."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_UNFOLDED))
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    words = "".join(sign if sign.isalnum() else " " for sign in kept.replace("'", "").replace("’", ""))
    return " ".join(words.split())


def rolled_up(actor: Actor) -> str:
    """The country or organisation for which the actor stands: Mark Rutte -> NATO, PRK.MIL -> PRK."""
    if actor.kind == "person" and actor.affiliation:
        return actor.affiliation.split(".")[0]
    if actor.kind == "sector" and "." in actor.id:
        return actor.id.split(".")[0]  # SUN.MIL acts for SUN, though its country today is RUS
    if actor.kind in ("person", "sector"):
        return actor.country or actor.id
    return actor.id


def unnamed(actor_id: str) -> Actor:
    """An actor of which nothing but the id is known."""
    is_state = len(actor_id) == 3 and actor_id.isupper()
    country = actor_id if is_state else None
    return Actor(
        id=actor_id, label=actor_id, kind="state" if is_state else "international body", country=country
    )


def is_told(actor: Actor) -> bool:
    """Is more known of the actor than its id?"""
    return actor != unnamed(actor.id)


def names_of(actor: Actor) -> Iterable[str]:
    """All by which it can be found."""
    return dict.fromkeys((actor.label, *actor.aliases, actor.id))


def number_of(connection: sqlite3.Connection, actor_id: str) -> int | None:
    """The actor's row number."""
    row = connection.execute("SELECT n FROM actors WHERE id = ?", (actor_id,)).fetchone()
    return int(row[0]) if row else None


def sight(connection: sqlite3.Connection, actors: Iterable[Actor], article: int, day: int) -> dict[str, int]:
    """Enter the actors that an article names; their row numbers by id."""
    numbers: dict[str, int] = {}
    for actor in actors:
        n = numbers.get(actor.id) or number_of(connection, actor.id)
        if n is None:
            row = connection.execute(
                "INSERT INTO actors (id, label, kind) VALUES (?, ?, ?) RETURNING n",
                (actor.id, actor.label, actor.kind),
            ).fetchone()
            n = int(row[0])
        numbers[actor.id] = n
        face = _face(connection, n, actor)
        connection.execute("INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, ?)", (article, n, face, day))
    for n in numbers.values():
        _choose_face(connection, n)
    return numbers


def unsight(connection: sqlite3.Connection, article: int) -> None:
    """Take back what an article says of its actors; an actor that no article names is gone."""
    touched = connection.execute(
        "SELECT actor, face FROM sightings WHERE article = ? ORDER BY actor", (article,)
    ).fetchall()
    connection.execute("DELETE FROM sightings WHERE article = ?", (article,))
    for n, face in touched:
        seen = "SELECT 1 FROM sightings WHERE actor = ? AND face = ?"
        connection.execute(f"DELETE FROM faces WHERE n = ? AND NOT EXISTS ({seen})", (face, n, face))
    for n in sorted({n for n, _ in touched}):
        if connection.execute("SELECT 1 FROM sightings WHERE actor = ? LIMIT 1", (n,)).fetchone():
            _choose_face(connection, n)
            continue
        names = connection.execute("SELECT n FROM names WHERE actor = ?", (n,)).fetchall()
        connection.executemany("DELETE FROM names_words WHERE rowid = ?", names)
        connection.executemany("DELETE FROM names_grams WHERE rowid = ?", names)
        for table in ("names", "faces"):
            connection.execute(f"DELETE FROM {table} WHERE actor = ?", (n,))
        connection.execute("DELETE FROM actors WHERE n = ?", (n,))


def _face(connection: sqlite3.Connection, n: int, actor: Actor) -> int:
    record = face_of(actor)
    row = connection.execute("SELECT n FROM faces WHERE actor = ? AND record = ?", (n, record)).fetchone()
    if row:
        return int(row[0])
    row = connection.execute(
        "INSERT INTO faces (actor, record, named) VALUES (?, ?, ?) RETURNING n",
        (n, record, int(is_told(actor))),
    ).fetchone()
    for name in names_of(actor):
        _add_name(connection, n, name)
    return int(row[0])


def _add_name(connection: sqlite3.Connection, n: int, name: str) -> None:
    folded = fold(name)
    row = connection.execute(
        "INSERT OR IGNORE INTO names (actor, name, folded) VALUES (?, ?, ?) RETURNING n", (n, name, folded)
    ).fetchone()
    if row and folded:
        connection.execute("INSERT INTO names_words (rowid, folded) VALUES (?, ?)", (row[0], folded))
        connection.execute("INSERT INTO names_grams (rowid, folded) VALUES (?, ?)", (row[0], folded))


def _choose_face(connection: sqlite3.Connection, n: int) -> None:
    # A face that a roll-up made up of the bare id stands only where no article tells more.
    connection.execute(
        """
        WITH known AS MATERIALIZED (
          SELECT n, record FROM faces
          WHERE actor = :n AND named = (SELECT max(named) FROM faces WHERE actor = :n)
        ), latest AS MATERIALIZED (
          SELECT day FROM sightings WHERE actor = :n AND face IN (SELECT n FROM known)
          ORDER BY day DESC LIMIT 1
        )
        UPDATE actors SET (face, label, kind) = (
          SELECT known.n, json_extract(known.record, '$.label'), json_extract(known.record, '$.kind')
          FROM sightings JOIN known ON known.n = sightings.face
          JOIN articles ON articles.n = sightings.article
          WHERE sightings.actor = :n AND sightings.day = (SELECT day FROM latest)
          ORDER BY articles.key DESC, known.record LIMIT 1
        ) WHERE n = :n
        """,
        {"n": n},
    )


def read_actor(connection: sqlite3.Connection, n: int) -> Actor:
    """The actor with the names of all its faces."""
    current = connection.execute(
        "SELECT record FROM actors JOIN faces ON faces.n = actors.face WHERE actors.n = ?", (n,)
    ).fetchone()
    actor = actor_of(current[0])
    names = [
        name for (name,) in connection.execute("SELECT name FROM names WHERE actor = ? ORDER BY name", (n,))
    ]
    aliases = dict.fromkeys([*actor.aliases, *names])
    return replace(actor, aliases=tuple(name for name in aliases if name not in (actor.label, actor.id)))


def read_actors(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Actor]:
    """Actors by row number, without the names of their other faces."""
    rows = connection.execute(
        "SELECT actors.n, record FROM json_each(?) CROSS JOIN actors ON actors.n = json_each.value "
        "JOIN faces ON faces.n = actors.face",
        (orjson.dumps(list(numbers)).decode(),),
    )
    return {n: actor_of(record) for n, record in rows}


def read_actors_by_id(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Actor]:
    """Actors by id; unknown ids are left out."""
    rows = connection.execute(
        "SELECT n FROM actors WHERE id IN (SELECT value FROM json_each(?))",
        (orjson.dumps(list(ids)).decode(),),
    ).fetchall()
    return {actor.id: actor for actor in read_actors(connection, [n for (n,) in rows]).values()}


def faces_of(connection: sqlite3.Connection, article: int) -> Mapping[str, list[Actor]]:
    """The actors as one article shows them, by id."""
    found: dict[str, list[Actor]] = {}
    for (record,) in connection.execute(
        "SELECT record FROM sightings JOIN faces ON faces.n = sightings.face "
        "WHERE article = ? ORDER BY faces.n",
        (article,),
    ):
        actor = actor_of(record)
        found.setdefault(actor.id, []).append(actor)
    return found
