"""Articles into the index and out of it: every table in one go, inside the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date

import orjson

from kg.errors import NotFound
from kg.ids import article_key, digest
from kg.index import actors, tallies
from kg.index.database import meta, remember
from kg.model import QUADS, Actor, Coded, Event
from kg.records import actors_of, event_record, is_factual, is_named, party

Resolve = Callable[[str], Actor | None]


def add(connection: sqlite3.Connection, coded: Coded, resolve: Resolve) -> None:
    """Enter an article with its events; what stood there under the same id is replaced.

    `resolve` names actors that only a roll-up brings in, such as a minister's state.
    """
    remove(connection, coded.article.id)
    tallies.add_article(connection, enter(connection, coded, resolve))
    stamp(connection, "add", coded.article.id, hash_of(coded))


def enter(connection: sqlite3.Connection, coded: Coded, resolve: Resolve) -> int:
    """Enter an article that is not there, without counting its events; its row."""
    article = coded.article
    day = article.date.toordinal() if article.date else None
    row = connection.execute(
        "INSERT INTO articles (key, id, title, day, publisher, url, lang, text, events, problems) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING n",
        (
            article_key(article.id), article.id, article.title, day, article.publisher, article.url,
            article.lang, article.text, len(coded.events), orjson.dumps(list(coded.problems)).decode(),
        ),
    ).fetchone()  # fmt: skip
    n = int(row[0])
    named = [actor for actor in actors_of(coded.events) if is_named(actor)]
    ids = {actor.id for actor in named}
    above = sorted({actors.rolled_up(actor) for actor in named} - ids)
    named += [resolve(actor_id) or unnamed(actor_id) for actor_id in above]
    numbers = actors.sight(connection, named, n, day or 0)
    connection.executemany(
        "INSERT INTO events (id, article, sentence, source, target, rolled_source, rolled_target, day, "
        "month, type, score, confidence, counted, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        list(_event_rows(connection, coded, n, numbers)),
    )
    return n


def remove(connection: sqlite3.Connection, article_id: str) -> bool:
    """Take an article and its events out; False when it was not there."""
    row = connection.execute("SELECT n FROM articles WHERE id = ?", (article_id,)).fetchone()
    if row is None:
        return False
    (n,) = row
    connection.execute(
        "INSERT INTO sentences_words (sentences_words, rowid, text) "
        "SELECT 'delete', n, text FROM sentences WHERE article = ?",
        (n,),
    )
    connection.execute("DELETE FROM sentences WHERE article = ?", (n,))
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


def hash_of(coded: Coded) -> str:
    """A digest of the events, in order."""
    return digest(*(event.id for event in coded.events))


def unnamed(actor_id: str) -> Actor:
    """An actor of which nothing but the id is known."""
    is_state = len(actor_id) == 3 and actor_id.isupper()
    country = actor_id if is_state else None
    return Actor(
        id=actor_id, label=actor_id, kind="state" if is_state else "international body", country=country
    )


def _event_rows(
    connection: sqlite3.Connection, coded: Coded, article: int, numbers: dict[str, int]
) -> Iterator[tuple[object, ...]]:
    sentences: dict[tuple[int, int], int] = {}
    for event in coded.events:
        place = (event.evidence.sentence, event.evidence.start)
        if place not in sentences:
            sentences[place] = _add_sentence(connection, article, event)
        record = event_record(event)
        for kept_elsewhere in ("id", "doc", "text"):
            del record[kept_elsewhere]
        source = party(event.source)
        target = party(event.target)
        yield (
            event.id, article, sentences[place],
            numbers[source.id] if source else None,
            numbers[target.id] if target else None,
            numbers[actors.rolled_up(source)] if source else None,
            numbers[actors.rolled_up(target)] if target else None,
            event.date.toordinal() if event.date else None,
            month_of(event.date),
            type_number(connection, event.plover, QUADS.index(event.quad)),
            round(event.score * 1000), round(event.confidence * 1000), int(is_factual(event)),
            orjson.dumps(record),
        )  # fmt: skip


def month_of(day: date | None) -> int:
    """`year * 12 + month - 1`, 0 when unknown."""
    return day.year * 12 + day.month - 1 if day else 0


def type_number(connection: sqlite3.Connection, name: str, quad: int) -> int:
    """The row of an event type in its quad class, made when it is new."""
    row = connection.execute("SELECT n FROM types WHERE name = ? AND quad = ?", (name, quad)).fetchone()
    if row is None:
        row = connection.execute(
            "INSERT INTO types (name, quad) VALUES (?, ?) RETURNING n", (name, quad)
        ).fetchone()
    return int(row[0])


def _add_sentence(connection: sqlite3.Connection, article: int, event: Event) -> int:
    evidence = event.evidence
    row = connection.execute(
        "INSERT INTO sentences (article, number, begin, text) VALUES (?, ?, ?, ?) RETURNING n",
        (article, evidence.sentence, evidence.start, evidence.text),
    ).fetchone()
    connection.execute("INSERT INTO sentences_words (rowid, text) VALUES (?, ?)", (row[0], evidence.text))
    return int(row[0])
