"""Dyads from events in memory: the definition that the index keeps to, and the way for events not stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.model import QUADS, Dyad, Event
from kg.records import is_factual, party


def aggregate(events: Iterable[Event]) -> list[Dyad]:
    """The ordered pairs of the events with their totals, busiest first."""
    groups: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        source, target = party(event.source), party(event.target)
        if source and target and source.id != target.id and is_factual(event):
            groups.setdefault((source.id, target.id), []).append(event)
    dyads = [_dyad(pair, group) for pair, group in groups.items()]
    return sorted(dyads, key=lambda dyad: (-dyad.events, dyad.source, dyad.target))


def _dyad(pair: tuple[str, str], events: list[Event]) -> Dyad:
    days = [event.date for event in events if event.date]
    quads = Counter(event.quad for event in events)
    types = Counter(event.plover for event in events)
    best = min(
        events,
        key=lambda event: (-event.confidence, -event.date.toordinal() if event.date else 0, event.id),
    )
    return Dyad(
        source=pair[0],
        target=pair[1],
        events=len(events),
        articles=len({event.evidence.doc for event in events}),
        score=round(sum(event.score for event in events) / len(events), 3),
        first=min(days, default=None),
        last=max(days, default=None),
        quads=(quads[QUADS[0]], quads[QUADS[1]], quads[QUADS[2]], quads[QUADS[3]]),
        types=tuple(sorted(types.items(), key=lambda item: (-item[1], item[0]))),
        best=best.id,
    )
