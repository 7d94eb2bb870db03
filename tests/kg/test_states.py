"""An answer is made from one state of the index, though another index with other row numbers takes its place."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.eventgraph import EventGraph
from kg.model import Coded, Scope
from kg.settings import Settings
from tests.bench.synthetic import synthetic
from tests.kg.world import fill
from tests.support import ROOT

SECONDS = 4.0
THREADS = 3
ROLLED = Scope(rollup=True)
# Each asks more than one statement.
QUESTIONS: dict[str, Callable[[EventGraph, str, str], Any]] = {
    "actor": lambda graph, a, b: graph.actor(a),
    "busiest": lambda graph, a, b: graph.busiest(limit=20),
    "search": lambda graph, a, b: graph.search(a[:3]),
    "find_actors": lambda graph, a, b: (graph.find_actors(a[:2]), graph.count_found(a[:2])),
    "events": lambda graph, a, b: graph.events(actor=a),
    "events of a pair": lambda graph, a, b: graph.events(pair=(a, b), scope=ROLLED),
    "dyads": lambda graph, a, b: graph.dyads(actor=a),
    "happenings": lambda graph, a, b: graph.dyads(actor=a, count="happenings"),
    "months": lambda graph, a, b: graph.months(pair=(a, b)),
    "relation": lambda graph, a, b: graph.relation(a, b),
    "neighbours": lambda graph, a, b: graph.neighbours(a, hops=2),
    "rolled up": lambda graph, a, b: graph.neighbours(a, scope=ROLLED),
    "subgraph": lambda graph, a, b: graph.subgraph(actors=[a]),
    "paths": lambda graph, a, b: graph.paths(a, b),
    "articles": lambda graph, a, b: graph.articles(),
    "article": lambda graph, a, b: [graph.coded(one.id) for one in graph.articles(limit=3).items],
    "all articles": lambda graph, a, b: list(graph.coded_articles()),
    "measure": lambda graph, a, b: graph.measure("pagerank").values,
    "networkx": lambda graph, a, b: sorted(graph.networkx().edges(keys=True)),
    "pandas": lambda graph, a, b: graph.to_pandas().to_csv(),
    "card": lambda graph, a, b: graph._repr_html_(),
}
FILL_AGAIN = """
import sys
from pathlib import Path
from kg.index.database import Index
from tests.kg.test_states import corpus
from tests.kg.world import fill
there, back = corpus(), corpus()[::-1]
index = Index(Path(sys.argv[1]))
while True:
    for articles in (back, there):
        fill(index, articles)
        print(flush=True)
"""


def corpus() -> list[Coded]:
    return list(synthetic(events=400))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    folder = tmp_path_factory.mktemp("store")
    with EventGraph.open(folder) as graph:
        graph.ingest_coded(corpus())
        fill(graph.index, corpus())
        there = numbers(graph)
        fill(graph.index, corpus()[::-1])
        back = numbers(graph)
        moved = {name for name in there if there[name] != back[name]}
        dyad = next(dyad for dyad in graph.dyads() if {dyad.source, dyad.target} <= moved)
        fill(graph.index, corpus())
    return folder, dyad.source, dyad.target


def numbers(graph: EventGraph) -> dict[str, int]:
    return dict(graph.index.reader().execute("SELECT id, n FROM actors").fetchall())


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_is_of_one_index_though_it_is_replaced_at_each_step(
    world: tuple[Path, str, str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, a, b = world
    ask = QUESTIONS[name]
    orders = (corpus()[::-1], corpus())
    with EventGraph.open(folder) as graph:
        wanted = ask(graph, a, b)
        read, swaps = graph.index.reader, 0

        def replaced() -> Any:
            nonlocal swaps
            connection = read()
            if not connection.in_transaction:
                fill(graph.index, orders[swaps % 2])
                swaps += 1
            return read()

        graph._memo._answers.clear()
        monkeypatch.setattr(graph.index, "reader", replaced)
        assert ask(graph, a, b) == wanted
        monkeypatch.undo()
        assert swaps or name == "all articles"  # which are read by a connection of their own


def test_readers_beside_a_process_that_replaces_the_index(world: tuple[Path, str, str]) -> None:
    folder, a, b = world
    with EventGraph(Settings(store=str(folder)), read_only=True) as graph:
        wanted = {name: ask(graph, a, b) for name, ask in QUESTIONS.items()}
    with subprocess.Popen(
        [sys.executable, "-c", FILL_AGAIN, str(folder)], cwd=ROOT, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        swaps = 0

        def count() -> None:
            nonlocal swaps
            while other.stdout.readline():
                swaps += 1

        def ask_on(number: int) -> list[str]:
            """Every other thread opens the index for each question, as a command does."""
            amiss: list[str] = []
            until = time.monotonic() + SECONDS
            shared = EventGraph(Settings(store=str(folder)), read_only=True)
            while time.monotonic() < until:
                for name, ask in QUESTIONS.items():
                    graph = EventGraph(Settings(store=str(folder)), read_only=True) if number % 2 else shared
                    if ask(graph, a, b) != wanted[name]:
                        amiss.append(name)
                    if graph is not shared:
                        graph.close()
            shared.close()
            return amiss

        counting = threading.Thread(target=count)
        counting.start()
        try:
            with ThreadPoolExecutor(THREADS) as threads:
                found = [name for amiss in threads.map(ask_on, range(THREADS)) for name in amiss]
        finally:
            other.kill()
            counting.join()
    assert found == []
    assert swaps >= 3


def test_what_a_thread_asks_steadily_is_of_one_state(world: tuple[Path, str, str]) -> None:
    folder, _, _ = world
    with EventGraph.open(folder) as graph:
        with graph.steady():
            before = graph.counts().articles
            graph.delete_article(graph.articles(limit=1).items[0].id)
            with graph.steady():
                assert graph.counts().articles == graph.articles().total == before
            assert graph.counts().articles == before
        assert graph.counts().articles == before - 1
