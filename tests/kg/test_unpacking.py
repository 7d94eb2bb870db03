"""Records that another process reads are entered as if this one had read them."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import renewal
from kg.errors import StoreBroken
from kg.fetching import Unpacker
from kg.ids import Iris
from kg.index.batches import SIZE
from kg.index.bulk import Bulk
from kg.index.database import FILE, Index
from kg.parcels import parcel_text, read_parcel
from kg.rdf.recorded import text_files
from kg.rdf.records import read_records, write_records
from kg.rdf.store import EmbeddedStore
from tests.bench.packed import parcels

IRIS = Iris()
PREFIX = IRIS.articles
ARTICLES = 3 * SIZE + 300


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    """A store of records alone, more than a batch of them."""
    with EmbeddedStore(tmp_path / "kg") as store:
        made = parcels(events=5 * ARTICLES)
        write_records(store, ((IRIS.article(parcel.article[0]), parcel_text(parcel)) for parcel in made))
        yield store


def reindex(store: EmbeddedStore, folder: Path) -> int:
    with closing(Index(folder)) as index:
        return renewal.reindex(store, index, IRIS, lambda _: None).articles


def test_the_file_is_the_same_as_when_this_process_reads(store: EmbeddedStore, tmp_path: Path) -> None:
    with closing(Index(tmp_path / "alone")) as index, index.rebuilding() as draft:
        bulk = Bulk(draft, lambda _: None)
        for graph, record in read_records(store, PREFIX):
            bulk.add(graph[len(PREFIX) :], read_parcel(record or ""))
        assert bulk.finish() == ARTICLES
    assert reindex(store, tmp_path / "apart") == ARTICLES
    assert (tmp_path / "apart" / FILE).read_bytes() == (tmp_path / "alone" / FILE).read_bytes()
    assert not list((store.folder / "snapshots").iterdir())


def test_what_cannot_be_trusted_comes_back(store: EmbeddedStore) -> None:
    names = [graph for graph, _ in read_records(store, PREFIX)]
    damaged, missing, doubted, other = names[:4]
    write_records(store, [(damaged, "1.damaged."), (missing, None)])
    store.add(missing, store.read(other)[:1])
    with Unpacker() as unpacker:
        found = list(unpacker.unpack(store, PREFIX, doubted={doubted}))
    left = dict(record for told in found for record in told.left)
    assert left[damaged] == "1.damaged."
    assert left[missing] is None
    assert left[doubted]
    assert len(left) == 3
    keys = [key for told in found for key, _, _ in told.batch.told]
    assert sorted(keys) == sorted(name[len(PREFIX) :] for name in names if name not in left)


def test_a_process_that_dies_leaves_the_old_index(store: EmbeddedStore, tmp_path: Path) -> None:
    assert reindex(store, tmp_path / "index") == ARTICLES
    with closing(Index(tmp_path / "index")) as index:
        version = index.version
        with Unpacker() as unpacker:
            os.kill(unpacker.pid, signal.SIGKILL)
            with pytest.raises(StoreBroken, match="has died"):
                renewal.reindex(store, index, IRIS, lambda _: None, unpacker=unpacker)
        assert index.version == version
    assert reindex(store, tmp_path / "index") == ARTICLES


def test_files_that_cannot_be_read_are_named(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = store.snapshot

    def snapshot(folder: Path) -> None:
        taken(folder)
        for file in folder.glob("*.sst"):
            file.unlink()

    store.inner.optimize()
    monkeypatch.setattr(store, "snapshot", snapshot)
    with Unpacker() as unpacker, pytest.raises(StoreBroken, match="records in the RDF store cannot be read"):
        list(unpacker.unpack(store, PREFIX, doubted=frozenset()))


def test_a_writer_goes_on_while_records_are_read(store: EmbeddedStore) -> None:
    with Unpacker() as unpacker:
        batches = unpacker.unpack(store, PREFIX, doubted=frozenset())
        for graph in list(store.graphs(PREFIX)):
            store.drop(graph)
        assert sum(len(told.batch.told) + len(told.left) for told in batches) == ARTICLES
    assert not any(isinstance(node, ox.NamedNode) for node in store.inner.named_graphs())


def test_only_files_of_texts_are_read_ahead(store: EmbeddedStore) -> None:
    store.flush()
    store.inner.optimize()
    files = {path.stat().st_size: path for path in store.rdf_folder.glob("*.sst")}
    assert files[max(files)] in text_files(store.rdf_folder)
    assert len(text_files(store.rdf_folder)) < len(files)
