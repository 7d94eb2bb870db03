"""`kg export` in every format it names, read back by the tools the formats belong to."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from api.cli import main
from kg.eventgraph import EventGraph
from kg.exports import COLUMNS
from kg.settings import Settings
from tests.kg.world import chronicle

EVENTS = sum(len(coded.events) for coded in chronicle())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "store"
    with EventGraph.open(folder, settings=Settings()) as graph:
        graph.ingest_coded(chronicle(), coder="test")
    return folder


def export(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "export", *words])


def quads(form: ox.RdfFormat) -> Callable[[bytes], int]:
    kind = ox.NamedNode("https://w3id.org/eventgraph/ontology#Event")
    return lambda body: sum(quad.object == kind for quad in ox.parse(body, form))


def edges(network: nx.Graph) -> int:
    return sum(data["events"] for _, _, data in network.edges(data=True))


READERS: dict[str, Callable[[bytes], int]] = {
    "nquads": quads(ox.RdfFormat.N_QUADS),
    "trig": quads(ox.RdfFormat.TRIG),
    "jsonld": quads(ox.RdfFormat.JSON_LD),
    "csv": lambda body: len(list(csv.DictReader(io.StringIO(body.decode())))),
    "jsonl": lambda body: len([json.loads(line) for line in body.splitlines()]),
    "parquet": lambda body: pq.read_table(io.BytesIO(body)).num_rows,
}


@pytest.mark.parametrize("form", READERS)
def test_every_event_is_in_the_export(store: Path, form: str) -> None:
    done = export(store, "--format", form)
    assert done.exit_code == 0, done.output
    assert READERS[form](done.stdout_bytes) == EVENTS


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_network_has_the_relations(
    store: Path, tmp_path: Path, form: str, read: Callable[[Path], nx.Graph]
) -> None:
    file = tmp_path / f"graph.{form}"
    assert export(store, "--format", form, "-o", str(file)).exit_code == 0
    with EventGraph.open(store, settings=Settings(), read_only=True) as graph:
        wanted = graph.networkx()
    network = read(file)
    assert set(network.nodes) == set(wanted.nodes)
    assert network.number_of_edges() == wanted.number_of_edges()
    assert edges(network) == edges(wanted)


def test_page_stands_alone(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "graph.html"
    assert export(store, "--format", "html", "-o", str(file)).exit_code == 0
    page = file.read_text(encoding="utf-8")
    assert page.lstrip().startswith("<!DOCTYPE html>") or page.lstrip().startswith("<!doctype html>")
    assert "Gondor" in page
    assert "default-src 'none'" in page.replace("&#39;", "'")
    assert 'src="http' not in page


def test_parquet_is_tidy_and_equals_the_data_frame(store: Path) -> None:
    table = pq.read_table(io.BytesIO(export(store, "--format", "parquet").stdout_bytes))
    assert table.column_names == list(COLUMNS)
    assert str(table.schema.field("date").type) == "date32[day]"
    with EventGraph.open(store, settings=Settings(), read_only=True) as graph:
        frame = graph.to_pandas()
    given = {row["id"]: row for row in table.to_pylist()}
    for row in frame.to_dict("records"):
        assert given[row["id"]]["source"] == row["source"]
        assert given[row["id"]]["score"] == row["score"]
        assert given[row["id"]]["date"] == (row["date"].date() if row["date"] == row["date"] else None)


def test_missing_extra_is_named_and_no_file_is_left(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "graph.parquet"
    code = (
        "import sys; sys.modules['pyarrow'] = None\nfrom kg.cli import main\n"
        f"main(['--store', {str(store)!r}, 'export', '--format', 'parquet', '-o', {str(file)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "Error: Parquet needs pyarrow: pip install 'eventgraph[bulk]'\n"
    assert list(tmp_path.iterdir()) == []


def test_unknown_format_names_the_known_ones(store: Path) -> None:
    done = export(store, "--format", "shapefile")
    assert done.exit_code == 2
    for form in (*READERS, "graphml", "gexf", "html"):
        assert form in done.stderr
