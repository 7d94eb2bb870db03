"""Who a noun phrase is: country names, role nouns, titles and persons put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.actors.items import Item, split_items
from kg.text.actors.named import Named
from kg.text.actors.passage import Passage
from kg.text.actors.resolved import Resolved
from kg.text.actors.rolephrases import RolePhrases
from kg.text.actors.sectors import WORDING, Record, singular

if TYPE_CHECKING:
    from kg.knowledge.gazetteer import Gazetteer


class Phrases:
    """Resolves the parts of noun phrases with one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.roles = RolePhrases(gazetteer)
        self.named = Named(self.roles)

    def resolve(self, passage: Passage, part: tuple[int, int], owner: list[Record]) -> Resolved | None:
        """Who the phrase from `part[0]` to `part[1]` is; `owner` are the actors that possess it."""
        words = passage.words
        items = split_items(words, passage.names, *part)
        solid = [item for item in items if item.kind not in ("mod", "honorific")]
        if not solid:
            return None
        head = solid[-1]
        if head.kind == "noun" and singular(words.lower[head.start]) in WORDING.relational and len(solid) > 1:
            return self._relative(passage, items, solid[-2])
        if head.kind == "role":
            resolved = self.roles.role(passage, items, head, owner)
            alone = resolved.bare and head.end - head.start == 1 and len(solid) == 1
            return None if alone and words.lower[head.start] in WORDING.inert_alone else resolved
        if head.name is not None:
            return self.named.name(passage, items, head, head.name, owner)
        return self.named.proper(passage, items, head, owner) if head.kind == "prop" else None

    def _relative(self, passage: Passage, items: list[Item], head: Item) -> Resolved | None:
        """`Israel's militia ally`: the militia, but not of Israel."""
        if head.kind != "role":
            return None
        resolved = self.roles.role(passage, items, head, [])
        self.roles.complete(resolved, [], passage.on, method="role")
        return resolved
