"""The coder stays above its floors on every gold set, and the README publishes just these floors."""

import json

import pytest
from scores import FLOORS, MEASURES, SETS, by_type_table, reliability_table, table
from scoring import read_gold
from support import ROOT

PINNED = json.loads(FLOORS.read_text())
EVENTS_PER_TEXT = 1.4  # precision means little for a coder that codes everything


@pytest.mark.parametrize("name", SETS)
def test_scores_stay_above_their_floors(scored, name):
    measures = scored(name).measures
    below = {
        key: (round(measures[key], 3), floor) for key, floor in PINNED[name].items() if measures[key] < floor
    }
    assert below == {}
    assert measures["events_per_text"] <= EVENTS_PER_TEXT


@pytest.mark.parametrize("name", SETS)
def test_every_measure_is_pinned(scored, name):
    assert set(PINNED[name]) == set(MEASURES) & set(scored(name).measures)


@pytest.mark.parametrize("name", ["plover_dev", "gold"])
def test_more_confidence_means_more_often_right(scored, name):
    rows = [row for row in scored(name).reliability if row[2] >= 20]
    shares = [right for _, right, _ in rows]
    assert len(rows) >= 2
    assert shares == sorted(shares)


def test_readme_publishes_the_floors():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert table(PINNED) in readme
    assert by_type_table(PINNED) in readme
    assert reliability_table(PINNED) in readme


def test_our_gold_is_large_and_has_sentences_without_event():
    records = read_gold(FLOORS.with_name("gold.json"))
    assert len(records) >= 250
    assert sum(not record["events"] for record in records) >= 100
    assert len({record["text"] for record in records}) == len(records)
