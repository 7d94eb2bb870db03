"""Measures against values worked out by hand on small graphs."""

import math

import networkx as nx
import pytest

from kg.relations import measures
from kg.relations.balance import polarisation, signed_triads
from kg.relations.betweenness import sampled_betweenness
from kg.relations.changes import compare, growth_score
from kg.relations.graph import Total, ties
from kg.relations.measures import MEASURES, Ground

# A star around B, and a triangle of A, B and C.
STAR: list[Total] = [("A", "B", 1, 2.0, None), ("C", "B", 1, 2.0, None), ("D", "B", 1, 2.0, None)]
TRIANGLE: list[Total] = [*STAR, ("A", "C", 2, -10.0, None)]


def values(name: str, totals: list[Total]) -> dict[str, float]:
    return dict(MEASURES[name].take(Ground(totals, dict)).values)


def test_events_counts_both_roles() -> None:
    assert values("events", TRIANGLE) == {"A": 3, "B": 3, "C": 3, "D": 1}


def test_partners_counts_actors_once() -> None:
    assert values("partners", [*TRIANGLE, ("B", "A", 5, 0.0, None)]) == {"A": 2, "B": 3, "C": 2, "D": 1}


def test_betweenness_of_a_star() -> None:
    assert values("betweenness", STAR) == {"A": 0, "B": 1, "C": 0, "D": 0}


@pytest.mark.parametrize("seed", range(6))
def test_sampled_betweenness_is_that_of_networkx(seed: int) -> None:
    # More actors than go into one product, in one piece or in several.
    plain = nx.gnm_random_graph(60, (50, 150)[seed % 2], seed=seed)
    graph = nx.relabel_nodes(plain, {n: f"a{n:02}" for n in plain})
    assert sampled_betweenness(graph, list(graph)) == pytest.approx(nx.betweenness_centrality(graph))
    pivots = sorted(graph)[seed::7]
    found = sampled_betweenness(graph, pivots)
    # Of undirected graphs NetworkX counts each way once for its two ends.
    sums = nx.betweenness_centrality_subset(graph, pivots, list(graph), normalized=False)
    for actor, value in found.items():
        sources = len(pivots) - (actor in pivots)
        assert value == pytest.approx(2 * sums[actor] / (sources * (len(graph) - 2)))


def test_betweenness_of_many_says_what_was_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    star: list[Total] = [("HUB", f"a{n}", 1, 0.0, None) for n in range(9)]
    monkeypatch.setattr(measures, "EXACT", 5)
    monkeypatch.setattr(measures, "PIVOTS", 4)
    result = measures.betweenness(Ground(star, dict))
    assert result.values[:2] == (("HUB", 1.0), ("a0", 0.0))
    assert result.sampled == "shortest paths from 4 of 10 actors"


def test_pagerank_of_a_ring_is_even() -> None:
    ring: list[Total] = [("A", "B", 1, 0.0, None), ("B", "C", 1, 0.0, None), ("C", "A", 1, 0.0, None)]
    assert values("pagerank", ring) == pytest.approx({"A": 1 / 3, "B": 1 / 3, "C": 1 / 3}, abs=1e-5)


def test_core_numbers() -> None:
    assert values("core", TRIANGLE) == {"A": 2, "B": 2, "C": 2, "D": 1}


def test_brokerage_counts_open_pairs() -> None:
    assert values("brokerage", STAR) == {"A": 0, "B": 3, "C": 0, "D": 0}
    assert values("brokerage", TRIANGLE)["B"] == 2


def test_communities_of_two_triangles_with_a_bridge() -> None:
    totals: list[Total] = [(a, b, 5, 0.0, None) for a, b in ("AB", "BC", "CA", "XY", "YZ", "ZX")] + [
        ("A", "X", 1, 0.0, None)
    ]
    result = MEASURES["communities"].take(Ground(totals, dict))
    assert [community.actors for community in result.communities] == [("A", "B", "C"), ("X", "Y", "Z")]
    # Two communities of degree sum 31 each, one of 31 units between them: 30/31 - 2 * (1/2)^2.
    assert result.facts["modularity"] == pytest.approx(30 / 31 - 0.5, abs=1e-6)


def test_frustrated_triangle_is_named() -> None:
    result = MEASURES["balance"].take(Ground(TRIANGLE, dict))
    assert result.facts == {"triangles": 1, "frustrated": 1, "balanced share": 0}
    assert result.findings == (("A", "B", "C"),)


@pytest.mark.parametrize(
    ("scores", "is_balanced"),
    [((5, 5, 5), True), ((5, 5, -5), False), ((5, -5, -5), True), ((-5, -5, -5), False)],
)
def test_balance_by_signs(scores: tuple[float, float, float], is_balanced: bool) -> None:
    sides = zip(("AB", "AC", "BC"), scores, strict=True)
    triads = signed_triads(ties((one, two, 1, score, None) for (one, two), score in sides))
    assert [triad.is_balanced for triad in triads] == [is_balanced]


def test_neutral_ties_have_no_sign() -> None:
    assert (
        signed_triads(ties([("A", "B", 1, 0.5, None), ("A", "C", 1, 5, None), ("B", "C", 1, 5, None)])) == []
    )


def test_polarisation_by_hand() -> None:
    blocs = {"A": 0, "B": 0, "X": 1}
    # Of 8 cooperative events 2 run across, of 4 conflictual 3 do: 3/4 - 2/8.
    assert polarisation(blocs, [("A", "B", 6, 1), ("A", "X", 2, 3)]) == 0.5
    assert polarisation(blocs, [("A", "B", 6, 0)]) is None


def test_polarisation_by_quarter() -> None:
    quarters = {"2024-Q1": [("A", "B", 6, 0), ("X", "Y", 6, 0), ("A", "X", 0, 4)]}
    result = MEASURES["polarisation"].take(Ground([], lambda: quarters))
    assert result.facts == {"2024-Q1": 1.0}


def test_growth_resists_small_counts() -> None:
    found = compare(
        {("A", "B"): (0, 0.0), ("C", "D"): (10, 0.0), ("E", "F"): (100, 0.0)},
        {("A", "B"): (1, 0.0), ("C", "D"): (40, 0.0), ("E", "F"): (100, 0.0)},
        days_before=30, days_after=30,
    )  # fmt: skip
    assert [(change.source, change.kind) for change in found] == [("C", "grew")]


def test_growth_score_by_hand() -> None:
    assert growth_score(10, 40, 1.0) == pytest.approx(
        (math.sqrt(40.375) - math.sqrt(10.375)) / math.sqrt(0.5)
    )


def test_longer_window_is_not_growth() -> None:
    assert compare({("A", "B"): (10, 0.0)}, {("A", "B"): (60, 0.0)}, days_before=30, days_after=180) == []


def test_turned_relation() -> None:
    found = compare({("A", "B"): (20, 100.0)}, {("A", "B"): (20, -120.0)}, days_before=30, days_after=30)
    assert [(change.kind, change.score_before, change.score_after) for change in found] == [
        ("turned", 5.0, -6.0)
    ]
    assert found[0].score < 0
