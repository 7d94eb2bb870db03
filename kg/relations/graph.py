"""Dyads as NetworkX graphs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import networkx as nx

from kg.model import Actor, Dyad

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


def ties(totals: Iterable[Total]) -> nx.Graph[str]:
    """One undirected edge a pair: events and score sums of both directions."""
    graph: nx.Graph[str] = nx.Graph()
    for source, target, events, score, _ in totals:
        data = graph.get_edge_data(source, target)
        if data is None:
            graph.add_edge(source, target, events=events, score=score)
            continue
        data["events"] += events
        data["score"] += score
    return graph


def arcs(totals: Iterable[Total]) -> nx.DiGraph[str]:
    """One directed edge an ordered pair, weighted by its events."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for source, target, events, score, _ in totals:
        graph.add_edge(source, target, weight=events, score=score)
    return graph
