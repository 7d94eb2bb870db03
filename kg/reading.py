"""Questions to the index and the relations together: what EventGraph's reading methods delegate to."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.answers import Change, Relation, Subgraph
from kg.counting import Tally
from kg.errors import BadInput
from kg.index import actors, dyads, events
from kg.index import months as monthly
from kg.index.descriptions import describe
from kg.index.partners import partners as partners_of
from kg.index.pictures import picture as picture_of
from kg.model import Count, Dyad, Hop, Neighbourhood, Path, Scope
from kg.relations import graph as graphs
from kg.relations.changes import compare
from kg.relations.measures import Ground
from kg.relations.neighbourhood import Direction, around

if TYPE_CHECKING:
    import networkx as nx

    from kg.relations.ties import Ties

MOST_DYADS = 1000  # of a neighbourhood


def relation(
    connection: sqlite3.Connection, a: int, b: int, *, scope: Scope, limit: int, count: Count
) -> Relation:
    """All between two actors."""
    return Relation(
        a=actors.read_actor(connection, a),
        b=actors.read_actor(connection, b),
        there=_dyad(connection, scope, a, b, count),
        back=_dyad(connection, scope, b, a, count),
        months_there=tuple(monthly.months(connection, scope, pair=(a, b))),
        months_back=tuple(monthly.months(connection, scope, pair=(b, a))),
        events=events.page(connection, scope, pair=(a, b), limit=limit),
    )


def busiest_dyads(
    connection: sqlite3.Connection, scope: Scope, actor: int | None, *, least: int, limit: int, count: Count
) -> list[Dyad]:
    """Dyads of one actor or of all, those with the most reports or happenings first; all for a limit below 0."""

    def totals(most: int) -> list[dyads.Total]:
        if actor is not None:
            return dyads.of_actor(connection, scope, actor, least=least, limit=most)
        found = dyads.totals(connection, scope, least=least, limit=most)
        return dyads.in_order(connection, found) if most < 0 else found

    if count == "reports":
        return _described(connection, scope, totals(limit), None)
    tally = Tally(connection, scope)
    return _described(connection, scope, tally.busiest_dyads(totals, limit), tally)


def _described(
    connection: sqlite3.Connection, scope: Scope, found: Sequence[dyads.Total], tally: Tally | None
) -> list[Dyad]:
    """The totals as dyads, with their happenings and in the order of these where they are counted."""
    described = describe(connection, scope, found)
    return tally.counted(described, [(total.a, total.b) for total in found]) if tally else described


def _dyad(connection: sqlite3.Connection, scope: Scope, a: int, b: int, count: Count) -> Dyad | None:
    tally = Tally(connection, scope) if count == "happenings" else None
    found = _described(connection, scope, dyads.totals(connection, scope, a=a, b=b), tally)
    return found[0] if found else None


def neighbours(
    connection: sqlite3.Connection,
    centre: int,
    *,
    hops: int,
    scope: Scope,
    direction: Direction,
    least: int,
    limit: int,
    count: Count,
) -> Neighbourhood:
    """The actors around one actor: for one hop the dyads with it, for more all among those found, if not too many.

    `least` is a number of reports, however they are counted.
    """
    tally = Tally(connection, scope)

    def partners(actor: int, most: int) -> tuple[list[tuple[int, int]], int]:
        if count == "happenings":
            return tally.partners(actor, direction=direction, least=least, limit=most)
        return partners_of(connection, scope, actor, direction=direction, least=least, limit=most)

    ring = around(
        centre, partners, hops=hops, limit=limit, names=lambda found: dyads.ids_of(connection, found)
    )
    if hops == 1:
        found = dyads.between(connection, scope, centre, ring.actors, direction=direction)
    else:
        found = dyads.of_actors(connection, scope, [centre, *ring.actors])
    shown = _leading(found, {centre: 0, **dict(zip(ring.actors, ring.hops, strict=True))})
    known = actors.read_actors(connection, [centre, *ring.actors])
    return Neighbourhood(
        actor=known[centre],
        hops=hops,
        actors=tuple(known[n] for n in ring.actors),
        dyads=tuple(_described(connection, scope, shown, tally if count == "happenings" else None)),
        total=ring.total,
        truncated=ring.truncated or len(shown) < len(found),
    )


def _leading(found: list[dyads.Total], hops: Mapping[int, int]) -> list[dyads.Total]:
    """The dyads in their order; of too many those that lead outward stay, then the busiest of the others."""
    if len(found) <= MOST_DYADS:
        return found
    outward = [abs(hops[total.a] - hops[total.b]) == 1 for total in found]
    places = sorted(range(len(found)), key=lambda place: not outward[place])[:MOST_DYADS]
    return [found[place] for place in sorted(places)]


def subgraph(
    connection: sqlite3.Connection,
    scope: Scope,
    *,
    centre: Sequence[int],
    limit: int,
    edges: int,
    least: int,
) -> Subgraph:
    """The busiest actors of a scope and the dyads among them."""
    picture = picture_of(connection, scope, centre=centre, limit=limit, edges=edges, least=least)
    known = actors.read_actors(connection, list(picture.actors))
    return Subgraph(
        actors=tuple(known[n] for n in picture.actors),
        events_of={known[n].id: count for n, count in picture.actors.items()},
        dyads=tuple(describe(connection, scope, picture.dyads)),
        total_actors=picture.total_actors,
        total_dyads=picture.total_dyads,
        truncated=len(picture.actors) < picture.total_actors or len(picture.dyads) < picture.total_dyads,
    )


def ground(connection: sqlite3.Connection, scope: Scope) -> Ground:
    """What measures stand on."""
    totals = dyads.named(connection, dyads.totals(connection, scope))
    return Ground(totals, lambda: monthly.quarters(connection, scope))


Window = tuple[date, date]


def usual_windows(last: date) -> tuple[Window, Window]:
    """The last month of the graph, and the six before it."""
    start = last.replace(day=1)
    end = (start + timedelta(days=32)).replace(day=1)
    earlier = start
    for _ in range(6):
        earlier = (earlier - timedelta(days=1)).replace(day=1)
    return (earlier, start), (start, end)


def changes(connection: sqlite3.Connection, before: Window, after: Window, scope: Scope) -> list[Change]:
    """What changed from one window to the other. Raises BadInput for an empty window."""
    for since, until in (before, after):
        if until <= since:
            raise BadInput(f"the window from {since} to {until} holds no day")

    def counted(window: Window) -> dict[tuple[str, str], tuple[int, float]]:
        chosen = replace(scope, since=window[0], until=window[1])
        found = dyads.named(connection, dyads.totals(connection, chosen))
        return {(source, target): (events, score) for source, target, events, score, _ in found}

    return compare(
        counted(before),
        counted(after),
        days_before=(before[1] - before[0]).days,
        days_after=(after[1] - after[0]).days,
    )


def networkx(connection: sqlite3.Connection, scope: Scope) -> nx.MultiDiGraph[str]:
    """The relations of a scope, one edge per direction and event type."""
    found = dyads.totals(connection, scope)
    numbers = sorted({n for total in found for n in (total.a, total.b)})
    known = actors.read_actors(connection, numbers)
    return graphs.multigraph(known.values(), describe(connection, scope, found))


def ties(connection: sqlite3.Connection, scope: Scope) -> Ties:
    """All pairs of the scope as undirected ties with their costs."""
    # numpy takes a tenth of a second to load: only who asks for paths pays it.
    from kg.index.arrays import read_pairs
    from kg.relations.ties import tie

    found = read_pairs(connection, scope)
    return tie(found.actors, found.a, found.b, found.events, found.last)


def paths(connection: sqlite3.Connection, known: Ties, a: int, b: int, *, scope: Scope, k: int) -> list[Path]:
    """The best paths of the ties between two actors, each hop with its best event."""
    from kg.relations.paths import best_paths

    return [_path(connection, rows, cost, scope) for rows, cost in best_paths(known, a, b, k=k)]


def _path(connection: sqlite3.Connection, rows: Sequence[int], cost: float, scope: Scope) -> Path:
    known = actors.read_actors(connection, rows)
    return Path(
        actors=tuple(known[n] for n in rows),
        hops=tuple(
            _hop(connection, known[one].id, known[two].id, (one, two), scope) for one, two in pairwise(rows)
        ),
        cost=cost,
    )


def _hop(
    connection: sqlite3.Connection, source: str, target: str, ends: tuple[int, int], scope: Scope
) -> Hop:
    both = dyads.between(connection, scope, ends[0], [ends[1]], direction="both")
    described = describe(connection, scope, both)
    _, best = max(zip(both, described, strict=True), key=lambda pair: pair[0].best)
    return Hop(
        source=source,
        target=target,
        dyads=tuple(described),
        evidence=events.read_event(connection, best.best) if best.best else None,
    )
