"""The forms of all actors while an index is filled: which articles show them, and which stands for its actor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.index.actors import fold, is_told, names_of, rolled_up, unnamed
from kg.index.batches import Numbers
from kg.index.encoding import Flags, Ints
from kg.index.entries import Resolve
from kg.parcels import actor_of, face_of
from kg.records import is_named

_LOW = (1 << 32) - 1


class Faces(dict[str, int]):
    """Faces by their record, numbered from 1; 0 for agents whose country is not named.

    The lists hold what is known of the face of a number: its actor, the country or organisation above it,
    whether it tells more than an id, its label and its kind.
    """

    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self._resolve = resolve
        self._above: dict[int, str] = {}
        self.ids = Numbers()
        self.actor, self.above, self.told = [0], [0], [False]
        self.records, self.labels, self.kinds = [""], [""], [""]
        self.names: list[tuple[int, str, str]] = []

    def __missing__(self, record: str) -> int:
        actor = actor_of(record)
        if not is_named(actor):
            self[record] = 0
            return 0
        number = self[record] = len(self.records)
        above = rolled_up(actor)
        n, high = self.ids[actor.id], self.ids[above]
        self.actor.append(n)
        self.above.append(high)
        self.told.append(is_told(actor))
        self.records.append(record)
        self.labels.append(actor.label)
        self.kinds.append(actor.kind)
        self.names += [(n, name, fold(name)) for name in names_of(actor)]
        if high not in self._above:
            self._above[high] = face_of(self._resolve(above) or unnamed(above))
        return number

    def actors(self) -> Ints:
        """The actor of each face."""
        return np.array(self.actor, np.int32)

    def heads(self) -> Ints:
        """The country or organisation above each face."""
        return np.array(self.above, np.int32)

    def sightings(self, article: Ints, face: Ints) -> tuple[Ints, Ints]:
        """The articles and faces of `sightings` in their order, from the faces that the articles show.

        Who stands above an actor is seen in the article too, with a face of the curated actors' if it has
        none there.
        """
        article = article.astype(np.int64)
        actor, above = self.actors()[face], self.heads()[face]
        apart = above != actor
        # Each with a mark: one is lacking where an actor stands above and is not shown itself.
        shown = np.sort(np.append(article << 32 | actor << 1, article[apart] << 32 | above[apart] << 1 | 1))
        lacking = shown[_changes(shown >> 1) & (shown & 1 == 1)]
        high = (lacking & _LOW) >> 1
        met = np.zeros(len(self.ids) + 1, np.int32)
        for head in np.flatnonzero(np.bincount(high)).tolist():
            met[head] = self[self._above[head]]
        article, face = np.append(article, lacking >> 32), np.append(face, met[high])
        actors = self.actors()
        by_actor = np.argsort(actors, kind="stable")
        place = np.empty_like(by_actor)
        place[by_actor] = np.arange(len(actors))
        named = actors[face] > 0
        keys = np.sort(article[named] << 32 | place[face[named]])
        keys = keys[_changes(keys)]
        return (keys >> 32).astype(np.int32), by_actor[keys & _LOW].astype(np.int32)

    def shown(self, article: Ints, face: Ints, days: Ints, keys: Sequence[str]) -> list[int]:
        """The face of each actor by its number: of the latest article of those that tell most of it.

        `days` and `keys` are those of the articles by their number; of equals the last by key, and of those of
        one article the first by record.
        """
        actors = self.actors()
        actor = actors[face]
        chosen = np.zeros(len(self.ids) + 1, np.int64)
        chosen[actor] = face
        several = np.bincount(actors, minlength=len(chosen)) > 1
        several[0] = False
        rows = np.flatnonzero(several[actor])
        told = np.array(self.told, np.int64)
        for value in (told[face], days[article]):
            highest = np.full(len(chosen), -1)
            np.maximum.at(highest, actor[rows], value[rows])
            rows = rows[value[rows] == highest[actor[rows]]]
        best: dict[int, tuple[str, str, int]] = {}
        for n, of, number in zip(
            actor[rows].tolist(), article[rows].tolist(), face[rows].tolist(), strict=True
        ):
            known = best.get(n)
            if known is None or (keys[of], known[1]) > (known[0], self.records[number]):
                best[n] = (keys[of], self.records[number], number)
        for n, (_, _, number) in best.items():
            chosen[n] = number
        return chosen.tolist()


def _changes(keys: Ints) -> Flags:
    """Where a key differs from the one before it."""
    changes = np.ones(len(keys), np.bool_)
    changes[1:] = keys[1:] != keys[:-1]
    return changes
