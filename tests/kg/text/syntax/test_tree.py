ATTACK = (
    ("Troops", 5, "nsubjpass", "NNS"), ("who", 1, "nsubj", "WP"), ("left", -2, "relcl", "VBD"),
    ("Arnor", -1, "dobj", "NNP"), ("were", 1, "auxpass", "VBD"), ("seen", 0, "ROOT", "VBN"),
    ("and", -1, "cc", "CC"), ("killed", -2, "conj", "VBN"),
)  # fmt: skip


def test_children_come_in_text_order(make_tree):
    assert make_tree(*ATTACK).kids[5] == [0, 4, 6, 7]


def test_conjuncts_begin_with_the_token(make_tree):
    assert make_tree(*ATTACK).conjuncts(5) == [5, 7]


def test_heads_above_come_nearest_first(make_tree):
    assert list(make_tree(*ATTACK).above(3)) == [2, 0, 5]


def test_relative_pronoun_stands_for_its_antecedent(make_tree):
    tree = make_tree(*ATTACK)
    assert (tree.antecedent(1), tree.antecedent(3)) == (0, 3)


def test_second_conjunct_shares_the_passive(make_tree):
    tree = make_tree(*ATTACK)
    assert (tree.is_passive(7), tree.is_passive(2)) == (True, False)


def test_links_anew_after_a_head_was_changed(make_tree):
    tree = make_tree(*ATTACK)
    tree.heads[3] = 5
    tree.link()
    assert 3 in tree.kids[5]
