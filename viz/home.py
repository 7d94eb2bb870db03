"""What the start page shows."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from kg.eventgraph import EventGraph
from kg.model import Actor, Dyad, Scope
from viz import words
from viz.charts import months_chart
from viz.lists import relation_href, relation_rows
from viz.months import name_of, number_of
from viz.page import Figure, render
from viz.style import tone

ROWS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A relation that grew, shrank or turned."""

    href: str
    kind: str
    source: str
    target: str
    told: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that one click answers."""

    text: str
    how: str
    href: str


def render_home(graph: EventGraph) -> str:
    """The start page; with an empty store it says how to fill it."""
    counts = graph.counts()
    if not counts.articles:
        return render("home.html", here="/", empty=True)
    months = graph.months()
    picture = graph.subgraph(limit=40, edges=ROWS)
    actors = {actor.id: actor for actor in picture.actors}
    changes, told = largest_changes(graph, months[-1].month if months else "")
    values: dict[str, Any] = {
        "counts": counts,
        "span": words.span(
            date.fromisoformat(months[0].month + "-01") if months else None,
            date.fromisoformat(months[-1].month + "-01") if months else None,
        ),
        "chart": months_chart(months),
        "figures": [
            Figure(term="Articles", value=words.number(counts.articles), href="/articles"),
            Figure(term="Events", value=words.number(counts.events), href="/explore?view=table"),
            Figure(term="Actors", value=words.number(counts.actors), href="/explore"),
            Figure(term="Relations", value=words.number(counts.dyads), href="/explore?view=table"),
            Figure(term="Publishers", value=words.number(counts.publishers), href="/data"),
        ],
        "busiest": relation_rows(picture.dyads, actors),
        "changes": changes,
        "change_told": told,
        "questions": questions(picture.dyads, actors),
    }
    return render("home.html", here="/", empty=False, **values)


def largest_changes(graph: EventGraph, latest: str) -> tuple[list[ChangeRow], str]:
    """The latest month against the six before, by how unlikely the difference is."""
    if not latest:
        return [], ""
    number = number_of(latest)
    first, middle = (date.fromisoformat(name_of(n) + "-01") for n in (number - 6, number))
    after = {
        (d.source, d.target): d
        for d in graph.dyads(scope=Scope(since=middle, until=words.month_end(latest)), limit=1000)
    }
    before = {
        (d.source, d.target): d for d in graph.dyads(scope=Scope(since=first, until=middle), limit=1000)
    }
    found: list[tuple[float, Dyad | None, Dyad | None]] = []
    for pair in sorted(after.keys() | before.keys()):
        old, new = before.get(pair), after.get(pair)
        was, now = (old.events if old else 0) / 6, new.events if new else 0
        weight = (now - was) / math.sqrt(now + 0.5 + (was + 0.5) / 6)
        if abs(weight) >= 1:
            found.append((abs(weight), old, new))
    found.sort(key=lambda item: -item[0])
    names = {a.id: a for a in graph.subgraph(
        actors=sorted({end for _, old, new in found[:ROWS] for end in _ends(old, new)}), limit=2 * ROWS, edges=1
    ).actors} if found else {}  # fmt: skip
    rows = []
    for _, old, new in found[:ROWS]:
        source, target = _ends(old, new)
        dyad = new or old
        assert dyad is not None
        was = old.events / 6 if old else 0.0
        rows.append(
            ChangeRow(
                href=relation_href(source, target),
                kind=names[source].kind,
                source=names[source].label,
                target=names[target].label,
                told=f"{was:.1f} → {new.events if new else 0} a month",
                tone=tone(dyad.score),
            )
        )
    return rows, f"{words.month(latest)} against the six months before"


def _ends(old: Dyad | None, new: Dyad | None) -> tuple[str, str]:
    dyad = new or old
    assert dyad is not None
    return dyad.source, dyad.target


def questions(dyads: tuple[Dyad, ...], actors: dict[str, Actor]) -> list[Question]:
    """Three questions made from what is in the graph."""
    found = []
    if dyads:
        busiest = dyads[0]
        a, b = actors[busiest.source].label, actors[busiest.target].label
        found.append(
            Question(
                text=f"What passes between {a} and {b}?",
                how="Both directions, by month, with every sentence",
                href=relation_href(busiest.source, busiest.target),
            )
        )
    ends = [d.source for d in dyads if dyads and d.source not in (dyads[0].source, dyads[0].target)]
    if ends:
        query = urlencode({"from": dyads[0].source, "to": ends[-1]})
        found.append(
            Question(
                text=f"How are {actors[dyads[0].source].label} and {actors[ends[-1]].label} connected?",
                how="The strongest chain, one sentence a step",
                href=f"/explore?{query}",
            )
        )
    found.append(
        Question(
            text="Who mediates, and who is sanctioned?",
            how="A dozen ready queries in the workbench",
            href="/sparql",
        )
    )
    return found
