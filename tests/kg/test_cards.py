import datetime as dt

from kg.answers import Counts
from kg.cards import card
from kg.eventgraph import EventGraph
from kg.model import Actor, Dyad
from kg.settings import Settings

COUNTS = Counts(
    articles=1,
    events=2000,
    actors=2,
    dyads=1,
    publishers=1,
    first=dt.date(2024, 1, 1),
    last=dt.date(2024, 2, 1),
)


def test_a_graph_shows_its_size_and_its_busiest_relations(graph: EventGraph) -> None:
    html = graph._repr_html_()
    assert "10 events in 5 articles of 2 publishers" in html
    assert "2024-01-10 to 2024-04-01" in html
    assert "<td>Mordor</td>" in html
    assert html.count("<tr>") - 1 == len(graph.dyads(limit=8))


def test_an_empty_graph_shows_its_size(tmp_path) -> None:
    with EventGraph.open(tmp_path / "store", settings=Settings()) as empty:
        assert empty._repr_html_().startswith("<div><strong>Eventgraph</strong>: 0 events")


def test_names_are_escaped() -> None:
    dyad = Dyad(source="x", target="<y>", events=2000, articles=1, score=-9.0, first=None, last=None)
    html = card(COUNTS, [dyad], {"x": Actor(id="x", label="<script>&", kind="person")})
    assert "<td>&lt;script&gt;&amp;</td><td>&lt;y&gt;</td><td>2,000</td><td>-9.0</td><td></td>" in html
    assert "<script>" not in html
