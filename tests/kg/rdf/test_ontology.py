"""The ontology describes every term in use, and what is mapped keeps to the shapes."""

import json

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, URIRef

from kg.ids import Iris
from kg.knowledge.ontology import load_ontology
from kg.rdf.ontology import document, ontology_triples
from kg.rdf.vocab import EG, SEM

IRIS = Iris()
TERMS = sorted(name for name in EG.__annotations__ if not name.startswith("_"))


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for triple in ontology_triples(load_ontology(), IRIS):
        graph.add(triple)
    return graph


@pytest.mark.parametrize("name", TERMS)
def test_every_term_has_a_label_and_a_meaning(ontology, name):
    term = EG[name]
    assert ontology.value(term, RDF.type) is not None
    assert str(ontology.value(term, RDFS.label))
    assert str(ontology.value(term, RDFS.comment)).endswith(".")


def test_the_ontology_describes_nothing_else(ontology):
    described = {str(term) for term in ontology.subjects(RDF.type) if str(term).startswith(str(EG._NS))}
    assert described == {str(EG[name]) for name in TERMS}


def test_all_event_types_are_concepts_of_one_scheme(ontology):
    concepts = set(ontology.subjects(SKOS.inScheme, EG.PLOVER))
    assert concepts == {URIRef(IRIS.type(name)) for name in load_ontology().types}
    assert all(ontology.value(concept, SKOS.definition) for concept in concepts)


def test_events_are_events_of_sem(ontology):
    assert (EG.Event, RDFS.subClassOf, SEM.Event) in ontology
    assert (EG.source, RDFS.subPropertyOf, SEM.hasActor) in ontology


def test_the_context_reads_an_event():
    record = json.loads(document("context.jsonld")) | {
        "id": IRIS.event("evt_1"),
        "type": "Event",
        "source": IRIS.actor("ARN"),
        "score": "-2",
    }
    graph = Graph().parse(data=json.dumps(record), format="json-ld")
    node = URIRef(IRIS.event("evt_1"))
    assert (node, RDF.type, EG.Event) in graph
    assert (node, EG.source, URIRef(IRIS.actor("ARN"))) in graph
    assert graph.value(node, EG.score).datatype == URIRef("http://www.w3.org/2001/XMLSchema#decimal")
