"""Two writers, six readers and two page viewers on one server for KG_LOAD_SECONDS: errors, p99, memory."""

import http.client
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.bench.synthetic import actor, synthetic

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
        self.port, self.until = port, time.monotonic() + SECONDS
        self.times: dict[str, list[float]] = {"read": [], "view": [], "write": []}
        self.errors: list[str] = []

    def call(self, sort: str, method: str, address: str, body: object = None) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        if sort == "view":
            headers["Accept"] = "text/html"
        began = time.perf_counter()
        try:
            connection.request(method, address, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 400:
                self.errors.append(f"{answer.status} {address}")
        except OSError as error:
            self.errors.append(f"{type(error).__name__} {address}")
        finally:
            connection.close()
        self.times[sort].append(time.perf_counter() - began)

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
        """One writer: an article a second."""
        for number in itertools.count():
            if time.monotonic() > self.until:
                return
            article = {"id": f"load-{name}-{number % 50}", "text": TEXT.format(number), "date": "2024-10-28"}
            self.call("write", "POST", "/api/v1/articles", {"articles": [article]})
            time.sleep(1.0)


def memory(pid: int) -> int:
    """Resident memory of a process, in MiB."""
    told = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", told)
    return int(found[1]) // 1024 if found else 0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with EventGraph.open(folder, settings=Settings()) as graph:
            graph.ingest_coded(synthetic(events=5000), coder="load")
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "--store", folder, "serve", "--port", "0"],
            env={**os.environ, "KG_TOKEN": TOKEN}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stderr is not None
        said = next(line for line in process.stderr if "Serving on" in line)
        load = Load(int(said.split(":")[2].split()[0]))
        for address in (*READS, *VIEWS):
            load.call("read", "GET", address)
        load.call("write", "POST", "/api/v1/code", {"text": TEXT})
        before = memory(process.pid)
        for times in load.times.values():
            times.clear()
        load.until = time.monotonic() + SECONDS
        threads = [threading.Thread(target=load.read, args=(n,)) for n in range(6)]
        threads += [threading.Thread(target=load.view, args=(n,)) for n in range(2)]
        threads += [threading.Thread(target=load.write, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        after = memory(process.pid)
        process.send_signal(signal.SIGINT)
        process.wait()
    for sort, times in load.times.items():
        ordered = sorted(times)
        p99 = ordered[int(len(ordered) * 0.99)] * 1000 if ordered else 0
        print(f"{sort:<6} {len(ordered):6} calls, p99 {p99:8.1f} ms")
    print(f"errors {len(load.errors)} {sorted(set(load.errors))[:5]}")
    print(f"memory {before} MiB before, {after} MiB after, {100 * (after - before) / before:+.1f} %")


if __name__ == "__main__":
    main()
