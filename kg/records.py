"""Events and actors as JSON records, the shape that `kg code` and the API promise; and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from kg.model import Action, Actor, Event, Evidence, Mention, Place


def actor_record(actor: Actor) -> dict[str, Any]:
    """`{"id", "label", "kind", "country", "sector", "affiliation"}`."""
    return {
        "id": actor.id,
        "label": actor.label,
        "kind": actor.kind,
        "country": actor.country,
        "sector": actor.sector,
        "affiliation": actor.affiliation,
    }


def mention_record(mention: Mention | None) -> dict[str, Any] | None:
    """The actor's record with the span that names it and how it was resolved."""
    if mention is None:
        return None
    return {
        **actor_record(mention.actor),
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "method": mention.method,
        "confidence": mention.confidence,
    }


def place_record(place: Place | None) -> dict[str, Any] | None:
    """`{"label", "country", "latitude", "longitude", "geonames"}`."""
    if place is None:
        return None
    return {
        "label": place.label,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geonames": place.geonames,
    }


def event_record(event: Event) -> dict[str, Any]:
    """One event as `kg code` prints it."""
    return {
        "id": event.id,
        "doc": event.evidence.doc,
        "sentence": event.evidence.sentence,
        "text": event.evidence.text,
        "start": event.evidence.start,
        "end": event.evidence.end,
        "source": mention_record(event.source),
        "action": {
            "lemma": event.action.lemma,
            "text": event.action.text,
            "rule": event.action.rule,
            "start": event.action.start,
            "end": event.action.end,
        },
        "target": mention_record(event.target),
        "plover": event.plover,
        "mode": event.mode,
        "cameo": event.cameo,
        "quad": event.quad,
        "score": event.score,
        "polarity": event.polarity,
        "modality": event.modality,
        "attributed_to": actor_record(event.attributed_to) if event.attributed_to else None,
        "date": event.date.isoformat() if event.date else None,
        "date_end": event.date_end.isoformat() if event.date_end else None,
        "date_precision": event.date_precision,
        "place": place_record(event.place),
        "confidence": event.confidence,
        "why": list(event.why),
    }


def _read_actor(record: Mapping[str, Any]) -> Actor:
    return Actor(**{key: record[key] for key in ("id", "label", "kind", "country", "sector", "affiliation")})


def _read_mention(record: Mapping[str, Any] | None) -> Mention | None:
    if record is None:
        return None
    rest = {key: record[key] for key in ("text", "start", "end", "method", "confidence")}
    return Mention(actor=_read_actor(record), **rest)


def _read_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_event_record(record: Mapping[str, Any]) -> Event:
    """The inverse of `event_record`; aliases of actors are not part of a record."""
    same = (
        "plover",
        "mode",
        "cameo",
        "quad",
        "score",
        "polarity",
        "modality",
        "date_precision",
        "confidence",
    )
    return Event(
        id=record["id"],
        evidence=Evidence(
            **{key: record[key] for key in ("doc", "sentence", "text", "start", "end")},
        ),
        source=_read_mention(record["source"]),
        action=Action(**record["action"]),
        target=_read_mention(record["target"]),
        attributed_to=_read_actor(record["attributed_to"]) if record["attributed_to"] else None,
        date=_read_date(record["date"]),
        date_end=_read_date(record["date_end"]),
        place=Place(**record["place"]) if record["place"] else None,
        why=tuple(record["why"]),
        **cast(dict[str, Any], {key: record[key] for key in same}),
    )
