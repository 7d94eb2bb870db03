"""What the page of a relation shows: both directions side by side."""

from dataclasses import dataclass
from typing import Any

from kg.answers import Month
from kg.eventgraph import EventGraph
from kg.model import Actor, Dyad, Scope
from viz import words
from viz.actor import mean_tone
from viz.charts import MonthsChart, full_span, months_chart
from viz.level import is_part
from viz.lists import TypeChip, relation_href, type_chips
from viz.page import Figure, pager, render
from viz.passages import passages

SENTENCES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One direction of a relation."""

    kind: str
    source: str
    target: str
    events: int
    figures: tuple[Figure, ...]
    chart: MonthsChart | None
    types: tuple[TypeChip, ...]


def render_relation(
    graph: EventGraph, a: str, b: str, *, rollup: bool = True, only: str = "", offset: int = 0
) -> str:
    """The page of a relation, `only` one event type's sentences if given. Raises NotFound.

    With `rollup` troops, ministries and leaders count for their country, unless a or b is such a part.
    """
    is_whole = not is_part(graph, a) and not is_part(graph, b)
    rollup = rollup and is_whole
    relation = graph.relation(a, b, scope=Scope(rollup=rollup), limit=1)
    scope = Scope(types=frozenset({only}) if only else frozenset(), rollup=rollup)
    page = graph.events(scope=scope, pair=(a, b), limit=SENTENCES, offset=offset)
    address = relation_href(a, b, rollup=rollup or not is_whole)
    typed = f"{address}{'&' if '?' in address else '?'}type={only}"
    both = (*relation.months_there, *relation.months_back)
    names = full_span(both)
    sides = (
        _side(relation.a, relation.b, relation.there, relation.months_there, names, address, only),
        _side(relation.b, relation.a, relation.back, relation.months_back, names, address, only),
    )
    dyads = [d for d in (relation.there, relation.back) if d is not None]
    counted = sum(d.events for d in dyads)
    score = sum(d.events * d.score for d in dyads) / counted if counted else 0.0
    first = min((d.first for d in dyads if d.first), default=None)
    last = max((d.last for d in dyads if d.last), default=None)
    values: dict[str, Any] = {
        "a": relation.a,
        "b": relation.b,
        "rollup": rollup,
        "is_whole": is_whole,
        "query": address.partition("?")[2],
        "narrow_href": relation_href(a, b, rollup=False),
        "wide_href": relation_href(a, b),
        "figures": [
            Figure(term="Events", value=words.number(counted), href="#sentences"),
            Figure(
                term="Mean score",
                value=words.signed(score) if counted else "–",
                tone=mean_tone(counted, score),
            ),
            Figure(term="First", value=words.day(first) if first else "–"),
            Figure(term="Last", value=words.day(last) if last else "–"),
            Figure(term="Peak", value=peak(both)),
        ],
        "sides": sides,
        "changed": what_changed(both),
        "passages": passages(graph, page.items),
        "total": page.total,
        "only": only,
        "all_href": f"{address}#sentences",
        "page": pager(typed if only else address, offset=offset, size=SENTENCES, total=page.total),
    }
    return render("relation.html", **values)


def _side(
    source: Actor,
    target: Actor,
    dyad: Dyad | None,
    months: tuple[Month, ...],
    names: list[str],
    address: str,
    only: str,
) -> Side:
    events = dyad.events if dyad else 0
    bad = sum(dyad.quads[2:]) / events if dyad else 0.0
    figures = (
        Figure(term="Events", value=words.number(events)),
        Figure(
            term="Mean score",
            value=words.signed(dyad.score) if dyad else "–",
            tone=mean_tone(events, dyad.score if dyad else 0),
        ),
        Figure(term="Conflict share", value=words.percent(bad) if dyad else "–"),
    )
    return Side(
        kind=source.kind,
        source=source.label,
        target=target.label,
        events=events,
        figures=figures,
        chart=months_chart(months, names=names, width=500, height=110) if dyad else None,
        types=tuple(type_chips(dyad.types[:8], address=address, chosen=only)) if dyad else (),
    )


def peak(months: tuple[Month, ...]) -> str:
    """The busiest month in words."""
    counts = _by_month(months)
    if not counts:
        return "–"
    best = max(counts, key=lambda name: (counts[name][0], name))
    return words.month(best)


def what_changed(months: tuple[Month, ...]) -> str:
    """One sentence on the latest half year against the one before; empty without enough events."""
    counts = _by_month(months)
    if not counts:
        return ""
    latest = max(counts)
    number = int(latest[:4]) * 12 + int(latest[5:7]) - 1
    windows = []
    for begin in (number - 5, number - 11):
        inside = [
            counts[name] for name in counts if begin <= int(name[:4]) * 12 + int(name[5:7]) - 1 < begin + 6
        ]
        events = sum(row[0] for row in inside)
        windows.append((events, sum(row[1] for row in inside) / events if events else 0.0))
    (after, score_after), (before, score_before) = windows
    if after + before < 6:
        return ""
    grown = f"{words.plural(after, 'event')} in the six months to {words.month(latest)}"
    grown += f", {words.number(before)} in the six before"
    if not before or not after:
        return grown + "."
    turn = score_after - score_before
    told = "about the same tone" if abs(turn) < 1 else "a warmer tone" if turn > 0 else "a colder tone"
    return f"{grown}; {told} ({words.signed(score_before)} then, {words.signed(score_after)} now)."


def _by_month(months: tuple[Month, ...]) -> dict[str, tuple[int, float]]:
    counts: dict[str, tuple[int, float]] = {}
    for month in months:
        events, score = counts.get(month.month, (0, 0.0))
        counts[month.month] = (events + month.events, score + month.events * month.score)
    return counts
