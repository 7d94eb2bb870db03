"""Counts by happening: order, limit, total and roll-up against a plain count over all events."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kg.errors import BadInput
from kg.eventgraph import EventGraph
from kg.index.actors import rolled_up
from kg.model import Coded, Event, Mention, Scope
from kg.records import is_factual
from kg.relations.happenings import cluster
from kg.settings import Settings
from tests.kg.world import ARMY, ARNOR, COUNCIL, DENETHOR, EOMER, GONDOR, MORDOR, ROHAN, coded

ACTORS = (ARNOR, GONDOR, MORDOR, ROHAN, ARMY, EOMER, DENETHOR, COUNCIL)
SCOPES = [Scope(rollup=rollup, **given) for rollup in (False, True)
          for given in ({}, {"since": dt.date(2024, 2, 5)}, {"types": frozenset({"AID", "ASSAULT"})})]  # fmt: skip


def told() -> Iterator[Coded]:
    """Some pairs act once and are reported often, others act often and are reported once."""
    pairs = list(itertools.permutations(ACTORS, 2))
    for n, pair in enumerate(pairs):
        for report in range(1 + n % 7):
            day = dt.date(2024, 1, 1) + dt.timedelta(days=report * (n % 3) * 5 + n)
            act = ("AID", "ASSAULT", "CONSULT")[n % 3 if n % 5 else report % 3]
            yield coded(f"h{n}-{report}", day.isoformat(), (pair[0], act, pair[1]))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventGraph]:
    with EventGraph.open(tmp_path_factory.mktemp("counting"), settings=Settings()) as graph:
        graph.ingest_coded(told(), coder="test")
        yield graph


def plain_counts(graph: EventGraph, scope: Scope) -> dict[tuple[str, str], tuple[int, int]]:
    """(happenings, reports) by ordered pair, from the events themselves."""

    def acting(mention: Mention) -> Mention:
        actor = mention.actor
        return replace(mention, actor=replace(actor, id=rolled_up(actor) if scope.rollup else actor.id))

    by_pair: dict[tuple[str, str], list[Event]] = {}
    for one in graph.coded_articles():
        for event in one.events:
            assert event.source is not None
            assert event.target is not None
            assert event.date is not None
            found = replace(event, source=acting(event.source), target=acting(event.target))
            ends = (acting(event.source).actor.id, acting(event.target).actor.id)
            is_in = (not scope.since or event.date >= scope.since) and event.plover in (
                scope.types or {event.plover}
            )
            if is_in and is_factual(event) and ends[0] != ends[1]:
                by_pair.setdefault(ends, []).append(found)
    return {pair: (len(cluster(events)), len(events)) for pair, events in by_pair.items()}


@pytest.mark.parametrize("scope", SCOPES, ids=range(len(SCOPES)))
def test_neighbours_with_the_most_happenings_come_first(graph: EventGraph, scope: Scope) -> None:
    counts = plain_counts(graph, scope)
    moved = False
    for centre, direction in itertools.product(("GON", "MOR", "COUNCIL"), ("both", "out", "in")):
        near: dict[str, tuple[int, int]] = {}
        for (source, target), (happened, reports) in counts.items():
            for one, other, wanted in ((source, target, "out"), (target, source, "in")):
                if one == centre and direction in ("both", wanted):
                    before = near.get(other, (0, 0))
                    near[other] = (before[0] + happened, before[1] + reports)
        ranked = sorted(near, key=lambda other: (-near[other][0], -near[other][1], other))
        busiest = sorted(near, key=lambda other: (-near[other][1], other))
        for limit in (1, 2, 3, 50):
            found = graph.neighbours(
                centre, scope=scope, direction=direction, limit=limit, count="happenings"
            )  # type: ignore[arg-type]
            assert [actor.id for actor in found.actors] == ranked[:limit]
            assert (found.total, found.truncated) == (len(near), len(near) > limit)
            assert {(dyad.source, dyad.target): (dyad.happenings, dyad.events) for dyad in found.dyads} == {
                pair: counts[pair]
                for pair in counts
                if (pair[0] == centre and pair[1] in ranked[:limit] and direction != "in")
                or (pair[1] == centre and pair[0] in ranked[:limit] and direction != "out")
            }
            moved = moved or set(ranked[:limit]) != set(busiest[:limit])
    assert moved, "reports and happenings choose the same actors everywhere: the test tells nothing"


@pytest.mark.parametrize("scope", SCOPES, ids=range(len(SCOPES)))
def test_dyads_with_the_most_happenings_come_first(graph: EventGraph, scope: Scope) -> None:
    counts = plain_counts(graph, scope)

    def ranked(actor: str | None) -> list[tuple[str, str]]:
        touching = [pair for pair in counts if actor is None or actor in pair]
        return sorted(touching, key=lambda pair: (-counts[pair][0], -counts[pair][1], pair))

    for actor in (None, "GON", "MOR"):
        for limit in (1, 2, 5, 200, -1):
            found = graph.dyads(scope=scope, actor=actor, limit=limit, count="happenings")
            wanted = ranked(actor)[: limit if limit >= 0 else None]
            assert [(dyad.source, dyad.target) for dyad in found] == wanted
            assert [dyad.happenings for dyad in found] == [counts[pair][0] for pair in wanted]
    pair = max(counts, key=lambda pair: (counts[pair], pair))
    relation = graph.relation(*pair, scope=scope, count="happenings")
    assert relation.there is not None
    assert relation.there.happenings == counts[pair][0]


def test_further_rings_are_chosen_by_happenings_too(graph: EventGraph) -> None:
    near = graph.neighbours("ARN", count="happenings", limit=2)
    far = graph.neighbours("ARN", count="happenings", hops=2, limit=4)
    assert far.actors[:2] != graph.neighbours("ARN", hops=2, limit=4).actors[:2]
    assert far.actors[:2] == graph.neighbours("ARN", count="happenings", limit=4).actors[:2] == near.actors
    assert all(dyad.happenings is not None for dyad in far.dyads)


def test_what_parts_of_a_country_do_the_country_does_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    articles = [
        coded("one", "2024-03-01", (GONDOR, "ASSAULT", MORDOR)),
        coded("two", "2024-03-02", (ARMY, "ASSAULT", MORDOR)),
        coded("three", "2024-03-03", (DENETHOR, "ASSAULT", MORDOR)),
    ]
    with EventGraph.open(tmp_path_factory.mktemp("parts"), settings=Settings()) as graph:
        graph.ingest_coded(articles, coder="test")
        (rolled,) = graph.dyads(scope=Scope(rollup=True), count="happenings")
        assert (rolled.events, rolled.happenings) == (3, 1)
        assert len(graph.happenings(scope=Scope(rollup=True), source="GON")) == 1
        assert len(graph.dyads(count="happenings")) == len(graph.happenings()) == 3


def test_reports_that_cannot_matter_are_not_read(graph: EventGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.counting.MOST_REPORTS", 30)
    assert len(graph.neighbours("GON", limit=1, count="happenings").actors) == 1
    with pytest.raises(BadInput, match="up to 30 reports, and there are"):
        graph.neighbours("GON", limit=50, count="happenings")
