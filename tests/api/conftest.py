from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

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
