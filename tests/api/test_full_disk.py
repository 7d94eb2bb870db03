"""A job that the disk has no room for ends, and says why; what is there is read, and room heals."""

import subprocess
import sys
from pathlib import Path

from flask.testing import FlaskClient

from api.app import create_app
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.api.conftest import TOKEN, ended
from tests.kg.world import chronicle
from tests.support import fill

ARTICLE = {"id": "late", "text": "Russia attacked Ukraine on Monday.", "date": "2024-10-28"}


def listed(store: str) -> str:
    """What `kg jobs` of another process prints, in one line."""
    done = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", "--store", store, "jobs"],
        capture_output=True,
        text=True,
        check=True,
    )
    return " ".join(done.stdout.split())


def hand_in(client: FlaskClient) -> str:
    answer = client.post(
        "/api/v1/articles", json={"articles": [ARTICLE]}, headers={"Authorization": f"Bearer {TOKEN}"}
    )
    assert answer.status_code == 202, answer.json
    return str(answer.headers["Location"])


def test_a_job_on_a_full_disk_fails_with_the_reason(small_disk: Path) -> None:
    settings = Settings(store=str(small_disk / "kg"), token=TOKEN)  # type: ignore[arg-type]
    with EventGraph.open(settings=settings) as graph:
        graph.ingest_coded(chronicle(), coder="test")
        client = create_app(graph, settings).test_client()
        job = hand_in(client)
        fill(small_disk / "ballast")
        found = ended(client, job)
        assert (found["state"], found["articles"]) == ("failed", 0)
        assert str(small_disk) in str(found["detail"])
        assert "cannot be written" in str(found["detail"])
        assert client.get("/api/v1/jobs").json["items"][0] == found
        assert "ingest failed 0 1 0" in listed(settings.store)
        assert "disk is full" in listed(settings.store)
        assert client.get("/api/v1/status").json["articles"] == 5
        refused = client.post(
            "/api/v1/articles", json={"articles": [ARTICLE]}, headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert (refused.status_code, "cannot be written" in refused.json["detail"]) == (500, True)
        (small_disk / "ballast").unlink()
        assert ended(client, hand_in(client))["state"] == "done"
        assert client.get("/api/v1/status").json["articles"] == 6
        assert graph.job(int(job.rsplit("/", 1)[1])).state == "failed"
        assert not graph.slate.late
        assert "failed" in listed(settings.store)


def test_a_server_that_ends_on_a_full_disk_leaves_word(small_disk: Path) -> None:
    settings = Settings(store=str(small_disk / "kg"), token=TOKEN)  # type: ignore[arg-type]
    with EventGraph.open(settings=settings) as graph:
        client = create_app(graph, settings).test_client()
        job = hand_in(client)
        fill(small_disk / "ballast")
        found = ended(client, job)
        (small_disk / "ballast").unlink()
    with EventGraph.open(settings=settings) as graph:
        assert (graph.jobs()[0].state, graph.jobs()[0].detail) == ("failed", found["detail"])
        assert not graph.slate.late
