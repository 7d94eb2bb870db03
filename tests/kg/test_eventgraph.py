import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import counting, reading
from kg.errors import BadInput, NotFound, StoreLocked
from kg.eventgraph import EventGraph
from kg.model import Scope
from kg.parcels import pack
from kg.settings import Settings
from tests.kg.world import ARNOR, EOMER, GONDOR, MORDOR, chronicle, coded


def test_counts(graph: EventGraph) -> None:
    counts = graph.counts()
    assert (counts.articles, counts.events, counts.dyads, counts.publishers) == (5, 10, 8, 2)
    assert (counts.first, counts.last) == (dt.date(2024, 1, 10), dt.date(2024, 4, 1))


def test_same_articles_again_change_nothing(graph: EventGraph) -> None:
    version = graph.version
    report = graph.ingest_coded(chronicle(), coder="test")
    assert (report.added, report.replaced, report.unchanged) == (0, 0, 5)
    assert graph.version == version


def test_changed_text_replaces_the_article(graph: EventGraph) -> None:
    report = graph.ingest_coded([coded("a1", "2024-01-10", (ARNOR, "ACCUSE", GONDOR))], coder="test")
    assert (report.added, report.replaced) == (0, 1)
    assert [event.plover for event in graph.events(article="a1").items] == ["ACCUSE"]
    assert graph.relation("MOR", "GON").there is None
    assert graph.counts().events == 9


def test_what_was_ingested_comes_back(graph: EventGraph) -> None:
    assert [graph.coded(coded.article.id) for coded in chronicle()] == chronicle()


def test_deleting_all_leaves_nothing(graph: EventGraph) -> None:
    for one in chronicle():
        graph.delete_article(one.article.id)
    connection = graph.index.reader()
    for table in ("articles", "events", "actors", "faces", "names", "pairs", "dyads", "sentences", "ledger"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    assert list(graph.store.graphs()) == []


def test_relation_has_both_directions_and_months(graph: EventGraph) -> None:
    relation = graph.relation("ARN", "GON")
    assert relation.there is not None
    assert relation.back is not None
    assert (relation.there.events, relation.there.articles, relation.back.events) == (2, 2, 1)
    assert relation.there.types == (("AID", 1), ("CONSULT", 1))
    assert relation.there.score == 4.0
    assert [month.month for month in relation.months_there] == ["2024-01", "2024-02"]
    assert [event.evidence.doc for event in relation.events.items] == ["a3", "a3", "a1"]


def test_rollup_reads_persons_and_sectors_as_their_country_or_body(graph: EventGraph) -> None:
    dyads = {(dyad.source, dyad.target) for dyad in graph.dyads(scope=Scope(rollup=True))}
    assert ("GON", "COUNCIL") in dyads
    assert ("GON", "MOR") in dyads
    assert graph.events(actor="COUNCIL", scope=Scope(rollup=True)).total == 2


def test_rollup_reads_the_actor_asked_for_too(graph: EventGraph) -> None:
    wide = Scope(rollup=True)
    for part, whole in (("GON.MIL", "GON"), ("denethor", "GON"), ("eomer", "COUNCIL"), ("GON", "GON")):
        assert graph.actor(part, scope=wide) == graph.actor(whole)
        assert graph.actor(part).id == part
        assert graph.neighbours(part, scope=wide) == graph.neighbours(whole, scope=wide)
        assert graph.neighbours(part, scope=wide).total > 0
        assert graph.relation(part, "MOR", scope=wide) == graph.relation(whole, "MOR", scope=wide)
        assert graph.events(actor=part, scope=wide) == graph.events(actor=whole, scope=wide)
        assert graph.months(actor=part, scope=wide) == graph.months(actor=whole, scope=wide)
        assert graph.dyads(actor=part, scope=wide) == graph.dyads(actor=whole, scope=wide)
        assert graph.paths(part, "MOR", scope=wide) == graph.paths(whole, "MOR", scope=wide)
        assert graph.happenings(source=part, scope=wide) == graph.happenings(source=whole, scope=wide)
        one, other = (graph.subgraph(scope=wide, actors=[named]) for named in (part, whole))
        assert one == other


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), 9),
        (Scope(since=dt.date(2024, 2, 1), until=dt.date(2024, 3, 1)), 4),
        (Scope(since=dt.date(2024, 2, 21)), 4),
        (Scope(until=dt.date(2024, 2, 21)), 4),
        (Scope(since=dt.date(2024, 2, 20), until=dt.date(2024, 2, 25)), 2),
        (Scope(types=frozenset({"AID"})), 2),
        (Scope(quads=frozenset({"material conflict"})), 2),
        (Scope(kinds=frozenset({"state"})), 6),
        (Scope(publishers=frozenset({"Ent Times"})), 2),
        (Scope(confidence=0.9), 0),
    ],
)
def test_scope(graph: EventGraph, scope: Scope, expected: int) -> None:
    assert sum(dyad.events for dyad in graph.dyads(scope=scope)) == expected


def test_neighbours_are_cut_honestly(graph: EventGraph) -> None:
    near = graph.neighbours("GON", limit=2)
    assert [actor.id for actor in near.actors] == ["ARN", "MOR"]
    assert (near.total, near.truncated) == (3, True)
    assert {(dyad.source, dyad.target) for dyad in near.dyads} == {
        ("ARN", "GON"),
        ("GON", "ARN"),
        ("MOR", "GON"),
    }


@pytest.mark.parametrize(("direction", "ids"), [("out", ["ARN"]), ("in", ["ARN", "MOR", "ROH"])])
def test_neighbours_by_direction(graph: EventGraph, direction: str, ids: list[str]) -> None:
    near = graph.neighbours("GON", direction=direction)  # type: ignore[arg-type]
    assert sorted(actor.id for actor in near.actors) == ids


def test_two_hops(graph: EventGraph) -> None:
    assert [actor.id for actor in graph.neighbours("ARN", hops=1).actors] == ["GON"]
    assert sorted(actor.id for actor in graph.neighbours("ARN", hops=2).actors) == ["GON", "MOR", "ROH"]


@pytest.mark.parametrize("text", ["arn", "Kingdom of A", "ARNOR", "Arnro", "arnór"])
def test_search(graph: EventGraph, text: str) -> None:
    assert graph.search(text)[0].actor.id == "ARN"


@pytest.mark.parametrize("text", ["kingdon of arnor", "Wite Council", "councli"])
def test_search_forgives_slips_in_a_part_of_a_name(graph: EventGraph, text: str) -> None:
    hit = graph.search(text)[0]
    assert hit.is_guess
    assert hit.actor.id in ("ARN", "COUNCIL")


def test_search_folds_diacritics(graph: EventGraph) -> None:
    assert graph.search("eomer")[0].actor == EOMER


@pytest.mark.parametrize(
    ("words", "found"),
    [("assault mordor", 3), ("mordor assault", 3), ("assa*", 3), ("Éom*", 2), ("ass", 0), ("*", 0),
     ("gon* consult", 2), ("mordor *", 5), ("mordor's", 5), ('" OR *', 0)],
)  # fmt: skip
def test_words_and_beginnings_of_words_are_found_in_sentences(
    graph: EventGraph, words: str, found: int
) -> None:
    assert graph.events(words=words).total == found
    assert len(graph.events(words=words).items) == found


@pytest.mark.parametrize("rollup", [False, True])
@pytest.mark.parametrize(("text", "found"), [("g", 2), ("ar", 2), ("gondr", 2), ("x", 0), ("", 0)])
def test_search_counts_what_it_finds(graph: EventGraph, text: str, found: int, rollup: bool) -> None:
    whole = graph.find_actors(text, limit=100, rollup=rollup)
    assert len(whole) == graph.count_found(text, rollup=rollup)
    assert len(whole) == (found if not rollup else len([hit for hit in whole if "." not in hit.actor.id]))
    pieces = [graph.find_actors(text, limit=1, offset=n, rollup=rollup) for n in range(len(whole) + 1)]
    assert [hit for piece in pieces for hit in piece] == whole
    if not rollup:
        assert graph.search(text, limit=100) == whole


def test_events_by_words(graph: EventGraph) -> None:
    assert {event.target.actor.id for event in graph.events(words="rohan aid").items if event.target} == {
        "GON"
    }
    assert graph.events(words="don't \"").total == 0


def test_events_page(graph: EventGraph) -> None:
    page = graph.events(limit=3, offset=2)
    assert (len(page.items), page.total, page.truncated) == (3, 10, True)
    days = [event.date for event in graph.events().items if event.date]
    assert days == sorted(days, reverse=True)


def test_path_tells_each_hop(graph: EventGraph) -> None:
    assert graph.paths("ARN", "COUNCIL") == []
    best = graph.paths("ARN", "ROH")[0]
    assert [actor.id for actor in best.actors] == ["ARN", "GON", "ROH"]
    assert all(hop.evidence for hop in best.hops)


def test_too_many_dyads_of_a_neighbourhood_are_cut(
    graph: EventGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = graph.neighbours("ARN", hops=2)
    pairs = [(dyad.source, dyad.target) for dyad in whole.dyads]
    assert (len(pairs), whole.truncated) == (5, False)
    monkeypatch.setattr(reading, "MOST_DYADS", 4)
    cut = graph.neighbours("ARN", hops=2)
    # What leads outward stays: from Arnor to Gondor, from there to Mordor and Rohan.
    within = ("MOR", "ROH")
    assert [(dyad.source, dyad.target) for dyad in cut.dyads] == [pair for pair in pairs if pair != within]
    assert (cut.actors, cut.total, cut.truncated) == (whole.actors, whole.total, True)


def test_subgraph_counts_what_it_leaves_out(graph: EventGraph) -> None:
    picture = graph.subgraph(limit=3)
    assert [actor.id for actor in picture.actors] == ["GON", "MOR", "ARN"]
    assert (picture.total_actors, picture.total_dyads, picture.truncated) == (7, 8, True)
    assert graph.subgraph(actors=["ROH"]).total_actors == 3


def test_months(graph: EventGraph) -> None:
    assert [(month.month, month.quads) for month in graph.months(actor=MORDOR.id)] == [
        ("2024-01", (0, 0, 0, 1)),
        ("2024-02", (0, 0, 0, 1)),
        ("2024-04", (0, 0, 1, 0)),
    ]


def test_denied_and_negated_acts_are_no_relations(tmp_path: Path) -> None:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded([coded("n", "2024-01-01", (ARNOR, "ASSAULT", GONDOR), polarity="negated")])
        assert graph.dyads() == []
        assert graph.events(actor="ARN").total == 1


def test_unknown_actor_is_not_found(graph: EventGraph) -> None:
    with pytest.raises(NotFound, match="no actor 'SHIRE'"):
        graph.neighbours("SHIRE")


def test_reader_beside_a_writer_and_no_second_writer(graph: EventGraph) -> None:
    with EventGraph.open(graph.settings.store, settings=Settings(), read_only=True) as reader:
        assert reader.counts() == graph.counts()
    with pytest.raises(StoreLocked):
        EventGraph.open(graph.settings.store, settings=Settings())


def test_promises_are_kept_after_a_crash(tmp_path: Path) -> None:
    from kg.index import ledger

    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        with graph.index.writing() as connection:
            ledger.promise(connection, pack(chronicle()[0]), "test")
        assert graph.counts().articles == 0
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        assert graph.counts().articles == 1
        assert list(graph.store.graphs()) == [graph.iris.article("a1")]
        assert list(ledger.pending(graph.index.reader())) == []


def test_rdflib_reads_the_same_store(graph: EventGraph) -> None:
    dataset = graph.rdflib
    names = {str(one.identifier) for one in dataset.graphs()}
    assert {graph.iris.article(one.article.id) for one in chronicle()} <= names
    rows = dataset.query("SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert [int(row.n) for row in rows] == [5]


def test_rdflib_of_a_server_is_refused(graph: EventGraph, monkeypatch) -> None:
    monkeypatch.setattr(EventGraph, "store", object())
    with pytest.raises(BadInput, match="ask a server through `query`"):
        graph.rdflib  # noqa: B018


@pytest.fixture
def told_often(tmp_path: Path) -> Iterator[EventGraph]:
    """Three reports of one act of Mordor, and two acts of Arnor with one report each."""
    articles = [
        *(coded(f"m{n}", f"2024-03-0{n}", (MORDOR, "ASSAULT", GONDOR)) for n in (1, 2, 3)),
        *(coded(f"a{n}", f"2024-0{n}-20", (ARNOR, "AID", GONDOR)) for n in (4, 6)),
    ]
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(articles, coder="test")
        yield graph


def test_dyads_are_counted_by_happening(told_often: EventGraph) -> None:
    by_reports = told_often.dyads(actor="GON")
    assert [(dyad.source, dyad.events, dyad.happenings) for dyad in by_reports] == [
        ("MOR", 3, None),
        ("ARN", 2, None),
    ]
    for found in (
        told_often.dyads(actor="GON", count="happenings"),
        told_often.neighbours("GON", count="happenings").dyads,
        told_often.dyads(count="happenings", scope=Scope(rollup=True)),
    ):
        assert [(dyad.source, dyad.events, dyad.happenings) for dyad in found] == [
            ("ARN", 2, 2),
            ("MOR", 3, 1),
        ]
    near = told_often.neighbours("GON", count="happenings")
    assert [actor.id for actor in near.actors] == ["ARN", "MOR"]
    relation = told_often.relation("GON", "MOR", count="happenings")
    assert (relation.there, relation.back and relation.back.happenings) == (None, 1)
    march = Scope(since=dt.date(2024, 3, 2), until=dt.date(2024, 6, 1))
    assert [dyad.happenings for dyad in told_often.dyads(scope=march, count="happenings")] == [1, 1]


def test_too_many_reports_are_not_told_apart(told_often: EventGraph, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(counting, "MOST_REPORTS", 4)
    with pytest.raises(BadInput, match="up to 4 reports, and there are 5"):
        told_often.neighbours("GON", count="happenings")
    assert told_often.relation("GON", "MOR", count="happenings").back is not None
