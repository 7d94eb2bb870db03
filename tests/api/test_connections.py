"""Clients that never finish their request keep nobody else from an answer."""

import http.client
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.api.test_commands import environment
from tests.bench.synthetic import actor, synthetic

DRIPPING, HALF_OPEN, PROBES = 400, 120, 150
ADDRESS = f"/api/v1/actors/{actor(0).id}/neighbours?limit=50"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(synthetic(events=500), coder="test")
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "--store", str(tmp_path), "serve", "--port", "0"],
        env=environment(), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    found = re.search(r"Serving on http://[\d.]+:(\d+)", process.stderr.readline())
    assert found is not None
    yield int(found[1]), process
    process.terminate()
    process.wait()
    process.stderr.close()


def drip(clients: list[socket.socket], stop: threading.Event) -> None:
    """Send a byte of a header that never ends, on one connection after another."""
    while not stop.is_set():
        for client in clients:
            client.send(b"x")
        stop.wait(0.5)


def probe(port: int) -> float:
    """Seconds to a whole and true answer on a connection of its own."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", ADDRESS)
    answer = connection.getresponse()
    assert answer.status == 200
    assert b'"total"' in answer.read()
    connection.close()
    return time.perf_counter() - begun


def test_idle_and_dripping_clients_keep_nobody_waiting(
    server: tuple[int, subprocess.Popen[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    port, process = server
    alone = sorted(probe(port) for _ in range(PROBES))
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(DRIPPING + HALF_OPEN)]
    dripping = clients[:DRIPPING]
    for client in dripping:
        client.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    stop = threading.Event()
    thread = threading.Thread(target=drip, args=(dripping, stop))
    thread.start()
    try:
        crowded = sorted(probe(port) for _ in range(PROBES))
    finally:
        stop.set()
        thread.join()
    assert process.poll() is None
    for client in clients:
        client.close()
    assert probe(port) > 0
    at = int(PROBES * 0.99)
    with capsys.disabled():
        print(
            f"\n{len(clients)} connections that never ask: p99 of {PROBES} probes "
            f"{crowded[at] * 1000:.0f} ms, alone {alone[at] * 1000:.0f} ms"
        )
