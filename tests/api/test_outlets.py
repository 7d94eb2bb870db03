"""Answers to queries that go straight from the worker to the client, over real connections."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

import pytest

from api.app import create_app
from api.outlets import ClientOutlet
from api.protocol import TURNS
from api.sending import make_server
from kg.eventgraph import EventGraph
from kg.rdf.outlets import Loan
from kg.settings import Settings
from tests.kg.world import chronicle

JSON = "application/sparql-results+json"
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?t ?h }"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Of a server in this process, which keeps no answers and gives a query half a second."""
    folder = tmp_path_factory.mktemp("store")
    settings = Settings(store=str(folder), query_seconds=0.5, query_kept_mb=0)
    with EventGraph.open(settings=settings) as graph:
        graph.ingest_coded(chronicle(), coder="test")
        listening = socket.create_server(("127.0.0.1", 0))
        server = make_server(create_app(graph, settings), listening, upload=1 << 20)
        threading.Thread(target=server.run, daemon=True).start()
        yield listening.getsockname()[1]
        server.task_dispatcher.shutdown()
        server.close()


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes of each answer a worker has sent."""
    found: list[int] = []
    note = ClientOutlet.note

    def noting(outlet: ClientOutlet, head: str, count: int) -> None:
        found.append(count)
        note(outlet, head, count)

    monkeypatch.setattr(ClientOutlet, "note", noting)
    return found


def asked(query: str, **headers: str) -> bytes:
    """A request as it goes over the wire."""
    lines = {
        "Host": "127.0.0.1",
        "Accept": JSON,
        **{name.replace("_", "-"): of for name, of in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\n{head}\r\n".encode()


def read(link: socket.socket) -> tuple[http.client.HTTPResponse, bytes]:
    """The next answer of a connection."""
    answer = http.client.HTTPResponse(link)
    answer.begin()
    return answer, answer.read()


def assert_in_time(is_so: Callable[[], bool]) -> None:
    """The client may have its answer before this process has heard of it."""
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def bodies(link: socket.socket, count: int) -> list[bytes]:
    """The bodies of answers that follow one another."""
    found, held = [], link.makefile("rb")
    for _ in range(count):
        length = 0
        while (line := held.readline()) != b"\r\n":
            if line.lower().startswith(b"content-length: "):
                length = int(line.split()[1])
        found.append(held.read(length))
    return found


def test_an_answer_is_the_same_by_either_way(port: int, sent: list[int]) -> None:
    got = []
    for given in ({}, {"Connection": "close"}):
        with socket.create_connection(("127.0.0.1", port)) as link:
            link.sendall(asked(f"{ROWS} LIMIT 20", X_Request_ID="the-same", **given))
            got.append(read(link))
    assert_in_time(lambda: len(sent) == 1)
    (one, first), (two, second) = got
    assert first == second
    heads = []
    for answer in (one, two):
        head = {name: value for name, value in answer.getheaders() if name != "Connection"}
        assert head.pop("Server-Timing").startswith("query;dur=")
        assert abs(parsedate_to_datetime(head.pop("Date")).timestamp() - time.time()) < 60
        heads.append({name.lower(): value for name, value in head.items()})
    assert heads[0] == heads[1]
    assert one.status == two.status == 200


def test_a_connection_goes_on_afterwards(port: int, sent: list[int]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as link:
        for number in range(1, 6):
            link.sendall(asked(f"{ROWS} LIMIT {number}"))
            assert len(json.loads(read(link)[1])["results"]["bindings"]) == number
        link.sendall(b"GET /api/v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert json.loads(read(link)[1])["articles"] == 5
        link.sendall(asked("SELECT {"))
        assert read(link)[0].status == 400
        link.sendall(asked("ASK {}"))
        assert read(link)[0].status == 200
    assert_in_time(lambda: len(sent) == 6)


def test_requests_in_one_go_are_answered_in_their_order(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.sendall(b"".join(asked(f"{ROWS} LIMIT {number}") for number in range(1, 30)))
        for number, body in enumerate(bodies(link, 29), 1):
            assert len(json.loads(body)["results"]["bindings"]) == number


def test_a_client_that_reads_late_gets_it_all(port: int, sent: list[int]) -> None:
    many = "SELECT ?s ?p ?o ?x { ?s ?p ?o . ?x a eg:Event } ORDER BY ?s ?p ?o ?x LIMIT 500"
    with socket.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        link.connect(("127.0.0.1", port))
        link.sendall(asked(many) * 20)
        time.sleep(0.5)
        found = bodies(link, 20)
    assert len(set(found)) == 1
    assert len(json.loads(found[0])["results"]["bindings"]) == 500
    assert 0 < len(sent) < 20


def test_what_is_packed_comes_back(port: int, sent: list[int]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.sendall(asked(ROWS, Accept_Encoding="gzip"))
        assert read(link)[0].getheader("Content-Encoding") == "gzip"
        assert not sent
        link.sendall(asked(f"{ROWS} LIMIT 2", Accept_Encoding="gzip"))
        assert read(link)[0].getheader("Content-Encoding") is None
    assert_in_time(lambda: len(sent) == 1)


def test_a_head_has_no_body(port: int, sent: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("HEAD", f"/sparql?{urlencode({'query': ROWS})}", headers={"Accept": JSON})
    answer = connection.getresponse()
    assert (answer.status, answer.read(), sent) == (200, b"", [])
    assert int(answer.headers["Content-Length"]) > 1000
    connection.close()


@pytest.mark.parametrize("is_taken", [False, True])
def test_nothing_follows_what_may_have_been_sent(
    port: int, monkeypatch: pytest.MonkeyPatch, is_taken: bool
) -> None:
    if is_taken:  # as by a process that is killed between sending and telling so
        monkeypatch.setattr(Loan, "_is_taken", lambda loan: True)
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.sendall(asked(ENDLESS))
        if is_taken:
            assert link.recv(100) == b""
        else:
            assert read(link)[0].status == 504


def test_a_client_that_goes_away_holds_nobody_up(port: int) -> None:
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", port)) as link:
            link.sendall(asked(ROWS))
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.sendall(asked("ASK {}"))
        assert read(link)[0].status == 200


def test_as_many_clients_as_turns_are_never_too_many(port: int) -> None:
    assert_in_time(lambda: not TURNS._held)  # by those who went away
    statuses: list[int] = []

    def ask(name: int) -> None:
        for number in range(60):
            with socket.create_connection(("127.0.0.1", port)) as link:
                link.sendall(asked(f"ASK {{ ?s ?p {name * 100 + number} }}"))
                statuses.append(read(link)[0].status)

    clients = [threading.Thread(target=ask, args=(name,)) for name in range(6)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert statuses == [200] * 360
