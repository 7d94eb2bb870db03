"""What the page of an actor shows."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kg.errors import NotFound
from kg.eventgraph import EventGraph
from kg.index.actors import rolled_up
from kg.model import Actor, Scope
from viz import words
from viz.charts import ego, months_chart
from viz.level import is_part
from viz.lists import actor_href, partner_rows, type_chips, types_of
from viz.page import Figure, pager, render
from viz.passages import passages
from viz.style import KIND_LABELS, tone

SENTENCES, PARTNERS, SPOKES = 20, 8, 9
OUTSIDE = {"www.wikidata.org": "Wikidata", "dbpedia.org": "DBpedia", "sws.geonames.org": "GeoNames"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """An identifier elsewhere."""

    name: str
    text: str
    href: str


def outside_links(actor: Actor) -> list[Outside]:
    """The outside identifiers; only web addresses become links."""
    found = []
    for iri in actor.same_as:
        href = words.safe_link(iri)
        name = OUTSIDE.get(urlsplit(href).netloc, "Same as") if href else "Same as"
        found.append(Outside(name=name, text=iri.rsplit("/", 1)[-1] if name != "Same as" else iri, href=href))
    return found


def stands_for(graph: EventGraph, actor: Actor) -> Actor | None:
    """The actor on whose behalf a person acts, or the country of a sector."""
    of = actor.affiliation or rolled_up(actor)
    if of == actor.id:
        return None
    try:
        return graph.actor(of)
    except NotFound:
        return Actor(id=of, label=of, kind="state")


def mean_tone(events: int, score: float) -> str:
    """The style of a mean score; none where nothing was counted."""
    name = tone(score) if events else "mixed"
    return "" if name == "mixed" else f"tone-{name.split('-')[0]}"


def render_actor(graph: EventGraph, actor_id: str, *, rollup: bool = True, offset: int = 0) -> str:
    """The page of an actor, a country or organisation with its parts if `rollup`. Raises NotFound."""
    actor = graph.actor(actor_id)
    is_whole = not is_part(graph, actor_id)
    rollup = rollup and is_whole
    scope = Scope(rollup=rollup)
    address = actor_href(actor_id) + ("" if rollup or not is_whole else "?rollup=0")
    dyads = graph.dyads(scope=scope, actor=actor_id, limit=2000)
    hood = graph.neighbours(actor_id, scope=scope, limit=2000)
    known = {a.id: a for a in (hood.actor, *hood.actors)}
    dyads = [d for d in dyads if d.source in known and d.target in known]
    outgoing = [d for d in dyads if d.source == actor_id]
    incoming = [d for d in dyads if d.target == actor_id]
    page = graph.events(scope=scope, actor=actor_id, limit=SENTENCES, offset=offset)
    counted = sum(d.events for d in dyads)
    score = sum(d.events * d.score for d in dyads) / counted if counted else 0.0
    days = [day for d in dyads for day in (d.first, d.last) if day]
    busy: dict[str, int] = {}
    for dyad in dyads:
        for end in (dyad.source, dyad.target):
            busy[end] = busy.get(end, 0) + dyad.events
    values: dict[str, Any] = {
        "actor": actor,
        "rollup": rollup,
        "is_whole": is_whole,
        "address": actor_href(actor_id),
        "explore": "" if rollup or not is_whole else "&rollup=0",
        "kind_label": KIND_LABELS[actor.kind],
        "of": stands_for(graph, actor),
        "figures": [
            Figure(term="Events", value=words.number(page.total), href="#sentences"),
            Figure(term="Partners", value=words.number(hood.total)),
            Figure(
                term="Mean score",
                value=words.signed(score) if counted else "–",
                tone=mean_tone(counted, score),
            ),
            Figure(term="Time", value=words.span(min(days), max(days)) if days else "no dates"),
        ],
        "chart": months_chart(graph.months(scope=scope, actor=actor_id)),
        "ego": ego(actor, hood.actors[:SPOKES], dyads, busy) if hood.actors else None,
        "outgoing": partner_rows(actor_id, outgoing[:PARTNERS], known, rollup=rollup),
        "incoming": partner_rows(actor_id, incoming[:PARTNERS], known, rollup=rollup),
        "outgoing_total": len(outgoing),
        "incoming_total": len(incoming),
        "types": type_chips(types_of(dyads)[:12]),
        "passages": passages(graph, page.items),
        "total": page.total,
        "page": pager(address, offset=offset, size=SENTENCES, total=page.total),
        "outside": outside_links(actor),
    }
    return render("actor.html", **values)
