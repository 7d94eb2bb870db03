"""Backup of a store that a server holds, while articles come in; and who may order one."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from api.app import create_app
from kg import upkeep
from kg.cli import main
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.api.serving import TOKEN, Server, serving
from tests.kg.world import chronicle

DAYS = 28


def backup(store: Path, *words: str, token: str | None = TOKEN) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "backup", *words], env={"KG_TOKEN": token})


def graphs(folder: Path) -> dict[str, frozenset[str]]:
    """N-Quads by graph."""
    with EventGraph.open(folder, settings=Settings()) as graph:
        assert upkeep.verify(graph.store, graph.index, graph.iris) == []
        assert graph.counts().articles == len(list(graph.store.graphs(graph.iris.articles)))
        return {name: frozenset(map(str, graph.store.read(name))) for name in graph.store.graphs()}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    with EventGraph.open(folder, settings=Settings()) as graph:
        graph.ingest_coded(chronicle(), coder="test")
    return folder


@pytest.fixture
def server(store: Path) -> Iterator[Server]:
    with serving(store) as running:
        yield running


@pytest.mark.timeout(300)
def test_backup_beside_a_server_that_takes_articles_in(server: Server, store: Path, tmp_path: Path) -> None:
    articles = [
        {
            "id": f"n{n}",
            "text": f"Russia attacked Ukraine on Monday with {n} drones.",
            "date": f"2024-05-{n:02}",
        }
        for n in range(1, DAYS + 1)
    ]
    jobs = [server.ask("/api/v1/articles", {"articles": articles[n : n + 2]}) for n in range(0, DAYS, 2)]
    copies: list[Path] = []
    while (last := server.ask(f"/api/v1/jobs/{jobs[-1]['id']}"))["state"] in ("queued", "running"):
        if len(copies) < 5:
            copies.append(tmp_path / f"copy{len(copies)}")
            made = backup(store, str(copies[-1]))
            assert made.exit_code == 0, made.output
        time.sleep(0.05)
    assert last["state"] == "done"
    copies.append(tmp_path / "after")
    assert backup(store, str(copies[-1]), "--server", server.address).exit_code == 0

    assert backup(store, str(copies[0])).exit_code == 1  # is there already
    held = backup(store, str(tmp_path / "never"), token=None)
    assert held.exit_code == 3
    assert server.address in held.stderr
    assert "KG_TOKEN" in held.stderr
    wrong = backup(store, str(tmp_path / "never"), token="a-stranger")
    assert "not known here" in wrong.stderr
    assert not (tmp_path / "never").exists()

    original = tmp_path / "original"
    upkeep.restore(Settings(store=str(original)), copies[-1])
    whole = graphs(original)
    assert len(whole) >= DAYS + 5
    sizes = []
    for n, copy in enumerate(copies):
        restored = tmp_path / f"restored{n}"
        upkeep.restore(Settings(store=str(restored)), copy)
        found = graphs(restored)
        assert found.items() <= whole.items()
        sizes.append(len(found))
    assert sizes == sorted(sizes)
    assert sizes[-1] == len(whole)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    settings = Settings(store=str(tmp_path / "store"), token=TOKEN)  # type: ignore[arg-type]
    with EventGraph.open(settings=settings) as graph:
        graph.ingest_coded(chronicle(), coder="test")
        yield create_app(graph, settings).test_client()


@pytest.mark.parametrize(
    ("folder", "status", "told"),
    [
        ("copy", 400, "whole path"),
        ("", 422, "folder"),
        ("/proc/none/copy", 400, "cannot be made"),
        ("{tmp}", 400, "is there already"),
    ],
)
def test_folder_that_cannot_be_used(
    client: FlaskClient, tmp_path: Path, folder: str, status: int, told: str
) -> None:
    answer = client.post(
        "/api/v1/backups",
        json={"folder": folder.format(tmp=tmp_path)},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert answer.status_code == status
    assert told in answer.json["detail"]


def test_an_update_from_outside_is_in_the_copy(client: FlaskClient, tmp_path: Path) -> None:
    graph: EventGraph = client.application.extensions["eventgraph"]
    graph.store.update(f"DROP GRAPH <{graph.iris.article('a1')}>")
    upkeep.backup(graph.store, graph.index, tmp_path / "copy")
    settings = Settings(store=str(tmp_path / "other"))
    upkeep.restore(settings, tmp_path / "copy")
    with EventGraph.open(settings=settings) as restored:
        assert restored.counts().articles == 4
