"""Copies of the store for those who read it."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.rdf import copies, snapshots
from kg.rdf.snapshots import Snapshots
from kg.rdf.store import EmbeddedStore


class Reader:
    """Holds a snapshot open."""

    path = ""


def test_a_large_store_is_seldom_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []

    def look(store: ox.Store, path: Path) -> bool:
        looked.append(path)
        return copies.write_copy(store, path)

    monkeypatch.setattr(copies, "_MOST", 3)
    monkeypatch.setattr(snapshots, "_REST", 5)
    monkeypatch.setattr(snapshots, "write_copy", look)
    reader = Reader()
    with EmbeddedStore(tmp_path / "kg") as store:
        made = Snapshots(store)

        def copied(update: str) -> bool:
            store.update(update)
            made.lend(reader)
            return Path(reader.path).is_file()

        assert copied("INSERT DATA { <urn:s> <urn:p> 1, 2, 3 }")
        assert not copied("INSERT DATA { <urn:s> <urn:p> 4 }")
        assert len(looked) == 2
        assert not any(copied(f"INSERT DATA {{ <urn:s> <urn:p> {number} }}") for number in range(5, 9))
        assert len(looked) == 2
        # It has become small in the meantime, which is found when it is looked at again.
        assert copied("CLEAR ALL")
        assert copied("INSERT DATA { <urn:s> <urn:p> 1 }")
        assert len(looked) == 4
        made.remove()
