"""An index that is filled anew takes the old one's place at once, whoever reads and whatever is cut off."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg import upkeep
from kg.errors import StoreBroken
from kg.eventgraph import EventGraph
from kg.ids import article_key
from kg.index.bulk import Bulk
from kg.index.database import FILE, Index
from kg.index.encoding import LONGEST_TEXT
from kg.parcels import pack
from kg.settings import Settings
from tests.bench.synthetic import synthetic
from tests.kg.world import chronicle, fill
from tests.support import ROOT
from tests.support import fill as take_room

KILLS = max(1, int(os.environ.get("KG_KILLS", "6")) // 2)


def articles(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


@pytest.fixture
def index(tmp_path: Path):  # type: ignore[no-untyped-def]
    index = Index(tmp_path)
    yield index
    index.close()


def test_readers_keep_the_old_index_until_the_new_one_is_whole(index: Index) -> None:
    fill(index, chronicle())
    old = index.reader()
    begun = old.execute("SELECT id FROM articles ORDER BY id")
    first = begun.fetchone()
    with ThreadPoolExecutor(1) as other:
        assert other.submit(lambda: articles(index.reader())).result() == 5
        with index.rebuilding() as draft:
            bulk = Bulk(draft, lambda _: None)
            bulk.add(article_key("a1"), pack(chronicle()[0]))
            assert articles(old) == other.submit(lambda: articles(index.reader())).result() == 5
            bulk.finish()
        assert articles(index.reader()) == other.submit(lambda: articles(index.reader())).result() == 1
        assert [first, *begun.fetchall()] == [(f"a{n}",) for n in range(1, 6)]


def test_a_snapshot_outlives_the_index_that_it_shows(index: Index) -> None:
    fill(index, chronicle())
    with index.snapshot() as connection:
        fill(index, chronicle()[:2])
        assert articles(connection) == articles(index.reader()) == 5
    assert articles(index.reader()) == 2


def test_what_is_written_after_survives_the_closing_of_old_readers(index: Index, tmp_path: Path) -> None:
    fill(index, chronicle())
    held = threading.Event()
    let_go = threading.Event()

    def read() -> int:
        index.reader()
        held.set()
        let_go.wait()
        return articles(index.reader())

    with ThreadPoolExecutor(1) as other:
        reading = other.submit(read)
        held.wait()
        fill(index, chronicle())
        with index.writing() as connection:
            connection.execute("INSERT INTO meta VALUES ('later', 'yes')")
        assert (tmp_path / f"{FILE}-wal").stat().st_size
        let_go.set()
        assert reading.result() == 5
    assert (tmp_path / f"{FILE}-wal").stat().st_size
    with sqlite3.connect(tmp_path / FILE) as outside:
        assert outside.execute("SELECT value FROM meta WHERE key = 'later'").fetchone() == ("yes",)
    outside.close()


def test_a_reader_of_its_own_sees_the_new_index(index: Index, tmp_path: Path) -> None:
    fill(index, chronicle())
    reader = Index(tmp_path, read_only=True)
    assert articles(reader.reader()) == 5
    fill(index, chronicle()[:2])
    assert articles(reader.reader()) == 2
    with index.writing() as connection:
        connection.execute("DELETE FROM articles")
    assert articles(reader.reader()) == 0
    reader.close()


def test_an_error_leaves_the_old_index(index: Index, tmp_path: Path) -> None:
    fill(index, chronicle())
    version = index.version

    def fail() -> None:
        with index.rebuilding() as draft:
            Bulk(draft, lambda _: None).add(article_key("a1"), pack(chronicle()[0]))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (index.version, articles(index.reader())) == (version, 5)
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE, f"{FILE}-shm", f"{FILE}-wal"]
    with index.writing() as connection:
        connection.execute("INSERT INTO meta VALUES ('later', 'yes')")


def test_what_is_kept_comes_over(index: Index) -> None:
    with index.writing() as connection:
        connection.execute("INSERT INTO meta VALUES ('x', 'y')")
        connection.execute("INSERT INTO jobs (kind, state) VALUES ('ingest', 'done')")
        connection.execute("INSERT INTO ledger VALUES ('k', 'a9', 'd', 'c', 'pending', NULL)")
        connection.execute("INSERT INTO ledger VALUES ('gone', 'a8', 'd', 'c', 'done', NULL)")
    fill(index, chronicle())
    connection = index.reader()
    assert connection.execute("SELECT value FROM meta WHERE key = 'x'").fetchone() == ("y",)
    assert connection.execute("SELECT kind FROM jobs").fetchall() == [("ingest",)]
    told = dict(connection.execute("SELECT id, state FROM ledger").fetchall())
    assert told == {"a9": "pending", **dict.fromkeys(("a1", "a2", "a3", "a4", "a5"), "done")}


@pytest.mark.parametrize("cut", ["before the log is gone", "after"])
def test_a_change_of_place_that_was_cut_off_is_finished(tmp_path: Path, cut: str, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    index = Index(tmp_path)
    fill(index, chronicle())
    with index.writing() as connection:
        connection.execute("DELETE FROM articles")  # in the old log
    log = (tmp_path / f"{FILE}-wal").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(Index, "_take_next", lambda self: (_ for _ in ()).throw(OSError("cut off")))
        with pytest.raises(StoreBroken, match="cut off"):
            fill(index, chronicle()[:2])
    assert articles(index.reader()) == 0
    with pytest.raises(StoreBroken, match="closed"), index.writing():
        pass
    index.close()
    assert (tmp_path / f"{FILE}.next").exists()
    if cut == "before the log is gone":
        (tmp_path / f"{FILE}-wal").write_bytes(log)
    index = Index(tmp_path)
    assert articles(index.reader()) == 2
    assert index.reader().execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert not (tmp_path / f"{FILE}.next").exists()
    index.close()


def test_ids_of_any_length_go_in(tmp_path: Path) -> None:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(chronicle(), coder="test")
        long = "evt_" + "y" * LONGEST_TEXT
        short = graph.coded("a1").events[0].id
        name, old = graph.iris.article("a1"), f"<{graph.iris.event(short)}>"
        new = f"<{graph.iris.event(long)}>"
        graph.store.update(
            f"DELETE {{ GRAPH <{name}> {{ {old} ?p ?o }} }} INSERT {{ GRAPH <{name}> {{ {new} ?p ?o }} }} "
            f"WHERE {{ GRAPH <{name}> {{ {old} ?p ?o }} }}"
        )
        graph.reindex()
        assert graph.event(long).id == long
        assert upkeep.verify(graph.store, graph.index, graph.iris) == []


REINDEX = """
import pathlib, sys
from kg.eventgraph import EventGraph
from kg.settings import Settings
with EventGraph.open(pathlib.Path(sys.argv[1]), settings=Settings()) as graph:
    graph.reindex()
    print("open", flush=True)
    while True:
        graph.reindex()
"""


@pytest.mark.timeout(600)
def test_kill_9_amid_a_reindex_leaves_a_whole_index(tmp_path: Path) -> None:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(synthetic(events=500), coder="test")
        wanted = graph.counts(), sorted(graph.dyads(limit=1000), key=repr)
    source = random.Random(5)
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", REINDEX, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        time.sleep(source.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with EventGraph.open(tmp_path, settings=Settings()) as graph:
            assert (graph.counts(), sorted(graph.dyads(limit=1000), key=repr)) == wanted
            assert upkeep.verify(graph.store, graph.index, graph.iris) == []


def test_an_index_of_nothing_is_filled(index: Index) -> None:
    fill(index, [])
    assert articles(index.reader()) == 0
    assert index.reader().execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_disk_without_room_leaves_the_old_index(small_disk: Path) -> None:
    index = Index(small_disk / "kg")
    fill(index, list(synthetic(events=2000)))
    take_room(small_disk / "ballast")
    with pytest.raises(StoreBroken, match="cannot be written"):
        fill(index, list(synthetic(events=2000)))
    assert articles(index.reader()) == 400
    (small_disk / "ballast").unlink()
    fill(index, list(synthetic(events=2500)))
    assert articles(index.reader()) == 500
    index.close()
