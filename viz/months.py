"""The span of months that a timeline shows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

TRIM_BEYOND = 36  # months; shorter spans are shown whole
TRIM_SHARE = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Consecutive months as `year * 12 + month - 1`; with `earlier` the first also holds all before it."""

    months: tuple[int, ...] = ()
    earlier: bool = False

    def index(self, month: int) -> int:
        """The place of a month, -1 for undated."""
        if month <= 0 or not self.months:
            return -1
        return max(0, month - self.months[0])

    def window(self, since: date | None, until: date | None) -> tuple[int, int]:
        """First and past-the-last place of the months between two days; a month counts by its first day."""
        if not self.months:
            return 0, 0
        start = self.months[0]
        first = 0 if since is None else _month_after(since) - start
        last = len(self.months) if until is None else _month_after(until) - start
        low = max(0, first)
        if since is not None and first <= 0 and self.earlier:
            low = 0
        return low, max(low, min(len(self.months), last))

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


def span_of(counts: Iterable[tuple[int, int]]) -> Span:
    """The months of the counts; of a long span, the few earliest events are gathered in the first month."""
    events: Counter[int] = Counter()
    for month, count in counts:
        if month > 0:
            events[month] += count
    if not events:
        return Span()
    first, last = min(events), max(events)
    earlier = False
    if last - first >= TRIM_BEYOND:
        allowed = int(sum(events.values()) * TRIM_SHARE)
        for month in sorted(events):
            if events[month] > allowed or last - month < TRIM_BEYOND:
                break
            allowed -= events[month]
            earlier = True
            first = min(other for other in events if other > month)
        first = min(first, last - TRIM_BEYOND + 1) if earlier else first
    return Span(months=tuple(range(first, last + 1)), earlier=earlier)
