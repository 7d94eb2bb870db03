"""Answers that a worker sends to the client itself."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kg.errors import QueryRefused, QueryTimeout, QueryTooLarge
from kg.rdf.outlets import Loan
from kg.rdf.store import EmbeddedStore
from kg.rdf.workers import QueryPool
from kg.settings import Settings

EVERY = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?t ?h }"
DEEP = f"SELECT * {{ {'{' * 3000} ?s ?p ?o {'}' * 3000} }}"


class Connection:
    """One that is there, and what its owner is told."""

    def __init__(self, most: int = 1 << 18) -> None:
        self.most = most
        self.client, self.server = socket.socketpair()
        self.client.settimeout(5)
        self.noted: tuple[str, int] | None = None
        self.is_lost = False

    def lend(self) -> socket.socket | None:
        return self.server.dup()

    def watch(self, is_taken: Callable[[], bool]) -> None:
        self.is_taken = is_taken

    def head(self, version: str) -> str:
        return f"HTTP/1.1 200 OK\r\nETag: {version}\r\n"

    def note(self, head: str, sent: int) -> None:
        self.noted = head, sent

    def lose(self) -> None:
        self.is_lost = True

    def received(self) -> bytes:
        """All that has come to the client."""
        self.server.close()
        pieces = []
        while piece := self.client.recv(1 << 16):
            pieces.append(piece)
        return b"".join(pieces)

    def close(self) -> None:
        self.client.close()
        self.server.close()


@pytest.fixture
def connection() -> Iterator[Connection]:
    made = Connection()
    yield made
    made.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path_factory.mktemp("kg")) as opened:
        triples = [
            (URIRef(f"urn:s{at}"), URIRef("urn:p"), Literal(f"ünï {at:04} {'x' * 40}")) for at in range(1500)
        ]
        opened.replace("urn:g", triples)
        yield opened


@pytest.fixture(scope="module")
def pool(store: EmbeddedStore) -> Iterator[QueryPool]:
    opened = QueryPool(store, settings(store.folder))
    opened.run("ASK { ?s ?p ?o }")
    yield opened
    opened.close()


def settings(folder: Path, **changes: float) -> Settings:
    return Settings.model_validate(
        {"store": str(folder), "query_workers": 1, "query_seconds": 5, "query_kept_mb": 0, **changes}
    )


def descriptors(pid: int | str = "self") -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


@pytest.mark.parametrize(
    ("accept", "kind"),
    [("application/sparql-results+json",) * 2, ("text/csv", "text/csv; charset=utf-8")],
)
def test_a_client_gets_head_and_body(pool: QueryPool, connection: Connection, accept: str, kind: str) -> None:
    before = descriptors()
    answer = pool.run(f"{EVERY} LIMIT 50", accept=accept, outlet=connection)
    assert descriptors() == before
    assert connection.noted is not None
    head, sent = connection.noted
    assert sent == len(head.encode()) + len(answer.body)
    assert connection.received() == head.encode() + answer.body
    first, *lines = head.split("\r\n")
    assert first == "HTTP/1.1 200 OK"
    told = dict(line.split(": ", 1) for line in lines if line)
    assert told.pop("Server-Timing").startswith("query;dur=")
    assert told == {"ETag": answer.version, "Content-Length": str(len(answer.body)), "Content-Type": kind}


def test_graphs_and_truth_values_go_the_same_way(pool: QueryPool) -> None:
    for query in ("ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 3"):
        connection = Connection()
        answer = pool.run(query, outlet=connection)
        assert connection.received().endswith(b"\r\n\r\n" + answer.body)
        connection.close()


def test_what_is_too_long_comes_back(pool: QueryPool) -> None:
    answer = pool.run(EVERY)
    for most, is_sent in ((len(answer.body), True), (len(answer.body) - 1, False)):
        connection = Connection(most)
        assert pool.run(EVERY, outlet=connection).body == answer.body
        assert (connection.noted is not None) == is_sent
        assert bool(connection.received()) == is_sent
        connection.close()


def test_what_is_cut_comes_back(store: EmbeddedStore, connection: Connection) -> None:
    opened = QueryPool(store, settings(store.folder, query_rows=10))
    assert opened.run(EVERY, outlet=connection).truncated
    assert (connection.noted, connection.received()) == (None, b"")
    opened.close()


def test_what_the_connection_does_not_take_is_left(pool: QueryPool, connection: Connection) -> None:
    connection.server.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    connection.server.setblocking(False)
    answer = pool.run(EVERY, outlet=connection)
    assert connection.noted is not None
    head, sent = connection.noted
    assert sent < len(head.encode()) + len(answer.body)
    assert connection.received() == (head.encode() + answer.body)[:sent]


def test_a_client_that_has_gone_is_nothing_to_fail_of(pool: QueryPool, connection: Connection) -> None:
    connection.client.close()
    answer = pool.run(f"{EVERY} LIMIT 2", outlet=connection)
    assert connection.noted is not None
    assert connection.noted[1] == 0
    assert answer.body == pool.run(f"{EVERY} LIMIT 2").body


@pytest.mark.parametrize(
    ("query", "seconds", "error"),
    [("SELECT {", 5, QueryRefused), (ENDLESS, 0.2, QueryTimeout), (DEEP, 5, (QueryRefused, QueryTooLarge))],
)
def test_failures_are_left_to_the_owner(
    pool: QueryPool, connection: Connection, query: str, seconds: float, error: type[Exception]
) -> None:
    before = descriptors()
    with pytest.raises(error):
        pool.run(query, seconds=seconds, outlet=connection)
    assert (connection.noted, connection.is_lost, connection.received()) == (None, False, b"")
    assert descriptors() <= before


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_process_that_died_may_have_sent_something(connection: Connection, is_taken: bool) -> None:
    with Loan(connection) as loan:
        assert loan.begin("1.0")["outlet"]["head"]
        assert not connection.is_taken()
        if is_taken:
            os.eventfd_read(loan.lent[1])
        assert connection.is_taken() == is_taken
    assert connection.is_taken()
    assert connection.is_lost == is_taken


def test_a_worker_keeps_no_connection(pool: QueryPool) -> None:
    pool.run("ASK { ?s ?p ?o }")
    (worker,) = pool._free
    before = descriptors(worker._process.pid)
    for query in (f"{EVERY} LIMIT 4", EVERY, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"):
        connection = Connection(most=5000)
        pool.run(query, outlet=connection)
        connection.close()
    assert descriptors(worker._process.pid) == before
