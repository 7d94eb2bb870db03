"""Some articles as columns and rows, with numbers of their own: made wherever there is time, entered by `Bulk`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast

import numpy as np

from kg.index import ledger
from kg.index.encoding import Ints
from kg.index.rows import article_row
from kg.parcels import Parcel

SIZE = 1000  # articles


class Numbers(dict[object, int]):
    """Numbers from 1, each given to a key when it is first asked for."""

    def __missing__(self, key: object) -> int:
        number = self[key] = len(self) + 1
        return number


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles, their sentences and events, numbered from 0; names are given once, in the order of first use.

    `articles` are rows of their table without the number, `told` are (key, id, digest). `shows` and `tells`
    are how many faces and sentences each article has, `shown` the places of these faces in `faces`.
    The sentences' `numbers`, `begins` and `texts` are columns, and so are the `events`: `article`, `line`,
    `sentence`, `source` and `target` (places in `faces`, -1 for nobody), `day`, `type`, `score`,
    `confidence`, `counted`, `publisher` (places in `types` and `publishers`) and `id_bytes`, the length of
    the id. `ids` are the ids end to end.
    """

    articles: list[tuple[Any, ...]]
    told: list[tuple[str, str, str]]
    days: Ints
    faces: list[str]
    shows: Ints
    shown: Ints
    tells: Ints
    numbers: Ints
    begins: Ints
    texts: list[str]
    events: dict[str, Ints]
    ids: bytes
    types: list[tuple[str, int]]
    publishers: list[str]


def batch_of(articles: Sequence[tuple[str, Parcel]]) -> Batch:
    """The batch of articles, each with the last part of its IRI."""
    parcels = [parcel for _, parcel in articles]
    places, types, publishers = Numbers(), Numbers(), Numbers()
    faces = [parcel.faces for parcel in parcels]
    shows = _lengths(faces)
    shown = _numbers([places[face] for face in chain.from_iterable(faces)]) - 1
    sentences = [parcel.sentences for parcel in parcels]
    tells = _lengths(sentences)
    numbers, begins, texts = (
        zip(*chain.from_iterable(sentences), strict=True) if tells.any() else ((), (), ())
    )
    holds = _lengths([parcel.rows for parcel in parcels])
    rows = list(chain.from_iterable(parcel.rows for parcel in parcels))
    ids, at, source, target, _, day, name, quad, score, confidence, counted = (
        zip(*rows, strict=True) if rows else ((),) * 11
    )
    encoded = [cast(str, event_id).encode() for event_id in ids]
    face, nobody = np.repeat(_before(shows), holds), len(shown)
    shown_or_nobody = np.append(shown, -1)

    def party(ends: Sequence[object]) -> Ints:
        chosen = _numbers(ends, -1)
        return shown_or_nobody[np.where(chosen < 0, nobody, face + chosen)]

    columns = {
        "article": np.repeat(np.arange(len(parcels)), holds),
        "line": np.arange(len(rows)) - np.repeat(_before(holds), holds),
        "sentence": np.repeat(_before(tells), holds) + _numbers(at),
        "source": party(source),
        "target": party(target),
        "day": _numbers(day),
        "type": _numbers([types[key] for key in zip(name, quad, strict=True)]) - 1,
        "score": _numbers(score),
        "confidence": _numbers(confidence),
        "counted": _numbers(counted),
        "publisher": np.repeat(_numbers([publishers[one.article[4]] for one in parcels]) - 1, holds),
        "id_bytes": _lengths(encoded),
    }
    return Batch(
        articles=[article_row(key, parcel) for key, parcel in articles],
        told=[(key, parcel.article[0], ledger.parcel_digest(parcel)) for key, parcel in articles],
        days=_numbers([parcel.article[3] for parcel in parcels]).astype(np.int32),
        faces=cast(list[str], list(places)),
        shows=shows,
        shown=shown.astype(np.int32),
        tells=tells,
        numbers=_numbers(numbers),
        begins=_numbers(begins),
        texts=cast(list[str], list(texts)),
        events={key: values.astype(np.int32) for key, values in columns.items()},
        ids=b"".join(encoded),
        types=cast(list[tuple[str, int]], list(types)),
        publishers=cast(list[str], list(publishers)),
    )


def _lengths(parts: Sequence[Sequence[object]]) -> Ints:
    return np.fromiter(map(len, parts), np.int64, len(parts))


def _before(lengths: Ints) -> Ints:
    return np.cumsum(lengths) - lengths


def _numbers(values: Sequence[object], absent: int = 0) -> Ints:
    held = [absent if value is None else value for value in values] if None in values else values
    return np.fromiter(cast(Sequence[int], held), np.int64, len(held))
