"""The ontology, its shapes and its JSON-LD context as documents; the event types come from the knowledge."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef

from kg.ids import Iris
from kg.knowledge.ontology import Ontology
from kg.rdf.terms import Triple, from_ox
from kg.rdf.vocab import EG, type_property


def document(name: str) -> bytes:
    """One of the files beside this module: ontology.ttl, shapes.ttl or context.jsonld."""
    return files(__package__).joinpath(name).read_bytes()


@lru_cache(maxsize=2)
def _parsed(name: str) -> tuple[Triple, ...]:
    quads = ox.parse(document(name), ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    return tuple((from_ox(quad.subject), from_ox(quad.predicate), from_ox(quad.object)) for quad in quads)


def type_triples(plover: str, ontology: Ontology, iris: Iris) -> Iterator[Triple]:
    """An event type as a SKOS concept, and the property above its actions."""
    kind = ontology.types[plover]
    node, label = URIRef(iris.type(plover)), Literal(kind.label, lang="en")
    yield node, RDF.type, EG.EventType
    yield node, SKOS.inScheme, EG.PLOVER
    yield EG.PLOVER, SKOS.hasTopConcept, node
    yield node, SKOS.prefLabel, label
    yield node, SKOS.notation, Literal(plover)
    yield node, SKOS.definition, Literal(kind.definition, lang="en")
    yield node, EG.quadClass, Literal(kind.quad)
    yield node, EG.cameo, Literal(kind.cameo)
    prop = type_property(plover)
    if prop != EG.actedOn:
        yield prop, RDF.type, OWL.ObjectProperty
        yield prop, RDFS.label, Literal(kind.label.lower(), lang="en")
        comment = f"An act of the type {plover}, as a plain fact between two actors: {kind.definition}"
        yield prop, RDFS.comment, Literal(comment, lang="en")
        yield prop, RDFS.subPropertyOf, EG.actedOn
        yield prop, RDFS.seeAlso, node


def ontology_triples(ontology: Ontology, iris: Iris) -> list[Triple]:
    """Classes, properties and event types, each with its label and what it means."""
    triples = list(_parsed("ontology.ttl"))
    for plover in sorted(ontology.types):
        triples.extend(type_triples(plover, ontology, iris))
    return list(dict.fromkeys(triples))
