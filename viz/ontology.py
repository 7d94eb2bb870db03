"""The ontology as a page: classes, event types and properties, each at the place that its IRI names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from kg.knowledge.ontology import Ontology
from kg.rdf.terms import Triple
from kg.rdf.vocab import EG, PREFIXES
from viz.page import render

KINDS = {OWL.Class: "class", OWL.ObjectProperty: "property", OWL.DatatypeProperty: "property"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A class or property of ours; names of others carry their prefix."""

    name: str
    label: str
    told: str
    above: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]


def render_ontology(triples: Sequence[Triple], ontology: Ontology) -> str:
    """The page of the ontology with these triples and event types."""
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return render(
        "ontology.html",
        iri=str(EG._NS)[:-1],
        classes=_terms(graph, "class"),
        properties=_terms(graph, "property"),
        types=[ontology.types[name] for name in sorted(ontology.types)],
    )


def _terms(graph: Graph, kind: str) -> list[Term]:
    found = {
        node
        for sort, name in KINDS.items()
        if name == kind
        for node in graph.subjects(RDF.type, sort)
        if str(node).startswith(str(EG._NS))
    }
    return sorted((_term(graph, node) for node in found), key=attrgetter("name"))


def _term(graph: Graph, node: Node) -> Term:
    return Term(
        name=_short(node).removeprefix("eg:"),
        label=str(graph.value(node, RDFS.label)),
        told=str(graph.value(node, RDFS.comment)),
        above=_names(graph.objects(node, URIRef(RDFS.subClassOf)))
        + _names(graph.objects(node, URIRef(RDFS.subPropertyOf))),
        domain=_names(graph.objects(node, RDFS.domain)),
        range=_names(graph.objects(node, RDFS.range)),
    )


def _names(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted(_short(node) for node in nodes))


def _short(node: Node) -> str:
    iri = str(node)
    for prefix, start in PREFIXES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri[len(start) :]}"
    return iri
