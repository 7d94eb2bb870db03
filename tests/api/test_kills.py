"""What a server acknowledged, a job that is done, outlives kill -9 of the server.

KG_KILLS says how often a process is killed (6 by default), half of them here, half in the tests of the store.
"""

import os
import random
import time
from pathlib import Path

import pytest

from kg import upkeep
from kg.eventgraph import EventGraph
from kg.model import Article, Coded
from kg.settings import Settings
from tests.api.serving import Server, serving

KILLS = max(1, int(os.environ.get("KG_KILLS", "6")) // 2)
ARTICLES, IN_A_JOB = 24, 2


def news(edition: int) -> list[dict[str, str]]:
    """The same articles in every edition, with other words."""
    return [
        {
            "id": f"news-{n}",
            "text": f"Russia attacked Ukraine with {n} drones. The United States condemned attack {edition}.",
            "date": f"2024-05-{n + 1:02}",
        }
        for n in range(ARTICLES)
    ]


def send(server: Server, edition: int) -> list[tuple[int, list[str]]]:
    """Hand the articles in; number of each job with the ids of its articles."""
    articles = news(edition)
    parts = [articles[n : n + IN_A_JOB] for n in range(0, ARTICLES, IN_A_JOB)]
    return [
        (server.ask("/api/v1/articles", {"articles": part})["id"], [one["id"] for one in part])
        for part in parts
    ]


def await_jobs(server: Server, jobs: list[tuple[int, list[str]]]) -> None:
    """Wait until the last of the jobs is done: they are taken in turn."""
    for number, _ in jobs:
        while (state := server.ask(f"/api/v1/jobs/{number}")["state"]) in ("queued", "running"):
            time.sleep(0.02)
        assert state == "done"


def held(store: Path) -> dict[str, Coded]:
    with EventGraph.open(store, settings=Settings()) as graph:
        assert upkeep.verify(graph.store, graph.index, graph.iris) == []
        found = list(graph.coded_articles())
    assert len({coded.article.id for coded in found}) == len(found)
    return {coded.article.id: coded for coded in found}


def texts(edition: int) -> dict[str, str]:
    return {one["id"]: one["text"] for one in news(edition)}


@pytest.mark.timeout(3600)
def test_no_article_of_a_finished_job_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = random.Random(11)
    store = tmp_path / "store"
    before: dict[str, Article] = {}
    cut = 0
    for edition in range(1, KILLS + 1):
        with serving(store) as server:
            jobs = send(server, edition)
            await_jobs(server, jobs[: source.randrange(len(jobs))])
            time.sleep(source.uniform(0, 0.3))
            done = [
                article
                for number, ids in jobs
                if server.ask(f"/api/v1/jobs/{number}")["state"] == "done"
                for article in ids
            ]
            server.process.kill()
        cut += len(done) < ARTICLES
        found = held(store)
        wanted = texts(edition)
        for article_id, coded in found.items():
            assert len(coded.events) >= 2  # whole: both sentences hold an event
            if coded.article.text != wanted[article_id]:
                assert coded.article == before[article_id]
                assert article_id not in done
        assert set(done) <= found.keys()
        assert before.keys() <= found.keys()
        before = {article_id: coded.article for article_id, coded in found.items()}
    with capsys.disabled():
        print(f"\n{KILLS} servers killed, {cut} of them amid jobs")
    assert cut
    with serving(store) as server:
        for _ in range(2):
            await_jobs(server, send(server, KILLS))
        assert server.ask("/api/v1/status")["articles"] == ARTICLES
    final = held(store)
    assert {article_id: coded.article.text for article_id, coded in final.items()} == texts(KILLS)
