"""A graph in a notebook: a small HTML table of its size and its busiest relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from kg.answers import Counts
from kg.model import Actor, Dyad

_HEADS = "".join(f"<th>{head}</th>" for head in ("source", "target", "events", "mean score", "last"))


def card(counts: Counts, dyads: Sequence[Dyad], actors: Mapping[str, Actor]) -> str:
    """The table as HTML; every name is escaped."""
    days = f", {counts.first} to {counts.last}" if counts.first and counts.last else ""
    size = (
        f"{counts.events:,} events in {counts.articles:,} articles of {counts.publishers:,} publishers, "
        f"{counts.actors:,} actors{days}"
    )
    if not dyads:
        return f"<div><strong>Eventgraph</strong>: {escape(size)}</div>"
    rows = "".join(
        f"<tr><td>{_name(dyad.source, actors)}</td><td>{_name(dyad.target, actors)}</td>"
        f"<td>{dyad.events:,}</td><td>{dyad.score:+.1f}</td><td>{dyad.last or ''}</td></tr>"
        for dyad in dyads
    )
    return (
        f"<table><caption><strong>Eventgraph</strong>: {escape(size)}</caption>"
        f"<thead><tr>{_HEADS}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _name(actor_id: str, actors: Mapping[str, Actor]) -> str:
    actor = actors.get(actor_id)
    return escape(actor.label if actor else actor_id)
