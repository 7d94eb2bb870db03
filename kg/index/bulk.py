"""Many articles into a new index: numbers are given out here, texts go in as rows, and what consists of numbers
(events, sightings, totals) is collected as columns, counted at the end and written by the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import cast

import numpy as np

from kg.index import ledger
from kg.index.draft import Draft
from kg.index.encoding import LONGEST_TEXT, Column, Ints, Texts, null_of
from kg.index.entries import Resolve, stamp
from kg.index.faces import Faces, Numbers
from kg.index.rows import ARTICLE, SENTENCE, article_row, month_of
from kg.index.schema import LEVELS
from kg.index.totals import count_events, count_partners, count_totals
from kg.parcels import Parcel

_ARTICLES = 1000  # entered together
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
        if len(self._waiting) == _ARTICLES:
            self._enter()

    def _enter(self) -> None:
        waiting, self._waiting = self._waiting, []
        parcels = [parcel for _, parcel in waiting]
        before = len(self._entered)
        self._entered += [(key, parcel.article[0], ledger.parcel_digest(parcel)) for key, parcel in waiting]
        self._days += [parcel.article[3] or 0 for parcel in parcels]
        numbers = np.arange(before + 1, before + 1 + len(parcels))
        faces = [parcel.faces for parcel in parcels]
        shown = np.fromiter(map(self._faces.__getitem__, chain.from_iterable(faces)), np.int64)
        shows = _lengths(faces)
        self._collect(seen_article=np.repeat(numbers, shows), seen_face=shown)
        sentences = [parcel.sentences for parcel in parcels]
        tells = _lengths(sentences)
        rows = [parcel.rows for parcel in parcels]
        holds = _lengths(rows)
        self._enter_events(
            list(chain.from_iterable(rows)),
            np.repeat(numbers, holds),
            line=np.arange(holds.sum()) - np.repeat(_before(holds), holds),
            sentence=np.repeat(self._sentences + 1 + _before(tells), holds),
            face=np.repeat(_before(shows), holds),
            shown=np.append(shown, 0),
            publisher=np.repeat(_numbers([self._publishers[one.article[4]] for one in parcels]), holds),
        )
        self._draft.wait()
        articles = [article_row(n, key, parcel) for n, (key, parcel) in enumerate(waiting, before + 1)]
        self._connection.executemany(ARTICLE, articles)
        self._enter_sentences(list(chain.from_iterable(sentences)), np.repeat(numbers, tells))

    def _collect(self, **columns: Ints) -> None:
        for name, values in columns.items():
            self._columns[name].append(values.astype(np.int32))

    def _enter_sentences(self, told: Sequence[Sequence[object]], articles: Ints) -> None:
        if told:
            numbers = range(self._sentences + 1, self._sentences + 1 + len(told))
            rows = zip(numbers, articles.tolist(), *zip(*told, strict=True), strict=True)
            self._connection.executemany(SENTENCE, rows)
            self._draft.begin(_WORDS, self._sentences)
            self._sentences += len(told)

    def _enter_events(
        self,
        rows: Sequence[Sequence[object]],
        article: Ints,
        *,
        line: Ints,
        sentence: Ints,
        face: Ints,
        shown: Ints,
        publisher: Ints,
    ) -> None:
        """`sentence` and `face` are the places of each article's first; `shown` ends with nobody's face."""
        if not rows:
            return
        ids, at, source, target, _, day, name, quad, score, confidence, counted = zip(*rows, strict=True)
        texts = [cast(str, event_id).encode() for event_id in ids]
        self._ids.append(b"".join(texts))
        nobody = len(shown) - 1
        parties = [
            shown[np.where(end < 0, nobody, face + end)]
            for end in (_numbers(source, -1), _numbers(target, -1))
        ]
        self._collect(
            id_bytes=_lengths(texts),
            article=article,
            line=line,
            sentence=sentence + _numbers(at),
            source=parties[0],
            target=parties[1],
            day=_numbers(day),
            type=_numbers([self._types[key] for key in zip(name, quad, strict=True)]),
            score=_numbers(score),
            confidence=_numbers(confidence),
            counted=_numbers(counted),
            publisher=publisher,
        )

    def finish(self) -> int:
        """Derive the rest, and finish the draft; how many articles were entered."""
        if self._waiting:
            self._enter()
        connection, faces, draft = self._connection, self._faces, self._draft
        columns = {name: np.concatenate(self._columns.pop(name)) for name in _COLLECTED}
        article, face = faces.sightings(columns.pop("seen_article"), columns.pop("seen_face"))
        days = np.array(self._days, np.int32)
        sightings = {"article": article, "actor": faces.actors()[face], "face": face, "day": days[article]}
        draft.fill("sightings", sightings)
        draft.wait()
        ledger.record(connection, self._entered, self._coders)
        stamp(connection, "fill", *(told for _, _, told in self._entered))
        connection.executemany(
            "INSERT OR IGNORE INTO names (actor, name, folded) VALUES (?, ?, ?)", faces.names
        )
        for table in ("names_words", "names_grams"):
            draft.begin(f"INSERT INTO {table} (rowid, folded) SELECT n, folded FROM names WHERE folded <> ''")
        counts = self._fill_events(columns)
        shown = faces.shown(article, face, days, ["", *(key for key, _, _ in self._entered)])
        draft.wait()
        self._enter_actors(shown, counts)
        connection.executemany(
            "INSERT INTO types VALUES (?, ?, ?)",
            [(n, *cast(tuple[str, int], key)) for key, n in self._types.items()],
        )
        connection.executemany("INSERT INTO publishers (name, n) VALUES (?, ?)", self._publishers.items())
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
        self._fill("events", {"id": ids, **events})
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


def _lengths(parts: Sequence[Sequence[object]]) -> Ints:
    return np.fromiter(map(len, parts), np.int64, len(parts))


def _before(lengths: Ints) -> Ints:
    return np.cumsum(lengths) - lengths


def _rows(column: Column, rows: Ints) -> Column:
    return column.chosen(rows) if isinstance(column, Texts) else column[rows]


def _values(column: Column) -> Sequence[object]:
    if isinstance(column, Texts):
        return column.tolist()
    return [None if value == null_of(column) else value for value in column.tolist()]


def _numbers(values: Sequence[object], absent: int = 0) -> Ints:
    held = [absent if value is None else value for value in values] if None in values else values
    return np.fromiter(cast(Sequence[int], held), np.int64, len(held))
