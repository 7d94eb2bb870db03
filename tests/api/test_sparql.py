"""The SPARQL protocol and the Graph Store Protocol over HTTP: media types, statuses, caching, rights."""

from urllib.parse import urlencode

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from kg.ids import Iris
from tests.kg.world import coded

IRIS = Iris()
FORM = "application/x-www-form-urlencoded"
JSON = "application/sparql-results+json"
ACTORS = "SELECT ?label { ?actor a eg:Actor ; rdfs:label ?label } ORDER BY ?label"
COUNT = "SELECT (COUNT(*) AS ?n) { ?e a eg:Event }"
BEARER = {"Authorization": "Bearer one-ring-to-rule-them-all"}


def ask(client, query, **headers):
    return client.get("/sparql", query_string={"query": query}, headers=headers)


def count(client) -> int:
    return int(ask(client, COUNT).get_json(force=True)["results"]["bindings"][0]["n"]["value"])


def test_a_query_comes_by_get_and_by_both_kinds_of_post(client):
    answers = [
        ask(client, ACTORS),
        client.post("/sparql", data=urlencode({"query": ACTORS}), content_type=FORM),
        client.post("/sparql", data=ACTORS, content_type="application/sparql-query"),
    ]
    assert {(answer.status_code, answer.mimetype) for answer in answers} == {(200, JSON)}
    assert len({answer.get_data() for answer in answers}) == 1
    labels = [row["label"]["value"] for row in answers[0].get_json(force=True)["results"]["bindings"]]
    assert "Arnor" in labels


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (ACTORS, "text/csv", "text/csv"),
        (ACTORS, "text/tab-separated-values", "text/tab-separated-values"),
        (ACTORS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ACTORS, "application/json;q=0.5, text/csv;q=0.4", "application/json"),
        ("DESCRIBE <actor/ARN>", "text/turtle", "text/turtle"),
        ("DESCRIBE <actor/ARN>", "application/n-triples", "application/n-triples"),
        ("DESCRIBE <actor/ARN>", "application/ld+json", "application/ld+json"),
        ("DESCRIBE <actor/ARN>", "application/rdf+xml", "application/rdf+xml"),
        ("ASK {}", "*/*", JSON),
    ],
)
def test_answers_come_as_accepted(client, query, accept, media):
    answer = ask(client, query, Accept=accept)
    assert (answer.status_code, answer.mimetype) == (200, media)
    assert "Accept" in answer.headers["Vary"]


def test_head_says_what_get_would(client):
    got, head = ask(client, "ASK {}"), client.head("/sparql", query_string={"query": "ASK {}"})
    assert head.status_code == 200
    assert head.get_data() == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


def test_what_is_another_at_each_call_is_never_kept(client):
    query = "SELECT (NOW() AS ?x) {}"
    first = ask(client, query)
    assert first.headers["Cache-Control"] == "no-store"
    assert "ETag" not in first.headers
    tag = ask(client, "SELECT ('NOW()' AS ?x) {}").headers["ETag"]
    assert ask(client, query, **{"If-None-Match": tag}).status_code == 200
    assert client.post("/sparql", data={"query": query}).headers["Cache-Control"] == "no-store"


def test_an_unchanged_graph_is_answered_304(client):
    first = ask(client, ACTORS)
    again = ask(client, ACTORS, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    other = ask(client, ACTORS, **{"If-None-Match": first.headers["ETag"], "Accept": "text/csv"})
    assert other.status_code == 200


def test_a_write_changes_the_tag(client, served):
    first = ask(client, ACTORS)
    served.ingest_coded([coded("tag", "2024-05-01")], coder="test")
    again = ask(client, ACTORS, **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


@pytest.mark.parametrize("path", ["/sparql", "/update", "/data", "/sparql/", "/update/", "/data/"])
def test_browsers_may_ask_first(client, path):
    answer = client.options(path, headers={"Origin": "https://elsewhere.test"})
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


def test_browsers_may_ask_a_private_server_first(served, settings):
    from api.app import create_app

    private = create_app(served, settings.model_copy(update={"private": True})).test_client()
    asked = {
        "Origin": "https://elsewhere.test",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    answer = private.options("/sparql", headers=asked)
    assert answer.status_code == 204
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert ask(private, "ASK {}").status_code == 401
    assert ask(private, "ASK {}", **BEARER).status_code == 200


def test_answers_may_be_read_by_pages_of_other_origins(client):
    assert ask(client, "ASK {}").headers["Access-Control-Allow-Origin"] == "*"
    assert ask(client, "no query").headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/sparql", "/update", "/data", "/sparql/", "/update/", "/data/"])
def test_what_may_be_asked_for_is_said_to_pages_of_other_origins_too(client, path):
    answer = client.patch(path)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == client.options(path).headers["Allow"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET", "query_string": {"query": "SELECT ?s {\n ?s ?p"}}, 400),
        ({"method": "POST", "data": "", "content_type": FORM}, 400),
        ({"method": "GET", "query_string": "query=ASK%7B%7D&query=ASK%7B%7D"}, 400),
        ({"method": "GET", "query_string": "query=%FF"}, 400),
        ({"method": "POST", "data": b"\xff", "content_type": "application/sparql-query"}, 400),
        ({"method": "GET", "query_string": {"query": "ASK {}", "default-graph-uri": "no iri"}}, 400),
        ({"method": "GET", "query_string": {"query": "ASK { SERVICE <http://127.0.0.1:9/> {} }"}}, 400),
        ({"method": "PUT", "data": "ASK {}"}, 405),
        ({"method": "GET", "query_string": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}, 406),
        ({"method": "GET", "headers": {"Accept": "image/png"}}, 406),
        (
            {"method": "POST", "data": "ASK {}" + " " * 70_000, "content_type": "application/sparql-query"},
            413,
        ),
        ({"method": "POST", "data": "query=" + "%20" * 70_000, "content_type": FORM}, 413),
        ({"method": "POST", "data": "ASK {}", "content_type": "text/plain"}, 415),
        (
            {"method": "POST", "data": "ASK {}", "content_type": "application/sparql-query; charset=utf-16"},
            415,
        ),
    ],
)
def test_a_bad_request_has_its_status_and_reason(client, request_, status):
    answer = client.open("/sparql", **request_)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    problem = answer.get_json(force=True)
    assert problem["status"] == status
    assert problem["detail"]


def test_a_syntax_error_names_line_and_column(client):
    problem = ask(client, "SELECT ?s {\n  ?s ?p").get_json(force=True)
    assert (problem["line"], problem["column"]) == (2, 8)


def test_a_query_too_large_to_answer_is_422(client):
    answer = client.post("/sparql", data={"query": "SELECT * { {} " + "UNION{}" * 9000 + "}"})
    assert answer.status_code == 422
    assert ask(client, "ASK {}").status_code == 200


def test_without_a_query_the_service_describes_itself(client):
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    assert b"sd:UnionDefaultGraph" in answer.get_data()
    assert b"sd:endpoint <http://localhost/sparql>" in answer.get_data()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/update"),
        ("GET", "/data?default"),
        ("PUT", "/data?default"),
        ("DELETE", "/data?graph=urn:x"),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}])
def test_writing_needs_the_token(client, method, path, headers):
    answer = client.open(path, method=method, headers=headers, data="", content_type="text/turtle")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_server_without_token_takes_no_writes(served, settings):
    from api.app import create_app

    client = create_app(served, settings.model_copy(update={"token": None})).test_client()
    assert (
        client.post("/update", data="DROP ALL", content_type="application/sparql-update").status_code == 403
    )


def test_an_update_is_seen_by_the_next_query_and_by_the_index(client, served):
    before, article = count(client), IRIS.article("outside")
    events = served.counts().events
    served.ingest_coded([coded("outside", "2024-06-01", *[])], coder="test")
    answer = client.post(
        "/update", data=f"DROP GRAPH <{article}>", headers=BEARER, content_type="application/sparql-update"
    )
    assert answer.status_code == 204
    assert count(client) == before
    assert served.counts().events == events
    assert [one.id for one in served.articles(limit=500).items if one.id == "outside"] == []


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"update": "INSERT DATA { <urn:a> <urn:b> }"}, 400),
        ({"update": "LOAD <http://127.0.0.1:9/>"}, 400),
        ({"query": "ASK {}"}, 400),
        ({"update": "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "using-graph-uri": "urn:x"}, 400),
    ],
)
def test_a_bad_update_changes_nothing(client, served, data, status):
    before = count(client)
    answer = client.post("/update", data=data, headers=BEARER)
    assert answer.status_code == status
    assert not served.store.stale
    assert count(client) == before


def test_using_graphs_of_the_request_are_read(client, served):
    insert = "INSERT DATA { GRAPH <urn:u:1> { <urn:s> <urn:p> 1 } GRAPH <urn:u:2> { <urn:s> <urn:p> 2 } }"
    move = "INSERT { GRAPH <urn:u:3> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    for data in ({"update": insert}, {"update": move, "using-graph-uri": "urn:u:2"}):
        assert client.post("/update", data=data, headers=BEARER).status_code == 204
    found = ask(client, "SELECT ?o { GRAPH <urn:u:3> { ?s ?p ?o } }").get_json(force=True)
    assert [row["o"]["value"] for row in found["results"]["bindings"]] == ["2"]
    for name in ("urn:u:1", "urn:u:2", "urn:u:3"):
        assert client.delete("/data", query_string={"graph": name}, headers=BEARER).status_code == 204


def test_a_graph_is_put_read_added_to_and_deleted(client):
    where = {"graph": "urn:gsp:1"}
    put = client.put(
        "/data", query_string=where, data="<urn:a> <urn:b> 1 .", content_type="text/turtle", headers=BEARER
    )
    assert put.status_code == 201
    again = client.put(
        "/data", query_string=where, data="<urn:a> <urn:b> 2 .", content_type="text/turtle", headers=BEARER
    )
    assert again.status_code == 204
    post = client.post(
        "/data",
        query_string=where,
        data="<urn:a> <urn:b> <urn:c> .",
        content_type="text/turtle",
        headers=BEARER,
    )
    assert post.status_code == 204
    got = client.get("/data", query_string=where, headers={**BEARER, "Accept": "application/n-triples"})
    assert sorted(got.text.splitlines()) == [
        '<urn:a> <urn:b> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        "<urn:a> <urn:b> <urn:c> .",
    ]
    tagged = client.get(
        "/data",
        query_string=where,
        headers={**BEARER, "If-None-Match": got.headers["ETag"], "Accept": "application/n-triples"},
    )
    assert tagged.status_code == 304
    assert client.delete("/data", query_string=where, headers=BEARER).status_code == 204
    assert client.get("/data", query_string=where, headers=BEARER).status_code == 404
    assert client.delete("/data", query_string=where, headers=BEARER).status_code == 404


def test_a_post_without_a_name_makes_a_graph(client):
    post = client.post("/data", data="<urn:a> <urn:b> 1 .", content_type="text/turtle", headers=BEARER)
    assert post.status_code == 201
    where = {"graph": post.headers["Location"]}
    assert client.get("/data", query_string=where, headers=BEARER).status_code == 200
    assert client.delete("/data", query_string=where, headers=BEARER).status_code == 204


def part(text, media, *, name="file", file=' ; filename="a.ttl"'):
    """One part of a multipart body."""
    return f'--XX\r\nContent-Disposition: form-data; name="{name}"{file}\r\nContent-Type: {media}\r\n\r\n{text}\r\n'


def test_a_graph_comes_in_several_documents(client):
    where, kind = {"graph": "urn:gsp:parts"}, "multipart/form-data; boundary=XX"
    linked = '{"@id": "urn:c", "urn:p": {"@id": "urn:d"}}'
    parts = part("<urn:a> <urn:p> <urn:b> .", "text/turtle") + part(linked, "application/ld+json", name="two")
    put = client.put("/data", query_string=where, data=parts + "--XX--", content_type=kind, headers=BEARER)
    assert put.status_code == 201
    held = client.get("/data", query_string=where, headers={**BEARER, "Accept": "application/n-triples"}).text
    assert sorted(held.splitlines()) == ["<urn:a> <urn:p> <urn:b> .", "<urn:c> <urn:p> <urn:d> ."]
    for refused, media in [
        ("--XX--", kind),
        (part("<urn:x> <urn:p> <urn:y> .", "text/turtle", file="") + "--XX--", kind),
        (parts + part("lost", "text/turtle", file="") + "--XX--", kind),
        (parts, kind),
        (parts + "--XX--", "multipart/form-data"),
        (part("<urn:a> <urn:p> <urn:b> .", "image/png") + "--XX--", kind),
    ]:
        answer = client.put("/data", query_string=where, data=refused, content_type=media, headers=BEARER)
        assert answer.status_code == (415 if "image" in refused else 400)
        after = client.get("/data", query_string=where, headers={**BEARER, "Accept": "application/n-triples"})
        assert after.text == held
    assert client.delete("/data", query_string=where, headers=BEARER).status_code == 204


@pytest.mark.parametrize(
    ("query", "data", "media", "status"),
    [
        ("graph=urn:x", "<urn:a> <urn:b>", "text/turtle", 400),
        ("graph=urn:x&default", "", "text/turtle", 400),
        ("", "", "text/turtle", 400),
        ("graph=no+iri", "", "text/turtle", 400),
        ("graph=urn:x", "<urn:a> <urn:b> <urn:c> <urn:d> .", "application/n-quads", 400),
        ("graph=urn:x", "a,b", "text/csv", 415),
    ],
)
def test_a_bad_document_is_refused(client, query, data, media, status):
    answer = client.put("/data?" + query, data=data, content_type=media, headers=BEARER)
    assert answer.status_code == status
    assert client.get("/data?graph=urn:x", headers=BEARER).status_code == 404


@pytest.mark.parametrize("root", ["http://localhost/", "http://127.0.0.1:8123/"])
def test_the_service_says_where_to_ask_and_where_to_write(client, root):
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    told = client.get("/sparql", base_url=root, headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=told.data, format="turtle")
    found = {
        (str(graph.value(service, sd.endpoint)), graph.value(service, sd.supportedLanguage))
        for service in graph.subjects(RDF.type, sd.Service)
    }
    assert found == {(f"{root}sparql", sd.SPARQL11Query), (f"{root}update", sd.SPARQL11Update)}
    assert (URIRef(f"{root}sparql"), sd.feature, sd.UnionDefaultGraph) in graph
    for address, _ in found:
        assert client.post(address, headers=BEARER).status_code == 415  # there, and it wants a text
