"""Measures of the relations, one entry of a table each; what was sampled is said."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from kg.answers import Community, MeasureResult
from kg.relations.balance import polarisation, signed_triads
from kg.relations.betweenness import sampled_betweenness
from kg.relations.graph import Total, arcs, ties

SEED = 20
EXACT = 1500
PIVOTS = 300
NAMED = 25
Quarter = list[tuple[str, str, int, int]]


class Ground:
    """What measures stand on: the totals of a scope, as graphs made when they are first needed."""

    def __init__(self, totals: list[Total], quarters: Callable[[], Mapping[str, Quarter]]) -> None:
        self.totals = totals
        self._quarters = quarters

    @cached_property
    def ties(self) -> nx.Graph[str]:
        """One undirected edge a pair."""
        return ties(self.totals)

    @cached_property
    def arcs(self) -> nx.DiGraph[str]:
        """One directed edge an ordered pair."""
        return arcs(self.totals)

    @cached_property
    def quarters(self) -> Mapping[str, Quarter]:
        """Cooperative and conflictual events by pair, quarter by quarter."""
        return self._quarters()

    @cached_property
    def events(self) -> dict[str, int]:
        """Events by actor."""
        found: dict[str, int] = {}
        for source, target, events, _, _ in self.totals:
            found[source] = found.get(source, 0) + events
            found[target] = found.get(target, 0) + events
        return found

    def result(self, name: str, values: Mapping[str, float], **more: object) -> MeasureResult:
        """Values in order, highest first."""
        ranked = sorted(values.items(), key=lambda item: (-item[1], item[0]))
        return MeasureResult(
            name=name,
            values=tuple((actor, round(value, 6)) for actor, value in ranked),
            actors=len(self.events),
            dyads=len(self.totals),
            **more,  # type: ignore[arg-type]
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: one sentence of what it tells, and the function that takes it."""

    tells: str
    take: Callable[[Ground], MeasureResult]


def events(ground: Ground) -> MeasureResult:
    """Events in either role."""
    return ground.result("events", ground.events)


def partners(ground: Ground) -> MeasureResult:
    """Number of actors dealt with."""
    return ground.result("partners", {actor: float(degree) for actor, degree in ground.ties.degree()})


def pagerank(ground: Ground) -> MeasureResult:
    """PageRank over directed events."""
    found = nx.pagerank(ground.arcs, weight="weight") if ground.totals else {}
    return ground.result("pagerank", found)


def betweenness(ground: Ground) -> MeasureResult:
    """Betweenness over unweighted ties, from sampled pivots beyond a size."""
    size = ground.ties.number_of_nodes()
    if size <= EXACT:
        return ground.result("betweenness", nx.betweenness_centrality(ground.ties))
    found = sampled_betweenness(ground.ties, random.Random(SEED).sample(sorted(ground.ties), PIVOTS))
    return ground.result("betweenness", found, sampled=f"shortest paths from {PIVOTS} of {size} actors")


def core(ground: Ground) -> MeasureResult:
    """The k of an actor's k-core."""
    found = nx.core_number(ground.ties)
    facts = {"highest k": float(max(found.values(), default=0))}
    return ground.result("core", {actor: float(k) for actor, k in found.items()}, facts=facts)


def brokerage(ground: Ground) -> MeasureResult:
    """Pairs of an actor's partners that deal with each other only through others."""
    closed = nx.triangles(ground.ties)
    found = {
        actor: degree * (degree - 1) / 2 - closed[actor]  # type: ignore[index]
        for actor, degree in ground.ties.degree()
    }
    return ground.result("brokerage", found)


def blocs(ground: Ground, *, weight: str = "events") -> tuple[list[set[str]], float]:
    """Louvain communities, largest first, with their modularity."""
    graph = ground.ties
    if not graph.number_of_edges():
        return [], 0.0
    # Sorted, so that the seed gives the same communities whatever the order of the totals.
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ordered.add_weighted_edges_from(
        sorted((min(a, b), max(a, b), data[weight]) for a, b, data in graph.edges(data=True))
    )
    found = nx.community.louvain_communities(ordered, weight="weight", seed=SEED)
    ranked = sorted((set(bloc) for bloc in found), key=lambda bloc: (-len(bloc), min(bloc)))
    return ranked, nx.community.modularity(ordered, ranked, weight="weight")


def communities(ground: Ground) -> MeasureResult:
    """Louvain communities, named after their busiest actors."""
    found, modularity = blocs(ground)
    named = [_community(bloc, ground.events) for bloc in found]
    number = {actor: float(n) for n, bloc in enumerate(found) for actor in bloc}
    result = ground.result("communities", {}, facts={"modularity": round(modularity, 6)})
    return MeasureResult(
        name=result.name,
        values=tuple(sorted(number.items(), key=lambda item: (item[1], -ground.events[item[0]], item[0]))),
        actors=result.actors,
        dyads=result.dyads,
        facts=result.facts,
        communities=tuple(named),
    )


def _community(bloc: set[str], events: Mapping[str, int]) -> Community:
    ranked = tuple(sorted(bloc, key=lambda actor: (-events[actor], actor)))
    return Community(
        label=", ".join(ranked[:3]), actors=ranked, events=sum(events[actor] for actor in ranked)
    )


def balance(ground: Ground) -> MeasureResult:
    """Signed triangles: frustrated ones by actor and by name."""
    triads = signed_triads(ground.ties)
    frustrated = [triad for triad in triads if not triad.is_balanced]
    found: dict[str, float] = {}
    for triad in frustrated:
        for actor in triad.actors:
            found[actor] = found.get(actor, 0.0) + 1
    share = (len(triads) - len(frustrated)) / len(triads) if triads else 0.0
    facts = {
        "triangles": float(len(triads)),
        "frustrated": float(len(frustrated)),
        "balanced share": round(share, 6),
    }
    return ground.result(
        "balance", found, facts=facts, findings=tuple(triad.actors for triad in frustrated[:NAMED])
    )


def camps(ground: Ground) -> MeasureResult:
    """Polarisation between the blocs of cooperation, quarter by quarter."""
    friendly: list[Total] = []
    for quarter in ground.quarters.values():
        friendly += [(one, two, coop, float(coop), None) for one, two, coop, _ in quarter if coop]
    found, _ = blocs(Ground(friendly, dict))
    number = {actor: n for n, bloc in enumerate(found) for actor in bloc}
    facts = {
        quarter: round(value, 6)
        for quarter, rows in sorted(ground.quarters.items())
        if (value := polarisation(number, rows)) is not None
    }
    named = tuple(_community(bloc, Ground(friendly, dict).events) for bloc in found[:NAMED])
    return ground.result("polarisation", {}, facts=facts, communities=named)


MEASURES: dict[str, Measure] = {
    "events": Measure("How often an actor acts or is acted on.", events),
    "partners": Measure("With how many others an actor deals.", partners),
    "pagerank": Measure("On whom the acts of important actors fall.", pagerank),
    "betweenness": Measure("On how many shortest ways between others an actor stands.", betweenness),
    "core": Measure("How deep in the dense middle an actor sits (k-core).", core),
    "brokerage": Measure("Between how many partners that do not deal directly an actor stands.", brokerage),
    "communities": Measure("Who deals with one another more than with others (Louvain).", communities),
    "balance": Measure("Which triangles of friends and foes are under tension.", balance),
    "polarisation": Measure("How far the blocs of cooperation are at odds, by quarter.", camps),
}
