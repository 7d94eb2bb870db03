import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.kg.world import chronicle

TOKEN = "one-ring-to-rule-them-all"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(store=str(tmp_path_factory.mktemp("store")), token=TOKEN)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def served(settings: Settings) -> Iterator[EventGraph]:
    with EventGraph.open(settings=settings) as graph:
        graph.ingest_coded(chronicle(), coder="test")
        yield graph


@pytest.fixture(scope="module")
def client(served: EventGraph, settings: Settings) -> FlaskClient:
    return create_app(served, settings).test_client()


def ended(client: FlaskClient, address: str) -> dict[str, object]:
    """The job at an address when it has ended, however long the machine takes."""
    while (job := client.get(address).json)["state"] in ("queued", "running"):
        time.sleep(0.02)
    return dict(job)


def settled(client: FlaskClient, address: str, **given: object) -> TestResponse:
    """The answer to a GET; where it is a job, on a slow machine, the answer when the job has ended."""
    answer = client.get(address, **given)  # type: ignore[arg-type]
    while answer.status_code == 202:
        assert ended(client, answer.headers["Location"])["state"] == "done"
        answer = client.get(address, **given)  # type: ignore[arg-type]
    return answer
