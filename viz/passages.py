"""Sentences as they are shown: the text cut into plain and marked parts, with all that explains them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from kg.errors import NotFound
from kg.eventgraph import EventGraph
from kg.ids import article_key
from kg.model import Article, Event, Mention
from viz import words

ROLES = ("source", "action", "target")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of text; `roles` says what it is marked as, `events` by which events."""

    text: str
    roles: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of an event."""

    id: str
    label: str
    kind: str
    text: str
    method: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One event with its sentence, where it stands and why it was coded."""

    id: str
    parts: tuple[Part, ...]
    source: Party | None
    target: Party | None
    action: str
    type: str
    mode: str | None
    cameo: str
    quad: str
    side: str
    score: float
    when: str
    date: str | None
    publisher: str
    url: str
    article: str
    title: str
    published: str
    confidence: float
    counted: bool
    caution: str
    attributed: str
    place: str
    why: tuple[str, ...]


def cut(text: str, start: int, marks: Iterable[tuple[int, int, str, str]]) -> tuple[Part, ...]:
    """Cut a text that begins at `start` by marks of (begin, end, role, event); overlaps become own parts."""
    inside = [
        (max(begin, start) - start, min(end, start + len(text)) - start, role, event)
        for begin, end, role, event in marks
        if begin < start + len(text) and end > start and end > begin
    ]
    borders = sorted({0, len(text), *(m[0] for m in inside), *(m[1] for m in inside)})
    parts = []
    for begin, end in pairwise(borders):
        over = [m for m in inside if m[0] <= begin and m[1] >= end]
        parts.append(
            Part(
                text=text[begin:end],
                roles=tuple(sorted({m[2] for m in over})),
                events=tuple(dict.fromkeys(m[3] for m in over)),
            )
        )
    return tuple(parts)


def marks_of(event: Event) -> list[tuple[int, int, str, str]]:
    """The spans of an event; the action's role is its side, `conflict` or `cooperation`."""
    spans = [(event.action.start, event.action.end, words.side(event.quad), event.id)]
    for mention in (event.source, event.target):
        if mention is not None:
            spans.append((mention.start, mention.end, "actor", event.id))
    return spans


def passage(event: Event, article: Article | None) -> Passage:
    """An event ready to be shown."""
    evidence = event.evidence
    return Passage(
        id=event.id,
        parts=cut(evidence.text, evidence.start, marks_of(event)),
        source=_party(event.source),
        target=_party(event.target),
        action=event.action.text or event.action.lemma,
        type=event.plover,
        mode=event.mode,
        cameo=event.cameo,
        quad=event.quad,
        side=words.side(event.quad),
        score=event.score,
        when=words.when(event.date, event.date_end, event.date_precision),
        date=event.date.isoformat() if event.date else None,
        publisher=article.publisher if article else "",
        url=words.safe_link(article.url) if article else "",
        article=article_key(evidence.doc),
        title=(article.title if article else "") or "Untitled article",
        published=words.day(article.date) if article and article.date else "",
        confidence=event.confidence,
        counted=words.counted(event),
        caution=words.caution(event),
        attributed=event.attributed_to.label if event.attributed_to else "",
        place=event.place.label if event.place else "",
        why=_why(event),
    )


def passages(graph: EventGraph, events: Sequence[Event]) -> list[Passage]:
    """Events with their articles, in the order given."""
    articles: dict[str, Article | None] = {}
    for event in events:
        doc = event.evidence.doc
        if doc not in articles:
            try:
                articles[doc] = graph.article(doc)
            except NotFound:  # deleted between the two reads
                articles[doc] = None
    return [passage(event, articles[event.evidence.doc]) for event in events]


def passage_record(item: Passage) -> dict[str, Any]:
    """A passage as JSON."""
    return asdict(item)


def _party(mention: Mention | None) -> Party | None:
    if mention is None:
        return None
    return Party(
        id=mention.actor.id,
        label=mention.actor.label,
        kind=mention.actor.kind,
        text=mention.text,
        method=mention.method,
        confidence=mention.confidence,
    )


def _why(event: Event) -> tuple[str, ...]:
    """The decision in short sentences: the rule, how each side was resolved, and the coder's own steps."""
    steps = []
    if event.action.rule:
        steps.append(f"Rule {event.action.rule} read “{event.action.text or event.action.lemma}”.")
    for role, mention in (("Source", event.source), ("Target", event.target)):
        if mention is not None:
            by = f" by {mention.method}" if mention.method else ""
            steps.append(
                f"{role} “{mention.text}” was read as {mention.actor.label}{by}"
                f" ({words.percent(mention.confidence)} sure)."
            )
    if event.attributed_to is not None:
        steps.append(f"Attributed to {event.attributed_to.label}.")
    steps += [step for step in event.why if step]
    return tuple(dict.fromkeys(steps))
