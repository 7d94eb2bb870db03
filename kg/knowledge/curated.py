"""Curated actors, made of rows of the tables."""

from __future__ import annotations

from collections.abc import Mapping

from kg.knowledge.parts import part_of
from kg.knowledge.tables import Body, Group, State
from kg.model import Actor

_WIKIDATA = "http://www.wikidata.org/entity/"


def actor_among(actors: Mapping[str, Actor], actor_id: str) -> Actor | None:
    """The actor of that id; `PRK.MIL` is made of its state and sector."""
    known = actors.get(actor_id)
    if known is None and "." in actor_id:
        state, _, sector = actor_id.partition(".")
        owner = actors.get(state)
        if owner is not None and owner.kind == "state":
            return part_of(owner, sector)
    return known


def state_actor(state: State) -> Actor:
    """The actor of a row; a historic state counts for the one that continues it."""
    return Actor(
        id=state.id,
        label=state.label,
        kind="state",
        country=state.successor or state.id,
        aliases=tuple(dict.fromkeys(plain(name) for name in state.names)),
        same_as=same_as(state.wikidata),
    )


def body_actor(row: Body | Group) -> Actor:
    """The actor of a row."""
    return Actor(
        id=row.id,
        label=row.label,
        kind=row.kind,
        country=row.country,
        sector=row.sector,
        aliases=tuple(plain(name) for name in row.aliases),
        same_as=same_as(row.wikidata),
    )


def plain(name: str) -> str:
    """The name without its mark."""
    return name.partition("<")[0].rstrip("?!")


def same_as(wikidata: str | None) -> tuple[str, ...]:
    """The outside IRI of a Wikidata id."""
    return (_WIKIDATA + wikidata,) if wikidata else ()
