"""Events and actors as JSON records, the shape that `kg code` and the API promise; and back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Protocol, cast

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
    """One event as `kg code` prints it; an imported one may have a `goldstein` score too."""
    imported = {} if event.goldstein is None else {"goldstein": event.goldstein}
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
        **imported,
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
        goldstein=record.get("goldstein"),
        why=tuple(record["why"]),
        **cast(dict[str, Any], {key: record[key] for key in same}),
    )


def full_actor_record(actor: Actor) -> dict[str, Any]:
    """An actor's record with its aliases and outside IRIs."""
    return {**actor_record(actor), "aliases": list(actor.aliases), "same_as": list(actor.same_as)}


def read_full_actor_record(record: Mapping[str, Any]) -> Actor:
    """The inverse of `full_actor_record`."""
    return Actor(
        **{**record, "aliases": tuple(record["aliases"]), "same_as": tuple(record["same_as"])},
    )


def actors_of(events: tuple[Event, ...]) -> Iterator[Actor]:
    """Every actor that the events name, once per form, in order of appearance."""
    seen: set[Actor] = set()
    for event in events:
        mentioned = [mention.actor for mention in (event.source, event.target) if mention]
        for actor in [*mentioned, *([event.attributed_to] if event.attributed_to else [])]:
            if actor not in seen:
                seen.add(actor)
                yield actor


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


def is_named(actor: _HasId) -> bool:
    """Is it told whose it is? `ANY.MIL`, troops of a country not named, are not the same ones twice."""
    return not actor.id.startswith("ANY.")


def party(mention: Mention | None) -> Actor | None:
    """The actor of a mention as a party to relations; None for an agent whose country is not named."""
    return mention.actor if mention and is_named(mention.actor) else None


def with_actors(event: Event, actors: Mapping[Actor, Actor]) -> Event:
    """The event with each bare actor replaced by its full form."""

    def full(mention: Mention | None) -> Mention | None:
        return replace(mention, actor=actors.get(mention.actor, mention.actor)) if mention else None

    told = event.attributed_to
    return replace(
        event,
        source=full(event.source),
        target=full(event.target),
        attributed_to=actors.get(told, told) if told else None,
    )


def bare(actor: Actor) -> Actor:
    """The actor without aliases and outside IRIs, as an event's record gives it back."""
    return replace(actor, aliases=(), same_as=())


def is_factual(event: Event) -> bool:
    """Did it happen, as the article has it? Denied, negated, future and possible acts make no relation."""
    return event.polarity == "affirmed" and event.modality in ("asserted", "reported", "historic")
