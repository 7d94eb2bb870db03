"""The embedded store: atomic graphs, one owner, versions, snapshots."""

import subprocess
import sys

import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef

from kg.errors import BadInput, QueryRefused, StoreBroken, StoreLocked
from kg.rdf.store import EmbeddedStore

GRAPH = "urn:g:1"


def triples(*values: str):
    return [(URIRef("urn:s"), URIRef("urn:p"), Literal(value)) for value in values]


@pytest.fixture
def store(tmp_path):
    with EmbeddedStore(tmp_path / "kg") as opened:
        yield opened


def test_replace_leaves_only_the_new_triples(store):
    store.replace(GRAPH, triples("one", "two"))
    store.replace(GRAPH, triples("three"))
    assert store.read(GRAPH) == triples("three")
    assert list(store.graphs()) == [GRAPH]


def test_drop_of_an_unknown_graph_is_no_error(store):
    store.drop("urn:g:none")
    store.replace(GRAPH, triples("one"))
    store.drop(GRAPH)
    assert list(store.graphs()) == []


@pytest.mark.parametrize("iri", ["urn:x> } ; DROP ALL #", "no scheme", "urn:a b", "urn:\ud800"])
def test_no_iri_breaks_out_of_the_request(store, iri):
    store.replace(GRAPH, triples("one"))
    with pytest.raises(BadInput, match="absolute IRI"):
        store.replace("urn:g:2", [(URIRef("urn:s"), URIRef("urn:p"), URIRef(iri))])
    assert store.read(GRAPH) == triples("one")


@pytest.mark.parametrize("text", ['"} ; DROP ALL', "\\", "\x00\x07\r\n\t", "ünï\U0001f600", "'''", '"""'])
def test_any_text_is_kept(store, text):
    store.replace(GRAPH, triples(text))
    assert store.read(GRAPH) == triples(text)


def test_a_failed_replacement_leaves_the_old_triples(store):
    store.replace(GRAPH, triples("one"))
    with pytest.raises(BadInput, match="surrogate"):
        store.replace(GRAPH, triples("\ud800"))
    assert store.read(GRAPH) == triples("one")


def test_the_version_changes_with_every_write_and_opening(tmp_path):
    seen = []
    for _ in range(2):
        with EmbeddedStore(tmp_path) as store:
            seen.append(store.version)
            store.replace(GRAPH, triples("one"))
            seen.append(store.version)
    assert len(set(seen)) == 4


@pytest.mark.parametrize("damage", ["", "seven", None])
def test_no_version_is_that_of_another_store_or_of_one_forgotten(tmp_path, damage):
    seen = []
    for folder in ("one", "two", "one", "one"):
        file = tmp_path / folder / "version"
        if folder == "one" and file.exists():
            file.unlink() if damage is None else file.write_text(damage)
        with EmbeddedStore(tmp_path / folder) as store:
            seen.append(store.version)
    assert len(set(seen)) == 4


@pytest.mark.parametrize("read_only", [False, True])
def test_no_empty_store_is_begun_among_the_files_of_one(tmp_path, read_only):
    with EmbeddedStore(tmp_path) as store:
        store.replace(GRAPH, triples("one"))
    current = tmp_path / "rdf" / "CURRENT"
    kept = current.read_bytes()
    current.unlink()
    for _ in range(3):
        with pytest.raises(StoreBroken, match="CURRENT is missing"):
            EmbeddedStore(tmp_path, read_only=read_only)
    current.write_bytes(kept)
    with EmbeddedStore(tmp_path, read_only=read_only) as store:
        assert store.read(GRAPH) == triples("one")


def test_query_gives_rows(store):
    store.replace(GRAPH, triples("one"))
    rows = store.query("SELECT ?g ?o ?none { GRAPH ?g { ?s ?p ?o } }")
    assert rows == [{"g": URIRef(GRAPH), "o": Literal("one")}]


def test_an_update_from_outside_makes_the_index_stale(store):
    assert not store.stale
    store.update("INSERT DATA { GRAPH <urn:g:1> { <urn:s> <urn:p> 'one' } }")
    assert store.read(GRAPH) == triples("one")
    marks = store.stale
    assert marks == ("urn:g:1",)
    store.update("CLEAR ALL")
    store.clear_stale(marks)
    assert store.stale == ("",)
    store.clear_stale()
    assert not store.stale


@pytest.mark.parametrize(
    ("held", "marks"),
    [
        (b"", ("", "urn:g:1")),
        (b"\x92\xff\x00\n", ("", "urn:g:1")),
        (b"urn:g:0\nurn:g", ("urn:g:0", "", "urn:g:1")),
        (b"urn:g:0\n\nno iri\n", ("urn:g:0", "", "", "urn:g:1")),
        ("urn:g:\u2028\n".encode(), ("urn:g:\u2028", "urn:g:1")),
    ],
)
def test_a_damaged_mark_may_be_of_any_graph_and_hides_no_other(store, held, marks):
    (store.folder / "stale").write_bytes(held)
    before = store.stale
    assert before == (marks[:-1] or ("",))
    store.mark_stale(["urn:g:1"])
    assert store.stale == marks
    store.clear_stale(before)
    assert store.stale == ("urn:g:1",)


@pytest.mark.parametrize("text", ["INSERT DATA { <urn:s> <urn:p> }", "LOAD <http://127.0.0.1:9/>"])
def test_a_refused_update_changes_nothing(store, text):
    store.replace(GRAPH, triples("one"))
    with pytest.raises(QueryRefused):
        store.update(text)
    assert store.read(GRAPH) == triples("one")


def test_a_snapshot_does_not_follow(store, tmp_path):
    store.replace(GRAPH, triples("one"))
    store.snapshot(tmp_path / "copy" / "1")
    store.replace(GRAPH, triples("two"))
    copy = ox.Store.read_only(str(tmp_path / "copy" / "1"))
    assert [quad.object.value for quad in copy] == ["one"]


def test_rdflib_sees_the_same_graphs(store):
    store.replace(GRAPH, triples("one"))
    assert [str(value) for value in store.rdflib.graph(URIRef(GRAPH)).objects()] == ["one"]
    assert [str(row.o) for row in store.rdflib.query("SELECT ?o { ?s ?p ?o }")] == ["one"]


def test_a_second_process_is_told_who_holds_the_store(tmp_path):
    program = (
        "import sys, pathlib\n"
        "from kg.errors import StoreLocked\n"
        "from kg.rdf.store import EmbeddedStore\n"
        "try:\n    EmbeddedStore(pathlib.Path(sys.argv[1]))\n"
        "except StoreLocked as error:\n    print(error); sys.exit(error.exit_code)\n"
    )
    with EmbeddedStore(tmp_path) as store:
        done = subprocess.run(
            [sys.executable, "-c", program, str(store.folder)], capture_output=True, text=True
        )
    assert done.returncode == 3
    assert "is held by process" in done.stdout


def test_a_store_open_for_writing_cannot_be_opened_to_read(tmp_path):
    with EmbeddedStore(tmp_path), pytest.raises(StoreLocked):
        EmbeddedStore(tmp_path, read_only=True)


def test_two_readers_and_no_writer(tmp_path):
    with EmbeddedStore(tmp_path) as store:
        store.replace(GRAPH, triples("one"))
    with EmbeddedStore(tmp_path, read_only=True) as one, EmbeddedStore(tmp_path, read_only=True) as two:
        assert one.read(GRAPH) == two.read(GRAPH) == triples("one")
        with pytest.raises(StoreBroken, match="for reading only"):
            one.drop(GRAPH)
        with pytest.raises(StoreLocked):
            EmbeddedStore(tmp_path)


def test_a_damaged_store_is_named(tmp_path):
    with EmbeddedStore(tmp_path) as store:
        store.replace(GRAPH, triples("one"))
    for file in (tmp_path / "rdf").glob("MANIFEST*"):
        file.write_bytes(b"broken")
    with pytest.raises(StoreBroken, match=str(tmp_path / "rdf")):
        EmbeddedStore(tmp_path)
    with pytest.raises(StoreBroken):
        EmbeddedStore(tmp_path)


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "kg").write_text("no folder")
    with pytest.raises(StoreBroken, match="kg"):
        EmbeddedStore(tmp_path / "kg")


def test_a_closed_store_says_so(tmp_path):
    store = EmbeddedStore(tmp_path)
    store.close()
    store.close()
    with pytest.raises(StoreBroken, match="is closed"):
        store.read(GRAPH)
