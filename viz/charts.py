"""Drawings as numbers for the templates: months above and below a line, duels, nearest partners."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.answers import Month
from kg.model import Actor, Dyad
from viz.months import breaks, name_of, number_of, span_of, told_gap
from viz.style import edge_width, is_conflict, node_size, tone

TICKS = 18  # height of the dates beneath a chart
PHONE = 340  # width of a chart on a phone
WIDEST_BREAK = 40.0
MOST_BREAKS = 0.26  # share of a chart's width that breaks may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One rectangle of a months chart."""

    style: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A date below a chart; a minor one has no room on a phone."""

    x: float
    text: str
    is_minor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A long stretch without events, folded: where it stands, and how long it is."""

    x: float
    width: float
    text: str
    told: str
    is_minor: bool = False  # too narrow for its text on a phone

    @property
    def middle(self) -> float:
        """The centre of the break."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsChart:
    """Bars above and below one line; widths are drawn as shares of the page, heights as they are."""

    width: int
    height: int
    zero: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    label: str
    breaks: tuple[Break, ...] = ()

    @property
    def axis(self) -> tuple[tuple[float, float], ...]:
        """The pieces of the line, from and to."""
        starts = [0.0, *(gap.x + gap.width for gap in self.breaks)]
        ends = [*(gap.x for gap in self.breaks), float(self.width)]
        return tuple((round(start, 2), round(end, 2)) for start, end in zip(starts, ends, strict=True))

    @property
    def room(self) -> int:
        """The height above the dates."""
        return self.height - TICKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Duel:
    """Lengths to the left (conflict) and to the right (cooperation), up to 30."""

    bad: float
    good: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EgoLine:
    """One direction between the centre and a partner."""

    path: str
    width: float
    tone: str
    dashed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke:
    """A partner around the centre."""

    id: str
    label: str
    kind: str
    x: float
    y: float
    label_y: float
    scale: float
    lines: tuple[EgoLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ego:
    """An actor in the middle of its nearest partners."""

    spokes: tuple[Spoke, ...]


def full_span(months: Iterable[Month], *, least: int = 12) -> list[str]:
    """Month names from the first to the last; where they are not consecutive is a long empty stretch."""
    return list(span_of((number_of(month.month) for month in months if month.events), least=least).names)


def months_chart(
    months: Sequence[Month], *, names: Sequence[str] | None = None, width: int = 1088, height: int = 132
) -> MonthsChart:
    """The months as bars; `names` sets the span, so that several charts can share it."""
    span = list(names) if names is not None else full_span(months)
    rows = {month.month: month.quads for month in months}
    counts = [rows.get(name, (0, 0, 0, 0)) for name in span]
    up = max((row[0] + row[1] for row in counts), default=0)
    down = max((row[2] + row[3] for row in counts), default=0)
    room = height - TICKS
    unit = (room - 2) / max(1, up + down)
    zero = round(1 + (up * unit if up or down else room / 2))
    starts, step, folds = _places(span, width)
    gap = 2.0 if step > 8 else 1.0 if step > 4 else 0.3
    bars: list[Bar] = []
    for start, row in zip(starts, counts, strict=True):
        x, wide = round(start + gap / 2, 2), round(max(0.8, step - gap), 2)
        good, bad = (row[0] + row[1]) * unit, (row[2] + row[3]) * unit
        if good:
            bars.append(Bar(style="up", x=x, y=round(zero - good, 2), width=wide, height=round(good, 2)))
        if bad:
            bars.append(Bar(style="down", x=x, y=zero, width=wide, height=round(bad, 2)))
    after = {round(fold.x + fold.width, 2) for fold in folds}
    years = [
        (start, name[:4])
        for index, (start, name) in enumerate(zip(starts, span, strict=True))
        if name.endswith("-01") or index == 0 or round(start, 2) in after
    ]
    coop, conflict = sum(r[0] + r[1] for r in counts), sum(r[2] + r[3] for r in counts)
    told = f"{span[0]} to {span[-1]}: {coop} of cooperation, {conflict} of conflict" if span else "no dates"
    empty = "".join(f"; nothing from {fold.told}" for fold in folds)
    return MonthsChart(
        width=width,
        height=height,
        zero=zero + 0.5,
        bars=tuple(bars),
        ticks=ticks_of(years, width=width, size=30),
        label=f"Events per month, {told}{empty}",
        breaks=tuple(folds),
    )


def _places(span: Sequence[str], width: int) -> tuple[list[float], float, list[Break]]:
    """Where each month begins, how wide it is, and the breaks between them."""
    numbers = [number_of(name) for name in span]
    found = dict(breaks(numbers))
    fold = min(WIDEST_BREAK, width * MOST_BREAKS / len(found)) if found else 0.0
    step = (width - fold * len(found)) / max(1, len(span))
    starts: list[float] = []
    folds: list[Break] = []
    x = 0.0
    for place, number in enumerate(numbers):
        if place in found:
            told = f"{name_of(number - found[place])} to {name_of(number - 1)}"
            text, is_minor = told_gap(found[place]), fold * PHONE < 12 * width
            folds.append(Break(x=round(x, 2), width=round(fold, 2), text=text, told=told, is_minor=is_minor))
            x += fold
        starts.append(x)
        x += step
    return starts, step, folds


def ticks_of(dates: Iterable[tuple[float, str]], *, width: int, size: float) -> tuple[Tick, ...]:
    """Dates with room beneath a chart of this width; those too close on a phone are minor."""
    found: list[Tick] = []
    last = major = -width * 1.0
    for x, text in dates:
        if x - last < size or width - x < size - 4:
            continue
        is_minor = x - major < size * width / PHONE or width - x < size * width / PHONE
        found.append(Tick(x=round(x, 1), text=text, is_minor=is_minor))
        last, major = x, major if is_minor else x
    return tuple(found)


def duel(quads: tuple[int, int, int, int], most: int) -> Duel:
    """The two sides of a relation beside each other, by the square root of their events."""

    def size(count: int) -> float:
        return round(min(30.0, max(2.0, 30 * math.sqrt(count / max(1, most)))), 1) if count else 0.0

    return Duel(bad=size(quads[2] + quads[3]), good=size(quads[0] + quads[1]))


def ego(centre: Actor, actors: Sequence[Actor], dyads: Sequence[Dyad], events: Mapping[str, int]) -> Ego:
    """The partners on an ellipse around the centre, busiest at the top, with both directions as curves."""
    middle = (210.0, 142.0)
    spokes: list[Spoke] = []
    count = max(1, len(actors))
    for index, actor in enumerate(actors):
        angle = 2 * math.pi * index / count - math.pi / 2
        x, y = middle[0] + 148 * math.cos(angle), middle[1] + 106 * math.sin(angle)
        lines = []
        for dyad in dyads:
            if {dyad.source, dyad.target} != {centre.id, actor.id}:
                continue
            start, end = (middle, (x, y)) if dyad.source == centre.id else ((x, y), middle)
            bend = ((start[1] - end[1]) * 0.1, (end[0] - start[0]) * 0.1)
            control = ((start[0] + end[0]) / 2 + bend[0], (start[1] + end[1]) / 2 + bend[1])
            name = tone(dyad.score)
            lines.append(
                EgoLine(
                    path=f"M{_point(start)}Q{_point(control)} {_point(end)}",
                    width=edge_width(dyad.events),
                    tone=name,
                    dashed=is_conflict(name),
                )
            )
        size = node_size(events.get(actor.id, 1))
        label = actor.label if len(actor.label) <= 18 else actor.label[:17] + "…"
        spokes.append(
            Spoke(
                id=actor.id,
                label=label,
                kind=actor.kind,
                x=round(x, 1),
                y=round(y, 1),
                label_y=round(y + size + 13, 1),
                scale=round(size / 7, 2),
                lines=tuple(lines),
            )
        )
    return Ego(spokes=tuple(spokes))


def _point(place: tuple[float, float]) -> str:
    return f"{place[0]:.1f} {place[1]:.1f}"
