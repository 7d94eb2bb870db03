"""The notebooks of the documentation, run from top to bottom on a small graph."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from support import ROOT

from kg.eventgraph import EventGraph
from kg.settings import Settings
from kg.sources.reading import read_articles

NOTEBOOKS = ROOT / "viz" / "docs" / "notebooks"
SEEDS = ROOT / "seeds" / "articles"
STORIES = (
    "000_d94bf1c66bf91e63",
    "sample-001-invasion-begins",
    "sample-017-vostochny-summit",
    "sample-019-panel-veto",
    "sample-020-pyongyang-treaty",
    "sample-021-troops-to-russia",
    "sample-026-kursk-casualties",
)
CLOSE_NETWORK = """
import ipaddress, socket

def close(connect):
    def checked(self, address):
        if isinstance(address, tuple) and not ipaddress.ip_address(address[0]).is_loopback:
            raise OSError(f"the network is closed in tests: {address[0]}")
        return connect(self, address)
    return checked

socket.socket.connect = close(socket.socket.connect)
socket.socket.connect_ex = close(socket.socket.connect_ex)
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks") / "store"
    with EventGraph.open(folder, settings=Settings()) as graph:
        graph.ingest(read_articles([str(SEEDS / f"{story}.txt") for story in STORIES]))
    return folder


def notebooks() -> list[Path]:
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def run(path: Path, store: Path, folder: Path, monkeypatch) -> nbformat.NotebookNode:
    """The notebook with its outputs; a failing cell raises."""
    monkeypatch.setenv("KG_STORE", str(store))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.setenv("IPYTHONDIR", str(folder / "ipython"))
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(CLOSE_NETWORK))
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    return client.execute()


def text_of(notebook: nbformat.NotebookNode) -> str:
    """All that the cells print and show."""
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return "\n".join(
        part
        for output in shown
        for part in (output.get("text", ""), *output.get("data", {}).values())
        if isinstance(part, str)
    )


def test_there_are_two_notebooks():
    assert [path.stem for path in notebooks()] == ["explore", "sparql_and_networks"]


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path):
    cells = nbformat.read(path, as_version=4).cells
    assert [cell.outputs for cell in cells if cell.cell_type == "code" and cell.outputs] == []
    assert {cell.execution_count for cell in cells if cell.cell_type == "code"} == {None}


def test_explore_shows_the_relation_with_its_sentences(store, tmp_path, monkeypatch):
    shown = text_of(run(NOTEBOOKS / "explore.ipynb", store, tmp_path, monkeypatch))
    assert "Eventgraph" in shown
    assert "North Korea" in shown
    assert "RUS to PRK:" in shown
    assert "sample-020-pyongyang-treaty" in shown
    assert "material conflict" in shown


def test_sparql_and_networks_run(store, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    shown = text_of(run(NOTEBOOKS / "sparql_and_networks.ipynb", store, tmp_path, monkeypatch))
    assert "MultiDiGraph with" in shown
    assert "eg:eventType" in shown
    assert "graph.nq" in shown
    assert list(tmp_path.glob("eventgraph-*/relations.graphml"))
