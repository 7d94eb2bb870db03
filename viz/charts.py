"""Drawings as numbers for the templates: months above and below a line, duels, nearest partners."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.answers import Month
from kg.model import Actor, Dyad
from viz.months import name_of, number_of, span_of
from viz.style import edge_width, is_conflict, node_size, tone


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
    """A year below a months chart."""

    x: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsChart:
    """Cooperation above and conflict below one line, by month."""

    width: int
    height: int
    zero: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    label: str


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
    """Consecutive month names from the first to the last; a thin tail long before the rest is cut."""
    span = span_of((number_of(month.month), month.events) for month in months)
    if not span.months:
        return []
    return [name_of(n) for n in range(min(span.months[0], span.months[-1] - least + 1), span.months[-1] + 1)]


def months_chart(
    months: Sequence[Month], *, names: Sequence[str] | None = None, width: int = 1088, height: int = 132
) -> MonthsChart:
    """The months as bars; `names` sets the span, so that several charts can share it."""
    span = list(names) if names is not None else full_span(months)
    rows = {month.month: month.quads for month in months}
    counts = [rows.get(name, (0, 0, 0, 0)) for name in span]
    up = max((row[0] + row[1] for row in counts), default=0)
    down = max((row[2] + row[3] for row in counts), default=0)
    room = height - 18
    unit = (room - 2) / max(1, up + down)
    zero = round(1 + (up * unit if up or down else room / 2))
    step = width / max(1, len(span))
    gap = 2.0 if step > 8 else 1.0 if step > 4 else 0.3
    bars: list[Bar] = []
    for index, row in enumerate(counts):
        x, wide = round(index * step + gap / 2, 2), round(max(0.8, step - gap), 2)
        good, bad = (row[0] + row[1]) * unit, (row[2] + row[3]) * unit
        if good:
            bars.append(Bar(style="up", x=x, y=round(zero - good, 2), width=wide, height=round(good, 2)))
        if bad:
            bars.append(Bar(style="down", x=x, y=zero, width=wide, height=round(bad, 2)))
    every = max(1, round(len(span) / 12 / 12)) if len(span) > 24 else 1
    ticks = [
        Tick(x=round(index * step, 1), text=name[:4])
        for index, name in enumerate(span)
        if (name.endswith("-01") and int(name[:4]) % every == 0 and width - index * step > 30)
        or (index == 0 and not name.endswith(("-10", "-11", "-12")))
    ]
    coop, conflict = sum(r[0] + r[1] for r in counts), sum(r[2] + r[3] for r in counts)
    told = f"{span[0]} to {span[-1]}: {coop} of cooperation, {conflict} of conflict" if span else "no dates"
    return MonthsChart(
        width=width,
        height=height,
        zero=zero + 0.5,
        bars=tuple(bars),
        ticks=tuple(ticks),
        label=f"Events per month, {told}",
    )


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
