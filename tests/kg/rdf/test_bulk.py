"""Whole stores to files and back."""

import gzip

import pytest
import zstandard
from rdflib import Literal, URIRef

from kg.errors import BadInput, StoreBroken
from kg.ids import Iris
from kg.rdf.bulk import dump, load_dump
from kg.rdf.mapping import article_triples
from kg.rdf.store import EmbeddedStore
from tests.bench.synthetic import synthetic

IRIS = Iris()
STATEMENTS = b"".join(b'<urn:s> <urn:p> "%d" <urn:g> .\n' % n for n in range(1000))
_packer = zstandard.ZstdCompressor().compressobj()
# Whole lines, but the frame goes on.
BLOCK = _packer.compress(STATEMENTS) + _packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)


@pytest.fixture
def store(tmp_path):
    with EmbeddedStore(tmp_path / "one") as opened:
        for coded in synthetic(events=100):
            opened.replace(IRIS.article(coded.article.id), article_triples(coded, IRIS))
        yield opened


def lines(store: EmbeddedStore) -> list[str]:
    return sorted(str(quad) for quad in store.inner)


@pytest.mark.parametrize("ending", ["nq", "nq.gz", "nq.zst", "trig", "trig.gz", "trig.zst", "jsonld"])
def test_a_dump_is_loaded_whole(store, tmp_path, ending):
    file = tmp_path / f"all.{ending}"
    dump(store, file)
    seen: list[int] = []
    with EmbeddedStore(tmp_path / "two") as other:
        load_dump(other, file, progress=seen.append)
        assert lines(other) == lines(store)
        assert other.stale
    assert seen[-1] == file.stat().st_size


@pytest.mark.parametrize("ending", ["nq", "nq.gz"])
def test_the_same_store_gives_the_same_bytes(store, tmp_path, ending):
    for name in ("a", "b"):
        dump(store, tmp_path / f"{name}.{ending}")
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_graphs_of_a_file_replace_those_of_the_same_name(store, tmp_path):
    file = tmp_path / "all.nq"
    dump(store, file)
    wanted = lines(store)
    graph = next(store.graphs())
    store.replace(graph, [(URIRef("urn:s"), URIRef("urn:p"), Literal("other"))])
    load_dump(store, file)
    assert lines(store) == wanted


def test_a_file_that_goes_back_and_forth_is_loaded_whole(store, tmp_path):
    file = tmp_path / "mixed.nq"
    file.write_text("".join(f'<urn:s> <urn:p> "{n}" <urn:g{n % 2}> .\n' for n in range(6)))
    load_dump(store, file)
    assert sorted(str(three) for _, _, three in store.read("urn:g1")) == ["1", "3", "5"]


def test_a_graph_in_parts_replaces_and_keeps_its_blank_nodes(store, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.rdf.bulk._OF_GRAPH", 10)
    file = tmp_path / "long.nq"
    file.write_text("".join(f'_:one <urn:p> "{n}" <urn:long> .\n' for n in range(95)))
    for _ in range(2):
        load_dump(store, file)
        found = store.read("urn:long")
        assert sorted(int(str(value)) for _, _, value in found) == list(range(95))
        assert len({subject for subject, _, _ in found}) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bad.nq", b"<urn:s> <urn:p> 'x' <urn:g> .\n<urn:s> <urn:p>"),
        ("bad.nq.gz", b"no gzip"),
        ("bad.nq.zst", b"no zstd"),
        ("cut.nq.gz", gzip.compress(b'<urn:s> <urn:p> "x" <urn:g> .\n' * 1000)[:40]),
        ("cut.nq.zst", zstandard.compress(STATEMENTS)[:-1]),
        ("cut_between_lines.nq.zst", BLOCK),
        ("more.nq.zst", zstandard.compress(STATEMENTS) + b"no zstd"),
        ("bad.ttl", b"<urn:s> <urn:p> 1 ."),
        ("bad", b""),
    ],
)
def test_a_bad_file_is_named_and_leaves_an_empty_store_empty(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    with EmbeddedStore(tmp_path / "kg") as store:
        with pytest.raises(BadInput, match=name):
            load_dump(store, file)
        assert lines(store) == []


def test_what_stands_outside_of_graphs_is_refused_beside_articles(store, tmp_path):
    file = tmp_path / "default.nq"
    file.write_text("<urn:s> <urn:p> <urn:o> .\n")
    with pytest.raises(BadInput, match="outside of named graphs"):
        load_dump(store, file)


def test_frames_behind_one_another_are_one_file(store, tmp_path):
    file = tmp_path / "frames.nq.zst"
    lines = STATEMENTS.splitlines(keepends=True)
    file.write_bytes(b"".join(zstandard.compress(b"".join(lines[n : n + 300])) for n in range(0, 1000, 300)))
    load_dump(store, file)
    assert len(list(store.read("urn:g"))) == 1000


def test_a_missing_file_is_named(store, tmp_path):
    with pytest.raises(StoreBroken, match=r"none\.nq"):
        load_dump(store, tmp_path / "none.nq")
