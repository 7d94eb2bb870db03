"""Outside queries in processes that may be killed."""

import json
import os
import threading
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kg.errors import Busy, NotAcceptable, QueryRefused, QueryTimeout, QueryTooLarge
from kg.rdf.store import EmbeddedStore
from kg.rdf.workers import QueryPool
from kg.settings import Settings

EVERY = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o"
# 300 x 300 x 300 x 300 rows before the first is known to be one.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?t ?h }"
TEXTS = ['plain},{"x"', 'a,{b":{', "line\nbreak\r\n", 'quo"te\\', "</result>", "ünï"]


def settings(folder, **changes) -> Settings:
    return Settings(store=str(folder), query_workers=2, query_seconds=5, **changes)


@pytest.fixture(params=["copied", "by links"])
def sharing(request, monkeypatch):
    """Workers read a small store from a copy in memory, another from a snapshot."""
    if request.param == "by links":
        monkeypatch.setattr("kg.rdf.copies._MOST", 0)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with EmbeddedStore(tmp_path_factory.mktemp("kg")) as opened:
        for number in range(3):
            triples = [
                (URIRef(f"urn:s{at}"), URIRef("urn:p"), Literal(f"{number}-{at:02} {TEXTS[at % len(TEXTS)]}"))
                for at in range(100)
            ]
            opened.replace(f"urn:g:{number}", triples)
        yield opened


@pytest.fixture(scope="module")
def pool(store):
    opened = QueryPool(store, settings(store.folder))
    yield opened
    opened.close()


def rows(answer) -> list:
    return json.loads(answer.body)["results"]["bindings"]


@pytest.fixture
def small_pool(store):
    """At most 10 rows and 20 kB."""
    opened = QueryPool(store, settings(store.folder, query_rows=10, query_bytes=20_000))
    yield opened
    opened.close()


def test_the_default_graph_is_the_union(pool):
    answer = pool.run(EVERY)
    assert (answer.kind, answer.media_type, answer.truncated) == (
        "rows",
        "application/sparql-results+json",
        False,
    )
    assert len(rows(answer)) == 300


@pytest.mark.parametrize(
    ("query", "options", "count"),
    [
        ("SELECT * FROM <urn:g:1> { ?s ?p ?o }", {}, 100),
        ("SELECT * FROM NAMED <urn:g:1> { ?s ?p ?o }", {}, 0),
        ("SELECT * FROM NAMED <urn:g:1> { GRAPH ?g { ?s ?p ?o } }", {}, 100),
        ("SELECT * FROM <urn:g:1> { ?s ?p ?o }", {"default_graphs": ["urn:g:0", "urn:g:2"]}, 200),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", {"default_graphs": ["urn:g:0"]}, 0),
        ("SELECT * { ?s ?p ?o }", {"named_graphs": ["urn:g:0"]}, 0),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", {}, 0),
    ],
)
def test_graphs_are_read_as_named(pool, query, options, count):
    assert len(rows(pool.run(query, **options))) == count


@pytest.mark.parametrize(
    ("query", "accept", "kind", "media"),
    [
        ("ASK {}", None, "boolean", "application/sparql-results+json"),
        ("SELECT * {}", "text/csv", "rows", "text/csv"),
        ("SELECT * {}", "text/*;q=0.5, application/sparql-results+xml;q=0.4", "rows", "text/xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", None, "graph", "text/turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json", "graph", "application/ld+json"),
        ("DESCRIBE <urn:s1>", "application/rdf+xml, */*;q=0.1", "graph", "application/rdf+xml"),
    ],
)
def test_the_media_type_is_negotiated(pool, query, accept, kind, media):
    answer = pool.run(query, accept=accept)
    assert (answer.kind, answer.media_type) == (kind, media)


@pytest.mark.parametrize("query", ["SELECT * {}", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_what_nobody_accepts_is_refused(pool, query):
    with pytest.raises(NotAcceptable):
        pool.run(query, accept="image/png")


def test_a_syntax_error_has_its_place(pool):
    with pytest.raises(QueryRefused) as caught:
        pool.run("SELECT ?s {\n  ?s ?p")
    assert (caught.value.line, caught.value.column) == (2, 8)


def test_an_unknown_function_is_an_error_of_the_expression(pool):
    answer = pool.run("SELECT (<urn:f>(1) AS ?x) (<urn:g>(?x, 2) AS ?y) (1 AS ?z) {}")
    assert [sorted(row) for row in rows(answer)] == [["z"]]


def test_a_write_is_seen_by_the_next_query(store, pool, sharing):
    before = pool.run("ASK { <urn:new> ?p ?o }")
    store.replace("urn:g:new", [(URIRef("urn:new"), URIRef("urn:q"), Literal("x"))])
    after = pool.run("ASK { <urn:new> ?p ?o }")
    store.drop("urn:g:new")
    assert [json.loads(answer.body)["boolean"] for answer in (before, after)] == [False, True]
    assert before.version != after.version == f"{after.version}"


def test_what_was_answered_is_given_again_until_the_next_write(store, pool):
    first, again = pool.run(EVERY), pool.run(EVERY)
    assert again.body is first.body
    assert again.seconds < first.seconds
    assert pool.run(EVERY, accept="text/csv").media_type == "text/csv"
    assert rows(pool.run(EVERY, default_graphs=["urn:g:1"])) != rows(first)
    store.replace("urn:g:new", [(URIRef("urn:new"), URIRef("urn:q"), Literal("x"))])
    assert len(rows(pool.run(EVERY))) == 301
    store.drop("urn:g:new")
    after = pool.run(EVERY)
    assert after.body == first.body
    assert after.body is not first.body


def test_what_is_another_at_each_call_is_run_again(pool):
    one, other = (pool.run("SELECT (UUID() AS ?x) {}").body for _ in range(2))
    assert one != other


def test_nothing_is_kept_without_room(store):
    opened = QueryPool(store, settings(store.folder, query_kept_mb=0))
    assert opened.run(EVERY).body is not opened.run(EVERY).body
    opened.close()


def test_snapshots_of_old_versions_are_removed(store, pool, sharing):
    for number in range(5):
        store.replace("urn:g:new", [(URIRef("urn:new"), URIRef("urn:q"), Literal(number))])
        pool.run("ASK {}")
    store.drop("urn:g:new")
    assert len(list((store.folder / "snapshots").glob("*/*"))) <= 3


def test_an_endless_query_is_stopped_and_its_worker_replaced(pool, sharing):
    with pytest.raises(QueryTimeout, match=r"0\.5 seconds"):
        pool.run(ENDLESS, seconds=0.5)
    assert len(rows(pool.run(EVERY))) == 300


def lowered(before: set[int]) -> int:
    """By how much the newest thread of the workers that were not there before is lowered (nice)."""
    newest = max(threads_of_workers() - before, key=started)
    return os.getpriority(os.PRIO_PROCESS, newest) - os.getpriority(os.PRIO_PROCESS, 0)


def started(thread: int) -> int:
    """When a thread began; its number says nothing, for they begin again at 1."""
    return int(Path(f"/proc/{thread}/stat").read_text().rsplit(")", 1)[1].split()[19])


def threads_of_workers() -> set[int]:
    tasks = Path("/proc/self/task").iterdir()
    children = " ".join((task / "children").read_text() for task in tasks).split()
    return {int(task.name) for child in children for task in Path(f"/proc/{child}/task").iterdir()}


def test_a_long_query_goes_on_at_low_priority_and_the_next_at_the_usual(store):
    before = threads_of_workers()
    pool = QueryPool(store, Settings(store=str(store.folder), query_workers=1))
    long = threading.Thread(target=run_too_long, args=(pool,))
    medium = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {'1 ' * 100} }} ?a ?p ?b . ?c ?q ?d }}"
    try:
        pool.run("ASK {}")
        assert lowered(before) == 0
        long.start()
        while lowered(before) != 10:
            time.sleep(0.05)
            assert long.is_alive()
        long.join()
        assert pool.run(medium).seconds > 0.25
        pool.run("ASK {}")
        assert lowered(before) == 0
    finally:
        pool.close()


def run_too_long(pool):
    with pytest.raises(QueryTimeout):
        pool.run(ENDLESS, seconds=3)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x30 { BIND('0123456789' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
        + " }",
        "SELECT * { {} " + "UNION{}" * 9000 + "}",
    ],
)
def test_a_query_that_kills_its_worker_harms_nobody_else(pool, query):
    with pytest.raises((QueryTooLarge, QueryTimeout)):
        pool.run(query, seconds=3)
    assert len(rows(pool.run(EVERY))) == 300


def test_the_least_memory_is_enough_for_small_queries_and_no_more(store, sharing):
    doubling = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(24))
    pool = QueryPool(store, Settings(store=str(store.folder), query_workers=1, query_memory_mb=64))
    try:
        for _ in range(2):
            assert len(rows(pool.run(EVERY))) == 300
            with pytest.raises(QueryTooLarge, match="64 MiB"):
                pool.run(f"SELECT (STRLEN(?x24) AS ?n) {{ BIND('0123456789' AS ?x0) {doubling} }}")
        store.replace("urn:g:new", [(URIRef("urn:new"), URIRef("urn:q"), Literal("x"))])
        assert len(rows(pool.run(EVERY))) == 301
    finally:
        store.drop("urn:g:new")
        pool.close()


def test_a_full_queue_is_said(store):
    pool = QueryPool(store, Settings(store=str(store.folder), query_workers=1, query_seconds=1))
    failures = []

    def ask():
        try:
            pool.run(ENDLESS)
        except (QueryTimeout, Busy) as error:
            failures.append(type(error))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.close()
    assert len(failures) == 20
    assert Busy in failures
    assert QueryTimeout in failures


def count_of(answer) -> int:
    if answer.media_type.endswith("json"):
        return len(rows(answer))
    if answer.media_type.endswith("xml"):
        return len(ET.fromstring(answer.body).findall(".//{*}result"))
    if answer.media_type == "text/csv":
        import csv
        import io

        return len(list(csv.reader(io.StringIO(answer.body.decode(), newline="")))) - 1
    return answer.body.count(b"\n") - 1


FORMATS = [
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
]


@pytest.mark.parametrize("accept", FORMATS)
@pytest.mark.parametrize("limit", [1, 9, 10, 11, 50])
def test_rows_are_cut_exactly_and_it_is_said(small_pool, accept, limit):
    answer = small_pool.run(f"{EVERY} LIMIT {limit}", accept=accept)
    assert answer.truncated == (limit > 10)
    assert count_of(answer) == min(limit, 10)


@pytest.mark.parametrize("accept", FORMATS)
def test_bytes_are_cut_at_a_row(small_pool, accept):
    text = "x" * 3000
    query = f"SELECT ?o ?t {{ VALUES ?t {{ '{text}' }} ?s ?p ?o }} ORDER BY ?o LIMIT 9"
    answer = small_pool.run(query, accept=accept)
    assert answer.truncated
    assert answer.rows == count_of(answer) == 6


@pytest.mark.parametrize("limit", [10, 11])
def test_triples_are_cut_exactly(small_pool, limit):
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o }} LIMIT {limit}"
    answer = small_pool.run(query, accept="application/n-triples")
    assert (answer.body.count(b"\n"), answer.truncated) == (10, limit > 10)


def test_one_row_beyond_all_limits_is_an_error(small_pool):
    text = "x" * 30_000
    with pytest.raises(QueryTooLarge, match="LIMIT"):
        small_pool.run(f"SELECT ?t {{ BIND('{text}' AS ?t) }}")


@pytest.mark.parametrize("text", ["INSERT DATA { <urn:a> <urn:b> }", "DELETE WHERE { " + "{" * 70 + "}" * 71])
def test_an_update_that_cannot_run_is_found_on_an_empty_store(pool, text):
    with pytest.raises(QueryRefused):
        pool.check_update(text)


def test_an_update_is_only_tried(store, pool):
    pool.check_update("DROP ALL ; INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert len(list(store.graphs())) == 3
