"""Measures of a large graph are taken in a process of their own, and are those that would be taken here."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.measuring import MeasuresApart
from kg import children, questions
from kg.errors import Busy, KGError, NotFound
from kg.eventgraph import EventGraph
from kg.model import Scope
from kg.relations.measures import MEASURES
from tests.kg.world import ARNOR, ROHAN, chronicle, coded


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventGraph]:
    monkeypatch.setattr(questions, "LARGE", 0)
    with EventGraph.open(tmp_path / "store") as opened:
        opened.ingest_coded(chronicle(), coder="test")
        yield opened


@pytest.fixture
def apart(graph: EventGraph) -> Iterator[MeasuresApart]:
    made = MeasuresApart(graph.settings)
    yield made
    made.close()


def processes() -> list[int]:
    """Those of ours that take measures."""
    found = [int(child) for task in Path("/proc/self/task").iterdir() for child in _listed(task / "children")]
    return [child for child in found if b"api.measuring" in Path(f"/proc/{child}/cmdline").read_bytes()]


def _listed(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:  # the thread has ended
        return []


def test_they_are_the_same_taken_here_and_apart(graph: EventGraph, apart: MeasuresApart) -> None:
    for scope in (Scope(), Scope(rollup=True, quads=frozenset({"material conflict"}))):
        here = {name: graph.measure(name, scope=scope) for name in MEASURES}
        graph._memo._answers.clear()
        graph.take_apart = apart.take
        assert {name: graph.measure(name, scope=scope) for name in MEASURES} == here
        graph.take_apart = None
    (process,) = processes()
    assert os.getpriority(os.PRIO_PROCESS, process) > os.getpriority(os.PRIO_PROCESS, 0)


def test_what_was_written_is_in_the_next_one(graph: EventGraph, apart: MeasuresApart) -> None:
    graph.take_apart = apart.take
    before = dict(graph.measure("events").values)
    graph.ingest_coded([coded("later", "2024-05-01", (ARNOR, "AID", ROHAN))])
    after = dict(graph.measure("events").values)
    assert after["ARN"] == before["ARN"] + 1


def test_small_graphs_need_no_process(
    graph: EventGraph, apart: MeasuresApart, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "LARGE", graph.counts().dyads)
    graph.take_apart = apart.take
    assert graph.measure("events").values
    assert processes() == []


def test_errors_come_back(apart: MeasuresApart) -> None:
    with pytest.raises(NotFound, match="no measure 'charm'"):
        apart.take("charm", Scope())
    assert apart.take("events", Scope()).values


def test_a_process_that_died_is_replaced(graph: EventGraph, apart: MeasuresApart) -> None:
    wanted = apart.take("events", Scope())
    (process,) = processes()
    os.kill(process, signal.SIGKILL)
    assert apart.take("events", Scope()) == wanted
    assert processes() != [process]


def test_a_measure_that_ends_every_process_fails(
    graph: EventGraph, apart: MeasuresApart, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = children.start

    def dead(module: str, descriptor: int) -> object:
        process = start(module, descriptor)
        process.kill()
        process.wait()
        return process

    monkeypatch.setattr(children, "start", dead)
    with pytest.raises(KGError, match="the measure events ended the process"):
        apart.take("events", Scope())


def test_closing_ends_the_process_amid_its_work(graph: EventGraph, apart: MeasuresApart) -> None:
    apart.take("events", Scope())
    (process,) = processes()
    os.kill(process, signal.SIGSTOP)
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            apart.take("pagerank", Scope())
        except Busy as error:
            failed.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    apart.close()
    asking.join()
    assert [str(error) for error in failed] == ["the server is being stopped"]
    assert processes() == []
