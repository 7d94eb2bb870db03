"""Pages made in a process of their own are those that the server would make, at every moment."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import apart
from api.apart import PagesApart
from api.app import create_app
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.api.serving import serving
from tests.kg.world import chronicle

TOKEN = "there-and-back-again"
HOLDER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[EventGraph]:
    settings = Settings.from_env(
        {"KG_STORE": str(tmp_path / "store"), "KG_TOKEN": TOKEN, "KG_PRIVATE": "1", "KG_RATE": "100000"}
    )
    with EventGraph.open(settings=settings) as opened:
        opened.ingest_coded(chronicle(), coder="test")
        yield opened


def client_of(graph: EventGraph) -> tuple[FlaskClient, PagesApart]:
    """A client whose pages are made apart, once they are."""
    app = create_app(graph, graph.settings)
    pages = apart.register(app, graph)
    pages.start()
    await_that(lambda: pages.is_ready)
    return app.test_client(), pages


def await_that(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.05)


def told(answer: TestResponse) -> tuple[int, dict[str, str], bytes]:
    headers = {key: value for key, value in answer.headers if key not in ("Date", "X-Request-ID")}
    return answer.status_code, headers, answer.data


def children(pid: int) -> list[int]:
    found = [child for task in Path(f"/proc/{pid}/task").iterdir() for child in _listed(task / "children")]
    return [int(child) for child in found if b"api.apart" in Path(f"/proc/{child}/cmdline").read_bytes()]


def _listed(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:  # the thread has ended
        return []


@pytest.mark.timeout(240)
def test_they_are_the_same_made_here_and_apart(graph: EventGraph) -> None:
    here = create_app(graph, graph.settings).test_client()
    there, pages = client_of(graph)
    busiest = graph.dyads(limit=1)[0]
    pair, article = f"{busiest.source}/{busiest.target}", graph.articles(limit=1).items[0]
    addresses = [
        ("/", "text/html"), ("/explore?rollup=0&q=mc,vc", "text/html"), ("/articles?offset=1", "text/html"),
        (f"/actor/{busiest.source}", "text/html"), (f"/actor/{busiest.source}", "text/turtle"),
        ("/actor/nobody%2Fat%20all?x=%C3%A9", "text/html"), ("/articles?offset=first", "text/html"),
        (f"/relation/{pair}", "text/html"), (f"/relation/{pair}.csv", "*/*"), ("/search?q=a", "text/html"),
        (f"/article/{article.id}", "text/html"), ("/graph?limit=20", "*/*"), ("/graph.html", "*/*"),
        ("/graph.nothing", "*/*"), (f"/graph/path?from={busiest.source}&to={busiest.target}", "*/*"),
        ("/graph/sparql", "*/*"),
    ]  # fmt: skip
    for address, accept in addresses:
        for packed in ("gzip", "identity"):
            headers = {**HOLDER, "Accept": accept, "Accept-Encoding": packed}
            assert told(there.get(address, headers=headers)) == told(here.get(address, headers=headers)), (
                address
            )
    bare = {"REQUEST_URI": "/search?q=caf\u00c3\u00a9\x7f", "QUERY_STRING": "q=caf\u00c3\u00a9\x7f"}
    answer = there.get("/search", environ_overrides=bare, headers=HOLDER)
    assert told(answer) == told(here.get("/search?q=caf%C3%A9%7F", headers=HOLDER))
    assert pages.is_ready
    assert told(there.get("/")) == told(here.get("/"))
    assert there.get("/").status_code == 401
    tag = there.get("/graph", headers=HOLDER).headers["ETag"]
    assert there.get("/graph", headers={**HOLDER, "If-None-Match": tag}).status_code == 304
    assert told(there.head("/", headers=HOLDER)) == told(here.head("/", headers=HOLDER))


@pytest.mark.timeout(240)
def test_they_show_every_write_that_was_acknowledged(graph: EventGraph) -> None:
    client, pages = client_of(graph)
    first = chronicle()[0]
    for edition in range(20):
        article = replace(first.article, title=f"The tale, told for the {edition}th time")
        graph.ingest_coded([replace(first, article=article)], coder="test")
        assert article.title.encode() in client.get("/articles", headers=HOLDER).data
        assert pages.is_ready


@pytest.mark.timeout(240)
def test_a_killed_process_costs_nobody_a_page(graph: EventGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    client, pages = client_of(graph)
    (process,) = children(os.getpid())
    os.kill(process, signal.SIGSTOP)
    os.kill(process, signal.SIGKILL)
    assert client.get("/explore", headers=HOLDER).status_code == 200
    assert children(os.getpid()) == []
    monkeypatch.setattr(apart, "REST", 0.0)
    assert client.get("/", headers=HOLDER).status_code == 200
    assert children(os.getpid()) == []
    assert client.get("/explore", headers=HOLDER).status_code == 200
    await_that(lambda: pages.is_ready)
    (another,) = children(os.getpid())
    assert another != process
    assert client.get("/", headers=HOLDER).status_code == 200
    graph.close()
    assert children(os.getpid()) == []


@pytest.mark.timeout(240)
def test_the_process_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    with serving(tmp_path / "store") as server:
        server_pid = server.process.pid
        subprocess.run(["curl", "-sf", f"{server.address}/explore", "-o", os.devnull], check=True)
        await_that(lambda: len(children(server_pid)) == 1)
        (process,) = children(server_pid)
        server.process.kill()
        await_that(lambda: not Path(f"/proc/{process}").exists())
