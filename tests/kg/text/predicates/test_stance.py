import pytest

from kg.knowledge.cues import load_cues
from kg.text.predicates.stance import stance_of

CUES = load_cues()


def verb(make_tree, *before):
    words = [(word, len(before) - i, label, tag) for i, (word, label, tag) in enumerate(before)]
    return make_tree(*words, ("attack", 0, "ROOT", "VB"))


@pytest.mark.parametrize(
    ("word", "modal"),
    [
        ("will", "future"),
        ("would", "conditional"),
        ("may", "possible"),
        ("must", "obligation"),
        ("'ll", "future"),
    ],
)
def test_modal(make_tree, word, modal):
    assert stance_of(verb(make_tree, (word, "aux", "MD")), CUES, 1).modal == modal


def test_negation(make_tree):
    tree = verb(make_tree, ("did", "aux", "VBD"), ("not", "neg", "RB"))
    assert stance_of(tree, CUES, 2).is_negated


def test_plain_statement(make_tree):
    stance = stance_of(verb(make_tree, ("Arnor", "nsubj", "NNP")), CUES, 1)
    assert not stance.is_negated
    assert stance.modal == ""


def test_if_clause(make_tree):
    tree = make_tree(
        ("If", 2, "mark", "IN"),
        ("Arnor", 1, "nsubj", "NNP"),
        ("attacks", 2, "advcl", "VBZ"),
        ("Gondor", 1, "nsubj", "NNP"),
        ("fights", 0, "ROOT", "VBZ"),
    )
    assert stance_of(tree, CUES, 2).is_condition
    assert stance_of(tree, CUES, 4).has_condition


def test_headline_infinitive_is_future(make_tree):
    tree = make_tree(("Arnor", 2, "nsubj", "NNP"), ("to", 1, "aux", "TO"), ("attack", 0, "ROOT", "VB"))
    assert stance_of(tree, CUES, 2).modal == "future"


def test_conjunct_shares_modal_and_negation_of_or(make_tree):
    tree = make_tree(
        ("will", 2, "aux", "MD"),
        ("not", 1, "neg", "RB"),
        ("attack", 0, "ROOT", "VB"),
        ("or", -1, "cc", "CC"),
        ("besiege", -2, "conj", "VB"),
    )
    stance = stance_of(tree, CUES, 4)
    assert (stance.modal, stance.is_negated) == ("future", True)
