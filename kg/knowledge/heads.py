"""Curated states, bodies and groups alone: for whoever looks up a few actors, and no names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path

from kg.knowledge.files import read_text, read_tsv
from kg.knowledge.parts import part_of
from kg.knowledge.tables import BODIES, Body, Group, State
from kg.model import Actor

_BUILT_IN = Path(__file__).parent
_WIKIDATA = "http://www.wikidata.org/entity/"


class Heads:
    """Answers as `Gazetteer.actor`, and reads no more tables than it takes."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._tables = (folder or _BUILT_IN) / "actors"

    def actor(self, actor_id: str) -> Actor | None:
        """The curated actor; for a person the whole gazetteer is read."""
        found = actor_among(self._actors, actor_id)
        if found is None and actor_id in self._holders:
            from kg.knowledge.gazetteer import load_gazetteer

            return load_gazetteer(self._folder).actor(actor_id)
        return found

    @cached_property
    def _actors(self) -> Mapping[str, Actor]:
        tables = self._tables
        bodies = [row for name in BODIES if (tables / name).exists() for row in read_tsv(tables / name, Body)]
        groups = read_tsv(tables / "groups.tsv", Group) if (tables / "groups.tsv").exists() else []
        states = read_tsv(tables / "states.tsv", State) if (tables / "states.tsv").exists() else []
        return {row.id: body_actor(row) for row in chain[Body | Group](bodies, groups)} | {
            state.id: state_actor(state) for state in states
        }

    @cached_property
    def _holders(self) -> frozenset[str]:
        """What the table of persons holds, their ids among it."""
        path = self._tables / "holders.tsv"
        return frozenset(re.split(r"[\t\n]", read_text(path))) if path.exists() else frozenset()


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
