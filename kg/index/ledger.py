"""The ledger: which article with which text is in the graph, and which one is on its way.

A `pending` row holds the coded article itself as a parcel, so that a crash between the graph and the index is
mended on the next start without coding again; one without it is to be taken out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from kg.ids import article_key, digest
from kg.model import Article
from kg.parcels import Parcel, article_of, article_values, parcel_text, read_parcel


def article_digest(article: Article) -> str:
    """A digest of all that is known of the article: any change of it replaces the article's graph."""
    return digest(*map(str, article_values(article)))


def parcel_digest(parcel: Parcel) -> str:
    """The digest of the parcel's article."""
    article_id, text, title, day, *others = parcel.article
    return digest(article_id, text, title, _day_text(day), *others)


@lru_cache(maxsize=65536)
def _day_text(day: int | None) -> str:
    return str(date.fromordinal(day) if day else None)


def known(connection: sqlite3.Connection, article: Article) -> tuple[str, str] | None:
    """Digest and coder version of the article as it stands in the graph; None when it does not."""
    row = connection.execute(
        "SELECT digest, coder FROM ledger WHERE key = ? AND state = 'done'", (article_key(article.id),)
    ).fetchone()
    return (row[0], row[1]) if row else None


def promise(connection: sqlite3.Connection, parcel: Parcel, coder: str) -> None:
    """Remember what is about to be written."""
    article = article_of(parcel)
    connection.execute(
        "INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, 'pending', ?)",
        (article_key(article.id), article.id, article_digest(article), coder, parcel_text(parcel)),
    )


def fulfil(connection: sqlite3.Connection, article_id: str) -> None:
    """The article is in the graph and in the index."""
    connection.execute(
        "UPDATE ledger SET state = 'done', payload = NULL WHERE key = ?", (article_key(article_id),)
    )


def coders_of(connection: sqlite3.Connection) -> dict[str, str]:
    """The version of the coder by the digest of what it read."""
    return dict(connection.execute("SELECT digest, coder FROM ledger").fetchall())


def record(
    connection: sqlite3.Connection, found: Iterable[tuple[str, str, str]], coders: Mapping[str, str]
) -> None:
    """Enter articles found in the graph as done, as (key, id, digest); `coders` as `coders_of` gives it."""
    connection.executemany(
        "INSERT INTO ledger VALUES (?, ?, ?, ?, 'done', NULL) ON CONFLICT (key) DO UPDATE "
        "SET id = excluded.id, digest = excluded.digest, coder = excluded.coder WHERE state = 'done'",
        [(key, article_id, told, coders.get(told, "")) for key, article_id, told in found],
    )


def id_of(connection: sqlite3.Connection, key: str) -> str | None:
    """The id of the article with this last part of its IRI."""
    row = connection.execute("SELECT id FROM ledger WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


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


def pending(connection: sqlite3.Connection) -> list[Parcel]:
    """What was promised and not fulfilled."""
    rows = connection.execute(
        "SELECT payload FROM ledger WHERE state = 'pending' AND payload IS NOT NULL ORDER BY key"
    ).fetchall()
    return [read_parcel(payload) for (payload,) in rows]
