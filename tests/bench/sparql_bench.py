"""The store and the SPARQL service on a made-up graph of KG_BENCH_EVENTS events, as ratios within one run."""

import os
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox
import rdflib

from kg.ids import Iris
from kg.rdf.bulk import load_dump
from kg.rdf.mapping import article_triples
from kg.rdf.service import service_of
from kg.rdf.store import EmbeddedStore
from kg.rdf.terms import triple_text
from kg.rdf.vocab import PREFIXES
from kg.settings import Settings
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
    "latest sentences of a hub": (
        f"SELECT ?d ?x {{ ?e eg:source <{HUB}> ; eg:date ?d ; eg:sentence ?x }} ORDER BY DESC(?d) LIMIT 10"
    ),
    "twenty thousand rows": "SELECT ?e ?p ?o { ?e eg:polarity 'affirmed' ; ?p ?o } LIMIT 20000",
    "a graph of an actor": f"CONSTRUCT {{ ?e ?p ?o }} {{ ?e eg:target <{HUB}> ; ?p ?o }} LIMIT 20000",
}
EVENTS = int(os.environ.get("KG_BENCH_EVENTS", "10000"))
# rdflib's own engine takes minutes for what Oxigraph does in a tenth of a second.
RDFLIB_EVENTS = 500


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
    """Bulk load through us and through pyoxigraph, taking turns."""
    number = 0

    def ours() -> None:
        nonlocal number
        number += 1
        with EmbeddedStore(folder / f"ours{number}") as store:
            load_dump(store, file)

    def other() -> None:
        nonlocal number
        number += 1
        store = ox.Store(str(folder / f"other{number}"))
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
        store.flush()

    show("bulk load, time against pyoxigraph's", ratio(ours, other, rounds=3), "1.43")
    taken = seconds(ours)
    size = disk(folder / f"ours{number}")
    print(f"  {quads} quads at {quads / taken:,.0f} a second; {size / events:,.0f} bytes an event")


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


def bench_queries(store: EmbeddedStore, settings: Settings) -> None:
    """Each query through the workers and through pyoxigraph in this process, on a snapshot."""
    service = service_of(store, settings)
    with tempfile.TemporaryDirectory(dir=store.folder) as copies:
        store.snapshot(Path(copies) / "copy")
        snapshot = ox.Store.read_only(str(Path(copies) / "copy"))
        for name, query in QUERIES.items():
            form = ox.RdfFormat.TURTLE if query.startswith("CONSTRUCT") else ox.QueryResultsFormat.JSON

            def ours(query: str = query) -> None:
                service.query(query)

            def other(query: str = query, form: object = form) -> None:
                found = snapshot.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
                found.serialize(None, form)  # type: ignore[arg-type, call-overload]

            taken = min(seconds(other) for _ in range(3))
            found = ratio(ours, other)
            show(f"{name} ({taken * 1000:.1f} ms) through the service", found, "1.3 from 5 ms on")


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
    with tempfile.TemporaryDirectory() as name:
        folder, file = Path(name), Path(name) / "all.nq"
        quads = write_file(file, EVENTS)
        print(f"{EVENTS} events, {quads} quads")
        bench_load(folder, file, EVENTS, quads)
        bench_replace(folder, min(EVENTS, 1000))
        with EmbeddedStore(folder / "kg") as store:
            load_dump(store, file)
            bench_queries(store, Settings(store=str(folder / "kg"), query_seconds=600))
        begun = time.perf_counter()
        with EmbeddedStore(folder / "kg"):
            print(f"opening: {(time.perf_counter() - begun) * 1000:.0f} ms")
    bench_rdflib()


if __name__ == "__main__":
    main()
