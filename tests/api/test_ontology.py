"""Every IRI of ours has an answer: data for machines, a page for people."""

import json
import re
from html import escape, unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.compare import isomorphic

from api.app import create_app
from kg.eventgraph import EventGraph
from kg.ids import Iris
from kg.model import Actor, Place
from kg.rdf.vocab import EG
from kg.settings import Settings
from tests.kg.world import ARNOR, chronicle, coded

IRIS = Iris()
ODD = (
    "a/b", "a%2Fb", "x:y", "Zoë Ünï", "..", "q?r#s", "日本", "b", "b.csv", "table.csv", "a;b=c", "100%", "c.json",
    "x&y=z", "a+b", "a\\b", "<b>\"'", "/", "//x", "neighbours", "a/neighbours",
)  # fmt: skip
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


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """With soldiers of no country in particular, a place, and ids that are hard to write in addresses."""
    troops = Actor(id="ANY.MIL", label="soldiers", kind="sector", sector="MIL")
    event = coded("b1", "2024-03-01", (ARNOR, "ASSAULT", troops), place=Place(label="Bree", country="ARN"))
    settings = Settings(store=str(tmp_path_factory.mktemp("store")))
    with EventGraph.open(settings=settings) as graph:
        odd = [
            coded(
                f"https://post.test/{n}?a=b",
                "2024-03-02",
                (ARNOR, "AID", Actor(id=name, label=name, kind="media")),
            )
            for n, name in enumerate(ODD)
        ]
        graph.ingest_coded([*chronicle(), event, *odd], coder="test")
        yield create_app(graph, settings).test_client()


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
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "path", ["/action/aid", "/publisher/palantir-post", "/actor/ANY.MIL", "/dyad/ARN/ANY.MIL"]
)
def test_what_has_no_page_is_shown_in_the_workbench(full, path):
    answer = full.get(path, headers=PAGE)
    assert (answer.status_code, answer.headers["Location"][:14]) == (303, "/sparql?query=")
    query = parse_qs(urlsplit(answer.headers["Location"]).query)["query"][0]
    told = full.get("/sparql", query_string={"query": query}, headers={"Accept": "application/n-triples"})
    assert f"<{IRIS.base[:-1]}{path}>".encode() in told.data
    assert told.data == full.get(path, headers={"Accept": "application/n-triples"}).data


def test_people_see_the_events_of_a_type(full):
    there = full.get("/type/ASSAULT", headers=PAGE).headers["Location"]
    table = full.get(there, headers=PAGE)
    assert (table.status_code, table.headers["Location"][:14]) == (303, "/sparql?query=")
    query = parse_qs(urlsplit(table.headers["Location"]).query)["query"][0]
    told = full.get("/sparql", query_string={"query": query}, headers={"Accept": "application/json"}).json
    found = [row["sentence"]["value"] for row in told["results"]["bindings"]]
    events = full.get("/api/v1/events?type=ASSAULT").json["items"]
    assert sorted(found) == sorted(event["text"] for event in events)
    assert full.get("/explore?type=NOTHING").status_code == 422


BROWSERS = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "text/html, application/xhtml+xml, image/jxr, */*",
    "text/html",
    "text/html;q=0.9,text/turtle;q=0.5",
    "TEXT/HTML, application/rdf+xml;q=0.99",
)
MACHINES = {
    "*/*": "text/turtle",
    "text/*": "text/turtle",
    "text/turtle;q=0.5,application/ld+json": "application/ld+json",
    "text/html;q=0.2,text/turtle;q=0.8": "text/turtle",
    "application/rdf+xml, */*;q=0.1": "application/rdf+xml",
    "application/*;q=0.5, application/ld+json;q=0.6": "application/ld+json",
    "text/turtle;q=0, */*;q=0.1": "application/n-triples",
    "application/json": "application/json",
}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", [*RESOURCES, "/.well-known/void"])
def test_weights_decide_for_every_iri(client, path, method):
    for accept in BROWSERS:
        answer = client.open(path, method=method, headers={"Accept": accept})
        assert answer.status_code == 303 or (answer.status_code, answer.mimetype) == (200, "text/html")
        assert "Accept" in answer.headers["Vary"]
    for accept, media in MACHINES.items():
        answer = client.open(path, method=method, headers={"Accept": accept})
        assert (accept, answer.status_code, answer.mimetype) == (accept, 200, media)
        assert bool(answer.data) is (method == "GET")
    assert client.open(path, method=method).mimetype == "text/turtle"


@pytest.mark.parametrize("path", RESOURCES)
def test_a_form_may_be_named_in_the_address(client, path):
    for form, media in {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples",
                        "rdf": "application/rdf+xml", "json": "application/json"}.items():  # fmt: skip
        answer = client.get(path, query_string={"format": form}, headers=PAGE)
        assert (answer.status_code, answer.mimetype) == (200, media)
    assert client.get(path, query_string={"format": "html"}).status_code in (200, 303)
    refused = client.get(path, query_string={"format": "docx"}, headers=PAGE)
    assert (refused.status_code, "format: 'docx' is not one of" in refused.text) == (406, True)


def test_the_ontology_has_a_page_with_a_place_for_every_term(client):
    text = client.get("/ontology", headers=PAGE).text
    graph = Graph().parse(data=client.get("/ontology").get_data(), format="turtle")
    for term in graph.subjects(RDFS.comment, None):
        place = str(term).removeprefix(str(EG._NS))
        assert f'id="{place}"' in text, term
        assert str(graph.value(term, RDFS.comment)) in unescape(text) or place == "PLOVER"
    for term in graph.subjects(RDF.type, EG.EventType):
        assert f'href="/type/{str(term).rpartition("/")[2]}"' in text
    places = set(re.findall(r'href="#([^"]+)"', text))
    assert "Event" in places
    assert {place for place in places if f'id="{place}"' not in text} == set()


@pytest.mark.parametrize("path", RESOURCES)
def test_json_ld_has_its_context_inside(client, path):
    answer = client.get(path, headers={"Accept": "application/ld+json"})
    context = json.loads(client.get("/context.jsonld").data)["@context"]
    assert answer.json["@context"] == context
    plain = client.get(path, headers={"Accept": "application/n-triples"})
    read = Graph().parse(data=answer.data, format="json-ld")
    assert isomorphic(read, Graph().parse(data=plain.data, format="nt"))


@pytest.mark.parametrize("path", ["/event/0000", "/type/NOTHING", "/actor/NOBODY", "/article/none"])
def test_who_reads_data_is_told_of_failures_in_data(client, path):
    for accept in ("text/html;q=0.2,text/turtle;q=0.8", "text/*", "*/*", "text/turtle"):
        assert client.get(path, headers={"Accept": accept}).mimetype == "application/problem+json"
    assert client.get(path, headers=PAGE).mimetype == "text/html"


@pytest.mark.parametrize("path", RESOURCES)
def test_a_form_that_is_not_offered_is_406(client, path):
    answer = client.get(path, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "path", sorted({*RESOURCES, "/", "/explore", "/articles", "/relation/ARN/GON", "/.well-known/void"})
)
def test_each_form_has_its_own_etag(client, path):
    tags = set()
    for accept in ("text/turtle", "application/ld+json", PAGE["Accept"]):
        first = client.get(path, headers={"Accept": accept})
        tags.add(first.headers["ETag"])
        assert "Accept" in first.headers["Vary"]
        again = client.get(path, headers={"Accept": accept, "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert len(tags) == 3


def test_every_iri_of_the_graph_has_an_answer(full):
    ours = f"FILTER(STRSTARTS(STR(?x), '{IRIS.base}'))"
    query = f"SELECT DISTINCT ?x {{ {{ ?x ?p ?o }} UNION {{ ?s ?x ?o }} UNION {{ ?s ?p ?x }} {ours} }}"
    rows = full.get("/sparql", query_string={"query": query}, headers={"Accept": "application/json"}).json
    found = {
        row["x"]["value"].partition("#")[0].removeprefix(IRIS.base) for row in rows["results"]["bindings"]
    }
    assert {iri.partition("/")[0] for iri in found} == {
        "action", "actor", "article", "dyad", "event", "ontology", "place", "publisher", "type"
    }  # fmt: skip
    for path in sorted(found):
        for accept in ("text/turtle", "application/json", PAGE["Accept"]):
            assert full.get(f"/{path}", headers={"Accept": accept}).status_code in (200, 303), path


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


def test_the_figures_of_the_description_are_those_of_the_graph(full):
    described = Graph().parse(data=full.get("/.well-known/void").get_data(), format="turtle")
    void = "http://rdfs.org/ns/void#"
    found = {
        str(kind): described.value(part, URIRef(void + "entities")).value
        for part, kind in described.subject_objects(URIRef(void + "class"))
    }
    assert set(found) == {str(EG.Event), str(EG.Actor), "https://schema.org/NewsArticle"}
    for kind, number in found.items():
        query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a <{kind}> }}"
        counted = full.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"}).text
        assert number == int(counted.split()[-1])


@pytest.mark.parametrize("name", ODD)
def test_any_id_can_stand_in_an_address(full, name):
    written = quote(name, safe="")
    for address in (
        "actors/{}",
        "actors/{}/neighbours",
        "relations/ARN/{}",
        "relations/{}/ARN",
        "events?actor={}",
    ):
        assert full.get("/api/v1/" + address.format(written)).status_code == 200
    assert full.get(f"/api/v1/actors/{written}").json["actor"]["id"] == name
    assert full.get(f"/relation/ARN/{written}", headers=PAGE).status_code == 200
    article = f"https://post.test/{ODD.index(name)}?a=b"
    assert full.get(f"/api/v1/articles/{quote(article, safe='')}").json["id"] == article


def test_a_slash_parts_an_address_unless_it_is_escaped(full):
    assert full.get("/api/v1/actors/a/b").status_code == 404
    missing = full.get("/api/v1/actors/b%2Fa")
    assert (missing.status_code, missing.json["instance"]) == (404, "/api/v1/actors/b/a")
    assert missing.json["detail"] == "no actor 'b/a' in the graph"


@pytest.mark.parametrize("name", [name for name in ODD if name != ".."])  # which browsers take for a folder
def test_every_link_of_the_pages_of_any_id_leads_somewhere(full, name):
    written = quote(name, safe="")
    seen = 0
    for address in (f"/actor/{written}", f"/relation/ARN/{written}", f"/relation/{written}/ARN"):
        page = full.get(address, headers=PAGE)
        assert (page.status_code, page.mimetype) == (200, "text/html")
        assert escape(name) in page.text.replace("&#39;", "&#x27;").replace("&#34;", "&quot;")
        for link in sorted(set(re.findall(r'href="(/[^"]*)"', page.text))):
            if not link.startswith("/static/"):
                answer = full.get(unescape(link), headers=PAGE)
                assert answer.status_code in (200, 303), link
                seen += 1
    assert seen > 20


def test_the_table_of_a_relation_and_an_id_that_ends_like_one(full):
    table = full.get("/relation/ARN/a%2Fb.csv")
    assert (table.status_code, table.mimetype) == (200, "text/csv")
    assert full.get("/relation/ARN/a/b.csv").data == table.data
    page = full.get("/relation/ARN/table.csv", headers=PAGE)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert full.get("/relation/ARN/table.csv.csv").mimetype == "text/csv"
    assert full.get("/relation/ARN/b.csv", headers=PAGE).mimetype == "text/html"
    assert "Arnor aid b." in full.get("/relation/ARN/b?format=csv").text
    assert "Arnor aid b.csv." in full.get("/relation/ARN/b.csv?format=csv").text
    assert full.get("/relation/ARN/nobody.csv").status_code == 404
