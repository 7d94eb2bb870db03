"""Scores of change against what can be worked out by hand."""

import math
from statistics import NormalDist

import pytest

from kg.relations.changes import compare, growth_score, turn_score


@pytest.mark.parametrize("ratio", [0.01, 31 / 184, 1.0, 7.0])
def test_nothing_before_and_after_is_no_change(ratio: float) -> None:
    assert growth_score(0, 0, ratio) == 0


def test_equal_windows_are_compared_by_square_roots() -> None:
    assert growth_score(4, 9, 1.0) == pytest.approx((math.sqrt(9.375) - math.sqrt(4.375)) / math.sqrt(0.5))
    assert growth_score(9, 4, 1.0) == -growth_score(4, 9, 1.0)


@pytest.mark.parametrize(
    ("before", "after", "ratio", "chance"),
    # How likely so many of all events fall into the short window, where each does with 1 in (1 + 1 / ratio).
    [
        (0, 1, 31 / 184, 31 / 215),
        (0, 2, 31 / 184, (31 / 215) ** 2),
        (1, 1, 1 / 24, 1 - (24 / 25) ** 2),
    ],
)
def test_growth_into_a_short_window_is_as_sure_as_chance_allows(
    before: int, after: int, ratio: float, chance: float
) -> None:
    sure = NormalDist().inv_cdf(1 - chance)
    assert growth_score(before, after, ratio) == pytest.approx(sure, abs=0.3)


def test_the_mirror_of_growth_is_shrinking() -> None:
    for before, after, ratio in ((0, 3, 0.25), (5, 2, 2.0), (1, 1, 0.1)):
        assert growth_score(before, after, ratio) == pytest.approx(-growth_score(after, before, 1 / ratio))


def test_kinds_of_change() -> None:
    before = {("A", "B"): (10, 40.0), ("B", "A"): (2, 4.0), ("C", "A"): (6, 12.0), ("D", "A"): (1, 1.0)}
    after = {("A", "B"): (10, -60.0), ("B", "A"): (12, 24.0), ("D", "A"): (1, -9.0)}
    found = compare(before, after, days_before=30, days_after=30)
    assert [(change.source, change.target, change.kind) for change in found] == [
        ("A", "B", "turned"), ("B", "A", "grew"), ("C", "A", "shrank"),
    ]  # fmt: skip
    turned = found[0]
    assert (turned.before, turned.after, turned.score_before, turned.score_after) == (10, 10, 4.0, -6.0)
    assert turned.score == pytest.approx((-60 / 13 - 40 / 13) / (4 * math.sqrt(2 / 13)), abs=0.001)
    assert abs(turn_score(1, 1.0, 1, -9.0)) < 1
