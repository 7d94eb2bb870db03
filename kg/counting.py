"""Counting by happening: whoever has the most of them first, each once however many articles report it.

A pair has at most as many happenings as reports, so that those with many reports are read first, and no more
of them than could be among the first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from kg.errors import BadInput
from kg.index import dyads, events
from kg.index.actors import rolled_up
from kg.index.partners import partners as partners_of
from kg.model import Dyad, Event, Scope
from kg.relations.happenings import Happening, cluster
from kg.relations.neighbourhood import Direction

MOST_REPORTS = 5000
# A rank orders by happenings, then by reports, and adds up over several pairs.
RANK = 1 << 32
T = TypeVar("T")
Pair = tuple[int, int]
Reports = dict[Pair, int]


def happenings(told: Iterable[Event], scope: Scope) -> list[Happening]:
    """The happenings behind the events; rolled up, what parts of a country do is done by the country."""
    return cluster(told, who=rolled_up) if scope.rollup else cluster(told)


class Tally:
    """Happenings by ordered pair of rows, read as they are asked for; no more reports than MOST_REPORTS."""

    def __init__(self, connection: sqlite3.Connection, scope: Scope) -> None:
        self._connection, self._scope = connection, scope
        self._known: dict[Pair, int] = {}
        self._read = 0

    def counted(self, found: Sequence[Dyad], pairs: Sequence[Pair]) -> list[Dyad]:
        """The dyads of the pairs with their happenings, most first. Raises BadInput for too many reports."""
        self._count({pair: dyad.events for dyad, pair in zip(found, pairs, strict=True)})
        counted = [
            replace(dyad, happenings=self._known[pair]) for dyad, pair in zip(found, pairs, strict=True)
        ]
        return sorted(
            counted, key=lambda dyad: (-(dyad.happenings or 0), -dyad.events, dyad.source, dyad.target)
        )

    def busiest_dyads(self, totals: Callable[[int], Sequence[dyads.Total]], limit: int) -> list[dyads.Total]:
        """Out of `totals(most)`, the first by reports, the first `limit` by happenings; all below zero."""

        def read(most: int) -> list[tuple[dyads.Total, Reports]]:
            return [(total, {(total.a, total.b): total.events}) for total in totals(most)]

        return [total for total, _ in self._busiest(read, limit)]

    def partners(
        self, actor: int, *, direction: Direction, least: int, limit: int
    ) -> tuple[list[tuple[int, int]], int]:
        """An actor's partners with their ranks, most happenings first, and their number before the limit."""
        total = 0

        def read(most: int) -> list[tuple[int, Reports]]:
            nonlocal total
            found, total = partners_of(
                self._connection, self._scope, actor, direction=direction, least=least, limit=most
            )
            near = [partner for partner, _ in found]
            reports: dict[int, Reports] = {partner: {} for partner in near}
            for pair in dyads.between(self._connection, self._scope, actor, near, direction=direction):
                reports[pair.b if pair.a == actor else pair.a][pair.a, pair.b] = pair.events
            return list(reports.items())

        return self._busiest(read, limit), total

    def _busiest(self, read: Callable[[int], Sequence[tuple[T, Reports]]], limit: int) -> list[tuple[T, int]]:
        """The first `limit` with their ranks out of `read(most)`, which gives the first by reports."""
        if not limit:
            return []
        depth = max(2 * limit, -1)
        found = read(depth)
        ranked: list[tuple[T, int]] = []
        seen = 0
        while True:
            edge = ranked[limit - 1][1] // RANK if 0 < limit <= len(ranked) else 0
            batch = [
                (one, reports)
                for one, reports in found[seen : None if limit < 0 else seen + limit]
                if sum(reports.values()) > edge
            ]
            if batch:
                self._count({pair: told for _, reports in batch for pair, told in reports.items()})
                ranked += [(one, self._rank(reports)) for one, reports in batch]
                ranked.sort(key=lambda item: -item[1])  # equals stay in the order of their ids
                seen += len(batch)
            elif seen < len(found) or len(found) < depth or limit < 0:
                return ranked if limit < 0 else ranked[:limit]
            else:
                depth *= 4
                found = read(depth)

    def _rank(self, reports: Reports) -> int:
        return sum(self._known[pair] * RANK + told for pair, told in reports.items())

    def _count(self, reports: Reports) -> None:
        """Count the pairs that are not known yet; one report is one happening, unread."""
        unknown = {pair: told for pair, told in reports.items() if pair not in self._known}
        self._known |= {pair: 1 for pair, told in unknown.items() if told == 1}
        many = [pair for pair, told in unknown.items() if told > 1]
        self._read += sum(unknown[pair] for pair in many)
        if self._read > MOST_REPORTS:
            raise BadInput(
                f"happenings are told apart among up to {MOST_REPORTS} reports, and there are {self._read}: "
                "ask for a shorter time, some types, or fewer actors"
            )
        for pair, told_of in events.read_counted(self._connection, self._scope, many).items():
            self._known[pair] = len(happenings(told_of, self._scope))
