"""Rows of relations and chips of event types, as several pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from kg.knowledge.ontology import load_ontology
from kg.model import Actor, Dyad
from viz import words
from viz.charts import Duel, duel
from viz.style import QUAD_TONES


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """One relation in a list; without `to` the label names the partner alone."""

    href: str
    kind: str
    label: str
    to: str
    duel: Duel
    events: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeChip:
    """An event type with its number of events."""

    type: str
    word: str
    events: int
    tone: str
    href: str = ""
    on: bool = False


def actor_href(actor_id: str) -> str:
    """The page of an actor."""
    return f"/actor/{quote(actor_id, safe='')}"


def relation_href(source: str, target: str, *, rollup: bool = True) -> str:
    """The page of a relation, narrow if it is not to be rolled up."""
    return f"/relation/{quote(source, safe='')}/{quote(target, safe='')}{'' if rollup else '?rollup=0'}"


def relation_rows(dyads: Sequence[Dyad], actors: Mapping[str, Actor]) -> list[RelationRow]:
    """Dyads as rows `source -> target`."""
    most = max((dyad.events for dyad in dyads), default=1)
    return [
        RelationRow(
            href=relation_href(dyad.source, dyad.target),
            kind=actors[dyad.source].kind,
            label=actors[dyad.source].label,
            to=actors[dyad.target].label,
            duel=duel(dyad.quads, most),
            events=words.number(dyad.events),
        )
        for dyad in dyads
    ]


def partner_rows(
    centre: str, dyads: Sequence[Dyad], actors: Mapping[str, Actor], *, rollup: bool = True
) -> list[RelationRow]:
    """Dyads of one actor as rows that name the partner."""
    most = max((dyad.events for dyad in dyads), default=1)
    rows = []
    for dyad in dyads:
        partner = actors[dyad.target if dyad.source == centre else dyad.source]
        rows.append(
            RelationRow(
                href=relation_href(dyad.source, dyad.target, rollup=rollup),
                kind=partner.kind,
                label=partner.label,
                to="",
                duel=duel(dyad.quads, most),
                events=words.number(dyad.events),
            )
        )
    return rows


def type_chips(counts: Iterable[tuple[str, int]], *, address: str = "", chosen: str = "") -> list[TypeChip]:
    """Event types with their tone, most frequent first; with an address each leads to its sentences."""
    ontology = load_ontology(None)
    return [
        TypeChip(
            type=name,
            word=words.type_word(name),
            events=events,
            tone=QUAD_TONES[ontology.quad(name)] if name in ontology.types else "mixed",
            href=f"{address}{'&' if '?' in address else '?'}type={quote(name)}#sentences" if address else "",
            on=name == chosen,
        )
        for name, events in counts
    ]


def types_of(dyads: Iterable[Dyad]) -> list[tuple[str, int]]:
    """Events by type over several dyads, most frequent first."""
    counts: dict[str, int] = {}
    for dyad in dyads:
        for name, events in dyad.types:
            counts[name] = counts.get(name, 0) + events
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
