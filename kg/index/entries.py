"""Articles into the index and out of it: every table in one go, inside the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from kg.errors import NotFound
from kg.ids import article_key, digest
from kg.index import actors, tallies
from kg.index.database import meta, remember
from kg.index.rows import ARTICLE, EVENT, SENTENCE, article_row, event_rows, sentence_rows
from kg.model import Actor
from kg.parcels import Parcel, actor_of
from kg.records import is_named

Resolve = Callable[[str], Actor | None]


def add(connection: sqlite3.Connection, parcel: Parcel, resolve: Resolve) -> None:
    """Enter an article with its events; what stood there under the same id is replaced.

    `resolve` names actors that only a roll-up brings in, such as a minister's state.
    """
    remove(connection, parcel.article[0])
    tallies.add_article(connection, _enter(connection, parcel, resolve))
    stamp(connection, "add", parcel.article[0], *(row[0] for row in parcel.rows))


def _enter(connection: sqlite3.Connection, parcel: Parcel, resolve: Resolve) -> int:
    """Enter an article that is not there, without counting its events; its row."""
    n = _last(connection, "articles") + 1
    connection.execute(ARTICLE, (n, *article_row(article_key(parcel.article[0]), parcel)))
    found = [actor_of(face) for face in parcel.faces]
    named = [actor for actor in found if is_named(actor)]
    above = sorted({actors.rolled_up(actor) for actor in named} - {actor.id for actor in named})
    named += [resolve(actor_id) or actors.unnamed(actor_id) for actor_id in above]
    numbers = actors.sight(connection, named, n, parcel.article[3] or 0)
    sentences = _last(connection, "sentences")
    told = list(sentence_rows(parcel, n, sentences))
    connection.executemany(SENTENCE, told)
    connection.executemany(
        "INSERT INTO sentences_words (rowid, text) VALUES (?, ?)", [(row[0], row[4]) for row in told]
    )
    rows = event_rows(
        parcel,
        n,
        before=_last(connection, "events"),
        sentences=sentences,
        ends=[
            (numbers[actor.id], numbers[actors.rolled_up(actor)]) if is_named(actor) else (None, None)
            for actor in found
        ],
        type_number=lambda name, quad: type_number(connection, name, quad),
        publisher=_publisher_number(connection, parcel.article[4]),
    )
    connection.executemany(EVENT, list(rows))
    return n


def _last(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(n), 0) FROM {table}").fetchone()[0])


def remove(connection: sqlite3.Connection, article_id: str) -> bool:
    """Take an article and its events out; False when it was not there."""
    row = connection.execute("SELECT n FROM articles WHERE id = ?", (article_id,)).fetchone()
    if row is None:
        return False
    (n,) = row
    told = "n IN (SELECT sentence FROM events WHERE article = ?)"
    connection.execute(
        "INSERT INTO sentences_words (sentences_words, rowid, text) "
        f"SELECT 'delete', n, text FROM sentences WHERE {told}",
        (n,),
    )
    connection.execute(f"DELETE FROM sentences WHERE {told}", (n,))
    tallies.remove_article(connection, n)
    actors.unsight(connection, n)
    connection.execute("DELETE FROM articles WHERE n = ?", (n,))
    stamp(connection, "remove", article_id)
    return True


def article_number(connection: sqlite3.Connection, article_id_or_key: str) -> int:
    """The row of an article, by its id or the last part of its IRI. Raises NotFound."""
    row = connection.execute(
        "SELECT n FROM articles WHERE id = :id UNION ALL SELECT n FROM articles WHERE key = :id LIMIT 1",
        {"id": article_id_or_key},
    ).fetchone()
    if row is None:
        raise NotFound(f"no article {article_id_or_key!r} in the graph")
    return int(row[0])


def stamp(connection: sqlite3.Connection, *what: str) -> None:
    """Move the version on, by content: no clock, no chance."""
    remember(connection, "version", digest(meta(connection, "version"), *what))


def type_number(connection: sqlite3.Connection, name: str, quad: int) -> int:
    """The row of an event type in its quad class, made when it is new."""
    row = connection.execute("SELECT n FROM types WHERE name = ? AND quad = ?", (name, quad)).fetchone()
    if row is None:
        row = connection.execute(
            "INSERT INTO types (name, quad) VALUES (?, ?) RETURNING n", (name, quad)
        ).fetchone()
    return int(row[0])


def _publisher_number(connection: sqlite3.Connection, name: str) -> int:
    connection.execute("INSERT OR IGNORE INTO publishers (name) VALUES (?)", (name,))
    return int(connection.execute("SELECT n FROM publishers WHERE name = ?", (name,)).fetchone()[0])
