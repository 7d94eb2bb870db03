"""Curated states, bodies and groups alone: for whoever looks up a few actors, and no names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path

from kg.knowledge.curated import actor_among, body_actor, state_actor
from kg.knowledge.files import read_text, read_tsv
from kg.knowledge.tables import BODIES, Body, Group, State
from kg.model import Actor

_BUILT_IN = Path(__file__).parent


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
