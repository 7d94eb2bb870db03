"""Dyads as NetworkX graphs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

import networkx as nx

from kg.model import Actor, Dyad

HALF_LIFE = 365.0
Total = tuple[str, str, int, float, date | None]  # source, target, events, sum of scores, last day


def multigraph(actors: Iterable[Actor], dyads: Iterable[Dyad]) -> nx.MultiDiGraph[str]:
    """One edge per direction and event type, for analysis outside."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for actor in actors:
        graph.add_node(
            actor.id,
            label=actor.label,
            kind=actor.kind,
            country=actor.country or "",
            sector=actor.sector or "",
            affiliation=actor.affiliation or "",
        )
    for dyad in dyads:
        for plover, events in dyad.types:
            graph.add_edge(
                dyad.source,
                dyad.target,
                key=plover,
                events=events,
                score=dyad.score,
                first=dyad.first.isoformat() if dyad.first else "",
                last=dyad.last.isoformat() if dyad.last else "",
            )
    return graph


def strength(events: int, last: date | None, today: date | None) -> float:
    """How much a tie weighs: slowly more with events, half of it after a year of silence, never nothing."""
    age = max((today - last).days, 0) if last and today else 0
    fading: float = 0.5 ** (age / HALF_LIFE)
    return math.log2(1 + events) * (0.25 + 0.75 * fading)


def latest(days: Iterable[date | None]) -> date | None:
    """The last of the known days."""
    return max((day for day in days if day), default=None)


def ties(totals: Iterable[Total]) -> nx.Graph[str]:
    """One undirected edge a pair: events and score sums of both directions, its weight and its cost."""
    graph: nx.Graph[str] = nx.Graph()
    for source, target, events, score, last in totals:
        data = graph.get_edge_data(source, target)
        if data is None:
            graph.add_edge(source, target, events=events, score=score, last=last)
            continue
        data["events"] += events
        data["score"] += score
        data["last"] = latest((data["last"], last))
    today = latest(data["last"] for _, _, data in graph.edges(data=True))
    for _, _, data in graph.edges(data=True):
        data["weight"] = strength(data["events"], data["last"], today)
        # A step costs something even along the strongest tie: of equal paths the shorter one explains more.
        data["cost"] = 0.2 + 1 / data["weight"]
    return graph


def arcs(totals: Iterable[Total]) -> nx.DiGraph[str]:
    """One directed edge an ordered pair, weighted by its events."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for source, target, events, score, _ in totals:
        graph.add_edge(source, target, weight=events, score=score)
    return graph
