"""Where a server holds the store, other processes on the machine ask it in SPARQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.assistant import Tools
from kg.cli import main
from kg.errors import BadInput, NotAcceptable, QueryRefused, StoreLocked
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.api.serving import TOKEN, serving
from tests.kg.world import chronicle

COUNT = "SELECT (COUNT(*) AS ?n) { ?event a eg:Event }"
MANY = "SELECT ?s ?p ?o { ?s ?p ?o }"
NAMED = "CONSTRUCT { ?a eg:kind ?kind } WHERE { ?a a eg:Actor ; eg:kind ?kind } ORDER BY ?a"


def filled(folder: Path) -> Path:
    with EventGraph.open(folder) as graph:
        graph.ingest_coded(chronicle(), coder="test")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return filled(tmp_path / "store")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventGraph]:
    store = filled(tmp_path_factory.mktemp("store"))
    with serving(store, KG_QUERY_ROWS="5"), EventGraph.open(store, read_only=True) as graph:
        yield graph


def test_the_answers_are_those_of_the_store(store: Path) -> None:
    asked = [
        (COUNT, "text/csv"), (COUNT, "application/sparql-results+json"), ("ASK { ?s a eg:Dyad }", "text/csv"),
        (NAMED, "application/n-triples"), (NAMED, "application/ld+json"),
    ]  # fmt: skip
    with EventGraph.open(store, read_only=True) as graph:
        wanted = [graph.query(text, accept=accept) for text, accept in asked]
    with serving(store), EventGraph.open(store, read_only=True) as graph:
        found = [graph.query(text, accept=accept) for text, accept in asked]
    for one, other in zip(wanted, found, strict=True):
        assert (one.kind, one.media_type, one.truncated) == (other.kind, other.media_type, other.truncated)
        assert sorted(one.body.splitlines()) == sorted(other.body.splitlines())


def test_a_cut_answer_says_so(reader: EventGraph) -> None:
    told = reader.query(MANY, accept="text/csv")
    assert (told.truncated, told.rows, len(told.body.splitlines())) == (True, 5, 6)
    assert "(cut after 5 rows)" in Tools(reader, site="http://x.test").sparql(MANY)


def test_refusals_are_those_of_the_service(reader: EventGraph) -> None:
    with pytest.raises(QueryRefused) as refused:
        reader.query("SELECT * {\n  ?s ?p }")
    assert refused.value.line == 2
    with pytest.raises(QueryRefused, match="SERVICE is not allowed"):
        reader.query("SELECT * { SERVICE <http://x.test/> { ?s ?p ?o } }")
    with pytest.raises(NotAcceptable):
        reader.query(COUNT, accept="image/png")


def test_the_command_asks_the_server(reader: EventGraph) -> None:
    done = CliRunner().invoke(main, ["--store", reader.settings.store, "query", "--format", "csv", COUNT])
    assert (done.exit_code, done.stdout.split()) == (0, ["n", str(reader.counts().events)])


def test_a_private_server_asks_for_the_token(store: Path) -> None:
    with serving(store, KG_PRIVATE="1"):
        with EventGraph.open(store, read_only=True) as graph, pytest.raises(BadInput, match="KG_TOKEN"):
            graph.query(COUNT)
        known = Settings(store=str(store), token=TOKEN)  # type: ignore[arg-type]
        with EventGraph.open(settings=known, read_only=True) as graph:
            assert graph.query(COUNT, accept="text/csv").kind == "rows"


def test_another_holder_than_a_server_cannot_be_asked(store: Path) -> None:
    with EventGraph.open(store), EventGraph.open(store, read_only=True) as reader, pytest.raises(StoreLocked):
        reader.query(COUNT)


def test_a_query_makes_no_store(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--store", str(tmp_path / "none"), "query", COUNT])
    assert (done.exit_code, (tmp_path / "none").exists()) == (4, False)
