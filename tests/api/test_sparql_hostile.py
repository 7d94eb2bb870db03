"""Queries made to knock the server over: it stays up, answers others, and is silent towards the network.

Each is asked KG_HOSTILE_ROUNDS times (1 by default).
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.bench.synthetic import synthetic
from tests.support import ROOT

ROUNDS = int(os.environ.get("KG_HOSTILE_ROUNDS", "1"))
SECONDS = 1
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
# Refused, cut short by time or memory, turned away, or answered after all.
TRUE_STATUSES = {200, 400, 413, 422, 503, 504}


class Canary:
    """Counts who connects to it."""

    def __init__(self) -> None:
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self) -> None:
        self._socket.close()


def hostile(canary: int) -> list[str]:
    url = f"http://127.0.0.1:{canary}/"
    every = "?s ?p ?o"
    crosses = " . ".join(f"?s{n} ?p{n} ?o{n}" for n in range(200))
    doubling = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    return [
        "SELECT * " + "{" * 3000 + "}" * 3000,
        "SELECT * { FILTER(" + "(" * 3000 + "1" + ")" * 3000 + ") }",
        "SELECT * { FILTER(" + "!" * 20_000 + "true) }",
        "SELECT * { {} " + "UNION{}" * 9000 + " }",
        "SELECT * { " + "OPTIONAL{?a ?b ?c}" * 3000 + " }",
        "SELECT * { " + "MINUS{?a ?b ?c}" * 3000 + " }",
        "SELECT * { " + "FILTER(?a=1)" * 5000 + " }",
        "SELECT * { FILTER(" + "||".join(["?a=1"] * 9000) + ") }",
        "SELECT * { FILTER(" + "+".join(["1"] * 30_000) + " = 1) }",
        f"SELECT ?x40 {{ BIND('0123456789' AS ?x0) {doubling} }}",
        f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {doubling} }}",
        f"SELECT * {{ {crosses} }}",
        f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'{{?a{n} ?b{n} ?c{n}}}' for n in range(12))} }}",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f }",
        "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
        "SELECT ?a (GROUP_CONCAT(?f) AS ?t) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a",
        "CONSTRUCT { ?a ?e ?c } WHERE { ?a ?b ?c . ?d ?e ?f }",
        "DESCRIBE ?s { ?s ?p ?o . ?x ?y ?z }",
        "SELECT * { ?a (<urn:x>|!<urn:y>)* ?b . ?c (<urn:x>|!<urn:y>)* ?d }",
        "SELECT (COUNT(*) AS ?n) { ?a !<urn:y>+ ?b . ?b !<urn:z>+ ?c }",
        "SELECT * { ?a " + "/".join(["!<urn:y>"] * 2000) + " ?b }",
        "SELECT * { ?a " + "|".join(["<urn:y>"] * 5000) + " ?b }",
        "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '" + "(a*)*" * 30 + "b')) }",
        "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '((a{1,200}){1,200}){1,200}')) }",
        "SELECT (REPLACE(?t, '', ?t) AS ?r) { BIND('" + "x" * 30_000 + "' AS ?t) }",
        "SELECT * { VALUES ?x { " + "1 " * 32_000 + "} ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } #" + "x" * 70_000,
        "ASK { ?s ?p '" + "é" * 40_000 + "' }",
        f"SELECT * {{ SERVICE <{url}> {{ {every} }} }}",
        f"SELECT * {{ SeRvIcE SILENT <{url}> {{ {every} }} }}",
        f"PREFIX : <{url}> SELECT * {{ SERVICE:x {{ {every} }} }}",
        f"SELECT * {{ VALUES ?u {{ <{url}> }} SERVICE ?u {{ {every} }} }}",
        f"SELECT * {{ {every} FILTER(?s<?p)SERVICE#>\n<{url}> {{ {every} }} }}",
        f"SELECT * {{ FILTER EXISTS {{ \\u0053ERVICE <{url}> {{ {every} }} }} }}",
        f"LOAD <{url}>",
        f"SELECT * FROM <{url}> {{ {every} }}",
        f"SELECT * FROM NAMED <file:///etc/passwd> FROM <file:///etc/hosts> {{ GRAPH ?g {{ {every} }} }}",
        "SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f FILTER(?f>?o) } } }",
    ]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int, subprocess.Popen[str]]]:
    folder = tmp_path_factory.mktemp("hostile")
    with EventGraph.open(folder, settings=Settings()) as graph:
        graph.ingest_coded(synthetic(events=2000), coder="synthetic")
    server = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "KG_STORE": str(folder),
            "KG_QUERY_SECONDS": str(SECONDS),
            "KG_QUERY_MEMORY_MB": "512",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    found = re.search(r"http://([\d.]+):(\d+)", server.stderr.readline())
    assert found is not None
    yield found[1], int(found[2]), server
    server.terminate()
    server.wait()


class Probe(threading.Thread):
    """Asks for a neighbourhood again and again, and notes how long it takes."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__()
        self._link = http.client.HTTPConnection(host, port, timeout=60)
        self._stopped = threading.Event()
        self.seconds: list[float] = []
        self.errors: list[str] = []

    def run(self) -> None:
        while not self._stopped.wait(0.05):
            begun = time.perf_counter()
            try:
                self._link.request("GET", "/api/v1/actors/XAA/neighbours?limit=20")
                answer = self._link.getresponse()
                answer.read()
                if answer.status != 200:
                    self.errors.append(f"status {answer.status}")
            except OSError as error:
                self.errors.append(repr(error))
                self._link.close()
            self.seconds.append(time.perf_counter() - begun)

    def p99(self) -> float:
        """The time that 99 of 100 answers stay below."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.99)]

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def quiet_p99(host: str, port: int) -> float:
    """What this machine takes at the time with no query running."""
    probe = Probe(host, port)
    probe.start()
    time.sleep(3)
    probe.stop()
    assert probe.errors == []
    return probe.p99()


def told(probe: Probe, quiet: float) -> str:
    return f"p99 of {len(probe.seconds)} probes {probe.p99() * 1000:.0f} ms, {quiet * 1000:.0f} ms without"


@pytest.mark.timeout(1800)
def test_nothing_knocks_the_server_over(address, capsys):
    host, port, server = address
    quiet = quiet_p99(host, port)
    canary = Canary()
    probe = Probe(host, port)
    probe.start()
    statuses: dict[int, int] = {}
    try:
        for _ in range(ROUNDS):
            for query in hostile(canary.port):
                link = http.client.HTTPConnection(host, port, timeout=SECONDS * 3 + 10)
                link.request(
                    "POST",
                    "/sparql",
                    urlencode({"query": query}),
                    {"Content-Type": "application/x-www-form-urlencoded"},
                )
                answer = link.getresponse()
                body = answer.read()
                link.close()
                assert answer.status in TRUE_STATUSES, query[:200]
                statuses[answer.status] = statuses.get(answer.status, 0) + 1
                if answer.status != 200:
                    problem = json.loads(body)
                    assert problem["status"] == answer.status
                    assert problem["detail"], query[:200]
                assert server.poll() is None, query[:200]
    finally:
        probe.stop()
        canary.close()
    with capsys.disabled():
        print(f"\n{sum(statuses.values())} hostile queries: {statuses}; ", end="")
        print(told(probe, quiet))
    assert canary.visits == 0
    assert probe.errors == []
    assert server.poll() is None


def test_many_slow_queries_at_once_leave_room_for_others(address, capsys):
    host, port, server = address
    quiet = quiet_p99(host, port)
    probe = Probe(host, port)
    statuses: list[int] = []

    def ask() -> None:
        link = http.client.HTTPConnection(host, port, timeout=60)
        for _ in range(3):
            link.request("GET", "/sparql?" + urlencode({"query": ENDLESS}))
            answer = link.getresponse()
            answer.read()
            statuses.append(answer.status)

    clients = [threading.Thread(target=ask) for _ in range(16)]
    for thread in (probe, *clients):
        thread.start()
    for client in clients:
        client.join()
    probe.stop()
    with capsys.disabled():
        print(f"\n16 clients at once; {told(probe, quiet)}")
    assert set(statuses) <= {422, 503, 504}
    assert 503 in statuses
    assert probe.errors == []
    assert server.poll() is None
