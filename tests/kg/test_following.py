"""After any update from outside the index holds what the triples tell, and only what was written is read."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import renewal
from kg.errors import BadInput
from kg.eventgraph import EventGraph
from kg.index import tallies
from kg.model import Coded
from kg.parcels import contents, pack, read_parcel
from kg.rdf.records import read_records
from kg.rdf.remote import RemoteStore
from kg.rdf.store import Store
from kg.rdf.vocab import EG
from kg.settings import Settings
from kg.upkeep import coded_articles
from tests.bench.synthetic import synthetic
from tests.kg.rdf.servers import oxigraph
from tests.kg.world import chronicle

SCORE, MODE, SENTENCE, DOC = EG.score, EG.mode, EG.sentence, "http://www.w3.org/ns/prov#wasDerivedFrom"


def told(graph: EventGraph) -> dict[str, Coded]:
    """What the triples tell, by graph."""
    found = {}
    for name in graph.store.graphs(graph.iris.articles):
        try:
            found[name] = renewal.read_graph(graph.store, name, graph.iris)
        except BadInput:
            continue
    return found


def check(graph: EventGraph) -> None:
    """Index and records are those that a rebuild from triples would give."""
    expected = told(graph)
    assert {graph.iris.article(coded.article.id): coded for coded in coded_articles(graph.index)} == expected
    assert tallies.differences(graph.index.reader()) == []
    for name, record in read_records(graph.store, graph.iris.articles):
        if name in expected:
            assert record is not None
            assert contents(read_parcel(record)) == contents(pack(expected[name]))
        else:
            assert record is None


class Updates:
    """Updates drawn at random, in all the ways that name graphs."""

    def __init__(self, graph: EventGraph, seed: int) -> None:
        self._graph, self._random = graph, random.Random(seed)
        self._ways: list[Callable[[], str]] = [
            self._by_filter, self._by_values, self._short, self._named, self._with, self._data, self._using,
            self._built, self._moved, self._dropped, self._of_pattern, self._chosen,
        ]  # fmt: skip

    def _article(self) -> str:
        return self._graph.iris.article(f"synthetic-{self._random.randrange(8)}")

    def _score(self) -> str:
        return str(self._random.choice((1.5, 2.5, 4, -3)))

    def _by_filter(self) -> str:
        return (
            f"DELETE {{ GRAPH ?g {{ ?e <{SCORE}> ?old }} }} INSERT {{ GRAPH ?g {{ ?e <{SCORE}> {self._score()} }} }} "
            f"WHERE {{ GRAPH ?g {{ ?e <{SCORE}> ?old FILTER(?old < {self._score()}) }} }}"
        )

    def _by_values(self) -> str:
        return (
            f"insert{{graph?g{{?e <{MODE}> 'm{self._random.randrange(3)}'}}}}where"
            f"{{VALUES ?g {{ <{self._article()}> <{self._article()}> }} graph?g{{?e <{SCORE}> {self._score()}}}}}"
        )

    def _short(self) -> str:
        return f"DELETE WHERE {{ GRAPH ?g {{ ?e <{MODE}> 'm{self._random.randrange(3)}' }} }}"

    def _named(self) -> str:
        return f"DELETE WHERE {{ GRAPH <{self._article()}> {{ ?e <{MODE}> ?m }} }}"

    def _with(self) -> str:
        return (
            f"WITH <{self._article()}> DELETE {{ ?e <{SENTENCE}> ?x }} INSERT {{ ?e <{SENTENCE}> 'Other.' }} "
            f"WHERE {{ ?e <{SENTENCE}> ?x # GRAPH ?g {{ \n }}"
        )

    def _data(self) -> str:
        return f"INSERT DATA {{ GRAPH <{self._article()}> {{ <urn:s> <urn:p> {self._score()} }} <urn:s> <urn:p> 1 }}"

    def _using(self) -> str:
        name = self._article()
        return (
            f"DELETE {{ GRAPH ?g {{ ?e <{MODE}> ?m }} }} USING <{name}> USING NAMED <{name}> "
            f"WHERE {{ ?e <{SCORE}> ?s . GRAPH ?g {{ ?e <{MODE}> ?m }} }}"
        )

    def _built(self) -> str:
        name = self._graph.iris.article("synthetic-99")
        return (
            f"INSERT {{ GRAPH ?h {{ ?a ?b ?c }} }} "
            f"WHERE {{ GRAPH <{self._article()}> {{ ?a ?b ?c }} BIND(<{name}> AS ?h) }}"
        )

    def _moved(self) -> str:
        way = self._random.choice(("COPY", "MOVE SILENT", "ADD SILENT GRAPH"))
        return f"{way} <{self._article()}> TO <{self._article()}>"

    def _dropped(self) -> str:
        return (
            f"DROP SILENT GRAPH <{self._article()}>; "
            f"DELETE DATA {{ GRAPH <{self._article()}> {{ <urn:s> <urn:p> 4 }} }}"
        )

    def _of_pattern(self) -> str:
        return (
            f"DELETE {{ GRAPH ?g {{ ?a <{DOC}> ?b }} }} WHERE {{ SELECT ?g ?a ?b "
            f"{{ GRAPH ?g {{ ?a <{DOC}> ?b }} }} ORDER BY ?a LIMIT 1 }}"
        )

    def _chosen(self) -> str:
        return f"{self._short()}; {self._by_values()}; {self._by_filter()}"

    def draw(self) -> str:
        """One."""
        return self._random.choice(self._ways)()


def settled(graph: EventGraph) -> None:
    """All articles as they were coded."""
    for name in graph.store.graphs(graph.iris.articles):
        graph.store.drop(name)
    graph.reindex()
    graph.ingest_coded(synthetic(events=40), coder="test")


@pytest.mark.parametrize("seed", range(6))
def test_random_updates_leave_an_index_as_if_rebuilt(tmp_path: Path, seed: int) -> None:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        settled(graph)
        updates = Updates(graph, seed)
        for number in range(30):
            if number % 6 == 0:
                settled(graph)
            update = updates.draw()
            graph.store.update(update)
            assert "" not in graph.store.stale, update
            graph.follow()
            assert not graph.store.stale
            check(graph)


def test_random_updates_of_a_server_leave_an_index_as_if_rebuilt(tmp_path: Path) -> None:
    with oxigraph(tmp_path / "server") as server:
        address = f"sparql+{server}/query?update=/update&data=/store&folder={tmp_path / 'kg'}"
        with EventGraph.open(settings=Settings(store=address)) as graph:
            settled(graph)
            updates = Updates(graph, 0)
            for number in range(20):
                if number % 6 == 0:
                    settled(graph)
                graph.store.update(updates.draw())
                graph.follow()
                check(graph)


def marks(store: Store, update: str) -> tuple[str, ...]:
    store.clear_stale()
    store.update(update)
    return store.stale


@pytest.fixture(params=["folder", "server"])
def store(request, tmp_path):
    if request.param == "folder":
        with EventGraph.open(tmp_path, settings=Settings()) as graph:
            graph.ingest_coded(chronicle(), coder="test")
            yield graph.store
        return
    with oxigraph(tmp_path / "server") as server:
        address = f"sparql+{server}/query?update=/update&folder={tmp_path / 'kg'}"
        with EventGraph.open(settings=Settings(store=address)) as graph:
            graph.ingest_coded(chronicle(), coder="test")
            yield graph.store


def test_no_more_than_what_was_written_is_marked(store: Store) -> None:
    """On a folder and on a server alike, with variables and without."""
    one, two, *_ = store.graphs("https://w3id.org/eventgraph/article/")
    assert marks(store, f"INSERT DATA {{ GRAPH <{one}> {{ <urn:s> <urn:p> 1, 2 }} }}") == (one,)
    assert marks(store, f"COPY SILENT <urn:none> TO <{two}>") == (two, "urn:none")
    found = "DELETE { GRAPH ?g { <urn:s> ?p ?o } } WHERE { GRAPH ?g { <urn:s> ?p ?o FILTER(?o > %d) } }"
    assert marks(store, found % 3) == ()
    assert marks(store, found % 1) == (one,)
    assert marks(store, found.replace("WHERE { ", f"WHERE {{ VALUES ?g {{ <{two}> }} ") % 0) == ()
    assert marks(store, f"DELETE WHERE {{ GRAPH ?g {{ <urn:s> ?p ?o }} }}; DROP SILENT GRAPH <{two}>") == (
        one,
        two,
    )
    assert marks(store, "CLEAR ALL") == ("",)


def test_what_a_server_alone_knows_is_doubted(store: Store) -> None:
    """What its default graph is, and what an operation finds that comes after another."""
    expected = ("",) if isinstance(store, RemoteStore) else ()
    assert marks(store, "INSERT DATA { <urn:s> <urn:p> 1 }") == expected
    assert marks(store, "DELETE { GRAPH ?g { ?s ?p 9 } } WHERE { ?g ?p ?s FILTER(?s > 9) }") == expected
    assert (
        marks(store, "DELETE WHERE { GRAPH ?g { ?s ?p 1e9 } }; DELETE WHERE { GRAPH ?g { ?s ?p 1e8 } }")
        == expected
    )
