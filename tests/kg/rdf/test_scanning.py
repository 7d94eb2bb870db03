"""Damage in any of Oxigraph's orders of the statements is found."""

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.rdf.scanning import unreadable
from kg.rdf.store import EmbeddedStore

TABLES = 7  # six orders of the statements, and the texts
LARGE = 100_000  # bytes of a file of one of them


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a store whose files have been merged to one for each order."""
    path = tmp_path_factory.mktemp("kg")
    with EmbeddedStore(path) as store:
        store.inner.bulk_extend(
            ox.Quad(
                ox.NamedNode(f"urn:s{number % 5000}"),
                ox.NamedNode(f"urn:p{number % 7}"),
                ox.Literal(number),
                ox.NamedNode(f"urn:g{number % 11}"),
            )
            for number in range(30_000)
        )
        store.flush()
        store.inner.optimize()
    return path


def test_a_store_that_is_whole_is_read_from_all_sides(folder: Path) -> None:
    with EmbeddedStore(folder, read_only=True) as store:
        assert list(unreadable(store.inner)) == []


@pytest.mark.parametrize("table", range(TABLES))
def test_damage_in_any_order_is_told(folder: Path, tmp_path: Path, table: int) -> None:
    copy = tmp_path / "kg"
    shutil.copytree(folder, copy)
    files = [path for path in sorted((copy / "rdf").glob("*.sst")) if path.stat().st_size > LARGE]
    assert len(files) == TABLES
    held = bytearray(files[table].read_bytes())
    held[len(held) // 2] ^= 1
    files[table].write_bytes(held)
    with EmbeddedStore(copy, read_only=True) as store:
        found = list(unreadable(store.inner))
    assert found
    assert "orrupt" in found[0]
