from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.kg.world import chronicle


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[EventGraph]:
    with EventGraph.open(tmp_path / "store", settings=Settings()) as opened:
        opened.ingest_coded(chronicle(), coder="test")
        yield opened
