"""The vocabulary and what there is no page for: ontology, shapes, context, VoID, and every other IRI."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, redirect, request
from rdflib import RDF, XSD, Literal, Namespace, URIRef
from werkzeug.wrappers import Response as BaseResponse

from api.negotiation import graph_format, open_to_all, prefers_page, rdf_answer
from api.params import graph, settings
from kg.errors import Busy, NotFound, QueryTimeout, QueryTooLarge
from kg.ids import article_key
from kg.knowledge.ontology import Ontology, load_ontology
from kg.rdf.media import CSV, JSON_LD, TURTLE, text_type
from kg.rdf.ontology import document, ontology_triples, type_triples
from kg.rdf.terms import Triple, iri_text
from kg.rdf.vocab import EG, SEM
from viz.ontology import render_ontology

blueprint = Blueprint("ontology", __name__)
VOID = Namespace("http://rdfs.org/ns/void#")
DCTERMS = Namespace("http://purl.org/dc/terms/")


def _ontology() -> Ontology:
    folder = settings().knowledge
    return load_ontology(Path(folder) if folder else None)


def _file(name: str, media: str) -> Response:
    answer = Response(document(name), content_type=text_type(media))
    answer.headers["Cache-Control"] = "max-age=3600"
    return open_to_all(answer)


@blueprint.get("/ontology")
def read_ontology() -> Response:
    """Classes, properties and event types: a page for people, any form of RDF for machines."""
    ontology = _ontology()
    triples = ontology_triples(ontology, graph().iris)
    if not prefers_page():
        return rdf_answer(triples)
    page = Response(render_ontology(triples, ontology), content_type="text/html; charset=utf-8")
    page.vary.add("Accept")
    return page


@blueprint.get("/ontology.ttl")
def read_ontology_file() -> Response:
    """The classes and properties as they were written, in Turtle."""
    return _file("ontology.ttl", TURTLE)


@blueprint.get("/shapes.ttl")
def read_shapes() -> Response:
    """What holds in every article's graph, in SHACL."""
    return _file("shapes.ttl", TURTLE)


@blueprint.get("/context.jsonld")
def read_context() -> Response:
    """The JSON-LD context."""
    return _file("context.jsonld", JSON_LD)


@blueprint.get("/.well-known/void")
def read_void() -> BaseResponse:
    """What this data set is and how much it holds, in VoID; the data page for people."""
    if prefers_page():
        return redirect("/data", 303)
    return rdf_answer(_void_triples(request.url_root))


def _void_triples(root: str) -> list[Triple]:
    node, counts = URIRef(f"{root}.well-known/void#dataset"), graph().counts()
    triples: list[Triple] = [
        (node, RDF.type, VOID.Dataset),
        (node, DCTERMS.title, Literal("Eventgraph: who did what to whom, by the news", lang="en")),
        (node, VOID.sparqlEndpoint, URIRef(f"{root}sparql")),
        (node, VOID.uriSpace, Literal(graph().iris.base)),
        (node, VOID.exampleResource, URIRef(graph().iris.type("CONSULT"))),
    ]
    vocabularies = (str(EG), str(SEM), "http://www.w3.org/ns/prov#", "https://schema.org/")
    triples += [(node, VOID.vocabulary, URIRef(name)) for name in vocabularies]
    sizes = {
        EG.Event: counts.events,
        EG.Actor: _count_actors(),
        URIRef("https://schema.org/NewsArticle"): counts.articles,
    }
    for kind, number in sizes.items():
        if number is None:
            continue
        part = URIRef(f"{node}-{str(kind).rsplit('/', 1)[-1].rsplit('#', 1)[-1]}")
        triples += [
            (node, VOID.classPartition, part),
            (part, VOID["class"], kind),
            (part, VOID.entities, Literal(number, datatype=XSD.integer)),
        ]
    return triples


def _count_actors() -> int | None:
    """Actors as the RDF counts them, with who only said something; None where that takes too long."""
    try:
        told = graph().query(f"SELECT (COUNT(DISTINCT ?a) AS ?n) {{ ?a a {iri_text(EG.Actor)} }}", accept=CSV)
    except (QueryTimeout, QueryTooLarge, Busy):
        return None
    return int(told.body.split()[-1])


@blueprint.get("/type/<name>")
def read_type(name: str) -> BaseResponse:
    """An event type: a view of its events for people, its concept for machines."""
    ontology = _ontology()
    if name not in ontology.types:
        raise NotFound(f"there is no event type {name!r}")
    if prefers_page():
        return redirect(f"/explore?type={quote(name)}", 303)
    return rdf_answer(type_triples(name, ontology, graph().iris))


@blueprint.get("/event/<key>")
def read_event(key: str) -> BaseResponse:
    """An event: its sentence within the article for people, its node for machines."""
    event_id = f"evt_{key.removeprefix('evt_')}"
    event = graph().event(event_id)
    if prefers_page():
        return redirect(f"/article/{article_key(event.evidence.doc)}#{event_id}", 303)
    return rdf_answer(graph().event_triples(event_id))


@blueprint.get("/dyad/<source>/<target>")
def read_dyad(source: str, target: str) -> BaseResponse:
    """An ordered pair: the relation for people, what names it for machines."""
    iri = graph().iris.dyad(source, target)
    if not prefers_page() or not graph().labels([source, target]).keys() >= {source, target}:
        return described(iri)
    return redirect(f"/relation/{quote(source, safe='')}/{quote(target, safe='')}", 303)


@blueprint.get("/action/<name>")
@blueprint.get("/place/<name>")
@blueprint.get("/publisher/<name>")
def read_other(name: str) -> BaseResponse:
    """An action, place or publisher: what the graph says of it, in the workbench for people."""
    return described(f"{graph().iris.base}{request.path.split('/')[1]}/{quote(name, safe='.-_~')}")


def described(iri: str, *, missing: str = "") -> BaseResponse:
    """What the graph says of an IRI that has no page of its own. Raises NotFound in the words of `missing`."""
    node = iri_text(iri)
    touching = f"{{ {node} ?p ?o }} UNION {{ ?s ?q {node} }}"
    if b"true" not in graph().query(f"ASK {{ {touching} }}", accept=CSV).body:
        raise NotFound(missing or f"the graph says nothing of {node}")
    asked = f"CONSTRUCT {{ {node} ?p ?o . ?s ?q {node} }} WHERE {{ {touching} }}"
    if prefers_page():
        return redirect(f"/sparql?{urlencode({'query': asked})}", 303)
    told = graph().query(asked, accept=graph_format()[0])
    answer = Response(told.body, content_type=text_type(told.media_type))
    answer.vary.add("Accept")
    return open_to_all(answer)
