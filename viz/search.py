"""Actors and relationships that a visitor's words may mean."""

import re
from dataclasses import dataclass

from kg.answers import ActorHit
from kg.errors import NotFound
from kg.eventgraph import EventGraph
from kg.index.actors import rolled_up
from kg.model import Actor, Scope
from viz.lists import actor_href, relation_href
from viz.page import render
from viz.style import KIND_LABELS

_JOINT = re.compile(
    r"\s+(?:and|vs\.?|versus|with|to|on|against)\s+|\s*(?:→|->|–|—|>|,|&|/)\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An actor, or with `source` and `target` a relationship."""

    id: str
    label: str
    kind: str
    kind_label: str
    events: int
    matched: str
    href: str
    source: str = ""
    target: str = ""
    part: bool = False  # only seen where actors are not rolled up


def find(graph: EventGraph, text: str, *, relations: bool = True, limit: int = 8) -> list[Hit]:
    """Relationships first if the words name two actors, then actors, best match first."""
    wanted = " ".join(text.split())[:200]
    if not wanted:
        return []
    hits = _relations(graph, wanted) if relations else []
    seen = {hit.id for hit in hits}
    for found in graph.search(wanted, limit=limit):
        if found.actor.id not in seen:
            hits.append(_actor_hit(found))
    return hits[:limit]


def resolve(graph: EventGraph, text: str, *, rollup: bool = False) -> Actor:
    """The actor of this id or the best match of these words, rolled up as whom it acts for. Raises NotFound."""
    try:
        actor = graph.actor(text)
    except NotFound:
        found = graph.search(text, limit=1)
        if not found:
            raise
        actor = found[0].actor
    return graph.actor(rolled_up(actor)) if rollup else actor


def _relations(graph: EventGraph, text: str) -> list[Hit]:
    hits: list[Hit] = []
    for joint in _JOINT.finditer(text):
        first, second = text[: joint.start()].strip(), text[joint.end() :].strip()
        if len(first) < 2 or len(second) < 2:
            continue
        one, two = graph.search(first, limit=1), graph.search(second, limit=1)
        if not one or not two or one[0].is_guess or two[0].is_guess or one[0].actor.id == two[0].actor.id:
            continue
        is_narrow = any(rolled_up(hit.actor) != hit.actor.id for hit in (one[0], two[0]))
        scope = Scope(rollup=not is_narrow)
        relation = graph.relation(one[0].actor.id, two[0].actor.id, scope=scope, limit=1)
        for dyad, a, b in ((relation.there, relation.a, relation.b), (relation.back, relation.b, relation.a)):
            if dyad is not None:
                hits.append(
                    Hit(
                        id=f"{a.id}>{b.id}",
                        label=f"{a.label} → {b.label}",
                        kind=a.kind,
                        kind_label="Relationship",
                        events=dyad.events,
                        matched="",
                        href=relation_href(a.id, b.id),
                        source=a.id,
                        target=b.id,
                        part=is_narrow,
                    )
                )
        if hits:
            break
    return hits


def _actor_hit(found: ActorHit) -> Hit:
    return Hit(
        id=found.actor.id,
        label=found.actor.label,
        kind=found.actor.kind,
        kind_label=KIND_LABELS[found.actor.kind],
        events=found.events,
        matched=found.matched,
        href=actor_href(found.actor.id),
        part=rolled_up(found.actor) != found.actor.id,
    )


def render_search(graph: EventGraph, text: str) -> str:
    """The page of matches, for readers without scripts."""
    return render("search.html", text=" ".join(text.split())[:200], hits=find(graph, text, limit=40))
