"""Whole stores to files and back."""

import gzip

import pyoxigraph as ox
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
        ("late.nq", b"<urn:s> <urn:p> 'x' <urn:g> .\n".replace(b"'", b'"') * 900 + b"<urn:s> <urn:p>"),
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


def line(number: int) -> str:
    return f'<urn:s{number}> <urn:p> "{number} _: \\">_:x\\" \u00fc" <urn:g{number % 7}> .\n'


@pytest.mark.parametrize("block", [1, 50, 1000])
def test_lines_in_parts_are_loaded_whole(tmp_path, monkeypatch, block):
    monkeypatch.setattr("kg.rdf.bulk._BATCH", 50)
    monkeypatch.setattr("kg.rdf.lines._BLOCK", block)
    file = tmp_path / "long.nq"
    file.write_text("".join(map(line, range(500))).removesuffix("\n"), encoding="utf-8")
    with EmbeddedStore(tmp_path / "kg") as store:
        load_dump(store, file)
        assert {str(quad.subject) for quad in store.inner} == {f"<urn:s{number}>" for number in range(500)}
        assert len(store.inner) == 500


def test_a_blank_node_is_the_same_in_all_parts(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.rdf.bulk._BATCH", 10)
    monkeypatch.setattr("kg.rdf.lines._BLOCK", 100)
    file = tmp_path / "blank.nq"
    named = "".join(map(line, range(60)))
    file.write_text(named + "".join(f'_:a <urn:p> "{n}" <urn:g> .\n' for n in range(60)), encoding="utf-8")
    with EmbeddedStore(tmp_path / "kg") as store:
        load_dump(store, file)
        assert len(store.inner) == 120
        assert len({quad.subject for quad in store.inner if isinstance(quad.subject, ox.BlankNode)}) == 1


@pytest.mark.parametrize("place", [0, 55, 199])
@pytest.mark.parametrize("blank", ["", '_:a <urn:p> "x" <urn:g> .\n'])
def test_a_mistake_has_the_line_of_the_whole_file(tmp_path, monkeypatch, place, blank):
    monkeypatch.setattr("kg.rdf.bulk._BATCH", 10)
    monkeypatch.setattr("kg.rdf.lines._BLOCK", 100)
    rows = [line(number) for number in range(200)]
    rows[place] = "<urn:s> <urn:p> .\n"
    rows[0] = blank or rows[0]
    file = tmp_path / "long.nq"
    file.write_text("".join(rows), encoding="utf-8")
    with EmbeddedStore(tmp_path / "kg") as store:
        if blank and not place:
            load_dump(store, file)
            return
        with pytest.raises(BadInput, match=rf"line {place + 1}\b"):
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
