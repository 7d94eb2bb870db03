"""Views of a small world: what is in them, what filters leave, and that both exports and queries agree."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import BadInput
from kg.eventgraph import EventGraph
from kg.ids import event_id
from kg.model import Action, Actor, Article, Coded, Event, Evidence, Kind, Mention, Quad
from kg.settings import Settings
from viz import export
from viz.actor import render_actor
from viz.filters import Filters, read_filters
from viz.level import is_rolled
from viz.network import build_network, model
from viz.relation import render_relation
from viz.sparql import view_query
from viz.view import build_view, see

KINDS: dict[str, Kind] = {
    "ARN": "state",
    "GON": "state",
    "ROH": "state",
    "MOR.MIL": "sector",
    "eomer": "person",
}
NARROW = Filters(rollup=False)
STORY: tuple[tuple[str, str, Quad, float, int], ...] = (
    ("ARN", "GON", "verbal cooperation", 2.0, 3),
    ("GON", "ARN", "material cooperation", 6.0, 2),
    ("MOR.MIL", "GON", "material conflict", -9.0, 5),
    ("eomer", "GON", "verbal cooperation", 2.0, 1),
    ("ROH", "MOR.MIL", "verbal conflict", -2.0, 2),
)


def actor(key: str) -> Actor:
    return Actor(
        id=key,
        label=key.title(),
        kind=KINDS[key],
        country=key.split(".")[0] if key.isupper() else "ROH",
        affiliation="ROH" if key == "eomer" else None,
    )


def event(number: int, source: str, target: str, quad: Quad, score: float, day: date) -> Event:
    key = f"a{number}"
    return Event(
        id=event_id(key, 0, "r", source, target, 4),
        evidence=Evidence(doc=key, sentence=0, text="One met two.", start=0, end=12),
        source=Mention(actor=actor(source), text="One", start=0, end=3),
        action=Action(lemma="meet", text="met", rule="r", start=4, end=7),
        target=Mention(actor=actor(target), text="two", start=8, end=11),
        plover="CONSULT",
        mode=None,
        cameo="040",
        quad=quad,
        score=score,
        date=day,
        date_end=day,
        date_precision="day",
        confidence=0.5 + 0.1 * (number % 5),
        polarity="negated" if number == 0 else "affirmed",
    )


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventGraph]:
    coded, number = [], 0
    for source, target, quad, score, times in STORY:
        for turn in range(times):
            day = date(2024, 1, 5) + timedelta(days=40 * turn)
            made = event(number, source, target, quad, score, day)
            article = Article(id=f"a{number}", text="One met two.", title="T", date=day, publisher="P")
            coded.append(Coded(article=article, events=(made,)))
            number += 1
    settings = Settings(store=str(tmp_path_factory.mktemp("view") / "store"))
    with EventGraph.open(settings=settings) as opened:
        opened.ingest_coded(coded, coder="test")
        yield opened


def test_a_view_holds_what_is_counted(graph: EventGraph) -> None:
    seen = see(build_view(graph, NARROW), NARROW)
    assert len(seen.nodes) == 5
    assert len(seen.edges) == 5
    assert seen.events == 12  # the negated one is shown with its sentence and not counted
    assert sum(seen.by_quad.values()) == 12


def test_filters_leave_lines_counts_and_months(graph: EventGraph) -> None:
    wanted = read_filters([("quad", "mx"), ("since", "2024-02"), ("until", "2024-05"), ("rollup", "0")])
    seen = see(build_view(graph, wanted), wanted)
    assert [line.edge.id for line in seen.edges] == ["MOR.MIL>GON"]
    assert seen.edges[0].events == 2
    assert seen.by_quad["verbal cooperation"] == 2  # what the class would show if it were on
    assert sum(sum(month) for month in seen.months) == 5  # the histogram spans all months


@pytest.mark.parametrize(
    ("query", "events"),
    [
        ([("min", "3")], 5),
        ([("confidence", "0.7")], 7),
        ([("hide", "GON")], 2),
        ([("kind", "state"), ("rollup", "0")], 4),
    ],
)
def test_weight_confidence_hiding_and_kinds(
    graph: EventGraph, query: list[tuple[str, str]], events: int
) -> None:
    wanted = read_filters(query)
    assert see(build_view(graph, wanted), wanted).events == events


def test_rollup_reads_persons_and_sectors_as_countries(graph: EventGraph) -> None:
    wanted = read_filters([])
    seen = see(build_view(graph, wanted), wanted)
    assert {node.actor.id for node, _ in seen.nodes} == {"ARN", "GON", "MOR", "ROH"}


@pytest.mark.parametrize(
    ("named", "asked", "rolled"),
    [
        (["ARN", "GON"], [], True),
        (["ARN"], ["0"], False),
        (["MOR.MIL"], [], False),
        (["eomer"], [], False),
        (["eomer"], ["1"], True),
        (["nobody"], [""], True),
    ],
)
def test_a_part_is_read_narrowly(graph: EventGraph, named: list[str], asked: list[str], rolled: bool) -> None:
    assert is_rolled(graph, named, asked) is rolled


def test_a_relation_counts_parts_and_says_so(graph: EventGraph) -> None:
    page = render_relation(graph, "MOR", "GON")
    assert "What their troops" in page
    assert 'href="/relation/MOR/GON?rollup=0"' in page
    assert "No counted event in this direction" in page
    narrow = render_relation(graph, "MOR", "GON", rollup=False)
    assert "Count these too" in narrow
    assert narrow.count("No counted event in this direction") == 2


def test_the_page_of_a_country_counts_its_parts(graph: EventGraph) -> None:
    assert "Countries and organisations only: troops" in render_actor(graph, "MOR")
    assert 'href="/relation/GON/ARN?rollup=0"' in render_actor(graph, "ARN", rollup=False)
    assert 'href="/api/v1/actors/ARN"' in render_actor(graph, "ARN", rollup=False)
    assert 'href="/api/v1/actors/ARN?rollup=true"' in render_actor(graph, "ARN")
    assert "Countries and organisations only" not in render_actor(graph, "eomer")


def test_a_cut_view_says_of_how_many(graph: EventGraph) -> None:
    view = build_view(graph, Filters(limit=2, rollup=False))
    assert view.truncated
    assert view.total_actors == 5


def test_expanding_keeps_known_places(graph: EventGraph) -> None:
    before = build_view(graph, Filters(limit=3))
    after = build_view(graph, Filters(limit=3, expand=("GON",)))
    places = {node.actor.id: node.place for node in after.nodes}
    assert len(after.nodes) > len(before.nodes)
    assert all(places[node.actor.id] == node.place for node in before.nodes)


def test_addresses_of_filters_come_back() -> None:
    query = "since=2024-02-01&quad=mx&kind=state&min=2&confidence=0.5&rollup=0&expand=A%2B&hide=B&limit=20"
    from urllib.parse import parse_qsl

    assert read_filters(parse_qsl(read_filters(parse_qsl(query)).query())) == read_filters(parse_qsl(query))


@pytest.mark.parametrize(
    "pair", [("min", "x"), ("since", "soon"), ("quad", "war"), ("confidence", "2"), ("limit", "1e9")]
)
def test_bad_filters_are_named(pair: tuple[str, str]) -> None:
    with pytest.raises(BadInput, match=pair[0]):
        read_filters([pair])


def test_the_network_is_pyvis_with_physics_off(graph: EventGraph) -> None:
    network = build_network(build_view(graph, NARROW))
    assert network.directed
    assert network.options["physics"] == {"enabled": False}
    assert {node["shape"] for node in network.nodes} == {"dot", "diamond"}
    assert len(network.edges) == 5


def test_the_model_counts_every_event_once(graph: EventGraph) -> None:
    sent = model(build_view(graph, NARROW))
    assert sum(count[4] for count in sent["counts"]) == 12
    assert sent["months"][0] == "2024-01"


@pytest.mark.parametrize("written", ["vx,mx", "verbal-conflict,material conflict", "vx,material-conflict"])
def test_classes_are_read_as_the_api_reads_them(written: str) -> None:
    assert read_filters([("quad", written)]).quads == {"verbal conflict", "material conflict"}
    assert read_filters([("kind", "armed-group,body")]).kinds == {"armed group", "international body"}


@pytest.mark.parametrize(
    "query", [[], [("rollup", "0")], [("quad", "mx"), ("since", "2024-02-01")], [("hide", "ROH")]]
)
def test_the_query_of_a_view_returns_its_events(graph: EventGraph, query: list[tuple[str, str]]) -> None:
    wanted = read_filters(query)
    view = build_view(graph, wanted)
    answer = graph.query(view_query(view, wanted, graph.iris), accept="text/csv")
    body = answer.body if isinstance(answer.body, bytes) else b"".join(answer.body)
    assert len(body.decode().strip().splitlines()) - 1 == see(view, wanted).events


def test_exports_hold_what_is_seen(graph: EventGraph, tmp_path: Path) -> None:
    wanted = read_filters([("quad", "mx"), ("quad", "vc")])
    view = build_view(graph, wanted)
    seen = see(view, wanted)
    (tmp_path / "v.graphml").write_bytes(export.graphml(view, wanted))
    (tmp_path / "v.gexf").write_bytes(export.gexf(graph, view, wanted))
    for made in (nx.read_graphml(tmp_path / "v.graphml"), nx.read_gexf(tmp_path / "v.gexf")):
        assert (made.number_of_nodes(), made.number_of_edges()) == (len(seen.nodes), len(seen.edges))
    rows = list(csv.DictReader(io.StringIO(export.relations_csv(view, wanted))))
    assert sum(int(row["events"]) for row in rows) == seen.events
    page = export.standalone(graph, view, wanted, address="javascript:alert(1)")
    assert "javascript:alert" not in page
    assert 'http-equiv="Content-Security-Policy"' in page


@pytest.mark.parametrize("cell", ["=1+1", "@sum", "+1", "-2", "\tx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert export.plain(cell) == f"'{cell}"
