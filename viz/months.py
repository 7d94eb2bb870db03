"""The months that a timeline shows: long stretches without any event are folded, and told as a break."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

FOLD = 9  # months without an event; shorter stretches are drawn at full length


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The months with room on a timeline, as `year * 12 + month - 1`; where a number is missing is a break."""

    months: tuple[int, ...] = ()

    def index(self, month: int) -> int:
        """The place of a month that has events, -1 for undated."""
        return bisect_left(self.months, month) if month > 0 and self.months else -1

    def window(self, since: date | None, until: date | None) -> tuple[int, int]:
        """First and past-the-last place of the months between two days; a month counts by its first day."""
        low = 0 if since is None else bisect_left(self.months, _month_after(since))
        high = len(self.months) if until is None else bisect_left(self.months, _month_after(until))
        return low, max(low, high)

    @property
    def names(self) -> tuple[str, ...]:
        """`2024-10` and so on."""
        return tuple(name_of(month) for month in self.months)


def _month_after(day: date) -> int:
    return day.year * 12 + day.month - 1 + (day.day > 1)


def name_of(month: int) -> str:
    """`2024-10` of its number."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def number_of(name: str) -> int:
    """The number of `2024-10`."""
    return int(name[:4]) * 12 + int(name[5:7]) - 1


def span_of(busy: Iterable[int], *, least: int = 1) -> Span:
    """The months from the first busy one to the last, at least so many, without the long empty stretches."""
    known = sorted({month for month in busy if month > 0})
    if not known:
        return Span()
    months = [*range(known[-1] - least + 1, known[0])]
    for month, following in pairwise(known):
        is_long = following - month > FOLD
        months += [month] if is_long else range(month, following)
    return Span(months=(*months, known[-1]))


def breaks(months: Iterable[int]) -> list[tuple[int, int]]:
    """Where a timeline is folded: the place after the break, and how many months are left out."""
    return [
        (place, following - month - 1)
        for place, (month, following) in enumerate(pairwise(months), start=1)
        if following - month > 1
    ]


def told_gap(months: int) -> str:
    """`20 y`: the length of a break in the fewest signs."""
    return f"{max(1, round(months / 12))} y"
