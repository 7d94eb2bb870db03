"""JSON-LD in short form says what N-Triples say, to two readers that know nothing of ours."""

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.ids import Iris
from kg.rdf.documents import write_graph
from kg.rdf.mapping import article_triples
from kg.rdf.terms import triple_text
from kg.rdf.vocab import PREFIXES
from tests.kg.world import chronicle

EG = "https://w3id.org/eventgraph/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
IRIS = (
    f"{EG}source", f"{EG}date", f"{EG}score", f"{EG}text", f"{EG}id", f"{EG}a/b", f"{EG}Event", f"{EG}",
    f"{RDF}type", f"{RDF}_1", f"{RDF}value", "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#altLabel", "http://www.w3.org/2002/07/owl#sameAs",
    "https://schema.org/publisher", "https://schema.org/datePublished", "https://schema.org//x",
    "https://w3id.org/eventgraph/actor/RUS", "urn:x", "http://x.test/a%2Fb?c#d", "http://日本.test/é",
)  # fmt: skip
CONFUSING = ("eg:x", "text:x", "type:a", "schema:Thing", "id:7")
LITERALS = (
    '"plain"', '""', '"a \\"b\\" \\\\ \\n 日本"', '"x"@en', '"x"@de-at', f'"7"^^<{XSD}integer>',
    f'"07"^^<{XSD}integer>', f'"-0"^^<{XSD}integer>', f'"{10**20}"^^<{XSD}integer>', f'"true"^^<{XSD}boolean>',
    f'"1"^^<{XSD}boolean>', f'"0.5"^^<{XSD}decimal>', f'"1e3"^^<{XSD}double>', f'"2024-01-01"^^<{XSD}date>',
    f'"@id"^^<{XSD}anyURI>', '"@type"', '"eg:x"', f'"x"^^<{EG}score>', f'"x"^^<{EG}dt>',
)  # fmt: skip


def parsed(lines: list[str]) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse("\n".join(lines), ox.RdfFormat.N_TRIPLES)]


def by_oxigraph(document: bytes) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(document, ox.RdfFormat.JSON_LD)}


def nodes(values: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(values).map(lambda iri: f"<{iri}>")


def lines(iris: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    term = nodes(iris)
    triple = st.tuples(term, term, st.one_of(term, st.sampled_from(LITERALS)))
    return st.lists(triple.map(lambda one: f"{' '.join(one)} ."), max_size=12)


@given(lines(IRIS))
def test_two_readers_find_the_same_triples(written: list[str]) -> None:
    wanted = parsed(written)
    document = write_graph(wanted, "JSON_LD", prefixes=PREFIXES)
    assert by_oxigraph(document) == set(wanted)
    plain = write_graph(wanted, "N_TRIPLES", prefixes=None)
    assert isomorphic(Graph().parse(data=document, format="json-ld"), Graph().parse(data=plain, format="nt"))
    told = json.loads(document)
    assert ("@graph" in told) is (len({triple.subject for triple in wanted}) != 1)


@given(lines((*IRIS[:4], *CONFUSING)))
def test_an_iri_that_looks_like_a_short_one_is_not_mistaken(written: list[str]) -> None:
    wanted = parsed(written)
    assert by_oxigraph(write_graph(wanted, "JSON_LD", prefixes=PREFIXES)) == set(wanted)


def test_nodes_without_a_name_stay_one() -> None:
    wanted = parsed([f"_:a <{EG}source> _:b .", f"_:b <{RDF}type> _:a .", "_:b <urn:x> _:b ."])
    document = write_graph(wanted, "JSON_LD", prefixes=PREFIXES)
    plain = write_graph(wanted, "N_TRIPLES", prefixes=None)
    assert isomorphic(Graph().parse(data=document, format="json-ld"), Graph().parse(data=plain, format="nt"))


def test_people_can_read_an_article() -> None:
    coded = chronicle()[0]
    text = "\n".join(triple_text(triple) for triple in article_triples(coded, Iris()))
    wanted = parsed([text])
    document = write_graph([*wanted, *wanted], "JSON_LD", prefixes=PREFIXES)
    assert by_oxigraph(document) == set(wanted)
    event = coded.events[0]
    told = {node["id"]: node for node in json.loads(document)["@graph"]}[Iris().event(event.id)]
    assert told["type"] == ["Event", "sem:Event"]
    assert told["source"] == Iris().actor(event.source.actor.id)
    assert told["sentence"] == event.evidence.text
    assert told["date"] == event.date.isoformat()
    assert told["begin"] == event.evidence.start
    assert told["derivedFrom"] == Iris().article(coded.article.id)


def test_without_prefixes_it_is_written_in_full() -> None:
    wanted = parsed([f'<urn:x> <{EG}date> "2024-01-01"^^<{XSD}date> .'])
    (node,) = json.loads(write_graph(wanted, "JSON_LD", prefixes=None))
    assert set(node) == {"@id", f"{EG}date"}
    assert by_oxigraph(write_graph([], "JSON_LD", prefixes=PREFIXES)) == set()


@pytest.mark.parametrize("form", ["TURTLE", "N_TRIPLES", "RDF_XML"])
def test_other_forms_are_as_they_were(form: str) -> None:
    wanted = parsed([f'<urn:x> <{EG}text> "x" .'])
    document = write_graph(wanted, form, prefixes=PREFIXES)
    assert {quad.triple for quad in ox.parse(document, getattr(ox.RdfFormat, form))} == set(wanted)
