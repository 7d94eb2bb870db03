"""What the data page shows: sources, articles by day, jobs, a text to try, exports, versions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyvis  # type: ignore[import-untyped]
import rdflib

from kg.eventgraph import EventGraph
from kg.index.facts import articles_by_day, coders
from kg.index.jobs import read_jobs
from viz import words
from viz.charts import TICKS, Bar, MonthsChart, ticks_of
from viz.page import Figure, render

WIDTH, HEIGHT = 1088, 96
MOST_DAYS = 540


def days_chart(days: Sequence[tuple[date, int]]) -> MonthsChart:
    """Articles by day as thin bars; of a long span the latest year and a half."""
    recent = [(day, count) for day, count in days if not days or (days[-1][0] - day).days < MOST_DAYS]
    if not recent:
        return MonthsChart(
            width=WIDTH, height=HEIGHT, zero=HEIGHT / 2, bars=(), ticks=(), label="No dated articles"
        )
    first, last = recent[0][0], recent[-1][0]
    length = max(14, (last - first).days + 1)
    step, room = WIDTH / length, HEIGHT - TICKS
    most = max(count for _, count in recent)
    bars = tuple(
        Bar(
            style="up",
            x=round((day - first).days * step, 2),
            y=round(room - count / most * (room - 2), 2),
            width=round(max(1.0, step * 0.8), 2),
            height=round(count / most * (room - 2), 2),
        )
        for day, count in recent
    )
    firsts = sorted({day.replace(day=1) for day, _ in recent if day.replace(day=1) >= first})
    dates = (((day - first).days * step, f"{words.MONTHS[day.month - 1]} {day.year}") for day in firsts)
    told = f"Articles by day, {first} to {last}: {sum(count for _, count in recent)}"
    ticks = ticks_of(dates, width=WIDTH, size=80)
    return MonthsChart(width=WIDTH, height=HEIGHT, zero=room + 0.5, bars=bars, ticks=ticks, label=told)


def render_data(graph: EventGraph) -> str:
    """The data page."""
    counts = graph.counts()
    connection = graph.index.reader()
    publishers = graph.publishers()
    most = max((count for _, count in publishers), default=1)
    values: dict[str, Any] = {
        "figures": [
            Figure(term="Articles", value=words.number(counts.articles), href="/articles"),
            Figure(term="Events", value=words.number(counts.events), href="/explore?view=table"),
            Figure(term="Actors", value=words.number(counts.actors), href="/explore"),
            Figure(term="Publishers", value=words.number(counts.publishers)),
            Figure(term="Time", value=words.span(counts.first, counts.last)),
        ],
        "chart": days_chart(articles_by_day(connection)),
        "publishers": [
            {"name": name, "count": count, "share": round(100 * count / most)}
            for name, count in publishers[:30]
        ],
        "jobs": read_jobs(connection, limit=20),
        "versions": [
            ("Pipeline", graph.settings.spacy_model),
            *(
                (f"Coded {words.plural(count, 'article')}", coder)
                for coder, count in coders(connection)[:5]
                if coder
            ),
            ("Vocabulary", f"{graph.iris.ontology} · PLOVER types, CAMEO codes"),
            ("Base IRI", graph.iris.base),
            ("pyvis", pyvis.__version__),
            ("rdflib", rdflib.__version__),
        ],
        "is_writable": graph.settings.token is not None,
    }
    return render("data.html", here="/data", **values)
