"""Ingest keeps its word through kill -9, a full disk and a second writer.

KG_KILLS says how often a process is killed (6 by default), half of them here, half in the tests of the server.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kg import mending, upkeep
from kg.errors import StoreBroken
from kg.eventgraph import EventGraph
from kg.index.database import FILE
from kg.model import Coded, Dyad
from kg.rdf.service import service_of
from kg.rdf.store import EmbeddedStore
from kg.rdf.terms import Triple
from kg.settings import Settings
from tests.bench.synthetic import synthetic
from tests.support import ROOT, fill

KILLS = max(1, int(os.environ.get("KG_KILLS", "6")) // 2)
ARTICLES = 100
INGEST = """
import pathlib, sys
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.kg.rdf.test_durability import stories
with EventGraph.open(pathlib.Path(sys.argv[1]), settings=Settings()) as graph:
    print("open", flush=True)
    graph.ingest_coded(stories(int(sys.argv[2])), coder="v" + sys.argv[2],
                       progress=lambda step: print(step.articles, flush=True))
    print("done", flush=True)
"""


def stories(edition: int) -> list[Coded]:
    """The same articles in every edition, with other words and events."""
    found = []
    for coded in synthetic(events=ARTICLES * 5, seed=edition):
        title = f"{coded.article.title}, edition {edition}"
        found.append(replace(coded, article=replace(coded.article, title=title)))
    return found


def start(folder: Path, edition: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", INGEST, str(folder), str(edition)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def killed_after(process: subprocess.Popen[str], seconds: float) -> int:
    """Kill the process so long after it has opened the store; how many articles it had acknowledged."""
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    acknowledged = [
        line.strip() for line in process.stdout.read().splitlines(keepends=True) if line[-1] == "\n"
    ]
    process.wait()
    numbers = [int(line) for line in acknowledged if line.isdecimal()]
    return max(numbers, default=0)


def totals(graph: EventGraph) -> list[Dyad]:
    return sorted(graph.dyads(limit=1000), key=repr)


@pytest.mark.timeout(3600)
def test_nothing_acknowledged_is_lost_to_kill_9(tmp_path, capsys):
    source = random.Random(7)
    held: list[Coded | None] = [None] * ARTICLES
    cut = 0
    for edition in range(1, KILLS + 1):
        wanted = stories(edition)
        acknowledged = killed_after(start(tmp_path, edition), source.uniform(0, 0.8))
        cut += acknowledged < ARTICLES
        with EventGraph.open(tmp_path, settings=Settings()) as graph:
            found = {coded.article.id: coded for coded in graph.coded_articles()}
            assert upkeep.verify(graph.store, graph.index, graph.iris) == []
        assert len(found) <= ARTICLES
        for number, (new, old) in enumerate(zip(wanted, held, strict=True)):
            now = found.get(new.article.id)
            if number < acknowledged:
                assert now == new
            else:
                assert now in (old, new)
            held[number] = now
    with capsys.disabled():
        print(f"\n{KILLS} kills, {cut} of them amid an ingest")
    assert cut
    last = stories(KILLS)
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        for _ in range(2):
            report = graph.ingest_coded(last, coder=f"v{KILLS}")
        assert (report.added, report.replaced, report.unchanged) == (0, 0, ARTICLES)
        before = graph.counts(), totals(graph)
        graph.reindex()
        assert (graph.counts(), totals(graph)) == before


def test_a_second_writer_is_told_who_writes_and_exits_3(tmp_path):
    with EventGraph.open(tmp_path, settings=Settings()):
        done = subprocess.run(
            [sys.executable, "-c", "from kg.cli import main; main()", "--store", str(tmp_path), "reindex"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 3
    assert f"process {os.getpid()}" in done.stderr


def facts(edition: int, number: int) -> list[Triple]:
    text = f"{edition} {number} " + "x" * 5000
    return [(URIRef(f"urn:s{at}"), URIRef("urn:p"), Literal(f"{text} {at}")) for at in range(10)]


def replace_all(store: EmbeddedStore, editions: Iterable[int]) -> None:
    for edition in editions:
        for number in range(20):
            store.replace(f"urn:g{number}", facts(edition, number))


def test_a_full_disk_is_said_and_survived(small_disk):
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with EmbeddedStore(small_disk / "kg") as store:
        service = service_of(store, Settings(store=str(small_disk / "kg")))
        replace_all(store, [0])
        held = service.query(count, accept="text/csv").body
        fill(small_disk / "ballast")
        for _ in range(2):
            with pytest.raises(StoreBroken, match=f"{small_disk}.*No space left"):
                replace_all(store, range(1, 100))
        assert service.query(count, accept="text/csv").body == held
        assert len(store.read("urn:g1")) == 10
        (small_disk / "ballast").unlink()
        replace_all(store, [100])
        assert service.query(count, accept="text/csv").body == held
    with EmbeddedStore(small_disk / "kg") as store:
        assert set(store.read("urn:g1")) == set(facts(100, 1))


def keep_writing(graph: EventGraph, edition: int) -> None:
    for _ in range(50):
        graph.ingest_coded(stories(edition), coder=f"v{edition}")
        graph.ingest_coded(stories(1), coder="v1")


def test_a_graph_on_a_full_disk_is_read_and_works_again_with_room(small_disk):
    folder = small_disk / "kg"
    count = "SELECT (COUNT(*) AS ?n) { ?e a eg:Event }"
    with EventGraph.open(folder, settings=Settings()) as graph:
        graph.ingest_coded(stories(1), coder="v1")
        before = graph.counts().articles, graph.query(count, accept="text/csv").body
        fill(small_disk / "ballast")
        for edition in (2, 3):
            with pytest.raises(StoreBroken, match=f"{small_disk}.* cannot be written"):
                keep_writing(graph, edition)
            assert graph.counts().articles == ARTICLES
            busiest = graph.dyads(limit=1)[0]
            assert graph.neighbours(busiest.source).total
            assert graph.relation(busiest.source, busiest.target).there == busiest
            assert [one.article.id for one in graph.coded_articles()]
            assert graph.query(count, accept="text/csv").body
        (small_disk / "ballast").unlink()
        graph.ingest_coded(stories(4), coder="v4")
        assert (graph.counts().articles, set(graph.coded_articles())) == (before[0], set(stories(4)))
        assert upkeep.verify(graph.store, graph.index, graph.iris) == []
    with EventGraph.open(folder, settings=Settings()) as graph:
        assert set(graph.coded_articles()) == set(stories(4))
        assert upkeep.verify(graph.store, graph.index, graph.iris) == []


def test_an_index_that_is_lost_is_rebuilt_from_the_rdf(tmp_path):
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(stories(1), coder="v1")
        wanted = graph.counts(), list(graph.coded_articles())
    for file in tmp_path.glob(FILE + "*"):
        file.unlink()
    mending.mend_index(Settings(store=str(tmp_path)), lambda _: None)
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        assert (graph.counts(), list(graph.coded_articles())) == wanted
