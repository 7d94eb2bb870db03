"""Clauses that the parser hangs on the nearest verb: hand-made parses, as the small model makes them."""

from kg.text.syntax.attachment import attach
from kg.text.syntax.slots import slots_of
from kg.text.syntax.tree import Tree

NAMES = frozenset({"Arnor", "Gondor", "Rohan", "Mordor"})


def attached(tree: Tree) -> Tree:
    attach(tree, lambda i: tree.words[i] in NAMES)
    return tree


def subject(tree: Tree, v: int) -> list[str]:
    return [tree.words[i] for i in slots_of(tree, v).get("subject", [])]


URGED = (
    ("Arnor", 1, "nsubj", "NNP"),
    ("urged", 0, "ROOT", "VBD"),
    ("Gondor", -1, "dobj", "NNP"),
    ("to", 1, "aux", "TO"),
    ("leave", -3, "xcomp", "VB"),
    ("and", -1, "cc", "CC"),
)


def test_finite_verb_joins_the_finite_one(make_tree):
    tree = attached(make_tree(*URGED, ("accused", -2, "conj", "VBD"), ("Mordor", -1, "dobj", "NNP")))
    assert subject(tree, 6) == ["Arnor"]


def test_infinitive_joins_the_infinitive(make_tree):
    tree = attached(make_tree(*URGED, ("accuse", -2, "conj", "VB"), ("Mordor", -1, "dobj", "NNP")))
    assert subject(tree, 6) == ["Gondor"]


def test_participle_after_a_comma_goes_with_the_finite_verb(make_tree):
    tree = attached(
        make_tree(
            *URGED[:5], (",", -1, "punct", ","), ("accuse", -2, "advcl", "VBG"), ("it", -1, "dobj", "PRP")
        )
    )
    assert subject(tree, 6) == ["Arnor"]


def test_who_says_so_is_the_name_before_the_comma(make_tree):
    tree = attached(
        make_tree(
            ("Anger", 0, "ROOT", "NN"),
            ("in", -1, "prep", "IN"),
            ("Gondor", -1, "pobj", "NNP"),
            (",", -3, "punct", ","),
            ("which", 1, "nsubj", "WDT"),
            ("warn", -5, "relcl", "VBD"),
            ("Mordor", -1, "dobj", "NNP"),
        )
    )
    assert subject(tree, 5) == ["Gondor"]


def test_a_raid_urges_nobody(make_tree):
    tree = attached(
        make_tree(
            ("Arnor", 1, "nsubj", "NNP"),
            ("condemned", 0, "ROOT", "VBD"),
            ("raids", -1, "dobj", "NNS"),
            ("that", 1, "nsubj", "WDT"),
            ("killed", -2, "relcl", "VBD"),
            ("three", -1, "dobj", "CD"),
            ("and", -2, "cc", "CC"),
            ("urge", -3, "conj", "VBD"),
            ("Gondor", -1, "dobj", "NNP"),
        )
    )
    assert subject(tree, 7) == ["Arnor"]
    assert subject(tree, 4) == ["raids"]


def test_participle_after_an_aside_is_the_verb(make_tree):
    tree = attached(
        make_tree(
            ("Arnor", 0, "ROOT", "NNP"),
            (",", -1, "punct", ","),
            ("which", 1, "nsubj", "WDT"),
            ("denied", -3, "relcl", "VBD"),
            ("it", -1, "dobj", "PRP"),
            (",", -5, "punct", ","),
            ("rejected", -6, "acl", "VBN"),
            ("reports", -1, "dobj", "NNS"),
        )
    )
    assert tree.deps[6] == "ROOT"
    assert subject(tree, 6) == ["Arnor"]


def test_second_name_of_a_list_is_no_apposition(make_tree):
    tree = attached(
        make_tree(
            ("Arnor", 5, "nsubj", "NNP"),
            (",", -1, "punct", ","),
            ("Gondor", -2, "appos", "NNP"),
            ("and", -1, "cc", "CC"),
            ("Rohan", -2, "conj", "NNP"),
            ("met", 0, "ROOT", "VBD"),
        )
    )
    assert subject(tree, 5) == ["Arnor", "Gondor", "Rohan"]


def test_what_somebody_is_declared_is_no_clause(make_tree):
    tree = attached(
        make_tree(
            ("Arnor", 1, "nsubj", "NNP"),
            ("declare", 0, "ROOT", "VBD"),
            ("envoys", 1, "nsubj", "NNS"),
            ("enemies", -2, "ccomp", "NNS"),
        )
    )
    assert slots_of(tree, 1)["object"] == [2]


def test_what_is_handed_over_does_not_act(make_tree):
    tree = attached(
        make_tree(
            ("Arnor", 1, "nsubj", "NNP"),
            ("handed", 4, "ccomp", "VBD"),
            ("over", -1, "prt", "RP"),
            ("men", 2, "nsubj", "NNS"),
            ("long", 1, "advmod", "RB"),
            ("wanted", 0, "ROOT", "VBD"),
            ("there", -1, "advmod", "RB"),
        )
    )
    assert tree.deps[1] == "ROOT"
    assert slots_of(tree, 1) == {"subject": [0], "object": [3]}


def test_clause_is_no_subject(make_tree):
    tree = attached(
        make_tree(
            ("Arnor", 1, "nsubj", "NNP"),
            ("warned", 6, "nsubj", "VBD"),
            ("Gondor", -1, "dobj", "NNP"),
            ("and", -1, "cc", "CC"),
            ("Rohan", -2, "conj", "NNP"),
            ("will", 2, "aux", "MD"),
            ("not", 1, "neg", "RB"),
            ("leave", 0, "ROOT", "VB"),
        )
    )
    assert subject(tree, 7) == ["Rohan"]
    assert slots_of(tree, 1) == {"subject": [0], "object": [2]}


def test_who_stands_after_the_last_comma_speaks(make_tree):
    tree = attached(
        make_tree(
            ("Arnor", 1, "nsubj", "NNP"),
            ("shelled", 0, "ROOT", "VBD"),
            ("Gondor", -1, "dobj", "NNP"),
            (",", -1, "punct", ","),
            ("medics", -2, "conj", "NNS"),
            ("and", -1, "cc", "CC"),
            ("soldiers", -2, "conj", "NNS"),
            ("say", -6, "parataxis", "VBD"),
        )
    )
    assert subject(tree, 7) == ["medics", "soldiers"]
    assert slots_of(tree, 1)["object"] == [2]
