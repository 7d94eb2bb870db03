"""An article with its events as one packed text, from which the index is rebuilt without reading triples.

It stands beside the triples of the article's graph (`eg:record`) and tells the same; a parcel that is damaged
or of another version is passed over, and the triples are read.
"""

from __future__ import annotations

import threading
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from operator import attrgetter
from typing import Any

import orjson
import zstandard

from kg.errors import BadInput
from kg.model import QUADS, Actor, Article, Coded, Event, Mention
from kg.records import (
    actors_of,
    event_record,
    full_actor_record,
    is_factual,
    read_event_record,
    read_full_actor_record,
)

# To be raised when what a row holds, or what counts as a fact, changes.
VERSION = "1"
_FIELDS = tuple(field.name for field in fields(Article))
# The values of an article, in the order of its fields: `dataclasses.astuple` takes ten times as long.
article_values = attrgetter(*_FIELDS)
_ELSEWHERE = ("id", "doc", "text")
# id, sentence, source, target, attributed to (numbers in the lists beside), day, type, quad class, score and
# confidence in thousandths, counted.
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What the index enters as rows, and the events' records as they are kept.

    `faces` are actors as records in JSON, `sentences` are (number, first offset, text), `article` holds the
    fields of Article with its date as an ordinal; `events` is a zstd frame of JSON Lines.
    """

    article: Sequence[Any]
    problems: Sequence[str]
    faces: Sequence[str]
    sentences: Sequence[Sequence[Any]]
    rows: Sequence[Row]
    events: bytes


class _Zstd(threading.local):
    # Made once a thread: making one takes longer than a call.
    def __init__(self) -> None:
        self.packer = zstandard.ZstdCompressor(level=3, write_checksum=True)
        self.unpacker = zstandard.ZstdDecompressor()


_ZSTD = _Zstd()


def face_of(actor: Actor) -> str:
    """The actor's record in JSON, the same for the same actor."""
    return orjson.dumps(full_actor_record(actor)).decode()


def pack(coded: Coded) -> Parcel:
    """The parcel of an article."""
    faces = {actor: n for n, actor in enumerate(actors_of(coded.events))}
    sentences: dict[tuple[int, int, str], int] = {}
    rows: list[Row] = []
    lines: list[bytes] = []
    for event in coded.events:
        evidence = event.evidence
        at = sentences.setdefault((evidence.sentence, evidence.start, evidence.text), len(sentences))
        parties = [mention.actor if mention else None for mention in (event.source, event.target)]
        rows.append(
            (
                event.id, at, *(faces[actor] if actor else None for actor in (*parties, event.attributed_to)),
                event.date.toordinal() if event.date else None, event.plover, QUADS.index(event.quad),
                round(event.score * 1000), round(event.confidence * 1000), int(is_factual(event)),
            )
        )  # fmt: skip
        record = event_record(event)
        for name in _ELSEWHERE:
            del record[name]
        lines.append(orjson.dumps(record))
    return Parcel(
        article=[
            value.toordinal() if isinstance(value, date) else value for value in article_values(coded.article)
        ],
        problems=coded.problems,
        faces=[face_of(actor) for actor in faces],
        sentences=list(sentences),
        rows=rows,
        events=_ZSTD.packer.compress(b"\n".join(lines)),
    )


def parcel_text(parcel: Parcel) -> str:
    """The parcel as one line of ASCII: version, head and events, joined by full stops."""
    packed = _ZSTD.packer.compress(_head(parcel))
    return f"{VERSION}.{b64encode(packed).decode()}.{b64encode(parcel.events).decode()}"


def _head(parcel: Parcel) -> bytes:
    return orjson.dumps([parcel.article, parcel.problems, parcel.faces, parcel.sentences, parcel.rows])


def contents(parcel: Parcel) -> bytes:
    """All that the parcel tells, however it is packed. Raises BadInput for damage."""
    return b"\n".join((_head(parcel), *event_lines(parcel.events)))


def read_parcel(text: str) -> Parcel:
    """The inverse of `parcel_text`. Raises BadInput for one that is damaged or of another version."""
    version, *parts = text.split(".")
    if version != VERSION:
        raise BadInput(f"the record is of version {version[:20]!r}, which is not known")
    try:
        head, events = parts
        told = orjson.loads(_ZSTD.unpacker.decompress(a2b_base64(head)))
        article, problems, faces, sentences, rows = told
        return Parcel(article, problems, faces, sentences, rows, a2b_base64(events))
    except (ValueError, TypeError, zstandard.ZstdError) as error:
        raise BadInput(f"the record is damaged: {error}") from error


def event_lines(events: bytes) -> list[bytes]:
    """The records of a parcel's events, a line each, for `read_line`. Raises BadInput for damage."""
    try:
        lines = _ZSTD.unpacker.decompress(events)
    except zstandard.ZstdError as error:
        raise BadInput(f"the records of an article's events are damaged: {error}") from error
    return lines.split(b"\n") if lines else []


def read_line(line: bytes, *, event_id: str, doc: str, text: str) -> Event:
    """The event of a line; its actors have no aliases and outside IRIs."""
    return read_event_record({**orjson.loads(line), "id": event_id, "doc": doc, "text": text})


def article_of(parcel: Parcel) -> Article:
    """The article alone."""
    told = dict(zip(_FIELDS, parcel.article, strict=True))
    return Article(**{**told, "date": date.fromordinal(told["date"]) if told["date"] else None})


def actor_of(face: str) -> Actor:
    """The actor behind `face_of`."""
    return read_full_actor_record(orjson.loads(face))


def unpack(parcel: Parcel) -> Coded:
    """The inverse of `pack`. Raises BadInput for damage."""
    article, faces = article_of(parcel), [actor_of(face) for face in parcel.faces]

    def full(mention: Mention | None, face: int | None) -> Mention | None:
        return replace(mention, actor=faces[face]) if mention and face is not None else None

    events = []
    for row, line in zip(parcel.rows, event_lines(parcel.events), strict=True):
        event = read_line(line, event_id=row[0], doc=article.id, text=parcel.sentences[row[1]][2])
        events.append(
            replace(
                event,
                source=full(event.source, row[2]),
                target=full(event.target, row[3]),
                attributed_to=None if row[4] is None else faces[row[4]],
            )
        )
    return Coded(article=article, events=tuple(events), problems=tuple(parcel.problems))
