"""The index and what stands on it: KG_BENCH_EVENTS events against KG_BENCH_SMALL.

Both graphs are asked in turns, of as many actors each and each actor as often. In every round they are opened
anew for each question, and an actor is asked about twice: for the first time, when nothing that only concerns
it was read since (the file is in the machine's memory, though), and again.
"""

import http.client
import json
import math
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from api.app import create_app
from api.sending import make_server
from kg.eventgraph import EventGraph
from kg.ids import Iris, article_key
from kg.index.bulk import Bulk
from kg.index.database import FILE, Index, remember
from kg.model import Scope
from kg.parcels import parcel_text
from kg.rdf.records import write_records
from kg.rdf.store import EmbeddedStore
from kg.settings import Settings
from tests.bench.packed import parcels
from tests.bench.synthetic import synthetic

SMALL = int(os.environ.get("KG_BENCH_SMALL", "10000"))
LARGE = int(os.environ.get("KG_BENCH_EVENTS", "200000"))
ROUNDS = 6
LEAST_PARTNERS, MOST_ACTORS = 50, 17  # of a round; so many there are at 10 k events
FILTERS = {
    "half a year": "since=2024-01-10&until=2024-07-05",
    "six months": "since=2024-01-01&until=2024-07-01",
    "a week": "since=2024-03-10&until=2024-03-17",
    "one type": "type=ASSAULT",
    "one class": "quad=material-conflict",
    "one kind": "kind=person",
    "confidence": "confidence=0.5",
    "publisher": "publisher=Synthetic%20Times%203",
    "two hops": "hops=2",
    "three hops": "hops=3",
}


def fill(folder: Path, events: int) -> float:
    """An index of so many events; how many a second."""
    EmbeddedStore(folder).close()
    index, began = Index(folder), time.perf_counter()
    with index.rebuilding() as draft:
        bulk = Bulk(draft, lambda actor_id: None)
        for parcel in parcels(events=events):
            bulk.add(article_key(parcel.article[0]), parcel)
        bulk.finish()
    index.close()
    return events / (time.perf_counter() - began)


@contextmanager
def serving(graph: EventGraph) -> Iterator[http.client.HTTPConnection]:
    """A connection to a real server on the graph."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = make_server(create_app(graph, graph.settings), listening, upload=1 << 20)
    threading.Thread(target=server.run, daemon=True).start()
    connection = http.client.HTTPConnection(*listening.getsockname())
    yield connection
    connection.close()
    server.task_dispatcher.shutdown()
    server.close()


Ask = Callable[[str], None]
Call = Callable[[], object]


def milliseconds(call: Call) -> tuple[float, float]:
    """Wall and processor time of a call; the server runs in this process, so both ends count."""
    began, spent = time.perf_counter(), time.process_time()
    call()
    wall, processor = time.perf_counter() - began, time.process_time() - spent
    return wall * 1000, processor * 1000


@dataclass
class Times:
    """Of one question to one graph, in milliseconds."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def add(self, call: Call) -> None:
        """Measure a call."""
        for times, took in zip((self.wall, self.processor), milliseconds(call), strict=True):
            times.append(took)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    return sorted(values)[math.ceil(len(values) * share) - 1]


def busiest(graph: EventGraph, most: int) -> list[tuple[str, int]]:
    """Actors with the number of their partners, most first."""
    return (
        graph.index.reader()
        .execute("SELECT id, partners FROM actors ORDER BY partners DESC, id LIMIT ?", (most,))
        .fetchall()
    )


def hubs(graph: EventGraph) -> list[str]:
    """Actors with many partners, as many as the rounds can ask about."""
    return [actor for actor, partners in busiest(graph, ROUNDS * MOST_ACTORS) if partners >= LEAST_PARTNERS]


@contextmanager
def asking(folder: Path) -> Iterator[tuple[EventGraph, Ask]]:
    """The graph of a folder, just opened, and its server; the first request is made."""
    with EventGraph.open(folder, settings=Settings()) as graph, serving(graph) as connection:

        def ask(address: str) -> None:
            connection.request("GET", f"/api/v1{address}")
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{address}: {answer.status} {json.loads(body)['detail']}")

        ask(f"/actors/{busiest(graph, 1000)[-1][0]}/neighbours?kind=state")
        yield graph, ask


def questions(other: str) -> dict[str, Callable[[str], str]]:
    """What is asked about an actor, as addresses."""
    filters = {
        "": "",
        ", rolled up": "rollup=true",
        **{f", {name}": given for name, given in FILTERS.items()},
    }
    found: dict[str, Callable[[str], str]] = {
        f"neighbours{name}": lambda actor, given=given: f"/actors/{actor}/neighbours?limit=50&{given}"
        for name, given in filters.items()
    }
    return {
        **found,
        "latest ten events": lambda actor: f"/events?actor={actor}&limit=10",
        "relation": lambda actor: f"/relations/{actor}/{other}",
        "search by prefix": lambda actor: f"/actors?q={actor[:3]}",
    }


def bench_questions(folders: Sequence[Path], names: Sequence[str]) -> None:
    """Print what each question takes on both graphs."""
    chosen = []
    for folder in folders:
        with EventGraph.open(folder, settings=Settings()) as graph:
            found = hubs(graph)
            # As many different ones in each round; where there are fewer, all rounds have the same.
            parts = (
                [found[n::ROUNDS] for n in range(ROUNDS)]
                if len(found) >= ROUNDS * MOST_ACTORS
                else [found] * ROUNDS
            )
            chosen.append((busiest(graph, len(found) + 1)[-1][0], [part[:MOST_ACTORS] for part in parts]))
    others = [questions(other) for other, _ in chosen]
    print(f"{'milliseconds':<34} wall: median, p95, and their growth; processor time: the same")
    for name in names or others[0]:
        times = {(when, side): Times() for when in ("first", "again") for side in range(2)}
        for turn in range(ROUNDS):
            with ExitStack() as stack:
                asks = [stack.enter_context(asking(folder))[1] for folder in folders]
                for when in ("first", "again"):
                    for pair in zip(*(rounds[turn] for _, rounds in chosen), strict=False):
                        for side, actor in enumerate(pair):
                            address = others[side][name](actor)
                            times[when, side].add(lambda ask=asks[side], address=address: ask(address))
        for when in ("first", "again"):
            small, large = times[when, 0], times[when, 1]
            print(f"{f'{name}, {when}':<34}", end=" ")
            for one, two in ((small.wall, large.wall), (small.processor, large.processor)):
                for share in (0.5, 0.95):
                    a, b = percentile(one, share), percentile(two, share)
                    print(f"{a:8.2f} {b:8.2f} x{b / a:.2f}", end=" ")
            print(flush=True)


def measure(folder: Path) -> dict[str, float]:
    """Processor time of what is asked of the whole graph, in milliseconds."""
    found: dict[str, float] = {}
    with EventGraph.open(folder, settings=Settings()) as graph:
        chosen = hubs(graph)
        scoped = Scope(types=frozenset({"ASSAULT"}))
        calls: dict[str, Call] = {
            "picture, all": graph.subgraph,
            "picture, one type": lambda: graph.subgraph(scope=scoped),
            "paths, first": lambda: graph.paths(chosen[0], chosen[-1]),
            "paths, later": lambda: graph.paths(chosen[1], chosen[-2]),
        }
        found = {name: milliseconds(call)[1] for name, call in calls.items()}
        with graph.index.writing() as writer:
            remember(writer, "version", "after a write")
        found["paths, after a write"] = milliseconds(calls["paths, first"])[1]
        many = (actor for actor, partners in busiest(graph, 5000) if partners >= LEAST_PARTNERS)
        middling = list(islice((a for a in many if graph.events(actor=a, limit=1).total <= 1000), 20))
        told = [milliseconds(lambda a=a: graph.neighbours(a, count="happenings"))[1] for a in middling]
        found["neighbours by happenings, median"] = statistics.median(told)
    return found


def bench_reindex(folder: Path, events: int) -> None:
    """RDF to index, by records and by triples, as events a second of wall and of processor time."""
    with EventGraph.open(folder, settings=Settings()) as graph:
        graph.ingest_coded(synthetic(events=events), coder="bench")
        for name, triples in (("records", False), ("triples", True)):
            began, spent = time.perf_counter(), processor_time()
            graph.reindex(triples=triples)
            show_rate(f"reindex by {name}", events, time.perf_counter() - began, processor_time() - spent)
    show_command(folder, events)


def bench_command(folder: Path, events: int) -> None:
    """`kg reindex` of a store that holds records alone."""
    with EmbeddedStore(folder) as store:
        iris = Iris()
        made = ((iris.article(parcel.article[0]), parcel_text(parcel)) for parcel in parcels(events=events))
        while part := list(islice(made, 10_000)):
            write_records(store, part)
    show_command(folder, events)


def show_command(folder: Path, events: int) -> None:
    """`kg reindex` as people call it, three times: each is a new process, whose start is measured too."""
    for _ in range(3):
        for end in ("", "-wal", "-shm"):
            (folder / f"{FILE}{end}").unlink(missing_ok=True)
        began, spent = time.perf_counter(), processor_time()
        subprocess.run(
            [sys.executable, "-c", "from api.cli import main; main()", "reindex"],
            env={**os.environ, "KG_STORE": str(folder)},
            check=True,
            stderr=subprocess.DEVNULL,
        )
        took = time.perf_counter() - began, processor_time() - spent
        show_rate(f"kg reindex, {events} events", events, *took)


def processor_time() -> float:
    """Seconds of this process and of those it started that have ended."""
    return sum(os.times()[:4])


def show_rate(name: str, events: int, wall: float, processor: float) -> None:
    """One line, with the load of the machine."""
    print(
        f"{name}: {wall:.2f} s, {events / wall:,.0f} events/s, {events / processor:,.0f} of processor time, "
        f"load average {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def main() -> None:
    """Names of questions in KG_BENCH_QUESTIONS, parted by semicolons, leave all else out."""
    names = [name for name in os.environ.get("KG_BENCH_QUESTIONS", "").split(";") if name]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(os.environ.get("KG_BENCH_FOLDER", temporary))
        folders = [folder / f"index-{events}" for events in (SMALL, LARGE)]
        for path, events in zip(folders, (SMALL, LARGE), strict=True):
            if not path.exists():
                print(f"fill {events}: {fill(path, events):.0f} events/s", end=", ")
                print(f"{(path / FILE).stat().st_size / events:.0f} bytes an event", flush=True)
        bench_questions(folders, names)
        if names:
            return
        bench_reindex(Path(temporary) / "reindex", SMALL)
        bench_command(Path(temporary) / "records", LARGE)
        one, two = (measure(path) for path in folders)
    for name, value in two.items():
        print(
            f"{name:<40} {one[name]:8.2f} ms at {SMALL} {value:8.2f} ms at {LARGE}  x{value / one[name]:.2f}"
        )
