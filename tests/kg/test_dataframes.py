import sys

import pandas as pd
import pytest

from kg.errors import BadInput
from kg.eventgraph import EventGraph
from kg.exports import COLUMNS
from kg.model import Scope
from kg.settings import Settings


def test_one_row_an_event_newest_first(graph: EventGraph) -> None:
    frame = graph.to_pandas()
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == graph.counts().events
    assert frame["id"].is_unique
    assert list(frame["date"].dropna()) == sorted(frame["date"].dropna(), reverse=True)
    assert pd.api.types.is_datetime64_any_dtype(frame["date"])
    assert set(frame["publisher"]) == {name for name, _ in graph.publishers()}


def test_the_scope_restricts_the_rows(graph: EventGraph) -> None:
    frame = graph.to_pandas(scope=Scope(types=frozenset({"AID"})))
    assert len(frame) > 0
    assert set(frame["plover"]) == {"AID"}


def test_an_empty_graph_gives_an_empty_frame(tmp_path) -> None:
    with EventGraph.open(tmp_path / "store", settings=Settings()) as empty:
        frame = empty.to_pandas()
    assert (len(frame), list(frame.columns)) == (0, list(COLUMNS))


def test_without_pandas_the_extra_is_named(graph: EventGraph, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(BadInput, match=r"pip install 'eventgraph\[analysis\]'"):
        graph.to_pandas()
