"""A verb that the parser read as a modifier is the verb again."""

import pytest

from kg.text.components.syntax import mend_verbs


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
