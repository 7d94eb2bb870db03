"""Events and articles out of the index, newest first, in pages with honest totals."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import orjson

from kg.answers import ArticlePage, EventPage
from kg.errors import NotFound
from kg.index.actors import faces_of, fold
from kg.index.scopes import Sql, ends, event_condition, is_open
from kg.model import Article, Coded, Event, Scope
from kg.parcels import event_lines, read_line
from kg.records import bare, with_actors

_COLUMNS = """
  SELECT events.id, articles.id, sentences.text, events.line, articles.n, articles.records FROM events
  JOIN articles ON articles.n = events.article JOIN sentences ON sentences.n = events.sentence
"""
# The index leads down the days; keys are looked up only within a day.
_PLACE = "SELECT n, day, (SELECT key FROM articles WHERE n = events.article) AS key, line FROM events"
_NEWEST = "ORDER BY day DESC, key, line"
_Found = tuple[str, str, str, int, int, bytes]


def _events(rows: Sequence[_Found]) -> list[Event]:
    """Their lines are unpacked once an article."""
    lines: dict[int, list[bytes]] = {}
    events = []
    for event_id, doc, text, line, article, records in rows:
        if article not in lines:
            lines[article] = event_lines(records)
        events.append(read_line(lines[article][line], event_id=event_id, doc=doc, text=text))
    return events


def read_event(connection: sqlite3.Connection, event_id: str) -> Event:
    """One event. Raises NotFound."""
    row = connection.execute(f"{_COLUMNS} WHERE events.id = ?", (event_id,)).fetchone()
    if row is None:
        raise NotFound(f"no event {event_id!r} in the graph")
    return _events([row])[0]


def read_counted(
    connection: sqlite3.Connection, scope: Scope, pairs: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], list[Event]]:
    """The events of the scope that count for ordered pairs, by pair."""
    source, target = ends(scope)
    condition = event_condition(connection, replace(scope, kinds=frozenset()))
    rows = connection.execute(
        f"SELECT pair.key, events.id, articles.id, sentences.text, events.line, articles.n, articles.records "
        f"FROM json_each(?) AS pair CROSS JOIN events ON {source} = json_extract(pair.value, '$[0]') "
        f"AND {target} = json_extract(pair.value, '$[1]') JOIN articles ON articles.n = events.article "
        f"JOIN sentences ON sentences.n = events.sentence WHERE counted AND {condition.text}",
        (orjson.dumps(pairs).decode(), *condition.values),
    ).fetchall()
    found: dict[tuple[int, int], list[Event]] = {pair: [] for pair in pairs}
    for (n, *_), event in zip(rows, _events([row[1:] for row in rows]), strict=True):
        found[pairs[n]].append(event)
    return found


def read_article_events(connection: sqlite3.Connection, article: int) -> list[Event]:
    """All events of an article, in the order in which they were coded."""
    rows = connection.execute(f"{_COLUMNS} WHERE events.article = ? ORDER BY events.line", (article,))
    return _events(rows.fetchall())


def page(
    connection: sqlite3.Connection,
    scope: Scope,
    *,
    actor: int | None = None,
    source: int | None = None,
    target: int | None = None,
    pair: tuple[int, int] | None = None,
    article: int | None = None,
    words: str = "",
    limit: int = 50,
    offset: int = 0,
) -> EventPage:
    """Events of the scope, newest first; `pair` takes both directions, `words` searches the sentences."""
    first, second = ends(scope)
    if article is not None:  # an article's events are few: the plus keeps an actor's index out of it
        first, second = f"+{first}", f"+{second}"
    anybody = all(given is None for given in (actor, pair, source, target))
    condition = event_condition(connection, scope, anybody=anybody)
    for column, value in ((first, source), (second, target), ("events.article", article)):
        if value is not None:
            condition = condition.and_(Sql(f"{column} = ?", (value,)))
    if words:
        condition = condition.and_(_has_words(words))
    if actor is not None:
        ways = [Sql(f"{first} = ?", (actor,)), Sql(f"{second} = ? AND {first} IS NOT ?", (actor, actor))]
    elif pair is not None:
        both = f"{first} = ? AND {second} = ?"
        ways = [Sql(both, pair)] + ([Sql(both, (pair[1], pair[0]))] if pair[0] != pair[1] else [])
    else:
        ways = [Sql("true")]
    branches: list[Sql] = []
    wheres = [way.and_(condition) for way in ways]
    narrowed = (source, target, pair, article, words or None)
    if actor is not None and is_open(scope) and not any(narrowed):
        column = "rolled_events" if scope.rollup else "events"  # a hub's are not counted anew
        total = connection.execute(f"SELECT {column} FROM actors WHERE n = ?", (actor,)).fetchone()[0]
    else:
        total = sum(
            connection.execute(f"SELECT count(*) FROM events WHERE {where.text}", where.values).fetchone()[0]
            for where in wheres
        )
    for where in wheres:
        branches.append(
            Sql(
                f"SELECT * FROM ({_PLACE} WHERE {where.text} {_NEWEST} LIMIT ?)",
                (*where.values, limit + offset),
            )
        )
    union = " UNION ALL ".join(branch.text for branch in branches)
    values = tuple(value for branch in branches for value in branch.values)
    rows = connection.execute(
        f"{_COLUMNS} JOIN (SELECT n FROM ({union}) {_NEWEST} LIMIT ? OFFSET ?) AS chosen "
        "ON chosen.n = events.n ORDER BY events.day DESC, articles.key, events.line",
        (*values, limit, offset),
    ).fetchall()
    items = tuple(_events(rows))
    return EventPage(items=items, total=total, truncated=offset + len(items) < total)


def _has_words(text: str) -> Sql:
    """All words in any order; `korea*` is a word that begins so."""
    # Quoted, so that nobody's apostrophe becomes an operator of the search language.
    terms: list[str] = []
    for part in text.split():
        words = [f'"{word}"' for word in fold(part).split()]
        terms += [*words[:-1], words[-1] + "*"] if words and part.endswith("*") else words
    return Sql(
        "events.sentence IN (SELECT rowid FROM sentences_words WHERE sentences_words MATCH ?)",
        (" ".join(terms) or '""',),
    )


_ARTICLE = "SELECT id, text, title, day, publisher, url, lang, events, n FROM articles"


def _article(row: tuple[str, str, str, int | None, str, str, str, int, int]) -> Article:
    return Article(
        id=row[0], text=row[1], title=row[2], date=date.fromordinal(row[3]) if row[3] else None,
        publisher=row[4], url=row[5], lang=row[6],
    )  # fmt: skip


def read_article(connection: sqlite3.Connection, article: int) -> Article:
    """The article of a row."""
    return _article(connection.execute(f"{_ARTICLE} WHERE n = ?", (article,)).fetchone())


def read_coded(connection: sqlite3.Connection, article: int) -> Coded:
    """The article with its events and the actors' full records, as it was entered."""
    faces = {bare(actor): actor for actors in faces_of(connection, article).values() for actor in actors}
    events = read_article_events(connection, article)
    problems = connection.execute("SELECT problems FROM articles WHERE n = ?", (article,)).fetchone()[0]
    return Coded(
        article=read_article(connection, article),
        events=tuple(with_actors(event, faces) for event in events),
        problems=tuple(orjson.loads(problems)),
    )


def article_page(
    connection: sqlite3.Connection, *, limit: int, offset: int, publisher: str | None
) -> ArticlePage:
    """Articles newest first, of one publisher or of all."""
    where, values = ("WHERE publisher = ?", (publisher,)) if publisher is not None else ("", ())
    total = connection.execute(f"SELECT count(*) FROM articles {where}", values).fetchone()[0]
    rows = connection.execute(
        f"{_ARTICLE} {where} ORDER BY day DESC, key LIMIT ? OFFSET ?", (*values, limit, offset)
    ).fetchall()
    return ArticlePage(
        items=tuple(_article(row) for row in rows),
        events=tuple(row[7] for row in rows),
        total=total,
        truncated=offset + len(rows) < total,
    )
