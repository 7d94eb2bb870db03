"""Two writers, six readers and two page viewers on one server for KG_LOAD_SECONDS: errors, p99, memory.

All the while a crowd of connections that never ask holds on to the server: 400 drip, 120 say nothing.
"""

import http.client
import itertools
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.bench.synthetic import actor, synthetic

SAMPLES = 12
DRIPPING, HALF_OPEN = 400, 120
SECONDS = float(os.environ.get("KG_LOAD_SECONDS", "120"))
TOKEN = "load-test"
A, B, C, D = (actor(rank).id for rank in (0, 1, 3, 9))
READS = (
    f"/api/v1/actors/{A}/neighbours?limit=50",
    f"/api/v1/events?actor={B}&limit=20",
    f"/api/v1/relations/{A}/{B}",
    "/api/v1/actors?q=sta",
    f"/api/v1/paths?from={C}&to={D}&k=2",
    "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20WHERE%20%7B%20%3Fe%20a%20eg%3AEvent%20%7D",
)
VIEWS = ("/", "/explore", f"/actor/{A}", f"/relation/{A}/{B}", "/articles")
TEXT = "Russia attacked Ukraine on Monday. The United States condemned the attack. Number {}."


class Load:
    """Calls of all threads: seconds by sort, and what went wrong."""

    def __init__(self, port: int) -> None:
        self.port, self.until = port, time.monotonic()
        self.times: dict[str, list[float]] = {"read": [], "view": [], "write": [], "job": []}
        self.errors: list[str] = []

    def call(self, sort: str, method: str, address: str, body: object = None) -> bytes:
        """The body of the answer; empty for an error, which is noted."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        if sort == "view":
            headers["Accept"] = "text/html"
        began = time.perf_counter()
        try:
            connection.request(method, address, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            told = answer.read()
            if answer.status >= 400:
                self.errors.append(f"{answer.status} {address}")
                told = b""
        except OSError as error:
            self.errors.append(f"{type(error).__name__} {address}")
            told = b""
        finally:
            connection.close()
        self.times[sort].append(time.perf_counter() - began)
        return told

    def read(self, first: int) -> None:
        """One reader."""
        for address in itertools.islice(itertools.cycle(READS), first, None):
            if time.monotonic() > self.until:
                return
            self.call("read", "GET", address)

    def view(self, first: int) -> None:
        """One page viewer, who looks at each page for a moment."""
        for address in itertools.islice(itertools.cycle(VIEWS), first, None):
            if time.monotonic() > self.until:
                return
            self.call("view", "GET", address)
            time.sleep(0.3)

    def write(self, name: int) -> None:
        """One writer: at most an article a second, each when the one before is in the graph."""
        for number in itertools.count():
            if time.monotonic() > self.until:
                return
            article = {"id": f"load-{name}-{number % 50}", "text": TEXT.format(number), "date": "2024-10-28"}
            told = self.call("write", "POST", "/api/v1/articles", {"articles": [article]})
            time.sleep(1.0)
            while told and (job := json.loads(told))["state"] != "done" and time.monotonic() < self.until:
                if job["state"] not in ("queued", "running"):
                    self.errors.append(f"a job {job['state']}: {job['detail']}")
                    break
                time.sleep(0.25)
                told = self.call("job", "GET", f"/api/v1/jobs/{job['id']}")


class Crowd:
    """Connections that never finish a request; those that the server closes come again."""

    def __init__(self, port: int) -> None:
        self._port, self._stop = port, threading.Event()
        self._dripping = [
            self._come(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ") for _ in range(DRIPPING)
        ]
        self._silent = [self._come() for _ in range(HALF_OPEN)]
        self._thread = threading.Thread(target=self._hold_on, daemon=True)
        self._thread.start()

    def _come(self, begin: bytes = b"") -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self._port))
        client.sendall(begin)
        client.setblocking(False)
        return client

    def _hold_on(self) -> None:
        while not self._stop.wait(0.5):
            for at, client in enumerate(self._dripping):
                try:
                    client.send(b"x")
                except OSError:
                    client.close()
                    self._dripping[at] = self._come(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            for at, client in enumerate(self._silent):
                if is_closed(client):
                    client.close()
                    self._silent[at] = self._come()

    def leave(self) -> bool:
        """Close them all; were they there to the end?"""
        was_there = self._thread.is_alive()
        self._stop.set()
        self._thread.join()
        for client in (*self._dripping, *self._silent):
            client.close()
        return was_there


def is_closed(client: socket.socket) -> bool:
    """Has the server hung up?"""
    try:
        return client.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def memory(pid: int) -> int:
    """Memory of a process that is no copy of a file, in KiB; 0 when it has ended."""
    try:
        found = re.search(r"RssAnon:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


def processes(server: int) -> dict[str, int]:
    """The server, and those that it has started to code texts and to make pages, by name."""
    found = {"server": server}
    for told in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(told.read_text().rsplit(")", 1)[1].split()[1])
            line = (told.parent / "cmdline").read_text() if parent == server else ""
        except OSError:
            continue
        for name, module in (("coder", "kg.text.apart"), ("pages", "api.apart")):
            if module in line:
                found[name] = int(told.parent.name)
    return found


@dataclass(frozen=True)
class Found:
    """Seconds of calls by sort, what failed, and the memory in KiB of each process along the way."""

    times: dict[str, list[float]]
    errors: list[str]
    memory: dict[str, list[int]]

    @property
    def growth(self) -> float:
        """Largest share by which a process grew after the first half, in which caches fill."""
        return max(grown(kept) for kept in self.memory.values())

    def slowest(self, sort: str) -> float:
        """The 99th percentile of a sort, in seconds."""
        return percentile(self.times[sort], 0.99)

    def lines(self) -> Iterator[str]:
        """The figures."""
        for sort, times in self.times.items():
            if times:
                told = (
                    f"median {1000 * percentile(times, 0.5):7.1f} ms, p99 {1000 * self.slowest(sort):7.1f} ms"
                )
                yield f"{sort:<6} {len(times):6} calls, {told}"
        yield f"errors {len(self.errors)} {sorted(set(self.errors))[:5]}"
        for name, kept in self.memory.items():
            told = " ".join(str(one // 1024) for one in kept)
            yield f"memory of {name}: {told} MiB, {100 * grown(kept):+.1f} % after the first half"


def percentile(times: list[float], share: float) -> float:
    """The time that this share of the calls stays below."""
    return sorted(times)[int(len(times) * share)]


def grown(kept: list[int]) -> float:
    """By which share the memory of a process grew after the first half."""
    warm = kept[len(kept) // 2]
    return kept[-1] / warm - 1 if warm else 1.0


def run(folder: Path, seconds: float) -> Found:
    """Load a server on a made-up graph in the folder for so long."""
    with EventGraph.open(folder, settings=Settings()) as graph:
        graph.ingest_coded(synthetic(events=5000), coder="load")
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "--store", str(folder), "serve", "--port", "0"],
        env={**os.environ, "KG_TOKEN": TOKEN}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        said = next(line for line in process.stderr if "Serving on" in line)
        load = Load(int(said.split(":")[2].split()[0]))
        for address in (*READS, *VIEWS):
            load.call("read", "GET", address)
        load.call("write", "POST", "/api/v1/code", {"text": TEXT})
        for times in load.times.values():
            times.clear()
        crowd = Crowd(load.port)
        load.until = time.monotonic() + seconds
        threads = [threading.Thread(target=load.read, args=(n,)) for n in range(6)]
        threads += [threading.Thread(target=load.view, args=(n,)) for n in range(2)]
        threads += [threading.Thread(target=load.write, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        held = processes(process.pid)
        found = {name: [memory(pid)] for name, pid in held.items()}
        while any(thread.is_alive() for thread in threads):
            time.sleep(seconds / SAMPLES)
            for name, pid in held.items():
                found[name].append(memory(pid))
        if not crowd.leave():
            load.errors.append("the connections that never ask were not held")
    finally:
        process.terminate()
        process.wait()
    return Found(load.times, load.errors, found)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for line in run(Path(folder), SECONDS).lines():
            print(line)


if __name__ == "__main__":
    main()
