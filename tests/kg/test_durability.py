"""Nothing acknowledged is lost, whenever the process dies; and threads do not disturb each other."""

import itertools
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import kg
from kg import upkeep
from kg.eventgraph import EventGraph
from kg.index import ledger
from kg.settings import Settings
from tests.bench.synthetic import synthetic
from tests.kg.world import ARNOR, GONDOR, chronicle, coded

ROOT = Path(kg.__file__).parents[1]
WRITER = """
import itertools, sys
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.bench.synthetic import synthetic
with EventGraph.open(sys.argv[1], settings=Settings()) as graph:
    articles = synthetic(events=5000)
    while batch := list(itertools.islice(articles, 3)):
        graph.ingest_coded(batch, coder="test")
        print(*(one.article.id for one in batch), flush=True)
"""


@pytest.mark.parametrize("lines", [1, 7, 19])
def test_killed_writer_loses_nothing_acknowledged(tmp_path: Path, lines: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    acknowledged = [word for line in itertools.islice(process.stdout, lines) for word in line.split()]
    time.sleep(0.003 * lines)
    process.kill()
    acknowledged += process.stdout.read().split()
    process.stdout.close()
    process.wait()
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        known = {article.id for article in graph.articles(limit=10_000).items}
        assert set(acknowledged) <= known
        assert upkeep.verify(graph.store, graph.index, graph.iris) == []
        again = graph.ingest_coded(itertools.islice(synthetic(events=5000), len(known)), coder="test")
        assert (again.added, again.unchanged) == (0, len(known))


@pytest.mark.parametrize("steps", ["promised", "dropped"])
def test_article_that_was_being_deleted_is_gone_after_a_crash(tmp_path: Path, steps: str) -> None:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(chronicle(), coder="test")
        with graph.index.writing() as connection:
            ledger.condemn(connection, "a1")
        if steps == "dropped":
            graph.store.drop(graph.iris.article("a1"))
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        assert graph.counts().articles == 4
        assert upkeep.verify(graph.store, graph.index, graph.iris) == []
        assert graph.ingest_coded(chronicle(), coder="test").added == 1


def test_readers_and_writers_at_once(tmp_path: Path) -> None:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(chronicle(), coder="test")
        errors: list[BaseException] = []
        stop = threading.Event()

        def write(name: str) -> None:
            for n in range(12):
                graph.ingest_coded([coded(f"{name}{n}", "2024-05-01", (ARNOR, "AID", GONDOR))], coder="test")
                if n % 3 == 2:
                    graph.delete_article(f"{name}{n}")

        def read() -> None:
            while not stop.is_set():
                near = graph.neighbours("GON")
                assert near.total >= 3
                relation = graph.relation("ARN", "GON")
                assert relation.there is not None
                assert sum(month.events for month in relation.months_there) <= graph.events(limit=1).total
                graph.subgraph()
                graph.measure("events")

        def guarded(work: object, *given: str) -> None:
            try:
                work(*given)  # type: ignore[operator]
            except BaseException as error:
                errors.append(error)

        writers = [threading.Thread(target=guarded, args=(write, name)) for name in "xy"]
        readers = [threading.Thread(target=guarded, args=(read,)) for _ in range(4)]
        for thread in (*writers, *readers):
            thread.start()
        for thread in writers:
            thread.join()
        stop.set()
        for thread in readers:
            thread.join()
        assert errors == []
        assert graph.counts().articles == 5 + 2 * 8
        assert upkeep.verify(graph.store, graph.index, graph.iris) == []
