"""What breaks the shapes is named, each graph by itself."""

import pytest
from rdflib import RDFS, Literal

from kg.ids import Iris
from kg.rdf.mapping import article_triples
from kg.rdf.violations import violations, violations_of_each
from kg.rdf.vocab import EG
from tests.bench.synthetic import synthetic
from tests.kg.world import chronicle

IRIS = Iris()


@pytest.mark.parametrize("coded", [*chronicle(), *synthetic(events=15)], ids=lambda coded: coded.article.id)
def test_what_is_mapped_keeps_to_the_shapes(coded):
    assert violations(article_triples(coded, IRIS)) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda triple: triple[1] != EG.score, "score"),
        (lambda triple: triple[1] != RDFS.label, "label"),
        (lambda triple: triple[1] != EG.sentence, "sentence"),
    ],
)
def test_what_is_missing_is_named(change, reason):
    triples = filter(change, article_triples(chronicle()[0], IRIS))
    assert reason in violations(triples)[0]


def test_a_wrong_value_is_named():
    triples = [
        (one, two, Literal("neutral") if two == EG.quadClass else three)
        for one, two, three in article_triples(chronicle()[0], IRIS)
    ]
    assert any("quadClass" in line for line in violations(triples))


def test_each_graph_is_judged_by_itself():
    coded = list(synthetic(events=200))
    graphs = [article_triples(one, IRIS) for one in coded]
    # Another name for the same actor and an article without its text: each is a matter of its own graph.
    graphs[5] = [
        (one, two, Literal(f"{three} too") if two == RDFS.label else three) for one, two, three in graphs[5]
    ]
    graphs[35] = [triple for triple in graphs[35] if not str(triple[1]).endswith("articleBody")]
    found = list(violations_of_each(graphs))
    assert [number for number, told in enumerate(found) if told] == [35]
    assert found[35] == violations(graphs[35])
    assert found[35][0].startswith(f"{IRIS.article(coded[35].article.id)}: https://schema.org/articleBody ")
