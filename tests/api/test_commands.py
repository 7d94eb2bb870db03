"""`kg demo` and `kg serve` as processes, the way a user starts them."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

import kg

ROOT = Path(kg.__file__).parents[1]
TEXT = "Russia attacked Ukraine on Monday. The United States condemned the attack."


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "api.cli", "--store", str(folder / "kg-data"), *words]


def environment() -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    return {**clean, "PYTHONPATH": str(ROOT)}


@contextmanager
def started(folder: Path, *words: str) -> Iterator[tuple[str, str, subprocess.Popen[str]]]:
    """The address, what was said before it, and the process."""
    process = subprocess.Popen(
        command(folder, *words, "--port", "0"), cwd=folder, env=environment(), text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    said = ""
    try:
        for line in process.stderr:
            said += line
            if found := re.search(r"Serving on (http://\S+)", line):
                yield found[1], said, process
                return
        raise AssertionError(said)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        process.stderr.close()


def get(address: str | urllib.request.Request) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return bytes(answer.read())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "seeds" / "articles"
    articles.mkdir(parents=True)
    (articles / "one.txt").write_text(TEXT)
    (articles / "one.json").write_text(
        json.dumps({"title": "One", "date": "2024-10-28", "publisher": "Post"})
    )
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(folder, *words), cwd=folder, env=environment(), capture_output=True, text=True, timeout=120
    )


def test_demo_loads_once_and_serves(folder: Path) -> None:
    with started(folder, "demo") as (address, said, process):
        assert "1 articles, " in said
        assert b"<html" in get(address + "/")
        assert json.loads(get(address + "/api/v1/status"))["articles"] == 1
        held = run(folder, "demo", "--port", "0")
        assert held.returncode == 3
        assert f"is held by process {process.pid}" in held.stderr
        assert run(folder, "status").returncode == 0
    with started(folder, "demo") as (address, said, _):
        assert "Reading" not in said
        assert json.loads(get(address + "/api/v1/status"))["articles"] == 1
    assert run(folder, "verify").returncode == 0


def children(pid: int) -> set[int]:
    """The processes that a process started and that are alive."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = stat.read_text().rsplit(")", 1)[1].split()[:2]
            if int(parent) == pid and state != "Z":
                found.add(int(stat.parent.name))
    return found


def test_served_texts_are_coded_in_another_process(folder: Path) -> None:
    with started(folder, "serve") as (address, _, process):
        get(address + "/")
        assert not children(process.pid)
        body = json.dumps({"text": TEXT, "date": "2024-10-28"}).encode()
        request = urllib.request.Request(
            address + "/api/v1/code", data=body, headers={"Content-Type": "application/json"}
        )
        assert json.loads(get(request))["events"]
        (coder,) = children(process.pid)
        assert "spacy" in Path(f"/proc/{coder}/maps").read_text()
        assert "spacy" not in Path(f"/proc/{process.pid}/maps").read_text()
        os.kill(coder, signal.SIGKILL)
        assert json.loads(get(request))["events"]
        (again,) = children(process.pid)
    assert again != coder
    assert not Path(f"/proc/{again}").exists()


def test_port_in_use_is_one_sentence(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = run(folder, "serve", "--port", str(taken.getsockname()[1]))
    assert found.returncode == 1
    assert re.fullmatch(r"Error: port \d+ of 127\.0\.0\.1 is not free .*\n", found.stderr)


def test_beyond_loopback_only_with_a_token(folder: Path) -> None:
    found = run(folder, "serve", "--host", "0.0.0.0", "--port", "0")
    assert found.returncode == 1
    assert "needs a token" in found.stderr


def test_broken_store_is_one_sentence(folder: Path) -> None:
    (folder / "kg-data" / "rdf").mkdir(parents=True)
    (folder / "kg-data" / "rdf" / "CURRENT").write_text("not a store")
    found = run(folder, "demo", "--port", "0")
    assert found.returncode == 74
    assert found.stderr.startswith("Error: ")
    assert len(found.stderr.splitlines()) == 1


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("busy", [False, True])
def test_a_server_that_is_stopped_closes_its_store(folder: Path, sign: signal.Signals, busy: bool) -> None:
    assert run(folder, "ingest", "seeds/articles").returncode == 0
    with started(folder, "serve") as (address, _, process):
        get(f"{address}/sparql?query=ASK%7B%7D")  # of a snapshot
        get(f"{address}/graph")  # starts the process of the pages
        held = None
        if busy:  # somebody who has sent half a request
            held = socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])))
            held.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nquery=")
        others = _children(process.pid)
        assert others
        process.send_signal(sign)
        assert process.wait(timeout=60) == 0
        if held:
            held.close()
    left = {path.name for path in (folder / "kg-data").iterdir()}
    assert left.isdisjoint({"snapshots", "index.db-wal", "index.db-shm"}), sorted(left)
    until = time.monotonic() + 10
    while any(Path(f"/proc/{child}").exists() for child in others) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [child for child in others if Path(f"/proc/{child}").exists()]


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]
