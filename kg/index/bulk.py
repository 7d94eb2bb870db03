"""Many articles into an empty index: numbers are given out here, rows go in by the thousand, and what can be
derived (search, faces, totals, indices) is made once at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import orjson

from kg.ids import article_key
from kg.index import actors, tallies
from kg.index.entries import Resolve, month_of, unnamed
from kg.index.schema import DYAD_INDICES, EVENT_INDICES, index_names
from kg.model import QUADS, Actor, Coded, Event
from kg.records import actors_of, event_record, full_actor_record, is_factual, is_named, party

_ROWS = 20_000
_INSERTS = {
    "articles": "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "faces": "INSERT INTO faces VALUES (?, ?, ?)",
    "names": "INSERT OR IGNORE INTO names (actor, name, folded) VALUES (?, ?, ?)",
    "sightings": "INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, ?)",
    "sentences": "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
    "events": "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
}
Row = tuple[object, ...]


class Bulk:
    """Fills the empty tables of a connection inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, resolve: Resolve) -> None:
        self._connection, self._resolve = connection, resolve
        self._waiting: dict[str, list[Row]] = {table: [] for table in _INSERTS}
        self._actors: dict[str, tuple[int, Actor]] = {}
        self._faces: dict[Actor, int] = {}
        self._above: dict[str, Actor] = {}
        self._types: dict[tuple[str, str], int] = {}
        self._articles = self._sentences = self._events = 0
        for name in index_names(EVENT_INDICES + DYAD_INDICES):
            connection.execute(f"DROP INDEX {name}")

    def add(self, coded: Coded) -> None:
        """Enter an article."""
        self._articles += 1
        article, n = coded.article, self._articles
        day = article.date.toordinal() if article.date else None
        self._waiting["articles"].append(
            (
                n, article_key(article.id), article.id, article.title, day, article.publisher, article.url,
                article.lang, article.text, len(coded.events), orjson.dumps(list(coded.problems)).decode(),
            )
        )  # fmt: skip
        self._sight(filter(is_named, actors_of(coded.events)), n, day or 0)
        places: dict[tuple[int, int], int] = {}
        for event in coded.events:
            self._add_event(event, n, places)
        if len(self._waiting["events"]) >= _ROWS:
            self._flush()

    def finish(self) -> None:
        """Derive the rest."""
        self._flush()
        connection = self._connection
        connection.executemany(
            "INSERT INTO actors (n, id, label, kind) VALUES (?, ?, ?, ?)",
            [(n, actor.id, actor.label, actor.kind) for n, actor in self._actors.values()],
        )
        connection.executemany(
            "INSERT INTO types VALUES (?, ?, ?)",
            [(n, name, QUADS.index(quad)) for (name, quad), n in self._types.items()],
        )
        connection.execute("INSERT INTO sentences_words (sentences_words) VALUES ('rebuild')")
        for table in ("names_words", "names_grams"):
            connection.execute(
                f"INSERT INTO {table} (rowid, folded) SELECT n, folded FROM names WHERE folded <> ''"
            )
        actors.choose_faces(connection)
        for statement in (EVENT_INDICES + DYAD_INDICES).split(";"):
            connection.execute(statement)
        tallies.recount(connection)

    def _flush(self) -> None:
        for table, rows in self._waiting.items():
            self._connection.executemany(_INSERTS[table], rows)
            rows.clear()

    def _sight(self, found: Iterable[Actor], article: int, day: int) -> None:
        named = list(found)
        ids = {actor.id for actor in named}
        for above in sorted({actors.rolled_up(actor) for actor in named} - ids):
            if above not in self._above:
                self._above[above] = self._resolve(above) or unnamed(above)
            named.append(self._above[above])
        for actor in named:
            face = self._face(actor)
            self._waiting["sightings"].append((self._actors[actor.id][0], day, article, face))

    def _face(self, actor: Actor) -> int:
        face = self._faces.get(actor)
        if face is not None:
            return face
        if actor.id not in self._actors:
            self._actors[actor.id] = (len(self._actors) + 1, actor)
        n, face = self._actors[actor.id][0], len(self._faces) + 1
        self._faces[actor] = face
        self._waiting["faces"].append((face, n, orjson.dumps(full_actor_record(actor)).decode()))
        for name in dict.fromkeys((actor.label, *actor.aliases, actor.id)):
            self._waiting["names"].append((n, name, actors.fold(name)))
        return face

    def _add_event(self, event: Event, article: int, places: dict[tuple[int, int], int]) -> None:
        evidence = event.evidence
        place = (evidence.sentence, evidence.start)
        if place not in places:
            self._sentences += 1
            places[place] = self._sentences
            self._waiting["sentences"].append((self._sentences, article, *place, evidence.text))
        self._events += 1
        record = event_record(event)
        for kept_elsewhere in ("id", "doc", "text"):
            del record[kept_elsewhere]
        source = party(event.source)
        target = party(event.target)
        kind = self._types.setdefault((event.plover, event.quad), len(self._types) + 1)
        self._waiting["events"].append(
            (
                self._events, event.id, article, places[place], *self._ends(source, target),
                event.date.toordinal() if event.date else None, month_of(event.date), kind,
                round(event.score * 1000), round(event.confidence * 1000), int(is_factual(event)),
                orjson.dumps(record),
            )
        )  # fmt: skip

    def _ends(self, source: Actor | None, target: Actor | None) -> tuple[int | None, ...]:
        known = self._actors
        return (
            known[source.id][0] if source else None,
            known[target.id][0] if target else None,
            known[actors.rolled_up(source)][0] if source else None,
            known[actors.rolled_up(target)][0] if target else None,
        )
