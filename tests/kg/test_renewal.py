import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, SDO, Literal, URIRef

from kg import renewal, upkeep
from kg.eventgraph import EventGraph
from kg.model import Scope
from kg.parcels import pack, parcel_text
from kg.rdf.records import read_records, write_records
from kg.rdf.vocab import EG
from kg.settings import Settings
from tests.bench.synthetic import synthetic
from tests.kg.world import chronicle

TABLES = (
    "articles", "actors", "faces", "sightings", "names", "types", "sentences", "events", "pairs", "dyads",
    "ledger",
)  # fmt: skip


def tables(graph: EventGraph) -> dict[str, list[object]]:
    """All rows; numbers are given out in the order of graphs, so two fillings are the same."""
    connection = graph.index.reader()
    return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=str) for name in TABLES}


def records(graph: EventGraph) -> dict[str, str | None]:
    return dict(read_records(graph.store, graph.iris.articles))


def test_records_and_triples_fill_the_same_index(tmp_path: Path) -> None:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded([*chronicle(), *synthetic(events=200)], coder="test")
        assert upkeep.verify(graph.store, graph.index, graph.iris) == []
        assert graph.reindex().articles == 45
        by_records = tables(graph)
        assert graph.reindex(triples=True).articles == 45
        assert tables(graph) == by_records
        assert upkeep.verify(graph.store, graph.index, graph.iris) == []


def test_reindex_reads_no_triples_where_records_stand(graph: EventGraph, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    read: list[str] = []
    read_graph = renewal.read_graph
    monkeypatch.setattr(
        renewal, "read_graph", lambda store, name, iris: read.append(name) or read_graph(store, name, iris)
    )
    graph.reindex()
    assert read == []
    write_records(graph.store, [(graph.iris.article("a1"), "1.damaged.")])
    graph.reindex()
    assert read == [graph.iris.article("a1")]


CHANGES: dict[str, tuple[Callable[[str], str], str]] = {
    "damaged": (lambda text: text[:60], "cannot be used: the record is damaged"),
    "of another version": (lambda text: "9" + text[1:], "cannot be used: the record is of version '9'"),
    "of another article": (lambda text: parcel_text(pack(chronicle()[1])), "differs from its triples"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_record_that_is_amiss_is_named_and_written_anew(graph: EventGraph, name: str) -> None:
    change, told = CHANGES[name]
    before, rows = records(graph), tables(graph)
    article = graph.iris.article("a1")
    write_records(graph.store, [(article, change(before[article] or ""))])
    (found,) = upkeep.verify(graph.store, graph.index, graph.iris)
    assert found.startswith("article 'a1': its record")
    assert told in found
    graph.reindex()
    assert records(graph) == before
    assert upkeep.verify(graph.store, graph.index, graph.iris) == []
    assert graph.counts().events == len(rows["events"])


def test_triples_written_from_outside_win_over_the_record(graph: EventGraph) -> None:
    event = graph.coded("a1").events[0]
    node, name = graph.iris.event(event.id), graph.iris.article("a1")
    score = f"<{node}> <{EG.score}>"
    graph.store.update(
        f"DELETE DATA {{ GRAPH <{name}> {{ {score} {event.score} }} }};"
        f"INSERT DATA {{ GRAPH <{name}> {{ {score} 3.25 }} }}"
    )
    graph.reindex()
    assert graph.event(event.id).score == 3.25
    assert upkeep.verify(graph.store, graph.index, graph.iris) == []
    graph.reindex()
    assert graph.event(event.id).score == 3.25


STRANGE = {
    "empty": [("urn:s", "urn:p", Literal(1))],
    "without a body": [
        ("urn:a", str(RDF.type), SDO.NewsArticle),
        ("urn:a", str(SDO.identifier), Literal("x")),
    ],
}


@pytest.mark.parametrize("name", [*STRANGE, "copy", "quad class"])
def test_a_graph_that_is_no_article_is_left_out_and_named(graph: EventGraph, name: str) -> None:
    before = tables(graph)
    strange = f"{graph.iris.base}article/strange"
    if name == "copy":
        triples = graph.store.read(graph.iris.article("a1"))
    elif name == "quad class":
        found = graph.store.read(graph.iris.article("a1"))
        triples = [
            (one, two, Literal("dance") if two == EG.quadClass else three) for one, two, three in found
        ]
    else:
        triples = [(URIRef(one), URIRef(two), three) for one, two, three in STRANGE[name]]
    graph.store.replace(strange, triples)
    done = graph.reindex()
    assert [skipped for skipped, _ in done.skipped] == [strange]
    assert done.articles == 5
    assert {name: len(rows) for name, rows in tables(graph).items()} == {
        name: len(rows) for name, rows in before.items()
    }
    (found_by_verify,) = upkeep.verify(graph.store, graph.index, graph.iris)
    assert found_by_verify.startswith(f"the graph <{strange}> is left out of the index, for ")


def follow(graph: EventGraph, sparql: str) -> int:
    graph.store.update(sparql)
    return graph.follow().articles


def test_only_graphs_that_were_written_are_read(graph: EventGraph) -> None:
    event = graph.coded("a1").events[0]
    name = graph.iris.article("a1")
    triple = f"<{graph.iris.event(event.id)}> <{EG.mode}> 'envoys'"
    assert follow(graph, f"INSERT DATA {{ GRAPH <{name}> {{ {triple} }} }}") == 1
    assert graph.event(event.id).mode == "envoys"
    assert upkeep.verify(graph.store, graph.index, graph.iris) == []
    assert follow(graph, "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } . <urn:s> <urn:p> 1 }") == 0
    assert follow(graph, f"DELETE {{ GRAPH ?g {{ {triple} }} }} WHERE {{ GRAPH ?g {{ {triple} }} }}") == 1
    assert graph.event(event.id).mode is None
    assert not graph.store.stale


def test_an_article_that_is_dropped_or_broken_from_outside_is_gone(graph: EventGraph) -> None:
    one, two = graph.iris.article("a1"), graph.iris.article("a2")
    graph.store.update(f"DROP GRAPH <{one}>; DELETE WHERE {{ GRAPH <{two}> {{ ?s <{SDO.identifier}> ?o }} }}")
    done = graph.follow()
    assert [name for name, _ in done.skipped] == [two]
    assert sorted(coded.article.id for coded in graph.coded_articles()) == ["a3", "a4", "a5"]
    followed = tables(graph)
    graph.reindex()
    for name in ("articles", "events", "ledger", "sightings", "pairs", "dyads", "actors"):
        assert len(tables(graph)[name]) == len(followed[name])
    assert graph.ingest_coded(chronicle(), coder="test").added == 2
    assert upkeep.verify(graph.store, graph.index, graph.iris) == []


def test_what_is_marked_amid_following_is_followed_next(graph: EventGraph, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    read_graph = renewal.read_graph

    def read(store, name, iris):  # type: ignore[no-untyped-def]
        store.update(f"DROP SILENT GRAPH <{graph.iris.article('a2')}>")
        return read_graph(store, name, iris)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(renewal, "read_graph", read)
        follow(graph, f"CREATE SILENT GRAPH <{graph.iris.article('a1')}>")
    assert graph.store.stale == (graph.iris.article("a2"),)
    assert graph.counts().articles == 5
    graph.follow()
    assert graph.counts().articles == 4


def test_a_crash_before_following_is_mended_on_opening(tmp_path: Path) -> None:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(chronicle(), coder="test")
        graph.store.update(f"DROP GRAPH <{graph.iris.article('a1')}>")
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        assert graph.counts().articles == 4
        assert not graph.store.stale


def lists(graph: EventGraph) -> dict[str, object]:
    """Everything that is listed, where many rows count the same."""
    wide = Scope(since=dt.date(2023, 1, 1))
    rolled = Scope(rollup=True)
    near = graph.neighbours("XAA", hops=2, limit=7)
    return {
        "dyads": [graph.dyads(limit=9), graph.dyads(limit=-1), graph.dyads(scope=wide, limit=9)],
        "of an actor": [graph.dyads(actor="XAA", limit=5), graph.dyads(actor="XAA", scope=rolled, limit=5)],
        "neighbours": [graph.neighbours("XAA", limit=3), graph.neighbours("XAA", scope=wide, limit=3), near],
        "events": [graph.events(limit=20), graph.events(actor="XAA", limit=5), graph.events(words="matter")],
        "articles": [graph.articles(limit=8), graph.articles(publisher="Synthetic Times 1", limit=3)],
        "picture": [graph.subgraph(limit=9, edges=6), graph.subgraph(scope=wide, limit=9, edges=6)],
        "search": [graph.search("state", limit=5), graph.search("persn", limit=5), graph.actor("XAA")],
        "paths": graph.paths("XAA", "XAC", k=3),
        "measure": graph.measure("betweenness"),
        "happenings": graph.happenings(actor="XAA"),
    }


def test_lists_keep_their_order_when_the_index_is_filled_anew(tmp_path: Path) -> None:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded([*reversed([*synthetic(events=300)]), *chronicle()], coder="test")
        before = lists(graph)
        graph.reindex()
        for name, found in lists(graph).items():
            assert found == before[name], name
