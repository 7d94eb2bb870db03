"""What the rows of pairs tell: the same whether articles come one by one, come and go, or all come at once."""

import itertools
import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kg.eventgraph import EventGraph
from kg.index import entries
from kg.index.database import Index
from kg.index.encoding import LONGEST_TEXT
from kg.index.rows import pack_types, read_types
from kg.index.tallies import differences
from kg.model import Scope
from kg.parcels import Parcel, pack
from kg.settings import Settings
from tests.bench.synthetic import synthetic
from tests.kg.world import fill

Pair = tuple[str, str]


def parcels() -> list[Parcel]:
    """Few days, confidences and actors, so that many events are equally good; some without a target or a day."""
    source = random.Random(11)
    found = []
    for coded in synthetic(events=900, actors=12):
        parcel = pack(coded)
        rows = []
        for row in parcel.rows:
            told = list(row)
            told[5] = None if source.random() < 0.1 else told[5] // 200 * 200
            told[9] = source.choice((500, 900))
            told[10] = int(source.random() < 0.9)
            if source.random() < 0.1:
                told[3] = None
            if source.random() < 0.02:
                told[0] = f"{told[0]}-é{'x' * LONGEST_TEXT}"
            rows.append(tuple(told))
        found.append(
            Parcel(parcel.article, parcel.problems, parcel.faces, parcel.sentences, rows, parcel.events)
        )
    return found


def enter(index: Index, told: list[Parcel]) -> None:
    for parcel in told:
        with index.writing() as connection:
            entries.add(connection, parcel, lambda _: None)


def rows(index: Index) -> list[tuple[object, ...]]:
    """All pairs, with names in place of the numbers that depend on who came in first."""
    connection = index.reader()
    types = {n: told for n, *told in connection.execute("SELECT * FROM types")}
    found = connection.execute(
        "SELECT level, one.id, two.id, pairs.events, mutual, articles, score, first, last, best >> 31, evidence, "
        "types FROM pairs JOIN actors AS one ON one.n = a JOIN actors AS two ON two.n = b ORDER BY 1, 2, 3"
    )
    return [(*row[:-1], sorted((types[n], events) for n, events in read_types(row[-1]))) for row in found]


@pytest.fixture
def index(tmp_path: Path):  # type: ignore[no-untyped-def]
    index = Index(tmp_path)
    yield index
    index.close()


def test_all_at_once_is_the_same_as_one_by_one(index: Index, tmp_path: Path) -> None:
    told = parcels()
    fill(index, told)
    other = Index(tmp_path / "other")
    shuffled = random.Random(2).sample(told, len(told))
    enter(other, shuffled)
    assert rows(other) == rows(index)
    with other.writing() as connection:
        for parcel in shuffled[:150]:
            entries.remove(connection, parcel.article[0])
    assert differences(other.reader()) == []
    enter(other, shuffled[50:150])
    fill(index, told := shuffled[50:])
    assert rows(other) == rows(index)
    enter(index, told[::3])
    assert rows(index) == rows(other)
    assert differences(index.reader()) == differences(other.reader()) == []
    other.close()


def test_rows_tell_what_a_count_by_hand_finds(index: Index) -> None:
    told = parcels()
    fill(index, told)
    events: dict[Pair, list[tuple[int, int, str, str]]] = defaultdict(list)
    articles: dict[Pair, set[str]] = defaultdict(set)
    for parcel in told:
        ids = [face.split('"')[3] for face in parcel.faces]
        for name, _, one, two, _, day, plover, _, _, confidence, counted in parcel.rows:
            if counted and one is not None and two is not None and one != two:
                events[ids[one], ids[two]].append((-confidence, -(day or 0), name, plover))
                articles[ids[one], ids[two]].add(parcel.article[0])
    found = {(row[1], row[2]): row for row in rows(index) if row[0] == 0}
    assert set(found) == set(events)
    shared = 0
    for (a, b), held in events.items():
        _, _, _, count, mutual, sources, _, _, _, _, evidence, types = found[a, b]
        assert (count, mutual) == (len(held), len(held) + len(events.get((b, a), ())))
        assert (sources, evidence) == (len(articles[a, b]), min(held)[2])
        assert {name: n for (name, _), n in types} == Counter(one[3] for one in held)
        shared += sum(one[:2] == min(held)[:2] for one in held) > 1
    assert shared > 20


def test_a_pair_that_is_out_of_step_is_named(index: Index) -> None:
    fill(index, parcels())
    with index.writing() as connection:
        connection.execute("UPDATE pairs SET mutual = mutual + 1 WHERE level = 0 AND a = 1 AND b = 2")
        connection.execute("UPDATE pairs SET types = '1,1' WHERE level = 1 AND a = 2 AND b = 1")
    one, two = differences(index.reader())
    assert one == "1 sums of both directions at level 0 do not agree with the pairs"
    assert "totals of level 1 in the types of pairs do not agree" in two


def test_an_actor_that_acts_on_somebody_and_on_nobody_can_go(index: Index) -> None:
    parcel = pack(next(synthetic(events=5)))
    first = parcel.rows[0]
    both = [first, (f"{first[0]}-2", *first[1:3], None, *first[4:])]
    told = Parcel(parcel.article, (), parcel.faces, parcel.sentences, both, parcel.events)
    enter(index, [told, told])
    with index.writing() as connection:
        assert entries.remove(connection, told.article[0])
    assert rows(index) == []


def test_types_come_back_as_they_were_packed() -> None:
    for events in ({}, {7: 1}, {12: 3, 2: 100_000, 9: 9}):
        assert list(read_types(pack_types(events))) == sorted(events.items())
    assert pack_types({12: 3, 2: 10}) == "2,10,12,3"


def test_equals_at_the_edge_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded(synthetic(events=600, actors=40), coder="test")
        for rollup in (False, True):
            scope = Scope(rollup=rollup)
            met: dict[str, Counter[str]] = defaultdict(Counter)
            for dyad in graph.dyads(scope=scope, limit=-1):
                met[dyad.source][dyad.target] += dyad.events
                met[dyad.target][dyad.source] += dyad.events
            for actor, limit in itertools.product(sorted(met), (1, 2, 5, 9, 500)):
                wanted = sorted(met[actor], key=lambda other: (-met[actor][other], other))
                near = graph.neighbours(actor, scope=scope, limit=limit)
                assert [one.id for one in near.actors] == wanted[:limit]
                assert (near.total, near.truncated) == (len(wanted), len(wanted) > limit)
