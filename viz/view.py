"""The typed view of a graph: actors, lines, and the counts by which a page filters them on its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.eventgraph import EventGraph
from kg.index.cells import cells, partners
from kg.model import KINDS, QUADS, Actor, Dyad, Kind, Quad, Scope
from viz import layout
from viz.filters import EXPAND, MOST_ACTORS, Filters
from viz.months import Span, span_of
from viz.style import node_size


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor in the view, with its places and the partners it has in the whole graph."""

    actor: Actor
    events: int
    partners: int
    community: int
    place: tuple[float, float]
    ring: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The relation of an ordered pair: totals over everything, before any filter."""

    source: str
    target: str
    events: int
    score: float
    best: str | None

    @property
    def id(self) -> str:
        """The key of the line in pages and addresses."""
        return f"{self.source}>{self.target}"


class Count(NamedTuple):
    """Events of a line in one month and class; `month` is an index into the span, -1 for undated."""

    edge: int
    month: int
    quad: int
    tenths: int
    events: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphView:
    """What a picture of the graph is drawn from."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    counts: tuple[Count, ...]
    span: Span
    total_actors: int
    total_relations: int
    truncated: bool
    expanded: tuple[tuple[str, int, int], ...] = ()  # actor, neighbours added, neighbours there are
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEdge:
    """A line as it is seen under filters."""

    edge: Edge
    events: int
    score: float  # mean
    quads: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What remains of a view under its filters, and the counts beside the filters."""

    nodes: tuple[tuple[Node, int], ...]  # with the events seen, busiest first
    edges: tuple[SeenEdge, ...]  # busiest first
    events: int
    months: tuple[tuple[int, int, int, int], ...]  # classes by month of the span
    by_quad: dict[Quad, int]
    by_kind: dict[Kind, int]


def build_view(graph: EventGraph, filters: Filters) -> GraphView:
    """The busiest actors and their relations.

    A view that holds everything ignores the filters, for the page to apply; a cut one is chosen under them.
    """
    actors, dyads, total_actors, total_dyads, truncated = _base(graph, filters)
    events_of = _busyness(dyads)
    places = layout.network(
        list(actors),
        _lines(dyads),
        {actor: node_size(events_of.get(actor, 1)) for actor in actors},
        {actor.id: actor.label for actor in actors.values()},
    )
    expanded: list[tuple[str, int, int]] = []
    for wish in filters.expand:
        if wish.endswith("+"):
            fresh = [graph.actor(wish[:-1])] if wish[:-1] not in actors else []
            _join(graph, filters, fresh, actors, dyads)
            places = layout.beside(places, [a.id for a in fresh], _lines(dyads))
            continue
        actor_id = wish.removesuffix("*")
        limit = MOST_ACTORS if wish.endswith("*") else EXPAND + len(actors)
        hood = graph.neighbours(actor_id, scope=Scope(rollup=filters.rollup), limit=limit)
        fresh = [a for a in (hood.actor, *hood.actors) if a.id not in actors]
        fresh = fresh if wish.endswith("*") else fresh[: EXPAND + (hood.actor.id not in actors)]
        expanded.append((actor_id, len([a for a in fresh if a.id != actor_id]), hood.total))
        _join(graph, filters, fresh, actors, dyads)
        places = layout.beside(places, [a.id for a in fresh], _lines(dyads))
    return _assemble(
        graph, filters, actors, dyads, places, (total_actors, total_dyads, truncated), tuple(expanded)
    )


def _join(
    graph: EventGraph, filters: Filters, fresh: list[Actor], actors: dict[str, Actor], dyads: list[Dyad]
) -> None:
    """Take actors into the view, with all lines between them and those that are there."""
    if not fresh:
        return
    actors.update({actor.id: actor for actor in fresh})
    among = graph.subgraph(
        scope=Scope(rollup=filters.rollup), actors=sorted(actors), limit=len(actors), edges=20_000
    ).dyads
    new = {actor.id for actor in fresh}
    dyads += [dyad for dyad in among if dyad.source in new or dyad.target in new]


def _base(graph: EventGraph, filters: Filters) -> tuple[dict[str, Actor], list[Dyad], int, int, bool]:
    everything = Scope(rollup=filters.rollup)
    if filters.focus:
        hood = graph.neighbours(filters.focus, scope=everything, limit=filters.limit - 1)
        actors = {actor.id: actor for actor in (hood.actor, *hood.actors)}
        among = graph.subgraph(
            scope=everything, actors=sorted(actors), limit=len(actors), edges=filters.edges
        )
        touching = [d for d in hood.dyads if filters.focus in (d.source, d.target)]
        known = {(d.source, d.target) for d in touching}
        rest = [d for d in among.dyads if (d.source, d.target) not in known]
        return actors, (touching + rest)[: filters.edges], hood.total + 1, among.total_dyads, hood.truncated
    found = graph.subgraph(scope=everything, limit=filters.limit, edges=filters.edges)
    if found.truncated and filters.narrow:
        found = graph.subgraph(
            scope=filters.scope, limit=filters.limit, edges=filters.edges, least=filters.least
        )
    actors = {actor.id: actor for actor in found.actors}
    return actors, list(found.dyads), found.total_actors, found.total_dyads, found.truncated


def _assemble(
    graph: EventGraph,
    filters: Filters,
    actors: dict[str, Actor],
    dyads: list[Dyad],
    places: layout.Places,
    totals: tuple[int, int, bool],
    expanded: tuple[tuple[str, int, int], ...],
) -> GraphView:
    connection = graph.index.reader()
    found = cells(connection, [(d.source, d.target) for d in dyads], rollup=filters.rollup)
    span = span_of(cell.month for cell in found if cell.events)
    events, score = [0] * len(dyads), [0.0] * len(dyads)
    for cell in found:
        events[cell.pair] += cell.events
        score[cell.pair] += cell.score
    shown = [index for index in range(len(dyads)) if events[index]]
    row = {old: new for new, old in enumerate(shown)}
    edges = tuple(
        Edge(
            source=dyads[i].source,
            target=dyads[i].target,
            events=events[i],
            score=round(score[i] / events[i], 4),
            best=dyads[i].best,
        )
        for i in shown
    )
    events_of = _busyness(edges)
    alone = {wish.rstrip("+*") for wish in filters.expand} | {filters.focus}
    kept = [actor for actor in actors if actor in events_of or actor in alone]
    lines = _lines(edges)
    community = layout.communities(kept, lines)
    ring = layout.circle(kept, community, events_of)
    known = partners(connection, kept, rollup=filters.rollup)
    nodes = tuple(
        Node(
            actor=actors[actor],
            events=events_of.get(actor, 0),
            partners=known.get(actor, 0),
            community=community[actor],
            place=places[actor],
            ring=ring[actor],
        )
        for actor in sorted(kept, key=lambda a: (-events_of.get(a, 0), a))
    )
    total_actors, total_dyads, truncated = totals
    return GraphView(
        nodes=nodes,
        edges=edges,
        counts=tuple(
            Count(
                edge=row[cell.pair],
                month=span.index(cell.month),
                quad=cell.quad,
                tenths=cell.tenths,
                events=cell.events,
                score=cell.score,
            )
            for cell in found
        ),
        span=span,
        total_actors=max(total_actors, len(nodes)),
        total_relations=max(total_dyads, len(edges)),
        truncated=truncated,
        expanded=expanded,
        filters=filters,
    )


def see(view: GraphView, filters: Filters) -> Seen:
    """Apply filters to a view. `static/js/model.js` does the same in the browser."""
    kind = {node.actor.id: node.actor.kind for node in view.nodes}
    first, last = view.span.window(filters.since, filters.until)
    undated = filters.since is None and filters.until is None
    events = [[0, 0, 0, 0] for _ in view.edges]
    score = [0.0 for _ in view.edges]
    inside: list[Count] = []
    for count in view.counts:
        in_window = undated if count.month < 0 else first <= count.month < last
        if not in_window or count.tenths < filters.confidence * 10 - 1e-6:
            continue
        inside.append(count)
        if QUADS[count.quad] in filters.quads:
            events[count.edge][count.quad] += count.events
            score[count.edge] += count.score

    shown = [edge.source not in filters.hidden and edge.target not in filters.hidden for edge in view.edges]
    is_open = [
        there and kind[edge.source] in filters.kinds and kind[edge.target] in filters.kinds
        for edge, there in zip(view.edges, shown, strict=True)
    ]
    seen = [
        SeenEdge(edge=edge, events=sum(row), score=total / sum(row), quads=(row[0], row[1], row[2], row[3]))
        for edge, row, total, there in zip(view.edges, events, score, is_open, strict=True)
        if there and sum(row) >= filters.least
    ]
    seen.sort(key=lambda item: (-item.events, item.edge.id))
    busy = _busyness(seen)
    months = [[0, 0, 0, 0] for _ in view.span.months]
    by_quad = dict.fromkeys(QUADS, 0)
    for count in inside:
        if is_open[count.edge]:
            by_quad[QUADS[count.quad]] += count.events
    for count in view.counts:
        is_sure = count.tenths >= filters.confidence * 10 - 1e-6
        if is_sure and count.month >= 0 and QUADS[count.quad] in filters.quads and is_open[count.edge]:
            months[count.month][count.quad] += count.events
    # Beside a kind stands how many of it there would be if it were on.
    of_kind: dict[Kind, set[str]] = {wanted: set() for wanted in KINDS}
    for edge, row, there in zip(view.edges, events, shown, strict=True):
        if there and sum(row) >= filters.least:
            ends = (edge.source, edge.target)
            for end, other in (ends, ends[::-1]):
                if kind[other] in filters.kinds or kind[other] == kind[end]:
                    of_kind[kind[end]].add(end)
    by_kind = {wanted: len(found) for wanted, found in of_kind.items()}
    nodes = [(node, busy[node.actor.id]) for node in view.nodes if node.actor.id in busy]
    nodes.sort(key=lambda item: (-item[1], item[0].actor.id))
    return Seen(
        nodes=tuple(nodes),
        edges=tuple(seen),
        events=sum(item.events for item in seen),
        months=tuple((row[0], row[1], row[2], row[3]) for row in months),
        by_quad=by_quad,
        by_kind=by_kind,
    )


def _busyness(lines: Iterable[Dyad | Edge | SeenEdge]) -> dict[str, int]:
    """Events of each actor, in both roles."""
    busy: dict[str, int] = {}
    for line in lines:
        pair = line.edge if isinstance(line, SeenEdge) else line
        for end in (pair.source, pair.target):
            busy[end] = busy.get(end, 0) + line.events
    return busy


def _lines(dyads: Iterable[Dyad | Edge]) -> list[layout.Line]:
    return [(d.source, d.target, float(d.events)) for d in dyads]
