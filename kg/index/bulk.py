"""Many articles into a new index: numbers are given out here, texts go in as rows, and what consists of numbers
(events, sightings, totals) is collected as columns, counted at the end and written by the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np

from kg.index import ledger
from kg.index.batches import SIZE, Batch, Numbers, batch_of
from kg.index.draft import Draft
from kg.index.encoding import LONGEST_TEXT, Column, Ints, Texts, null_of
from kg.index.entries import Resolve, stamp
from kg.index.faces import Faces
from kg.index.rows import ARTICLE, SENTENCE, month_of
from kg.index.schema import LEVELS
from kg.index.totals import count_events, count_partners, count_totals
from kg.parcels import Parcel

_TOLD = ("article", "line", "sentence", "type", "score", "confidence", "counted", "publisher")
_COLLECTED = ("seen_article", "seen_face", "id_bytes", "source", "target", "day", *_TOLD)
_WORDS = "INSERT INTO sentences_words (rowid, text) SELECT n, text FROM sentences WHERE n > ?"


class Bulk:
    """Fills a draft."""

    def __init__(self, draft: Draft, resolve: Resolve) -> None:
        self._draft, self._connection = draft, draft.connection
        self._coders = ledger.coders_of(draft.before)
        self._entered: list[tuple[str, str, str]] = []
        self._waiting: list[tuple[str, Parcel]] = []
        self._faces, self._types, self._publishers = Faces(resolve), Numbers(), Numbers()
        self._days = [0]
        self._sentences = self._events = 0
        self._ids: list[bytes] = []  # of events, a batch each
        self._columns = {name: [np.empty(0, np.int32)] for name in _COLLECTED}

    def add(self, key: str, parcel: Parcel) -> None:
        """Enter an article; the key is the last part of its IRI."""
        self._waiting.append((key, parcel))
        if len(self._waiting) == SIZE:
            self._enter_waiting()

    def _enter_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        self.enter(batch_of(waiting))

    def enter(self, batch: Batch) -> None:
        """Enter the articles of a batch."""
        before = len(self._entered)
        self._entered += batch.told
        self._days += batch.days.tolist()
        faces = np.array([*map(self._faces.__getitem__, batch.faces), 0], np.int32)  # nobody's at the end
        numbers = np.arange(before + 1, before + 1 + len(batch.told))
        self._collect(seen_article=np.repeat(numbers, batch.shows), seen_face=faces[batch.shown])
        events = batch.events
        self._ids.append(batch.ids)
        self._collect(
            **{name: events[name] for name in ("id_bytes", "line", "day", "score", "confidence", "counted")},
            article=events["article"] + (before + 1),
            sentence=events["sentence"] + (self._sentences + 1),
            source=faces[events["source"]],
            target=faces[events["target"]],
            type=_numbered(self._types, batch.types)[events["type"]],
            publisher=_numbered(self._publishers, batch.publishers)[events["publisher"]],
        )
        self._draft.wait()
        rows = ((n, *row) for n, row in enumerate(batch.articles, before + 1))
        self._connection.executemany(ARTICLE, rows)
        if batch.texts:
            first = self._sentences + 1
            columns = (
                np.repeat(numbers, batch.tells).tolist(),
                batch.numbers.tolist(),
                batch.begins.tolist(),
            )
            told = zip(range(first, first + len(batch.texts)), *columns, batch.texts, strict=True)
            self._connection.executemany(SENTENCE, told)
            self._draft.begin(_WORDS, self._sentences)
            self._sentences += len(batch.texts)

    def _collect(self, **columns: Ints) -> None:
        for name, values in columns.items():
            self._columns[name].append(values.astype(np.int32))

    def finish(self) -> int:
        """Derive the rest, and finish the draft; how many articles were entered."""
        if self._waiting:
            self._enter_waiting()
        connection, faces, draft = self._connection, self._faces, self._draft
        # The database works on indices and full texts while numpy works on numbers; in between it takes rows.
        draft.begin_indices("articles")
        columns = {name: np.concatenate(self._columns.pop(name)) for name in _COLLECTED}
        article, face = faces.sightings(columns.pop("seen_article"), columns.pop("seen_face"))
        days = np.array(self._days, np.int32)
        sightings = {"article": article, "actor": faces.actors()[face], "face": face, "day": days[article]}
        draft.fill("sightings", sightings)
        counts = self._fill_events(columns)
        shown = faces.shown(article, face, days, ["", *(key for key, _, _ in self._entered)])
        draft.wait()
        ledger.record(connection, self._entered, self._coders)
        stamp(connection, "fill", *(told for _, _, told in self._entered))
        connection.executemany(
            "INSERT OR IGNORE INTO names (actor, name, folded) VALUES (?, ?, ?)", faces.names
        )
        self._enter_actors(shown, counts)
        connection.executemany(
            "INSERT INTO types VALUES (?, ?, ?)",
            [(n, *cast(tuple[str, int], key)) for key, n in self._types.items()],
        )
        connection.executemany("INSERT INTO publishers (name, n) VALUES (?, ?)", self._publishers.items())
        for table in ("names_words", "names_grams"):
            draft.begin(f"INSERT INTO {table} (rowid, folded) SELECT n, folded FROM names WHERE folded <> ''")
        draft.finish()
        return len(self._entered)

    def _fill_events(self, columns: dict[str, Ints]) -> list[list[int]]:
        """Fill events and totals; each actor's events and partners at both levels, by its number."""
        plain, above = self._faces.actors(), self._faces.heads()
        plain[0] = above[0] = null_of(plain)
        day, source, target = (columns.pop(name) for name in ("day", "source", "target"))
        months = np.zeros(int(day.max(initial=0)) + 1, np.int32)
        for one in np.flatnonzero(np.bincount(day)).tolist():
            months[one] = month_of(one)
        events: dict[str, Ints] = {
            "n": np.arange(1, len(day) + 1, dtype=np.int32),
            **{name: columns.pop(name) for name in _TOLD[:3]},
            "source": plain[source],
            "target": plain[target],
            "rolled_source": above[source],
            "rolled_target": above[target],
            "day": np.where(day == 0, null_of(day), day).astype(day.dtype),
            "month": months[day],
            **{name: columns.pop(name) for name in _TOLD[3:]},
        }
        ids = Texts.of(b"".join(self._ids), columns.pop("id_bytes"))
        self._fill("events", {"id": ids, **events})
        totals = count_totals(events, ids)
        actors = len(self._faces.ids)
        counts = [
            count_events(actors, events["source"], events["target"]),
            count_events(actors, events["rolled_source"], events["rolled_target"]),
        ]
        for level, _, _ in LEVELS:
            chosen = totals.pairs["level"] == level
            counts.append(count_partners(actors, totals.pairs["a"][chosen], totals.pairs["b"][chosen]))
        self._fill("pairs", {**totals.pairs, **totals.texts})
        self._fill("dyads", totals.dyads)
        return [count.tolist() for count in counts]

    def _fill(self, table: str, columns: Mapping[str, Column]) -> None:
        """Fill a table; rows with a text that is too long for a page go in late."""
        is_long = np.zeros(len(next(iter(columns.values()))), np.bool_)
        for column in columns.values():
            if isinstance(column, Texts):
                is_long |= np.diff(column.starts) > LONGEST_TEXT
        if is_long.any():
            apart, stay = np.flatnonzero(is_long), np.flatnonzero(~is_long)
            self._draft.add_late(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                zip(*(_values(_rows(column, apart)) for column in columns.values()), strict=True),
            )
            columns = {name: _rows(column, stay) for name, column in columns.items()}
        self._draft.fill(table, columns)

    def _enter_actors(self, shown: Sequence[int], counts: Sequence[Sequence[int]]) -> None:
        faces, connection = self._faces, self._connection
        connection.executemany(
            "INSERT INTO faces VALUES (?, ?, ?, ?)",
            zip(
                range(1, len(faces.records)),
                faces.actor[1:],
                faces.records[1:],
                map(int, faces.told[1:]),
                strict=True,
            ),
        )
        connection.executemany(
            "INSERT INTO actors VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    n,
                    actor_id,
                    faces.labels[shown[n]],
                    faces.kinds[shown[n]],
                    shown[n],
                    *(of[n] for of in counts),
                )
                for actor_id, n in faces.ids.items()
            ],
        )


def _numbered(numbers: Numbers, keys: Sequence[object]) -> Ints:
    return np.array([numbers[key] for key in keys], np.int32)


def _rows(column: Column, rows: Ints) -> Column:
    return column.chosen(rows) if isinstance(column, Texts) else column[rows]


def _values(column: Column) -> Sequence[object]:
    if isinstance(column, Texts):
        return column.tolist()
    return [None if value == null_of(column) else value for value in column.tolist()]
