"""The store and the SPARQL endpoint on a made-up graph of KG_BENCH_EVENTS events, as ratios within one run."""

import http.client
import itertools
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import rdflib

from kg.ids import Iris
from kg.rdf.bulk import load_dump
from kg.rdf.mapping import article_triples
from kg.rdf.store import EmbeddedStore
from kg.rdf.terms import triple_text
from kg.rdf.vocab import PREFIXES
from tests.api.serving import serving
from tests.bench.synthetic import synthetic
from tests.bench.timing import ratio, seconds, show

IRIS = Iris()
HUB = IRIS.actor("XAA")
QUERIES = {
    "partners of a hub": f"SELECT ?t (COUNT(*) AS ?n) {{ ?e eg:source <{HUB}> ; eg:target ?t }} GROUP BY ?t",
    "scores by type": "SELECT ?t (AVG(?s) AS ?m) { ?e eg:eventType ?t ; eg:score ?s } GROUP BY ?t",
    "a pair by month": (
        f"SELECT ?m (COUNT(*) AS ?n) {{ ?e eg:dyad <{IRIS.dyad('XAA', 'XAB')}> ; eg:date ?d "
        "BIND(SUBSTR(STR(?d), 1, 7) AS ?m) } GROUP BY ?m ORDER BY ?m"
    ),
    "partners of the second": (
        f"SELECT ?t (COUNT(*) AS ?n) {{ ?e eg:source <{IRIS.actor('XAB')}> ; eg:target ?t }} GROUP BY ?t"
    ),
    "scores of a pair": (
        f"SELECT ?e ?d ?s {{ ?e eg:dyad <{IRIS.dyad('XAA', 'XAB')}> ; eg:date ?d ; eg:score ?s }}"
    ),
    "latest sentences of a hub": (
        f"SELECT ?d ?x {{ ?e eg:source <{HUB}> ; eg:date ?d ; eg:sentence ?x }} ORDER BY DESC(?d) LIMIT 10"
    ),
    "twenty thousand rows": "SELECT ?e ?p ?o { ?e eg:polarity 'affirmed' ; ?p ?o } LIMIT 20000",
    "a graph of an actor": f"CONSTRUCT {{ ?e ?p ?o }} {{ ?e eg:target <{HUB}> ; ?p ?o }} LIMIT 20000",
}
EVENTS = int(os.environ.get("KG_BENCH_EVENTS", "10000"))
# rdflib's own engine takes minutes for what Oxigraph does in a tenth of a second.
RDFLIB_EVENTS = 500
# What is slow is asked less often: so many seconds of pyoxigraph's own work a query, or a few rounds.
WORK, LEAST_ROUNDS, MOST_ROUNDS = 2.0, 3, 100
LONG = 10.0  # seconds from which a query is asked once by each
# Where the loaded graph is kept for the next run; a million events take long to load.
FOLDER = os.environ.get("KG_BENCH_FOLDER")
_FORM = "application/x-www-form-urlencoded"


def write_file(file: Path, events: int) -> int:
    """N-Quads of so many events; how many quads."""
    count = 0
    with file.open("w", encoding="utf-8") as out:
        for coded in synthetic(events=events):
            graph = f"<{IRIS.article(coded.article.id)}>"
            for triple in article_triples(coded, IRIS):
                out.write(f"{triple_text(triple)[:-1]}{graph} .\n")
                count += 1
    return count


def disk(folder: Path) -> int:
    """Bytes of all files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def bench_load(folder: Path, file: Path, events: int, quads: int) -> None:
    """Bulk load through us and through pyoxigraph, taking turns; ours is left in the folder `kg`."""
    taken: list[float] = []

    def ours() -> None:
        shutil.rmtree(folder / "kg", ignore_errors=True)
        begun = time.perf_counter()
        with EmbeddedStore(folder / "kg") as store:
            load_dump(store, file)
            store.clear_stale()  # no index is asked here
        taken.append(time.perf_counter() - begun)

    def other() -> None:
        shutil.rmtree(folder / "other", ignore_errors=True)
        store = ox.Store(str(folder / "other"))
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
        store.flush()

    show("bulk load, time against pyoxigraph's", ratio(ours, other, rounds=3 if quads < 10**6 else 1), "1.43")
    shutil.rmtree(folder / "other")
    print(f"  {quads / statistics.median(taken):,.0f} quads a second")
    print(
        f"  {disk(folder / 'kg') / events:,.0f} bytes an event, {file.stat().st_size / events:,.0f} in the file"
    )


def bench_replace(folder: Path, events: int) -> None:
    """Articles one by one, each as one transaction, against pyoxigraph's same transactions without us."""
    coded = [(IRIS.article(one.article.id), article_triples(one, IRIS)) for one in synthetic(events=events)]
    ready = [(graph, "\n".join(triple_text(triple) for triple in triples)) for graph, triples in coded]
    bare = ox.Store(str(folder / "bare"))
    with EmbeddedStore(folder / "articles") as store:

        def ours() -> None:
            for graph, triples in coded:
                store.replace(graph, triples)
            store.flush()

        def other() -> None:
            for graph, lines in ready:
                bare.update(f"DROP SILENT GRAPH <{graph}>;\nINSERT DATA {{ GRAPH <{graph}> {{ {lines} }} }}")
            bare.flush()

        show("replace article by article, against the bare updates", ratio(ours, other, rounds=3))
        print(f"  {len(coded) / seconds(ours):,.0f} articles a second")


def processor_time(pid: int) -> float:
    """Seconds of processor time of a process and its children, in steps of a hundredth."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used + sum(processor_time(child) for child in children)


def bench_queries(folder: Path, scratch: Path) -> None:
    """Each query through a server and through pyoxigraph in this process, on a snapshot, taking turns.

    Wall time, and processor time, which a busy machine stretches less: of the server with its query worker
    against that of pyoxigraph alone. The server keeps answers: a comment makes each text a new one, and what
    a kept answer takes is told apart.
    """
    serial = itertools.count()
    with EmbeddedStore(folder / "kg") as store:
        store.snapshot(scratch / "copy")
    snapshot = ox.Store.read_only(str(scratch / "copy"))
    with serving(folder / "kg", KG_QUERY_SECONDS="3600", KG_QUERY_WORKERS="1") as server:
        link = http.client.HTTPConnection(urlsplit(server.address).netloc)
        for name, query in QUERIES.items():
            is_graph = query.startswith("CONSTRUCT")
            form = ox.RdfFormat.TURTLE if is_graph else ox.QueryResultsFormat.JSON
            accept = "text/turtle" if is_graph else "application/sparql-results+json"

            def ours(query: str = query, accept: str = accept, is_new: bool = True) -> None:
                text = f"{query} # {next(serial)}" if is_new else query
                body = urlencode({"query": text})
                link.request("POST", "/sparql", body, {"Content-Type": _FORM, "Accept": accept})
                answer = link.getresponse()
                assert answer.status == 200, answer.read()
                answer.read()

            def other(query: str = query, form: object = form) -> None:
                found = snapshot.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
                found.serialize(None, form)  # type: ignore[arg-type, call-overload]

            taken = seconds(other)
            taken = min(taken, seconds(other)) if taken < LONG else taken
            rounds = min(MOST_ROUNDS, max(LEAST_ROUNDS if taken < LONG else 1, round(WORK / taken)))
            ours()
            theirs, alone, ratios = processor_time(server.process.pid), 0.0, []
            for _ in range(rounds):
                answered, begun = seconds(ours), time.process_time()
                ratios.append(answered / seconds(other))
                alone += time.process_time() - begun
            theirs = processor_time(server.process.pid) - theirs
            ratios.sort()
            found = (statistics.median(ratios), ratios[0], ratios[-1])
            show(f"{name} ({taken * 1000:.1f} ms) through the endpoint", found, "1.3 from 5 ms on")
            print(f"  processor time {theirs / alone:.2f}")
            again = [seconds(lambda: ours(is_new=False)) for _ in range(20)]
            print(f"  asked again {statistics.median(again) * 1000:.1f} ms")


def bench_rdflib() -> None:
    """rdflib's own engine against pyoxigraph, on a small graph."""
    lines = [
        triple_text(triple)
        for one in synthetic(events=RDFLIB_EVENTS)
        for triple in article_triples(one, IRIS)
    ]
    store, graph = ox.Store(), rdflib.Graph()
    store.load("\n".join(lines), ox.RdfFormat.N_TRIPLES)
    graph.parse(data="\n".join(lines), format="nt")
    for name, query in QUERIES.items():
        if not query.startswith("CONSTRUCT"):
            ours = lambda query=query: list(store.query(query, prefixes=PREFIXES))  # noqa: E731
            other = lambda query=query: list(graph.query(query, initNs=PREFIXES))  # noqa: E731
            show(f"{name}, rdflib's engine against pyoxigraph", ratio(other, ours, rounds=1))


def main() -> None:
    """Print all ratios."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        folder = Path(FOLDER or name)
        if not (folder / "kg").exists():
            file = Path(name) / "all.nq"
            quads = write_file(file, EVENTS)
            print(f"{EVENTS} events, {quads} quads")
            bench_load(folder, file, EVENTS, quads)
        bench_replace(Path(name), min(EVENTS, 1000))
        opening = []
        for _ in range(5):
            begun = time.perf_counter()
            with EmbeddedStore(folder / "kg"):
                opening.append(time.perf_counter() - begun)
        print(f"opening: {statistics.median(opening) * 1000:.0f} ms")
        bench_queries(folder, Path(name))
    bench_rdflib()


if __name__ == "__main__":
    main()
