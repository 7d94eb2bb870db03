"""Scopes of some publishers, against a count by hand, for articles that came one by one and all at once."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kg.eventgraph import EventGraph
from kg.model import Coded, Scope
from kg.settings import Settings
from tests.bench.synthetic import synthetic

PUBLISHERS = ("Palantir Post", "", "Gazette", "Herald")


def articles() -> list[Coded]:
    found = list(synthetic(events=400, actors=15))
    return [
        replace(coded, article=replace(coded.article, publisher=PUBLISHERS[n * n % 7 % 4]))
        for n, coded in enumerate(found)
    ]


@pytest.fixture(params=["one by one", "at once"])
def graph(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(articles(), coder="test")
        if request.param == "at once":
            graph.reindex()
        yield graph


@pytest.mark.parametrize(
    "chosen", [{"Gazette"}, {"Palantir Post", "Herald"}, {""}, {"nobody"}, {"Herald", "nobody"}]
)
def test_a_scope_of_publishers_has_their_events_alone(graph: EventGraph, chosen: set[str]) -> None:
    told = [
        (coded, event) for coded in articles() for event in coded.events if coded.article.publisher in chosen
    ]
    pairs = Counter((event.source.actor.id, event.target.actor.id) for _, event in told)
    scope = Scope(publishers=frozenset(chosen))
    assert {(dyad.source, dyad.target): dyad.events for dyad in graph.dyads(scope=scope, limit=-1)} == pairs
    assert graph.events(scope=scope, limit=500).total == len(told)
    for actor in ("XAA", "XAE"):
        near = graph.neighbours(actor, scope=scope, limit=500)
        assert {(dyad.source, dyad.target): dyad.events for dyad in near.dyads} == {
            pair: events for pair, events in pairs.items() if actor in pair
        }
        of_actor = {event.id for _, event in told if actor in (event.source.actor.id, event.target.actor.id)}
        assert {event.id for event in graph.events(scope=scope, actor=actor, limit=500).items} == of_actor
        for coded in {coded.article.id: coded for coded, _ in told}.values():
            found = graph.events(scope=scope, actor=actor, article=coded.article.id)
            assert {event.id for event in found.items} == {event.id for event in coded.events} & of_actor


def test_an_article_that_changes_its_publisher_counts_for_the_new_one(graph: EventGraph) -> None:
    first = next(coded for coded in articles() if coded.article.publisher == "Gazette")
    before = graph.events(scope=Scope(publishers=frozenset({"Gazette"}))).total
    changed = replace(first, article=replace(first.article, publisher="Bugle"))
    graph.ingest_coded([changed], coder="test")
    assert graph.events(scope=Scope(publishers=frozenset({"Gazette"}))).total == before - len(first.events)
    assert graph.events(scope=Scope(publishers=frozenset({"Bugle"}))).total == len(first.events)
