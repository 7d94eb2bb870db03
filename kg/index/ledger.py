"""The ledger: which article with which text is in the graph, and which one is on its way.

A `pending` row holds the coded article itself, so that a crash between the graph and the index is mended on
the next start without coding again; one without an article is to be taken out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import astuple

import orjson
import zstandard

from kg.ids import article_key, digest
from kg.model import Article, Coded
from kg.records import coded_record, read_coded_record


def article_digest(article: Article) -> str:
    """A digest of all that is known of the article: any change of it replaces the article's graph."""
    return digest(*map(str, astuple(article)))


def known(connection: sqlite3.Connection, article: Article) -> tuple[str, str] | None:
    """Digest and coder version of the article as it stands in the graph; None when it does not."""
    row = connection.execute(
        "SELECT digest, coder FROM ledger WHERE key = ? AND state = 'done'", (article_key(article.id),)
    ).fetchone()
    return (row[0], row[1]) if row else None


def promise(connection: sqlite3.Connection, coded: Coded, coder: str) -> None:
    """Remember what is about to be written."""
    article = coded.article
    payload = zstandard.compress(orjson.dumps(coded_record(coded)))
    connection.execute(
        "INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, 'pending', ?)",
        (article_key(article.id), article.id, article_digest(article), coder, payload),
    )


def fulfil(connection: sqlite3.Connection, article_id: str) -> None:
    """The article is in the graph and in the index."""
    connection.execute(
        "UPDATE ledger SET state = 'done', payload = NULL WHERE key = ?", (article_key(article_id),)
    )


def record(connection: sqlite3.Connection, article: Article, coders: Mapping[str, str]) -> None:
    """Enter an article found in the graph as done; `coders` holds known coder versions by digest."""
    told = article_digest(article)
    connection.execute(
        "INSERT OR IGNORE INTO ledger VALUES (?, ?, ?, ?, 'done', NULL)",
        (article_key(article.id), article.id, told, coders.get(told, "")),
    )


def condemn(connection: sqlite3.Connection, article_id: str) -> None:
    """Remember that the article is about to be taken out."""
    connection.execute(
        "UPDATE ledger SET state = 'pending', payload = NULL WHERE key = ?", (article_key(article_id),)
    )


def condemned(connection: sqlite3.Connection) -> list[str]:
    """Articles that were to be taken out, and may still stand somewhere."""
    rows = connection.execute(
        "SELECT id FROM ledger WHERE state = 'pending' AND payload IS NULL ORDER BY key"
    )
    return [row[0] for row in rows]


def forget(connection: sqlite3.Connection, article_id: str) -> None:
    """Take the article out of the ledger."""
    connection.execute("DELETE FROM ledger WHERE key = ?", (article_key(article_id),))


def pending(connection: sqlite3.Connection) -> Iterator[tuple[Coded, str]]:
    """What was promised and not fulfilled, with the coder's version."""
    rows = connection.execute(
        "SELECT payload, coder FROM ledger WHERE state = 'pending' AND payload IS NOT NULL ORDER BY key"
    ).fetchall()
    for payload, coder in rows:
        yield read_coded_record(orjson.loads(zstandard.decompress(payload))), coder
