import datetime as dt
import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import StoreBroken
from kg.eventgraph import EventGraph
from kg.index import partners, tallies
from kg.index.actors import rolled_up
from kg.index.database import Index
from kg.index.memo import Memo
from kg.index.scopes import _months
from kg.model import QUADS, Actor, Dyad, Scope
from kg.relations.dyads import aggregate
from kg.relations.neighbourhood import DIRECTIONS, Direction
from kg.settings import Settings
from tests.bench.synthetic import synthetic
from tests.kg.world import ACTS, ARMY, ARNOR, COUNCIL, EOMER, GONDOR, MORDOR, ROHAN, coded

ACTORS = (ARNOR, GONDOR, MORDOR, ROHAN, ARMY, EOMER)


def many(count: int) -> list[object]:
    """Articles over two years whose pairs, types and days follow a fixed but irregular pattern."""
    pairs = list(itertools.permutations(ACTORS, 2))
    acts = list(ACTS)
    found = []
    for n in range(count):
        day = dt.date(2023, 1, 1) + dt.timedelta(days=(n * 37) % 730)
        told = [(*pairs[(n * 7 + k) % len(pairs)][:1], acts[(n + k) % 4], pairs[(n * 7 + k) % len(pairs)][1])
                for k in range(3)]  # fmt: skip
        publisher = ("Palantir Post", "Ent Times")[n % 2]
        found.append(
            coded(f"n{n}", day.isoformat(), *told, publisher=publisher, confidence=0.5 + (n % 5) / 10)
        )
    return found  # type: ignore[return-value]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    with EventGraph.open(tmp_path_factory.mktemp("full"), settings=Settings()) as graph:
        graph.ingest_coded(many(120))  # type: ignore[arg-type]
        yield graph


SCOPES = [
    Scope(),
    Scope(since=dt.date(2023, 3, 15)),
    Scope(until=dt.date(2024, 7, 9)),
    Scope(since=dt.date(2023, 3, 15), until=dt.date(2024, 7, 9)),
    Scope(since=dt.date(2023, 3, 1), until=dt.date(2024, 7, 1)),
    Scope(since=dt.date(2023, 3, 5), until=dt.date(2023, 3, 25)),
    Scope(since=dt.date(2023, 3, 1), until=dt.date(2023, 3, 25)),
    Scope(since=dt.date(2023, 3, 5), until=dt.date(2023, 4, 1)),
    Scope(since=dt.date(2023, 3, 5), until=dt.date(2023, 3, 5)),
    Scope(types=frozenset({"AID", "ASSAULT"})),
    Scope(quads=frozenset({QUADS[3]}), since=dt.date(2023, 6, 2)),
    Scope(types=frozenset({"AID"}), quads=frozenset({QUADS[3]})),
    Scope(publishers=frozenset({"Ent Times"}), until=dt.date(2024, 2, 2)),
    Scope(confidence=0.7, since=dt.date(2023, 2, 2)),
    Scope(kinds=frozenset({"state", "person"})),
]


@pytest.mark.parametrize("scope", SCOPES, ids=range(len(SCOPES)))
def test_index_agrees_with_the_events(full: EventGraph, scope: Scope) -> None:
    def is_in(event) -> bool:  # type: ignore[no-untyped-def]
        return (
            (not scope.since or event.date >= scope.since)
            and (not scope.until or event.date < scope.until)
            and (not scope.types or event.plover in scope.types)
            and (not scope.quads or event.quad in scope.quads)
            and (not scope.kinds or {event.source.actor.kind, event.target.actor.kind} <= scope.kinds)
            and (not scope.publishers or full.article(event.evidence.doc).publisher in scope.publishers)
            and event.confidence >= scope.confidence
        )

    events = [event for one in full.coded_articles() for event in one.events if is_in(event)]

    def without_ties(dyads: list[Dyad]) -> dict[tuple[str, str], tuple[object, ...]]:
        return {
            (dyad.source, dyad.target): (dyad.events, dyad.articles, dyad.score, dyad.first, dyad.last,
                                         dyad.quads, dyad.types)
            for dyad in dyads
        }  # fmt: skip

    assert without_ties(full.dyads(scope=scope, limit=-1)) == without_ties(aggregate(events))
    assert full.events(scope=scope, limit=1).total == len(events)


@pytest.mark.parametrize("rollup", [False, True])
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("scope", SCOPES, ids=range(len(SCOPES)))
def test_neighbours_are_the_busiest_ends_of_the_dyads(
    full: EventGraph, scope: Scope, direction: Direction, rollup: bool
) -> None:
    scope = replace(scope, rollup=rollup)
    dyads = full.dyads(scope=replace(scope, kinds=frozenset()), limit=-1)
    kinds = {actor.id: actor.kind for actor in ACTORS} | {COUNCIL.id: COUNCIL.kind}
    for centre in ("GON", "MOR", "ROH"):
        events: dict[str, int] = {}
        for dyad in dyads:
            for near, far, wanted in (
                (dyad.source, dyad.target, "out"),
                (dyad.target, dyad.source, "in"),
            ):
                is_of_kind = not scope.kinds or kinds[far] in scope.kinds
                if near == centre and direction in ("both", wanted) and is_of_kind:
                    events[far] = events.get(far, 0) + dyad.events
        for least, limit in ((1, 2), (5, 50)):
            ranked = sorted(
                (far for far in events if events[far] >= least), key=lambda far: (-events[far], far)
            )
            near = full.neighbours(centre, scope=scope, direction=direction, least=least, limit=limit)
            assert [actor.id for actor in near.actors] == ranked[:limit]
            assert (near.total, near.truncated) == (len(ranked), len(ranked) > limit)
            ends = {"out": [(centre, far) for far in ranked], "in": [(far, centre) for far in ranked]}
            between = {
                pair for way in ("out", "in") if direction in ("both", way) for pair in ends[way][:limit]
            }
            assert list(near.dyads) == [dyad for dyad in dyads if (dyad.source, dyad.target) in between]


@pytest.mark.parametrize("rollup", [False, True])
@pytest.mark.parametrize("given", [{}, {"limit": 3}, {"edges": 4}, {"least": 12}, {"limit": 1}])
def test_picture_of_everything_is_that_of_a_wide_scope(
    full: EventGraph, given: dict[str, int], rollup: bool
) -> None:
    wide = full.subgraph(scope=Scope(confidence=0.001, rollup=rollup), **given)  # type: ignore[arg-type]
    assert full.subgraph(scope=Scope(rollup=rollup), **given) == wide  # type: ignore[arg-type]


def test_best_evidence_is_the_surest_then_the_latest(full: EventGraph) -> None:
    for dyad in full.dyads(limit=5):
        events = full.events(source=dyad.source, target=dyad.target, limit=500).items
        best = max((event.confidence, event.date or dt.date.min) for event in events)
        assert dyad.best is not None
        chosen = full.event(dyad.best)
        assert (chosen.confidence, chosen.date) == best


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2024-01-01", "2024-03-01", (24288, 24289, [])),
        ("2024-01-02", "2024-03-01", (24289, 24289, [("2024-01-02", "2024-02-01")])),
        ("2024-01-02", "2024-01-05", (1, 0, [("2024-01-02", "2024-01-05")])),
        ("2024-01-01", "2024-01-05", (24288, 24287, [("2024-01-01", "2024-01-05")])),
    ],
)
def test_window_is_cut_into_months_and_days(since: str, until: str, expected: tuple[object, ...]) -> None:
    first, last, cut = _months(Scope(since=dt.date.fromisoformat(since), until=dt.date.fromisoformat(until)))
    assert (first, last, [(str(a), str(b)) for a, b in cut]) == expected


def test_memo_forgets_with_the_version() -> None:
    memo, calls = Memo(size=2), []

    def compute() -> int:
        calls.append(1)
        return len(calls)

    assert [memo.get("v1", "a", compute), memo.get("v1", "a", compute), memo.get("v2", "a", compute)] == [
        1,
        1,
        2,
    ]
    for key in "bcd":
        memo.get("v2", key, compute)
    assert [memo.has("v2", key) for key in "abcd"] == [False, False, True, True]


def test_failed_write_leaves_nothing(tmp_path: Path) -> None:
    index = Index(tmp_path)

    def fail() -> None:
        with index.writing() as connection:
            connection.execute("INSERT INTO meta VALUES ('x', 'y')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert index.reader().execute("SELECT count(*) FROM meta").fetchone() == (1,)
    index.close()


def test_file_of_another_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "index.db").write_bytes(b"no database" * 500)
    with pytest.raises(StoreBroken, match=r"index\.db"):
        Index(tmp_path)


@pytest.mark.parametrize("bulk", [False, True], ids=["one by one", "in bulk"])
def test_agents_of_no_named_country_make_no_relation(tmp_path: Path, bulk: bool) -> None:
    troops = Actor(id="ANY.MIL", label="military (country not named)", kind="sector", sector="MIL")
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded([coded("a", "2024-01-10", (troops, "ASSAULT", GONDOR), (ARNOR, "AID", GONDOR))])
        if bulk:
            graph.reindex()
        assert [(dyad.source, dyad.target) for dyad in graph.dyads()] == [("ARN", "GON")]
        assert graph.search("military") == []
        assert [event.source.actor.id for event in graph.events().items if event.source] == ["ANY.MIL", "ARN"]


def test_a_name_stands_before_a_bare_id(tmp_path: Path) -> None:
    council = Actor(id="COUNCIL", label="White Council", kind="international body")
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(
            [
                coded("a", "2024-01-01", (council, "AID", GONDOR)),
                coded(
                    "b", "2024-02-01", (EOMER, "AID", GONDOR)
                ),  # acts for the council, which it does not name
            ]
        )
        assert graph.actor("COUNCIL").label == "White Council"
        graph.reindex()
        assert graph.actor("COUNCIL").label == "White Council"
        graph.delete_article("a")
        assert graph.actor("COUNCIL").label == "COUNCIL"


@pytest.mark.parametrize(
    ("actor", "whose"),
    [
        (Actor(id="SUN.MIL", label="Soviet Union (MIL)", kind="sector", country="RUS", sector="MIL"), "SUN"),
        (Actor(id="ivan", label="Ivan", kind="person", country="RUS", affiliation="SUN.MIL"), "SUN"),
        (Actor(id="ivan", label="Ivan", kind="person", country="RUS"), "RUS"),
        (Actor(id="police", label="Police", kind="sector", country="RUS", sector="COP"), "RUS"),
        (Actor(id="SUN", label="Soviet Union", kind="state", country="RUS"), "SUN"),
    ],
)
def test_parts_roll_up_to_whose_they_are(actor: Actor, whose: str) -> None:
    assert rolled_up(actor) == whose


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """A few actors make most of the news, and many deal with them once."""
    with EventGraph.open(tmp_path_factory.mktemp("uneven"), settings=Settings()) as graph:
        graph.ingest_coded(synthetic(events=1500), coder="test")
        for key in range(0, 300, 7):
            graph.delete_article(f"synthetic-{key}")
        yield graph


@pytest.mark.parametrize("rollup", [False, True])
@pytest.mark.parametrize("limit", [1, 2, 5, 20, 500])
def test_busiest_partners_are_those_of_a_full_count(uneven: EventGraph, limit: int, rollup: bool) -> None:
    connection, scope = uneven.index.reader(), Scope(rollup=rollup)
    for (actor,) in connection.execute("SELECT n FROM actors WHERE partners > 0 ORDER BY n").fetchall():
        given = {"direction": "both", "limit": limit}
        found = partners.partners(connection, scope, actor, least=1, **given)  # type: ignore[arg-type]
        assert found == partners._counted(connection, scope, actor, least=1, **given)  # type: ignore[arg-type]


def test_totals_agree_after_articles_came_and_went(uneven: EventGraph) -> None:
    assert tallies.differences(uneven.index.reader()) == []
