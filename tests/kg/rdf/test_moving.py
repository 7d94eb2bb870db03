"""`kg load` and `kg export`: whole stores in files, packed or not."""

import gzip
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner, Result

from kg.cli import main
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.kg.world import chronicle

UNPACK = {
    "": bytes,
    ".gz": gzip.decompress,
    ".zst": lambda packed: zstandard.ZstdDecompressor().decompressobj().decompress(packed),
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    with EventGraph.open(folder, settings=Settings()) as graph:
        graph.ingest_coded(chronicle(), coder="test")
    return folder


def kg(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), *words])


def everything(store: Path) -> tuple[object, ...]:
    with EventGraph.open(store, settings=Settings()) as graph:
        return graph.counts(), list(graph.coded_articles()), sorted(graph.dyads(), key=repr)


@pytest.mark.parametrize("packing", UNPACK)
@pytest.mark.parametrize(("form", "ending"), [("nquads", "nq"), ("trig", "trig"), ("jsonld", "jsonld")])
def test_a_store_goes_through_a_file(
    store: Path, tmp_path: Path, form: str, ending: str, packing: str
) -> None:
    file = tmp_path / f"all.{ending}{packing}"
    done = kg(store, "export", "--format", form, "-o", str(file))
    assert done.exit_code == 0, done.output
    assert UNPACK[packing](file.read_bytes()) == kg(store, "export", "--format", form).stdout_bytes
    loaded = kg(tmp_path / "other", "load", str(file))
    assert loaded.exit_code == 0, loaded.output
    assert "5 articles in the graph" in loaded.stderr
    assert everything(tmp_path / "other") == everything(store)


def test_other_formats_are_packed_too(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "events.csv.gz"
    assert kg(store, "export", "--format", "csv", "-o", str(file)).exit_code == 0
    assert gzip.decompress(file.read_bytes()) == kg(store, "export", "--format", "csv").stdout_bytes


def test_after_a_file_that_breaks_off_the_index_shows_what_is_there(store: Path, tmp_path: Path) -> None:
    whole = kg(store, "export").stdout_bytes
    file = tmp_path / "cut.nq"
    file.write_bytes(whole[: len(whole) // 2])
    assert kg(store, "delete", "a1").exit_code == 0
    done = kg(store, "load", str(file))
    assert done.exit_code == 1
    assert "cut.nq" in done.stderr
    assert kg(store, "verify").exit_code == 0
