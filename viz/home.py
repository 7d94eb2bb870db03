"""What the start page shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from kg.eventgraph import EventGraph
from kg.model import Actor, Dyad, Scope
from viz import words
from viz.charts import full_span, months_chart
from viz.lists import relation_href, relation_rows
from viz.page import Figure, render
from viz.style import tone

ROWS = 8
ROLLED = Scope(rollup=True)


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
    names = full_span(months)
    picture = graph.subgraph(scope=ROLLED, limit=40, edges=ROWS)
    actors = {actor.id: actor for actor in picture.actors}
    changes, told = largest_changes(graph)
    values: dict[str, Any] = {
        "counts": counts,
        "span": words.span(date.fromisoformat(names[0] + "-01"), date.fromisoformat(names[-1] + "-01"))
        if names
        else "no dates",
        "chart": months_chart(months),
        "figures": [
            Figure(term="Articles", value=words.number(counts.articles), href="/articles"),
            Figure(term="Events", value=words.number(counts.events), href="/explore?view=table"),
            Figure(term="Actors", value=words.number(counts.actors), href="/explore?rollup=0&limit=1000"),
            Figure(
                term="Relations",
                value=words.number(counts.dyads),
                href="/explore?view=table&rollup=0&limit=1000",
            ),
            Figure(term="Publishers", value=words.number(counts.publishers), href="/data"),
        ],
        "busiest": relation_rows(picture.dyads, actors),
        "changes": changes,
        "change_told": told,
        "questions": questions(picture.dyads, actors),
    }
    return render("home.html", here="/", empty=False, **values)


def largest_changes(graph: EventGraph) -> tuple[list[ChangeRow], str]:
    """The latest month against the six before, most changed first."""
    windows = graph.usual_windows()
    if windows is None:
        return [], ""
    before, after = windows
    found = graph.changes(before=before, after=after, scope=ROLLED)[:ROWS]
    actors = {actor: graph.actor(actor) for change in found for actor in (change.source, change.target)}
    rows = []
    for change in found:
        score = change.score_after if change.score_after is not None else change.score_before
        if change.kind == "turned":
            told = f"{words.signed(change.score_before or 0)} → {words.signed(change.score_after or 0)}"
        else:
            told = f"{change.before} → {change.after}"
        rows.append(
            ChangeRow(
                href=relation_href(change.source, change.target),
                kind=actors[change.source].kind,
                source=actors[change.source].label,
                target=actors[change.target].label,
                told=f"{change.kind} {told}",
                tone=tone(score or 0),
            )
        )
    return rows, f"{words.span(after[0], after[0])} against {words.window(*before)}"


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
