"""Small stores as files: what is read back is what was written."""

import pyoxigraph as ox
import pytest

from kg.rdf import copies
from kg.rdf.copies import read_copy, write_copy

SMALL = """
CREATE GRAPH <urn:empty>;
INSERT DATA {
  <urn:s> <urn:p> 01, 1e0, "x"@en, "line\\nbreak # graph <urn:no>", "\U0001f600", true, _:b1 .
  GRAPH <urn:g> { _:b1 <urn:p> _:b1, "2024-13-41"^^<http://www.w3.org/2001/XMLSchema#date> }
}
"""


@pytest.fixture
def store() -> ox.Store:
    filled = ox.Store()
    filled.update(SMALL)
    filled.add_graph(ox.BlankNode("g1"))
    filled.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(1), ox.BlankNode("g2")))
    return filled


def test_a_copy_holds_the_same(store, tmp_path):
    assert write_copy(store, tmp_path / "copy.nq")
    copy = read_copy(str(tmp_path / "copy.nq"))
    assert set(copy) == set(store)
    assert set(copy.named_graphs()) == set(store.named_graphs())
    assert len(set(copy.named_graphs())) == 4


def test_an_empty_store_has_a_copy(tmp_path):
    assert write_copy(ox.Store(), tmp_path / "copy.nq")
    assert len(read_copy(str(tmp_path / "copy.nq"))) == 0


@pytest.mark.parametrize("update", ["CREATE GRAPH <urn:g%d>", "INSERT DATA { <urn:s> <urn:p> %d }"])
def test_a_store_that_is_not_small_has_none(tmp_path, monkeypatch, update):
    monkeypatch.setattr(copies, "_MOST", 3)
    store = ox.Store()
    for number in range(4):
        assert write_copy(store, tmp_path / f"{number}.nq")
        store.update(update % number)
    assert not write_copy(store, tmp_path / "4.nq")
    assert not (tmp_path / "4.nq").exists()
