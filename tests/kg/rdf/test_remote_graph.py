"""An EventGraph over a server gives the same answers as one over a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg import upkeep
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.kg.rdf.servers import oxigraph, virtuoso
from tests.kg.world import chronicle, coded

OPTIONS = {
    "oxigraph": "/query?update=/update&data=/store",
    "virtuoso": "/sparql?data=/sparql-graph-crud",
}
SERVERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}


@contextmanager
def opened(store: str) -> Iterator[EventGraph]:
    with EventGraph.open(settings=Settings(store=store)) as graph:
        yield graph


def grow(graph: EventGraph) -> None:
    """Ingest, replace and delete."""
    graph.ingest_coded(chronicle(), coder="1")
    graph.ingest_coded([coded("a1", "2024-01-10")], coder="2")
    graph.delete_article("a2")


def answers(graph: EventGraph) -> dict[str, object]:
    return {
        "counts": graph.counts(),
        "dyads": graph.dyads(),
        "events": graph.events(),
        "search": graph.search("arn"),
        "neighbours": graph.neighbours("GON"),
        "relation": graph.relation("ARN", "GON"),
        "articles": list(graph.coded_articles()),
        "graphs": list(graph.store.graphs()),
        "verify": upkeep.verify(graph.store, graph.index, graph.iris),
        "rows": sorted(
            graph.query("SELECT ?g ?e { GRAPH ?g { ?e a eg:Event } }", accept="text/csv").body.splitlines()
        ),
    }


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_answers_as_a_folder_does(name, tmp_path: Path):
    (tmp_path / "server").mkdir()
    with opened(str(tmp_path / "folder")) as graph:
        grow(graph)
        wanted = answers(graph)
    with SERVERS[name](tmp_path / "server") as url:
        store = f"sparql+{url}{OPTIONS[name]}&folder={tmp_path / 'index'}"
        with opened(store) as graph:
            existing = set(graph.store.graphs())
            grow(graph)
            found = answers(graph)
            assert set(found.pop("graphs")) - existing == set(wanted.pop("graphs"))
            assert found == wanted
            graph.reindex()
            assert graph.counts() == wanted["counts"]
        with opened(store) as graph:
            assert answers(graph)["articles"] == wanted["articles"]
