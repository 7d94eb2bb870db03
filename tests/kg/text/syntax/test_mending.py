from kg.text.syntax.mending import mend
from kg.text.syntax.slots import slots_of

SAYING = frozenset({"said"})


def test_name_read_as_a_verb_is_a_noun_again(make_tree):
    tree = make_tree(
        ("Arnor", 1, "nsubj", "NNP"),
        ("wrote", 0, "ROOT", "VBD"),
        ("letters", -1, "dobj", "NNS"),
        ("to", 1, "aux", "TO"),
        ("Gondor", -2, "acl", "VB"),
    )
    mend(tree, [(4, 5)], SAYING)
    assert slots_of(tree, 2)["prep:to"] == [4]


def test_subject_on_the_auxiliary_moves_to_the_verb(make_tree):
    tree = make_tree(
        ("Arnor", 1, "nsubj", "NNP"),
        ("is", 1, "auxpass", "VBZ"),
        ("opposed", 0, "ROOT", "VBN"),
    )
    mend(tree, [], SAYING)
    assert slots_of(tree, 2)["object"] == [0]


def test_sentence_without_a_finite_verb_gets_its_participle(make_tree):
    tree = make_tree(
        ("Newspaper", 0, "ROOT", "NN"),
        ("criticised", -1, "acl", "VBN"),
        ("Gondor", -1, "dobj", "NNP"),
    )
    mend(tree, [(2, 3)], SAYING)
    assert slots_of(tree, 1) == {"subject": [0], "object": [2]}


def test_clause_before_a_semicolon_is_no_complement(make_tree):
    tree = make_tree(
        ("Arnor", 1, "nsubj", "NNP"),
        ("fell", 3, "ccomp", "VBD"),
        (";", 2, "punct", ":"),
        ("kings", 1, "nsubj", "NNS"),
        ("said", 0, "ROOT", "VBD"),
        ("little", -1, "dobj", "JJ"),
    )
    mend(tree, [], SAYING)
    assert tree.deps[1] == "conj"


def test_names_of_a_headline_are_a_pair(make_tree):
    tree = make_tree(
        ("Arnor", 3, "nsubj", "NNP"),
        (",", -1, "punct", ","),
        ("Gondor", -2, "appos", "NNP"),
        ("meet", 0, "ROOT", "VBP"),
    )
    mend(tree, [(0, 1), (2, 3)], SAYING)
    assert slots_of(tree, 3)["subject"] == [0, 2]


def test_who_is_called_home_is_the_object(make_tree):
    tree = make_tree(
        ("Arnor", 1, "nsubj", "NNP"),
        ("send", 0, "ROOT", "VBD"),
        ("its", 1, "poss", "PRP$"),
        ("envoy", 1, "compound", "NN"),
        ("home", -3, "oprd", "NN"),
        ("from", -1, "prep", "IN"),
        ("Edoras", -1, "pobj", "NNP"),
    )
    mend(tree, [(6, 7)], SAYING)
    slots = slots_of(tree, 1)
    assert (slots["object"], slots["prep:from"]) == ([3], [6])


def test_unwelcome_diplomats_are_the_object(make_tree):
    tree = make_tree(
        ("Arnor", 1, "nsubj", "NNP"),
        ("declared", 0, "ROOT", "VBD"),
        ("diplomats", 1, "nsubj", "NNS"),
        ("persona", -2, "ccomp", "VBP"),
        ("non", 1, "compound", "AFX"),
        ("grata", -2, "dobj", "NNS"),
    )
    mend(tree, [], SAYING)
    assert slots_of(tree, 1)["object"] == [2]


def test_name_that_starts_with_a_participle_leaves_the_subject(make_tree):
    tree = make_tree(
        ("Shining", 3, "csubj", "VBG"),
        ("Path", 1, "compound", "NNP"),
        ("guerrillas", -2, "dobj", "NNS"),
        ("fled", 0, "ROOT", "VBD"),
    )
    mend(tree, [(0, 2)], SAYING)
    assert slots_of(tree, 3) == {"subject": [2]}


def test_what_the_object_is_ordered_to_do_is_a_complement(make_tree):
    tree = make_tree(
        ("Arnor", 1, "nsubj", "NNP"),
        ("orders", 0, "ROOT", "VBZ"),
        ("envoy", -1, "dobj", "NN"),
        ("to", 1, "aux", "TO"),
        ("leave", -2, "relcl", "VB"),
    )
    tree.lemmas[1] = "order"
    mend(tree, [], SAYING)
    assert slots_of(tree, 1)["clause"] == [4]


def test_participle_before_a_trailing_report_is_the_verb(make_tree):
    tree = make_tree(
        ("Tanks", 6, "dep", "NNS"),
        ("crossed", -1, "acl", "VBN"),
        ("into", -1, "prep", "IN"),
        ("Gondor", -1, "pobj", "NNP"),
        (",", 2, "punct", ","),
        ("witnesses", 1, "nsubj", "NNS"),
        ("said", 0, "ROOT", "VBD"),
    )
    mend(tree, [(3, 4)], SAYING)
    assert slots_of(tree, 1) == {"subject": [0], "prep:into": [3]}
