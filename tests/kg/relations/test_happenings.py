import csv
import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Actor, Event
from kg.relations.happenings import cluster, content_words, similarity
from tests.kg.world import ARNOR, GONDOR, coded

GOLD = Path(__file__).parent / "happenings.tsv"


def reports() -> list[tuple[str, str, Event]]:
    lines = (line for line in GOLD.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    found = []
    for n, row in enumerate(csv.DictReader(lines, delimiter="\t")):
        one = Actor(id=row["source"], label=row["source"], kind="state")
        two = Actor(id=row["target"], label=row["target"], kind="state")
        event = coded(f"g{n}", row["date"], (one, "AID", two)).events[0]
        evidence = replace(event.evidence, text=row["sentence"])
        found.append((row["block"], row["happening"], replace(event, plover=row["type"], evidence=evidence)))
    return found


def pairs(groups: list[list[str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups for pair in itertools.combinations(group, 2)}


def test_gold_pairs_are_found() -> None:
    told = reports()
    truth: dict[tuple[str, str], list[str]] = {}
    blocks: dict[str, list[str]] = {}
    for block, happening, event in told:
        truth.setdefault((block, happening), []).append(event.id)
        blocks.setdefault(block, []).append(event.id)
    found = pairs([[event.id for event in one.events] for one in cluster(event for *_, event in told)])
    gold, judged = pairs(list(truth.values())), pairs(list(blocks.values()))
    assert len(judged) >= 150
    right = len(found & gold)
    precision, recall = right / len(found), right / len(gold)
    print(f"{len(judged)} pairs: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= 0.80


def test_days_apart_are_different_happenings() -> None:
    one = coded("x1", "2024-01-01", (ARNOR, "AID", GONDOR)).events[0]
    two = coded("x2", "2024-01-09", (ARNOR, "AID", GONDOR)).events[0]
    sentence = replace(one.evidence, text="Arnor sent grain to Gondor by ship.")
    again = replace(sentence, doc="x2")
    assert len(cluster([replace(one, evidence=sentence), replace(two, evidence=again)])) == 2
    (happening,) = cluster([replace(one, evidence=sentence), replace(two, evidence=again, date=one.date)])
    assert happening.reports == 2


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ("Four sailors died.", "4 sailors were dying.", 0.6, 1.0),
        ("Nine traders were killed.", "Two traders were killed.", 0.0, 0.6),
        ("", "Two traders were killed.", 0.0, 0.0),
    ],
)
def test_similarity(one: str, two: str, low: float, high: float) -> None:
    assert low <= similarity(content_words(one), content_words(two)) <= high
