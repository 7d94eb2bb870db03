import datetime as dt
import random

import networkx as nx
import numpy as np
import pytest

from kg.model import LONGEST
from kg.relations import paths
from kg.relations.neighbourhood import around
from kg.relations.paths import best_paths
from kg.relations.ties import UNIT, Ties, strength, tie

OLD, NEW = dt.date(2020, 1, 1).toordinal(), dt.date(2024, 1, 1).toordinal()
Row = tuple[int, int, int, int]  # source, target, events, last day


def tied(rows: list[Row], order: list[int] | None = None) -> Ties:
    """Ties of the rows; `order` holds the actors by their ids."""
    actors = order or sorted({actor for row in rows for actor in row[:2]})
    a, b, events, last = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return tie(np.array(actors, dtype=np.int64), a, b, events, last)


def test_strong_ties_make_the_better_path() -> None:
    ties = tied([(1, 2, 50, NEW), (2, 9, 50, NEW), (1, 3, 1, NEW), (3, 9, 1, NEW)])
    assert [way for way, _ in best_paths(ties, 1, 9, k=3)] == [(1, 2, 9), (1, 3, 9)]


def test_recent_ties_make_the_better_path() -> None:
    ties = tied([(1, 2, 5, OLD), (2, 9, 5, OLD), (1, 3, 5, NEW), (3, 9, 5, NEW)])
    assert best_paths(ties, 1, 9, k=1)[0][0] == (1, 3, 9)


def test_strength_halves_towards_its_quarter() -> None:
    ones = np.ones(3, dtype=np.int64)
    assert strength(ones, np.array([NEW, NEW - 365, 0]), NEW) == pytest.approx([1.0, 0.25 + 0.375, 1.0])


def test_both_directions_make_one_tie() -> None:
    ties = tied([(1, 2, 3, OLD), (2, 1, 4, NEW), (1, 2, 8, 0)])
    assert (ties.starts.tolist(), ties.ends.tolist()) == ([0, 1, 2], [1, 0])
    assert best_paths(ties, 2, 1, k=3) == [((2, 1), 0.45)]  # 0.2 + 1 / log2(1 + 15)


@pytest.mark.parametrize(("a", "b"), [(1, 1), (1, 3), (7, 1), (1, 5)])
def test_no_path(a: int, b: int) -> None:
    ties = tied([(1, 2, 1, 0), (3, 4, 1, 0)], order=[1, 2, 3, 4, 5])
    assert best_paths(ties, a, b, k=3) == []
    assert best_paths(tied([], order=[1, 2]), 1, 2, k=3) == []


def test_of_equal_paths_the_first_by_id_comes_first() -> None:
    rows = [(1, middle, 2, NEW) for middle in (2, 3, 4, 5)] + [(middle, 9, 2, NEW) for middle in (2, 3, 4, 5)]
    ties = tied(rows, order=[9, 5, 4, 3, 2, 1])
    assert [way for way, _ in best_paths(ties, 1, 9, k=3)] == [(1, 5, 9), (1, 4, 9), (1, 3, 9)]


def test_too_many_hops_are_no_path() -> None:
    chain = [(n, n + 1, 1, NEW) for n in range(LONGEST + 2)]
    assert best_paths(tied(chain), 0, LONGEST + 1, k=3) == []
    assert [way for way, _ in best_paths(tied(chain), 0, LONGEST, k=3)] == [tuple(range(LONGEST + 1))]
    # A cheap way round that is too long hides nothing.
    busy = [(n, n + 1, 1000, NEW) for n in range(LONGEST + 1)]
    assert [way for way, _ in best_paths(tied([*busy, (0, LONGEST + 1, 1, OLD)]), 0, LONGEST + 1, k=3)] == [
        (0, LONGEST + 1)
    ]


def test_two_leaves_of_a_hub_have_one_path() -> None:
    rows = [(0, n, 1 + n % 3, NEW) for n in range(1, 400)] + [(n, n + 1, 1, NEW) for n in range(3, 399)]
    assert [way for way, _ in best_paths(tied(rows), 1, 2, k=3)] == [(1, 0, 2)]


def test_ties_of_many_actors_are_in_order() -> None:
    source = random.Random(5)
    pairs = {tuple(sorted(source.sample(range(200_000), 2))) for _ in range(500)}
    ties = tied([(*pair, 1, NEW) for pair in sorted(pairs)], order=list(range(200_000)))
    both = sorted([*pairs, *((two, one) for one, two in pairs)])
    assert [(one, int(two)) for one in sorted({one for one, _ in both}) for two in ties.at(one)[0]] == both


def random_ties(seed: int) -> Ties:
    """Sparse or dense, with few different costs or many, in pieces or in one."""
    source = random.Random(seed)
    size = source.randint(4, 14)
    days = [0, NEW] if seed % 2 else [NEW - 100 * n for n in range(8)]
    rows = [
        (*source.sample(range(size), 2), source.randint(1, 2 if seed % 2 else 40), source.choice(days))
        for _ in range(source.randint(size - 2, 2 * size))
    ]
    order = list(range(size))
    source.shuffle(order)
    return tied(rows, order=order)


def plain_paths(ties: Ties, a: int, b: int, k: int) -> list[tuple[tuple[int, ...], float]]:
    """The same from NetworkX alone: all simple paths, the long ones left out, in order."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(ties.actors)))
    for one in range(len(ties.actors)):
        ends, costs = ties.at(one)
        graph.add_weighted_edges_from(zip([one] * len(ends), ends.tolist(), costs.tolist(), strict=True))
    start, goal = ties.place(a), ties.place(b)
    if start is None or goal is None or not nx.has_path(graph, start, goal):
        return []
    found = [
        (nx.path_weight(graph, way, "weight"), tuple(way))
        for way in nx.shortest_simple_paths(graph, start, goal, weight="weight")
        if len(way) <= LONGEST + 1
    ]
    rows = ties.actors.tolist()
    return [(tuple(rows[place] for place in way), cost / UNIT) for cost, way in sorted(found)[:k]]


@pytest.mark.parametrize("near", [2, 4, paths.NEAR])
def test_networkx_finds_the_same_paths(near: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "NEAR", near)
    monkeypatch.setattr(paths, "WIDER", 2)
    lengths = set()
    for seed in range(120):
        ties = random_ties(seed)
        for k in (1, 3, 10):
            found = best_paths(ties, 0, 1, k=k)
            assert found == plain_paths(ties, 0, 1, k), f"seed {seed}, k {k}"
            lengths |= {len(way) - 1 for way, _ in found}
    assert lengths >= set(range(1, LONGEST + 1))


def test_walk_outward_stops_at_the_limit() -> None:
    near = {0: [(1, 9), (2, 5), (3, 1)], 1: [(0, 9), (4, 2)], 2: [(0, 5), (5, 1)], 3: [], 4: [], 5: []}
    names = {n: f"{9 - n}" for n in near}
    ring = around(
        0, lambda actor, most: (near[actor][:most], len(near[actor])), hops=2, limit=4, names=lambda _: names
    )
    assert (ring.actors, ring.hops, ring.total, ring.truncated) == ((1, 2, 3, 4), (1, 1, 1, 2), 5, True)
    assert around(0, lambda actor, most: (near[actor], 3), hops=1, limit=5, names=lambda _: names).actors == (
        1,
        2,
        3,
    )
