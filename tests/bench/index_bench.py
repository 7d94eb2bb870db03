"""The index and what stands on it, from small to large: KG_BENCH_EVENTS events against 10,000."""

import http.client
import json
import os
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from api.app import create_app
from api.sending import make_server
from kg.eventgraph import EventGraph
from kg.ids import article_key
from kg.index.bulk import Bulk
from kg.index.database import FILE, Index, remember
from kg.model import Scope
from kg.settings import Settings
from tests.bench.packed import parcels
from tests.bench.synthetic import synthetic

SMALL = 10_000
LARGE = int(os.environ.get("KG_BENCH_EVENTS", "200000"))
CALLS = 100
LEAST_PARTNERS = 50
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
    server.close()


def milliseconds(calls: list[Callable[[], object]]) -> tuple[list[float], list[float]]:
    """Wall and processor times of the calls, sorted; the server runs in this process, so both ends count."""
    wall, processor = [], []
    for call in calls:
        began, spent = time.perf_counter(), time.process_time()
        call()
        wall.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - spent) * 1000)
    return sorted(wall), sorted(processor)


def hubs(graph: EventGraph) -> list[str]:
    """Actors with many partners."""
    rows = graph.index.reader().execute(
        "SELECT id FROM actors JOIN (SELECT a, count(*) AS n FROM pairs WHERE level = 0 GROUP BY a) AS p "
        "ON p.a = actors.n WHERE p.n >= ? ORDER BY p.n DESC LIMIT 200",
        (LEAST_PARTNERS,),
    )
    return [row[0] for row in rows]


def measure(folder: Path) -> dict[str, float]:
    """p95 of each question, in milliseconds."""
    found: dict[str, float] = {}
    with EventGraph.open(folder, settings=Settings()) as graph, serving(graph) as connection:
        chosen = hubs(graph)

        def get(address: str) -> None:
            connection.request("GET", f"/api/v1{address}")
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{address}: {answer.status} {json.loads(body)['detail']}")

        questions: dict[str, Callable[[str], str]] = {
            "neighbours": lambda actor: f"/actors/{actor}/neighbours?limit=50",
            "neighbours, rolled up": lambda actor: f"/actors/{actor}/neighbours?limit=50&rollup=true",
            **{
                f"neighbours, {name}": lambda actor, given=given: (
                    f"/actors/{actor}/neighbours?limit=50&{given}"
                )
                for name, given in FILTERS.items()
            },
            "latest ten events": lambda actor: f"/events?actor={actor}&limit=10",
            "relation": lambda actor: f"/relations/{actor}/{chosen[0 if actor != chosen[0] else 1]}",
            "search by prefix": lambda actor: f"/actors?q={actor[:3]}",
        }
        for name, address in questions.items():
            get(address(chosen[0]))
            calls = [lambda n=n, a=address: get(a(chosen[n % len(chosen)])) for n in range(CALLS)]
            wall, processor = milliseconds(calls)
            high = int(len(calls) * 0.95)
            found[f"{name} p95"], found[f"{name} p95, processor"] = wall[high], processor[high]
            found[f"{name} median, processor"] = statistics.median(processor)
        scoped = Scope(types=frozenset({"ASSAULT"}))
        found["picture, all"] = milliseconds([lambda: graph.subgraph()])[0][0]
        found["picture, one type"] = milliseconds([lambda: graph.subgraph(scope=scoped)])[0][0]
        for name, a, b in (("first", 0, -1), ("later", 1, -2)):
            _, (found[f"paths, {name}, processor"],) = milliseconds(
                [lambda a=a, b=b: graph.paths(chosen[a], chosen[b])]
            )
        with graph.index.writing() as writer:
            remember(writer, "version", "after a write")
        _, (found["paths, after a write, processor"],) = milliseconds(
            [lambda: graph.paths(chosen[0], chosen[-1])]
        )
        middling = [actor for actor in chosen if graph.events(actor=actor, limit=1).total <= 1000][:20]
        _, told = milliseconds([lambda a=a: graph.neighbours(a, count="happenings") for a in middling])
        found["neighbours by happenings, median, processor"] = statistics.median(told)
    return found


def bench_reindex(folder: Path, events: int) -> None:
    """RDF to index, by records and by triples, as events a second of wall and of processor time."""
    with EventGraph.open(folder, settings=Settings()) as graph:
        graph.ingest_coded(synthetic(events=events), coder="bench")
        for name, triples in (("records", False), ("triples", True)):
            began, spent = time.perf_counter(), time.process_time()
            graph.reindex(triples=triples)
            wall, processor = time.perf_counter() - began, time.process_time() - spent
            print(
                f"reindex by {name}: {events / wall:,.0f} events/s, {events / processor:,.0f} of processor time"
            )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench_reindex(folder / "reindex", SMALL)
        small, large = folder / "small", folder / "large"
        print(f"fill {SMALL}: {fill(small, SMALL):.0f} events/s, {LARGE}: {fill(large, LARGE):.0f} events/s")
        print(f"{(large / FILE).stat().st_size / LARGE:.0f} bytes an event")
        one, two = measure(small), measure(large)
    for name, value in two.items():
        print(
            f"{name:<40} {one[name]:8.2f} ms at {SMALL} {value:8.2f} ms at {LARGE}  x{value / one[name]:.2f}"
        )
