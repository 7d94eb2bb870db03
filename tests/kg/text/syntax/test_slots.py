"""Who stands where: hand-made parses, as the small model makes them."""

from kg.text.syntax.slots import is_purpose, slots_of


def named(tree, slots):
    return {name: [tree.words[i] for i in tokens] for name, tokens in slots.items()}


def test_active_verb(make_tree):
    tree = make_tree(
        ("Arnor", 1, "nsubj", "NNP"), ("struck", 0, "ROOT", "VBD"), ("Gondor", -1, "dobj", "NNP")
    )
    assert named(tree, slots_of(tree, 1)) == {"subject": ["Arnor"], "object": ["Gondor"]}


def test_passive_is_undone(make_tree):
    tree = make_tree(
        ("Gondor", 2, "nsubjpass", "NNP"),
        ("was", 1, "auxpass", "VBD"),
        ("struck", 0, "ROOT", "VBN"),
        ("by", -1, "agent", "IN"),
        ("Arnor", -1, "pobj", "NNP"),
    )
    slots = named(tree, slots_of(tree, 2))
    assert (slots["subject"], slots["object"]) == (["Arnor"], ["Gondor"])


def test_coordination_is_spread(make_tree):
    tree = make_tree(
        ("Arnor", 3, "nsubj", "NNP"),
        ("and", -1, "cc", "CC"),
        ("Rohan", -2, "conj", "NNP"),
        ("met", 0, "ROOT", "VBD"),
    )
    assert named(tree, slots_of(tree, 3)) == {"subject": ["Arnor", "Rohan"]}


def test_object_of_the_governor_is_the_subject_below(make_tree):
    tree = make_tree(
        ("Arnor", 1, "nsubj", "NNP"),
        ("urged", 0, "ROOT", "VBD"),
        ("Gondor", -1, "dobj", "NNP"),
        ("to", 1, "aux", "TO"),
        ("leave", -3, "xcomp", "VB"),
    )
    assert named(tree, slots_of(tree, 4))["subject"] == ["Gondor"]
    assert named(tree, slots_of(tree, 1))["clause"] == ["leave"]


def test_promise_keeps_its_subject(make_tree):
    tree = make_tree(
        ("Arnor", 1, "nsubj", "NNP"),
        ("promise", 0, "ROOT", "VBD"),
        ("Gondor", -1, "dobj", "NNP"),
        ("to", 1, "aux", "TO"),
        ("leave", -3, "xcomp", "VB"),
    )
    assert named(tree, slots_of(tree, 4))["subject"] == ["Arnor"]


def test_reduced_relative_is_passive(make_tree):
    tree = make_tree(
        ("Troops", 3, "nsubj", "NNS"),
        ("sent", -1, "acl", "VBN"),
        ("away", -1, "advmod", "RB"),
        ("fell", 0, "ROOT", "VBD"),
    )
    assert named(tree, slots_of(tree, 1)) == {"object": ["Troops"]}


def test_defiance_of_is_against(make_tree):
    tree = make_tree(
        ("Crowds", 1, "nsubj", "NNS"),
        ("marched", 0, "ROOT", "VBD"),
        ("in", -1, "prep", "IN"),
        ("defiance", -1, "pobj", "NN"),
        ("of", -1, "prep", "IN"),
        ("Mordor", -1, "pobj", "NNP"),
    )
    assert named(tree, slots_of(tree, 1))["prep:against"] == ["Mordor"]


def test_noun_has_owner_and_of_phrase(make_tree):
    tree = make_tree(
        ("Arnor", 2, "poss", "NNP"),
        ("'s", -1, "case", "POS"),
        ("siege", 0, "ROOT", "NN"),
        ("of", -1, "prep", "IN"),
        ("Gondor", -1, "pobj", "NNP"),
    )
    slots = named(tree, slots_of(tree, 2))
    assert (slots["subject"], slots["object"]) == (["Arnor"], ["Gondor"])


def test_infinitive_of_purpose(make_tree):
    tree = make_tree(
        ("They", 1, "nsubj", "PRP"),
        ("met", 0, "ROOT", "VBD"),
        ("to", 1, "aux", "TO"),
        ("talk", -2, "advcl", "VB"),
    )
    assert is_purpose(tree, 3)
    assert not is_purpose(tree, 1)


def test_who_is_let_walk_is_the_object_though_tagged_finite(make_tree):
    tree = make_tree(
        ("Mordor", 1, "nsubj", "NNP"),
        ("let", 0, "ROOT", "VBD"),
        ("prisoners", 1, "nsubj", "NNS"),
        ("walk", -2, "ccomp", "VBP"),
        ("free", -1, "acomp", "JJ"),
    )
    assert named(tree, slots_of(tree, 1))["object"] == ["prisoners"]


def test_two_verbs_side_by_side_share_an_object(make_tree):
    tree = make_tree(
        ("Mordor", 1, "nsubj", "NNP"),
        ("beat", 0, "ROOT", "VBD"),
        ("and", -1, "cc", "CC"),
        ("shot", -2, "conj", "VBD"),
        ("farmers", -1, "dobj", "NNS"),
    )
    assert named(tree, slots_of(tree, 1))["object"] == ["farmers"]


def test_a_verb_without_objects_shares_none(make_tree):
    tree = make_tree(
        ("Rebels", 1, "nsubj", "NNS"),
        ("flee", 0, "ROOT", "VBP"),
        ("and", -1, "cc", "CC"),
        ("seek", -2, "conj", "VBP"),
        ("asylum", -1, "dobj", "NN"),
    )
    assert "object" not in slots_of(tree, 1)
