import pytest

from kg.text.syntax.lemmas import Lemmas

KNOWN = Lemmas(
    ["stage", "fine", "forgive", "criticize", "annex", "ban"], ["sanction", "talk", "defense", "army"]
)


@pytest.mark.parametrize(
    ("word", "lemma", "pos", "repaired"),
    [
        ("staged", "stag", "VERB", "stage"),
        ("fining", "fin", "VERB", "fine"),
        ("forgave", "forgave", "VERB", "forgive"),
        ("criticises", "criticise", "VERB", "criticize"),
        ("annexes", "annexe", "VERB", "annex"),
        ("banned", "bann", "VERB", "ban"),
        ("sanctions", "sanctions", "PROPN", "sanction"),
        ("armies", "armies", "NOUN", "army"),
        ("sang", "sing", "VERB", "sing"),
        ("staged", "stag", "ADJ", "stag"),
    ],
)
def test_lemma_becomes_the_known_word_of_its_form(word, lemma, pos, repaired):
    assert KNOWN.repaired(word, lemma, pos) == repaired
