"""Coded sentences of a Doc to `Event`s of the article, with offsets into its raw text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast

from kg.ids import event_id
from kg.knowledge.ontology import Ontology
from kg.model import (
    Action,
    Actor,
    Article,
    Event,
    Evidence,
    Kind,
    Mention,
    Modality,
    Place,
    Polarity,
    Precision,
)

if TYPE_CHECKING:
    from kg.knowledge.gazetteer import Gazetteer

HISTORIC_DAYS = 120


class Offsets(Protocol):
    """Cleaned text that knows where it came from."""

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The span of the raw text for a span of the cleaned one."""


def events_in(
    doc: Any, cleaned: Offsets, article: Article, ontology: Ontology, gazetteer: Gazetteer
) -> Iterator[Event]:
    """The events of a coded Doc in text order of sentences, most trusted first within one.

    A historic state's actors count for the country that continues it, and keep its name alone.
    """
    seen: set[tuple[str, str, str, str]] = set()
    for sentence in doc._.kg_frames or ():
        span = doc[sentence["start"] : sentence["end"]]
        start, end = cleaned.raw(span.start_char, span.end_char)
        text = article.text[start:end].rstrip()
        evidence = Evidence(
            doc=article.id, sentence=sentence["number"], text=text, start=start, end=start + len(text)
        )
        for frame in sentence["frames"]:
            for event in _events(doc, cleaned, article, ontology, gazetteer, evidence, frame):
                source = event.source.actor.id if event.source else ""
                target = event.target.actor.id if event.target else ""
                key = (evidence.text, event.plover, source, target)
                if key not in seen:
                    seen.add(key)
                    yield event


def _events(
    doc: Any,
    cleaned: Offsets,
    article: Article,
    ontology: Ontology,
    gazetteer: Gazetteer,
    evidence: Evidence,
    frame: Mapping[str, Any],
) -> Iterator[Event]:
    action = _action(doc, cleaned, article, frame)
    first, last, precision, historic = _when(article, frame["time"])
    modality = frame["modality"]
    if historic and modality in ("asserted", "reported"):
        modality = "historic"
    speaker = _actor(frame["speaker"], gazetteer) if frame["speaker"] else None
    for source, target in frame["pairs"]:
        sources = _mention(doc, cleaned, article, gazetteer, source)
        targets = _mention(doc, cleaned, article, gazetteer, target)
        yield Event(
            id=event_id(
                article.id, evidence.start, frame["rule"], sources.actor.id if sources else "",
                targets.actor.id if targets else "", action.start,
            ),
            evidence=evidence,
            source=sources,
            action=action,
            target=targets,
            plover=frame["plover"],
            mode=frame["mode"],
            cameo=frame["cameo"] or ontology.default_cameo(frame["plover"]),
            quad=ontology.quad(frame["plover"]),
            score=ontology.score(frame["plover"], frame["mode"]),
            polarity=cast(Polarity, frame["polarity"]),
            modality=cast(Modality, modality),
            attributed_to=speaker,
            date=first,
            date_end=last,
            date_precision=precision,
            place=_place(frame["place"], gazetteer),
            confidence=frame["confidence"],
            why=tuple(frame["why"]) + _how(sources, "source") + _how(targets, "target"),
        )  # fmt: skip


def _action(doc: Any, cleaned: Offsets, article: Article, frame: Mapping[str, Any]) -> Action:
    span = doc[frame["start"] : frame["end"]]
    start, end = cleaned.raw(span.start_char, span.end_char)
    return Action(
        lemma=frame["lemma"], text=article.text[start:end], rule=frame["rule"], start=start, end=end
    )


def _mention(
    doc: Any, cleaned: Offsets, article: Article, gazetteer: Gazetteer, party: Mapping[str, Any] | None
) -> Mention | None:
    if party is None:
        return None
    span = doc[party["start"] : party["end"]]
    start, end = cleaned.raw(span.start_char, span.end_char)
    return Mention(
        actor=_actor(party["actor"], gazetteer), text=article.text[start:end], start=start, end=end,
        method=party["method"], confidence=round(party["confidence"], 2),
    )  # fmt: skip


def _actor(record: Mapping[str, Any], gazetteer: Gazetteer) -> Actor:
    country = record["country"]
    # An agent may have got its country from the sentence, after it was given a name.
    part = gazetteer.actor(record["id"]) if record["kind"] == "sector" else None
    return Actor(
        id=record["id"], label=part.label if part else record["label"], kind=cast(Kind, record["kind"]),
        country=gazetteer.country(country) if country else None, sector=record["sector"],
        affiliation=record.get("affiliation"),
    )  # fmt: skip


def _how(mention: Mention | None, side: str) -> tuple[str, ...]:
    return (f"{side} '{mention.text}' by {mention.method}",) if mention else ()


def _place(record: Mapping[str, Any] | None, gazetteer: Gazetteer) -> Place | None:
    if record is None:
        return None
    country = record.get("country")
    return Place(
        label=record["label"], country=gazetteer.country(country) if country else None,
        latitude=record.get("latitude"), longitude=record.get("longitude"), geonames=record.get("geonames"),
    )  # fmt: skip


def _when(
    article: Article, time: Mapping[str, Any] | None
) -> tuple[dt.date | None, dt.date | None, Precision, bool]:
    if time is None or not time["first"]:
        if article.date is None:
            return None, None, "unknown", False
        return article.date, article.date, "day", False
    first = dt.date.fromisoformat(time["first"])
    last = dt.date.fromisoformat(time["last"]) if time["last"] else first
    historic = article.date is not None and (article.date - last).days > HISTORIC_DAYS
    return first, last, cast(Precision, time["precision"]), historic
