import datetime as dt

import pytest

from kg.relations.graph import Total, strength, ties
from kg.relations.neighbourhood import around
from kg.relations.paths import best_paths

OLD, NEW = dt.date(2020, 1, 1), dt.date(2024, 1, 1)


def test_strong_ties_make_the_better_path() -> None:
    totals: list[Total] = [
        ("A", "B", 50, 0.0, NEW), ("B", "Z", 50, 0.0, NEW), ("A", "C", 1, 0.0, NEW), ("C", "Z", 1, 0.0, NEW),
    ]  # fmt: skip
    assert [path for path, _ in best_paths(ties(totals), "A", "Z", k=3)] == [["A", "B", "Z"], ["A", "C", "Z"]]


def test_recent_ties_make_the_better_path() -> None:
    totals: list[Total] = [
        ("A", "B", 5, 0.0, OLD), ("B", "Z", 5, 0.0, OLD), ("A", "C", 5, 0.0, NEW), ("C", "Z", 5, 0.0, NEW),
    ]  # fmt: skip
    assert best_paths(ties(totals), "A", "Z", k=1)[0][0] == ["A", "C", "Z"]


def test_strength_halves_towards_its_quarter() -> None:
    assert strength(1, NEW, NEW) == 1.0
    assert strength(1, NEW - dt.timedelta(365), NEW) == pytest.approx(0.25 + 0.375)


@pytest.mark.parametrize(("a", "b"), [("A", "A"), ("A", "X"), ("Q", "A")])
def test_no_path(a: str, b: str) -> None:
    assert best_paths(ties([("A", "B", 1, 0.0, None), ("X", "Y", 1, 0.0, None)]), a, b, k=3) == []


def test_walk_outward_stops_at_the_limit() -> None:
    near = {0: [(1, 9), (2, 5), (3, 1)], 1: [(0, 9), (4, 2)], 2: [(0, 5), (5, 1)], 3: [], 4: [], 5: []}
    names = {n: f"{9 - n}" for n in near}
    ring = around(
        0, lambda actor, most: (near[actor][:most], len(near[actor])), hops=2, limit=4, names=lambda _: names
    )
    assert (ring.actors, ring.total, ring.truncated) == ((1, 2, 3, 4), 5, True)
    assert around(0, lambda actor, most: (near[actor], 3), hops=1, limit=5, names=lambda _: names).actors == (
        1,
        2,
        3,
    )
