"""A verb that the parser read as a modifier is the verb again."""

import pytest

from kg.settings import Settings
from kg.text.components.syntax import mend_verbs, units_of
from kg.text.pipeline import build_pipeline


@pytest.mark.parametrize(
    "words",
    [
        (("Arnor", 2, "compound", "NNP"), ("scrambled", 1, "amod", "VBD"), ("jets", 0, "ROOT", "NNS")),
        (("Arnor", 1, "nsubj", "NNP"), ("scrambled", 1, "amod", "VBD"), ("jets", 0, "ROOT", "NNS")),
        (("Guards", 2, "nmod", "NNS"), ("tortured", 1, "amod", "VBN"), ("suspects", 0, "ROOT", "NNS")),
    ],
)
def test_verb_gets_subject_and_object(make_doc, words):
    doc = mend_verbs(make_doc(*words))
    assert [(token.dep_, token.head.i) for token in doc] == [("nsubj", 1), ("ROOT", 1), ("dobj", 1)]
    assert doc[1].pos_ == "VERB"


def test_participle_with_an_article_stays_a_modifier(make_doc):
    words = (("The", 2, "det", "DT"), ("occupied", 1, "amod", "VBN"), ("land", 0, "ROOT", "NN"))
    doc = mend_verbs(make_doc(*words))
    assert doc[1].dep_ == "amod"


@pytest.fixture(scope="module")
def nlp(middle_earth):
    return build_pipeline(Settings(knowledge=str(middle_earth)))


@pytest.mark.parametrize(
    ("headline", "subject", "verb", "tag"),
    [
        ("North Korea fires missile over Japan", "Korea", "fires", "VBZ"),
        ("US sanctions Chinese firms over military ties", "US", "sanctions", "VBZ"),
        ("Canada and India expel diplomats", "Canada", "expel", "VBP"),
        ("US, China agree to cut tariffs", "US", "agree", "VBP"),
        ("India, Pakistan foreign ministers to meet in New York", "India", "meet", "VB"),
        ("Dutch king apologises for violence in Indonesia", "king", "apologises", "VBZ"),
        ("Sanctions imposed on Iran over drone sales", "Sanctions", "imposed", "VBN"),
        ("Ukraine ready to hold talks with Russia", "Ukraine", "ready", "VBN"),
        ("Myanmar coup: Army fires on protesters in Mandalay", "Army", "fires", "VBZ"),
        ("Syria used chemical weapons: UN", "UN", ":", "VBZ"),
        ("Niger junta orders French ambassador to leave", "junta", "orders", "VBZ"),
        ("EU chiefs back Ukraine bid", "chiefs", "back", "VBP"),
        ("Hungary delays vote on Swedish entry", "Hungary", "delays", "VBZ"),
        ("Belgian king voices regret for abuses in Congo", "king", "voices", "VBZ"),
        ("Taliban attacks continue in Kabul", "attacks", "continue", "VBP"),
        ("Iran missile strikes kill 10 in Syria", "strikes", "kill", "VBP"),
    ],
)
def test_headline_has_its_verb(nlp, headline, subject, verb, tag):
    doc = nlp(headline)
    root = next(token for token in doc if token.head == token)
    found = [token.text for token in root.children if token.dep_ in ("nsubj", "nsubjpass")]
    assert (found, root.text, root.tag_) == ([subject], verb, tag)


def test_units_are_headlines_and_sentences(nlp):
    doc = nlp.make_doc("Russia to leave Kherson\n\nRussia left Kherson. It said so.\n\nNo")
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text in ("\n\n", ".")
    assert [(doc[first:last].text, headline) for first, last, headline in units_of(doc)] == [
        ("Russia to leave Kherson", True),
        ("Russia left Kherson.", False),
        ("It said so.", False),
    ]


def test_surname_of_a_statesman_is_a_name(nlp):
    doc = nlp("Trump threatens new tariffs on China")
    assert (doc[0].pos_, doc[0].tag_) == ("PROPN", "NNP")
    assert doc._.kg_actors[0]["actors"][0]["country"] == "USA"


def test_short_form_of_a_minister_is_written_in_capitals(nlp):
    assert nlp("Lebanon PM quits amid protests")._.kg_actors[0]["actors"][0]["sector"] == "GOV"
    assert not nlp("The match starts at 5 pm")._.kg_actors
