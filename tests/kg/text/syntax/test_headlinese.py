"""Headlines are put as sentences, and the parse of the sentence is carried over to the headline."""

import pytest

from kg.text.syntax.headlinese import Line, Rewording, Wording
from kg.text.syntax.parses import Parse, carried

VERBS = frozenset({"fire", "sign", "expel", "meet", "impose", "sack"})


@pytest.fixture
def rewording() -> Rewording:
    return Rewording(
        VERBS, lambda words, any_actor: words[-1] == "steward" or (any_actor and len(words) == 1)
    )


def line_of(text: str) -> Line:
    pairs = [word.rsplit("/", 1) for word in text.split()]
    return Line(first=0, words=[word for word, _ in pairs], tags=[tag for _, tag in pairs])


def told(wordings: list[Wording]) -> list[str]:
    return [" ".join(wording.words) for wording in wordings]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Mordor/NNP fires/NNS missile/NN over/IN Gondor/NNP", "Mordor will fire missile over Gondor ."),
        ("Arnor/NNP and/CC Rohan/NNP expel/JJ envoys/NNS", "Arnor and Rohan will expel envoys ."),
        ("Arnor/NNP ,/, Rohan/NNP sign/NN pact/NN", "Arnor and Rohan will sign pact ."),
        ("Kings/NNS to/TO meet/VB in/IN Edoras/NNP", "Kings will meet in Edoras ."),
        ("Envoys/NNS expelled/VBN from/IN Mordor/NNP", "Envoys were expelled from Mordor ."),
        ("Arnor/NNP ready/JJ to/TO meet/VB", "Arnor is scheduled to meet ."),
        ("Steward/NN sacked/JJ guards/NNS", "Steward had sacked guards ."),
        ("Gondor/NNP steward/NN :/: no/DT pact/NN", "Gondor steward says no pact ."),
        ("Mordor/NNP fired/VBD arrows/NNS :/: Rohan/NNP", "Mordor fired arrows , says Rohan ."),
        ("Mordor/NNP war/NN :/: Rohan/NNP fires/NNS arrows/NNS", "Rohan will fire arrows ."),
    ],
)
def test_wording_has_what_the_headline_leaves_out(rewording: Rewording, headline: str, expected: str) -> None:
    assert expected in told(rewording.wordings(line_of(headline)))


@pytest.mark.parametrize(
    "headline",
    [
        "A/DT bid/NN to/TO sign/VB pact/NN fails/VBZ",  # the noun has an infinitive of its own
        "Arnor/NNP ,/, under/IN fire/NN ,/, retreats/VBZ",  # an aside between commas
    ],
)
def test_wording_adds_nothing_else(rewording: Rewording, headline: str) -> None:
    line = line_of(headline)
    assert rewording.wordings(line)[0] == line.plain
    assert "will" not in rewording.wordings(line)[0].words


def parse_of(*words: tuple[str, int, str, str, str]) -> Parse:
    """(word, head, label, tag, lemma) each."""
    texts, heads, deps, tags, lemmas = (list(column) for column in zip(*words, strict=True))
    return Parse(words=texts, heads=heads, deps=deps, tags=tags, pos=["X"] * len(texts), lemmas=lemmas)


def test_parse_is_carried_over_without_the_added_words() -> None:
    line = line_of("Mordor/NNP fires/NNS missile/NN")
    wording = line.plain.swapped(1, "will", "fire", verb=1, tag="VBZ")
    parse = parse_of(
        ("Mordor", 2, "nsubj", "NNP", "mordor"),
        ("will", 2, "aux", "MD", "will"),
        ("fire", 2, "ROOT", "VB", "fire"),
        ("missile", 2, "dobj", "NN", "missile"),
        (".", 2, "punct", ".", "."),
    )
    rows = carried(parse, wording)
    assert rows[0][:2] == (1, "nsubj")
    assert rows[2][:2] == (1, "dobj")
    assert rows[1] == (1, "ROOT", "VBZ", "X", "fire")


def test_first_of_two_subjects_does_not_modify_the_second(rewording: Rewording) -> None:
    line = line_of("Arnor/NNP ,/, Rohan/NNP guards/NNS sign/VBP pact/NN")
    parse = parse_of(
        ("Arnor", 3, "nmod", "NNP", "arnor"),
        ("and", 0, "cc", "CC", "and"),
        ("Rohan", 0, "conj", "NNP", "rohan"),
        ("guards", 4, "nsubj", "NNS", "guard"),
        ("sign", 4, "ROOT", "VBP", "sign"),
        ("pact", 4, "dobj", "NN", "pact"),
        (".", 4, "punct", ".", "."),
    )
    rows = carried(parse, rewording.wordings(line)[0])
    assert rows[0][:2] == (4, "nsubj")
    assert rows[3][:2] == (0, "conj")
    assert rows[2][:2] == (3, "compound")


def test_faults_of_a_parse_are_counted() -> None:
    sound = parse_of(
        ("Arnor", 1, "nsubj", "NNP", "arnor"),
        ("signs", 1, "ROOT", "VBZ", "sign"),
        ("pact", 1, "dobj", "NN", "pact"),
    )
    nominal = parse_of(
        ("Arnor", 2, "compound", "NNP", "arnor"),
        ("signs", 2, "compound", "NNS", "sign"),
        ("pact", 2, "ROOT", "NN", "pact"),
    )
    disagreeing = parse_of(
        ("guards", 1, "nsubj", "NNS", "guard"),
        ("signs", 1, "ROOT", "VBZ", "sign"),
        ("pact", 1, "dobj", "NN", "pact"),
    )
    assert sound.faults(VERBS) == 0
    assert nominal.faults(VERBS) > disagreeing.faults(VERBS) > 0
    assert sound.faults(VERBS, 0) > 0
