"""Parcels as rows of the index: the same for one article that comes in and for all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

import orjson

from kg.parcels import Parcel

ARTICLE = "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
SENTENCE = "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)"
EVENT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
Row = tuple[object, ...]
# An actor's row and that of the country or organisation for which it stands; nothing for one without a name.
Ends = tuple[int | None, int | None]
_NOBODY: Ends = (None, None)


def article_row(key: str, parcel: Parcel) -> Row:
    """The row of `articles` after its number; the key is the last part of the article's IRI."""
    article_id, text, title, day, publisher, url, lang = parcel.article
    return (
        key, article_id, title, day, publisher, url, lang, len(parcel.rows),
        orjson.dumps(list(parcel.problems)).decode() if parcel.problems else "[]", text, parcel.events,
    )  # fmt: skip


def sentence_rows(parcel: Parcel, article: int, before: int) -> Iterator[Row]:
    """The rows of `sentences`, numbered from `before` + 1."""
    for n, (number, begin, text) in enumerate(parcel.sentences, before + 1):
        yield n, article, number, begin, text


def event_rows(
    parcel: Parcel,
    article: int,
    *,
    before: int,
    sentences: int,
    ends: Sequence[Ends],
    type_number: Callable[[str, int], int],
    publisher: int,
) -> Iterator[Row]:
    """The rows of `events`, numbered from `before` + 1; `sentences` is the number before the first sentence's.

    `ends` stands beside the parcel's faces.
    """
    for line, row in enumerate(parcel.rows):
        event_id, sentence, source, target, _, day, plover, quad, score, confidence, counted = row
        one = _NOBODY if source is None else ends[source]
        two = _NOBODY if target is None else ends[target]
        yield (
            before + line + 1, event_id, article, line, sentences + sentence + 1, one[0], two[0], one[1], two[1],
            day, month_of(day), type_number(plover, quad), score, confidence, counted,
            publisher,
        )  # fmt: skip


def pack_types(events: Mapping[int, int]) -> str:
    """Events by the number of their type as a pair's row of `pairs` has them."""
    return ",".join(f"{number},{events[number]}" for number in sorted(events))


def read_types(packed: str) -> Iterator[tuple[int, int]]:
    """The inverse of `pack_types`."""
    numbers = map(int, packed.split(",") if packed else ())
    return zip(numbers, numbers, strict=True)


@lru_cache(maxsize=65536)
def month_of(day: int | None) -> int:
    """`year * 12 + month - 1` of an ordinal, 0 when unknown."""
    if not day:
        return 0
    on = date.fromordinal(day)
    return on.year * 12 + on.month - 1
