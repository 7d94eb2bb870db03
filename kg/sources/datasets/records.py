"""A record of an event data set in our terms, and records as articles whose text they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice

from kg.ids import event_id
from kg.knowledge.ontology import Ontology
from kg.model import Action, Actor, Article, Coded, Event, Evidence, Mention, Place, Precision

SEPARATOR = " | "
MOST = 200  # records in one article


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who a record names, as it names them."""

    actor: Actor | None
    text: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One coded act. `action` and the texts of the parties are quoted from the record, as are `more`."""

    id: str
    story: str  # records of one story that stand together make one article
    plover: str
    mode: str | None
    cameo: str
    source: Party
    action: str
    target: Party
    more: tuple[str, ...] = ()
    day: date | None = None
    precision: Precision = "day"
    published: date | None = None
    publisher: str = ""
    url: str = ""
    place: Place | None = None
    goldstein: float | None = None


def coded_articles(name: str, records: Iterable[Record], ontology: Ontology) -> Iterator[Coded]:
    """Records that stand together and are of one story as one article; nothing else is kept in memory."""
    for _, group in groupby(records, key=lambda record: record.story):
        while part := list(islice(group, MOST)):
            yield _article(name, part, ontology)


def _article(name: str, records: list[Record], ontology: Ontology) -> Coded:
    first = records[0]
    key = f"{name}:{first.id}"
    lines: list[str] = []
    events: list[Event] = []
    offset = 0
    for number, record in enumerate(records):
        event = _event(name, key, number, offset, record, ontology)
        events.append(event)
        lines.append(event.evidence.text)
        offset = event.evidence.end + 1
    article = Article(
        id=key,
        text="\n".join(lines),
        date=first.published or first.day,
        publisher=first.publisher or name.upper(),
        url=first.url,
    )
    return Coded(article=article, events=tuple(events))


def _event(name: str, key: str, number: int, start: int, record: Record, ontology: Ontology) -> Event:
    parts = [record.source.text, record.action, record.target.text, *record.more]
    spans: list[tuple[int, int]] = []
    text = ""
    for part in parts:
        if part and text:
            text += SEPARATOR
        spans.append((start + len(text), start + len(text) + len(part)))
        text += part
    rule = f"import.{name}"
    source, target = _mention(record.source, spans[0]), _mention(record.target, spans[2])
    ids = [mention.actor.id if mention else "" for mention in (source, target)]
    return Event(
        id=event_id(key, start, rule, ids[0], ids[1], spans[1][0]),
        evidence=Evidence(doc=key, sentence=number, text=text, start=start, end=start + len(text)),
        source=source,
        action=Action(
            lemma=record.plover.lower(), text=record.action, rule=rule, start=spans[1][0], end=spans[1][1]
        ),
        target=target,
        plover=record.plover,
        mode=record.mode,
        cameo=record.cameo,
        quad=ontology.quad(record.plover),
        score=ontology.score(record.plover, record.mode),
        date=record.day,
        date_end=record.day,
        date_precision=record.precision if record.day else "unknown",
        place=record.place,
        goldstein=record.goldstein,
        why=(f"record {record.id} of {name.upper()}",),
    )


def _mention(party: Party, span: tuple[int, int]) -> Mention | None:
    if party.actor is None:
        return None
    return Mention(
        actor=party.actor, text=party.text, start=span[0], end=span[1], method=party.method, confidence=0.5
    )
