"""Many articles into empty tables: numbers are given out here, rows go in by the thousand, and what can be
derived (search, faces, totals, indices) is made once at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from kg.ids import article_key
from kg.index import actors, ledger, tallies
from kg.index.database import empty
from kg.index.entries import Resolve, stamp
from kg.index.rows import ARTICLE, EVENT, SENTENCE, Row, article_row, event_rows, sentence_rows
from kg.index.schema import INDICES, statements
from kg.parcels import Parcel, actor_of, article_of, face_of
from kg.records import is_named

_ROWS = 20_000
_INSERTS = {
    "articles": ARTICLE,
    "faces": "INSERT INTO faces VALUES (?, ?, ?, ?)",
    "names": "INSERT OR IGNORE INTO names (actor, name, folded) VALUES (?, ?, ?)",
    "sightings": "INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, ?)",
    "sentences": SENTENCE,
    "events": EVENT,
}


@dataclass(frozen=True, slots=True)
class _Face:
    """A form of an actor: its row, the actor's, and that of the country or organisation above."""

    n: int
    actor: int
    above: int
    named: bool
    record: str


class Bulk:
    """Fills the tables of a connection inside the caller's transaction; what they held is gone."""

    def __init__(self, connection: sqlite3.Connection, resolve: Resolve) -> None:
        self._connection, self._resolve = connection, resolve
        self._coders = ledger.coders_of(connection)
        self._entered: list[tuple[str, str, str]] = []
        self._waiting: dict[str, list[Row]] = {table: [] for table in _INSERTS}
        self._actors: dict[str, int] = {}
        self._faces: dict[str, _Face | None] = {}
        self._above: dict[int, str] = {}
        self._shown: dict[int, tuple[tuple[bool, int, str], _Face]] = {}
        self._types: dict[tuple[str, int], int] = {}
        self._articles = self._sentences = self._events = 0
        empty(connection)

    def add(self, parcel: Parcel) -> None:
        """Enter an article."""
        self._articles += 1
        n, article, waiting = self._articles, article_of(parcel), self._waiting
        key = article_key(article.id)
        self._entered.append((key, article.id, ledger.article_digest(article)))
        waiting["articles"].append(article_row(n, parcel))
        faces = [self._faces[face] if face in self._faces else self._meet(face) for face in parcel.faces]
        self._sight([face for face in faces if face], n, article.date.toordinal() if article.date else 0, key)
        waiting["sentences"] += sentence_rows(parcel, n, self._sentences)
        waiting["events"] += event_rows(
            parcel,
            n,
            before=self._events,
            sentences=self._sentences,
            ends=[(face.actor, face.above) if face else (None, None) for face in faces],
            type_number=self._type,
        )
        self._sentences += len(parcel.sentences)
        self._events += len(parcel.rows)
        if len(waiting["events"]) >= _ROWS:
            self._flush()

    def finish(self) -> int:
        """Derive the rest; how many articles were entered."""
        self._flush()
        connection = self._connection
        connection.executemany(
            "INSERT INTO actors (n, id, label, kind, face) VALUES (?, ?, '', '', ?)",
            [(n, actor_id, self._shown[n][1].n) for actor_id, n in self._actors.items()],
        )
        actors.show_faces(connection)
        connection.executemany(
            "INSERT INTO types VALUES (?, ?, ?)", [(n, name, quad) for (name, quad), n in self._types.items()]
        )
        connection.execute("INSERT INTO sentences_words (sentences_words) VALUES ('rebuild')")
        for table in ("names_words", "names_grams"):
            connection.execute(
                f"INSERT INTO {table} (rowid, folded) SELECT n, folded FROM names WHERE folded <> ''"
            )
        tallies.count_pairs(connection)
        for statement in statements(INDICES):
            connection.execute(statement)
        tallies.count_actors(connection)
        connection.execute("DELETE FROM ledger WHERE state = 'done'")
        ledger.record(connection, self._entered, self._coders)
        stamp(connection, "fill", *(told for _, _, told in self._entered))
        return self._articles

    def _flush(self) -> None:
        for table, rows in self._waiting.items():
            self._connection.executemany(_INSERTS[table], rows)
            rows.clear()

    def _type(self, name: str, quad: int) -> int:
        return self._types.setdefault((name, quad), len(self._types) + 1)

    def _number(self, actor_id: str) -> int:
        return self._actors.setdefault(actor_id, len(self._actors) + 1)

    def _meet(self, record: str) -> _Face | None:
        """Enter a face that no article before had; None for an agent whose country is not named."""
        actor = actor_of(record)
        if not is_named(actor):
            self._faces[record] = None
            return None
        face = _Face(
            n=len(self._faces) + 1,
            actor=self._number(actor.id),
            above=self._number(actors.rolled_up(actor)),
            named=actors.is_told(actor),
            record=record,
        )
        self._faces[record] = face
        self._waiting["faces"].append((face.n, face.actor, record, int(face.named)))
        for name in actors.names_of(actor):
            self._waiting["names"].append((face.actor, name, actors.fold(name)))
        if face.above not in self._above:
            above_id = actors.rolled_up(actor)
            self._above[face.above] = face_of(self._resolve(above_id) or actors.unnamed(above_id))
        return face

    def _sight(self, faces: Sequence[_Face], article: int, day: int, key: str) -> None:
        seen = {face.actor for face in faces}
        sighted = list(faces)
        for record in [self._above[above] for above in {face.above for face in faces} - seen]:
            if face := self._faces.get(record) or self._meet(record):
                sighted.append(face)
        waiting = self._waiting["sightings"]
        for face in sighted:
            waiting.append((article, face.actor, face.n, day))
            rank = (face.named, day, key)
            shown = self._shown.get(face.actor)
            if shown is None or rank > shown[0] or (rank == shown[0] and face.record < shown[1].record):
                self._shown[face.actor] = (rank, face)
