"""Paths of a graph under filters and after writes, against NetworkX on the dyads of the same scope."""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

from kg.eventgraph import EventGraph
from kg.model import LONGEST, QUADS, Scope
from kg.settings import Settings
from tests.bench.synthetic import synthetic
from tests.kg.world import ARNOR, EOMER, coded

SCOPES = [
    Scope(),
    Scope(since=dt.date(2023, 9, 15), until=dt.date(2024, 2, 9)),
    Scope(since=dt.date(2023, 9, 15), until=dt.date(2023, 9, 25)),
    Scope(types=frozenset({"AID", "ASSAULT"})),
    Scope(quads=frozenset({QUADS[3]}), until=dt.date(2024, 6, 2)),
    Scope(publishers=frozenset({"Synthetic Times 3", "Synthetic Times 4"})),
    Scope(confidence=0.95),
    Scope(kinds=frozenset({"person"})),
]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventGraph]:
    with EventGraph.open(tmp_path_factory.mktemp("paths"), settings=Settings()) as graph:
        graph.ingest_coded(synthetic(events=500, actors=150), coder="test")
        yield graph


def plain_paths(graph: EventGraph, a: str, b: str, scope: Scope) -> list[tuple[tuple[str, ...], float]]:
    """What NetworkX finds among the dyads."""
    ties: nx.Graph[str] = nx.Graph()
    dyads = graph.dyads(scope=scope, limit=-1)
    for dyad in dyads:
        ties.add_edge(dyad.source, dyad.target)
        data = ties.edges[dyad.source, dyad.target]
        data["events"] = data.get("events", 0) + dyad.events
        data["last"] = max(data.get("last", dyad.last), dyad.last)
    today = max((dyad.last for dyad in dyads if dyad.last), default=None)
    for _, _, data in ties.edges(data=True):
        fading = 0.25 + 0.75 * 0.5 ** ((today - data["last"]).days / 365)  # type: ignore[operator]
        data["cost"] = round((0.2 + 1 / (math.log2(1 + data["events"]) * fading)) * 1_000_000)
    if a not in ties or b not in ties or not nx.has_path(ties, a, b):
        return []
    found: list[tuple[int, tuple[str, ...]]] = []
    for way in nx.shortest_simple_paths(ties, a, b, weight="cost"):
        cost = nx.path_weight(ties, way, "cost")
        if len(found) >= 4 and cost > found[3][0]:
            break
        if len(way) <= LONGEST + 1:
            found.append((cost, tuple(way)))
    return [(way, cost / 1_000_000) for cost, way in sorted(found)[:4]]


@pytest.mark.parametrize("rollup", [False, True])
@pytest.mark.parametrize("scope", SCOPES, ids=range(len(SCOPES)))
def test_paths_are_those_of_networkx(graph: EventGraph, scope: Scope, rollup: bool) -> None:
    scope = replace(scope, rollup=rollup)
    near = {(dyad.source, dyad.target): dyad for dyad in graph.dyads(scope=scope, limit=-1)}
    ids = ["XAA", "XAB", "XCD", "XDD"] if rollup else ["XAA", "XAB", "p-100", "G120", "p-148"]
    for a, b in ((a, b) for a in ids for b in ids if a < b):
        found = graph.paths(a, b, scope=scope, k=4)
        told = [(tuple(actor.id for actor in path.actors), path.cost) for path in found]
        assert told == plain_paths(graph, a, b, scope), (a, b)
        for path in found:
            ends = [actor.id for actor in path.actors]
            assert [(hop.source, hop.target) for hop in path.hops] == list(pairwise(ends))
            for hop in path.hops:
                one, two = hop.source, hop.target
                both = {pair: near[pair] for pair in ((one, two), (two, one)) if pair in near}
                assert {(dyad.source, dyad.target): dyad for dyad in hop.dyads} == both
                assert hop.evidence is not None
                assert hop.evidence.id in {dyad.best for dyad in hop.dyads}


def test_paths_follow_the_writes(tmp_path: Path) -> None:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(synthetic(events=300, actors=80), coder="test")
        assert graph.paths("XAA", "XAB")[0].actors[1].id == "XAB"
        graph.ingest_coded([coded("news", "2024-12-31", (ARNOR, "AID", EOMER))], coder="test")
        assert [actor.id for actor in graph.paths("ARN", "eomer")[0].actors] == ["ARN", "eomer"]
        for a, b in (("XAA", "XAH"), ("XAC", "XBC")):
            told = [(tuple(actor.id for actor in path.actors), path.cost) for path in graph.paths(a, b, k=4)]
            assert told == plain_paths(graph, a, b, Scope())
        graph.delete_article("news")
        assert graph.paths("XAA", "XAB")
        with pytest.raises(Exception, match="no actor 'eomer'"):
            graph.paths("XAA", "eomer")


def test_a_snapshot_shows_one_state(graph: EventGraph) -> None:
    with graph.index.snapshot() as connection:
        version, events = graph.index.version, "SELECT count(*) FROM events"
        before = connection.execute(events).fetchone()
        graph.ingest_coded([coded("news", "2024-12-31", (ARNOR, "AID", EOMER))], coder="test")
        assert (graph.index.version, connection.execute(events).fetchone()) == (version, before)
    graph.delete_article("news")
    assert graph.index.version != version
