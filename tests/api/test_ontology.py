"""Every IRI of ours has an answer: data for machines, a page for people."""

import pytest
from rdflib import RDF, Graph, URIRef

from kg.ids import Iris
from kg.rdf.vocab import EG
from tests.kg.world import chronicle

IRIS = Iris()
EVENT = chronicle()[0].events[0].id
PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FORMATS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}
RESOURCES = {
    "/ontology": "https://w3id.org/eventgraph/ontology",
    "/type/ASSAULT": IRIS.type("ASSAULT"),
    f"/event/{EVENT.removeprefix('evt_')}": IRIS.event(EVENT),
    "/dyad/ARN/GON": IRIS.dyad("ARN", "GON"),
    "/action/aid": IRIS.action("aid"),
    "/publisher/palantir-post": f"{IRIS.base}publisher/palantir-post",
    "/actor/ARN": IRIS.actor("ARN"),
    "/article/a1": IRIS.article("a1"),
}


@pytest.mark.parametrize("accept", FORMATS)
@pytest.mark.parametrize("path", RESOURCES)
def test_machines_get_data_about_the_iri(client, path, accept):
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, accept)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    graph = Graph().parse(data=answer.get_data(), format=FORMATS[accept])
    node = URIRef(RESOURCES[path])
    assert (node, None, None) in graph or (None, None, node) in graph


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/type/ASSAULT", "/explore?type=ASSAULT"),
        ("/dyad/ARN/GON", "/relation/ARN/GON"),
        (f"/event/{EVENT.removeprefix('evt_')}", f"#{EVENT}"),
    ],
)
def test_people_are_shown_a_page(client, path, to):
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(to)


@pytest.mark.parametrize(
    "path", ["/type/NOTHING", "/event/0000", "/dyad/ARN/NOBODY", "/action/nothing", "/publisher/none"]
)
def test_an_unknown_iri_is_404(client, path):
    assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("/ontology.ttl", "text/turtle"),
        ("/shapes.ttl", "text/turtle"),
        ("/context.jsonld", "application/ld+json"),
    ],
)
def test_documents_are_served_as_they_are(client, path, media):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, media)


def test_the_data_set_is_described(client, served):
    answer = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.get_data(), format="turtle")
    void = "http://rdfs.org/ns/void#"
    (dataset,) = graph.subjects(RDF.type, URIRef(void + "Dataset"))
    (part,) = graph.subjects(URIRef(void + "class"), EG.Event)
    assert (dataset, URIRef(void + "classPartition"), part) in graph
    assert graph.value(part, URIRef(void + "entities")).value == served.counts().events
