"""What the explorer's page carries before any script runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.eventgraph import EventGraph
from viz import words
from viz.charts import duel
from viz.filters import KIND_CODES, QUAD_CODES, Filters
from viz.lists import RelationRow, actor_href, relation_href
from viz.network import model
from viz.page import render
from viz.style import KIND_LABELS, QUAD_LABELS, QUAD_TONES, TONE_LABELS, TONES, tone
from viz.view import GraphView, Seen, build_view, see

ROWS = 40
ORDER = ("mc", "vc", "vx", "mx")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A line of the picture as a row of the table."""

    source: str
    target: str
    from_href: str
    to_href: str
    href: str
    events: int
    score: float
    tone: str
    tone_label: str


def status(view: GraphView, seen: Seen) -> str:
    """The line above the picture; a cut view says of how many."""
    of_actors = f" of {words.number(view.total_actors)}" if view.truncated else ""
    return " · ".join(
        (
            f"{words.number(len(seen.nodes))}{of_actors} {'actor' if len(seen.nodes) == 1 else 'actors'}",
            words.plural(len(seen.edges), "relation"),
            words.plural(seen.events, "event"),
        )
    )


def render_explore(graph: EventGraph, filters: Filters) -> str:
    """The explorer: filters, table and panel as HTML, the view model as a data block."""
    view = build_view(graph, filters)
    seen = see(view, filters)
    label = {node.actor.id: node.actor.label for node in view.nodes}
    kind = {node.actor.id: node.actor.kind for node in view.nodes}
    present = set(kind.values())
    most = seen.edges[0].events if seen.edges else 1
    values: dict[str, Any] = {
        "filters": filters,
        "query": filters.query(),
        "status": status(view, seen),
        "truncated": view.truncated,
        "more": filters.wider if view.truncated else 0,
        "more_query": filters.query(limit=filters.wider or filters.limit),
        "empty": not view.edges and not filters.narrow,
        "tones": TONES,
        "quads": [
            {
                "code": code,
                "label": QUAD_LABELS[QUAD_CODES[code]],
                "tone": QUAD_TONES[QUAD_CODES[code]],
                "on": QUAD_CODES[code] in filters.quads,
                "events": seen.by_quad[QUAD_CODES[code]],
            }
            for code in ORDER
        ],
        "kinds": [
            {
                "code": code,
                "id": name,
                "label": KIND_LABELS[name],
                "on": name in filters.kinds,
                "actors": seen.by_kind[name],
                "known": name in present,
            }
            for code, name in KIND_CODES.items()
        ],
        "rows": _rows(seen, label, rollup=filters.rollup),
        "busiest": [
            RelationRow(
                href=relation_href(line.edge.source, line.edge.target, rollup=filters.rollup),
                kind=kind[line.edge.source],
                label=label[line.edge.source],
                to=label[line.edge.target],
                duel=duel(line.quads, most),
                events=words.number(line.events),
            )
            for line in seen.edges[:10]
        ],
        "model": model(view),
    }
    return render("explore.html", here="/explore", **values)


def _rows(seen: Seen, label: dict[str, str], *, rollup: bool) -> Sequence[TableRow]:
    return [
        TableRow(
            source=label[line.edge.source],
            target=label[line.edge.target],
            from_href=actor_href(line.edge.source),
            to_href=actor_href(line.edge.target),
            href=relation_href(line.edge.source, line.edge.target, rollup=rollup),
            events=line.events,
            score=line.score,
            tone=tone(line.score),
            tone_label=TONE_LABELS[tone(line.score)],
        )
        for line in seen.edges[:ROWS]
    ]
