"""The same store on real servers: Oxigraph's, and Virtuoso, which is another engine altogether."""

from collections.abc import Iterator

import pytest
from rdflib import Literal, URIRef

from kg.errors import BadInput, QueryRefused, QueryTimeout, StoreBroken
from kg.ids import Iris
from kg.parcels import pack, parcel_text
from kg.rdf.address import parse_address
from kg.rdf.mapping import article_triples, record_triple
from kg.rdf.reading import read_article
from kg.rdf.records import read_records, write_records
from kg.rdf.remote import RemoteStore
from kg.rdf.service import service_of
from kg.settings import Settings
from tests.bench.synthetic import synthetic
from tests.kg.rdf.servers import free_port, oxigraph, virtuoso
from tests.kg.world import chronicle

IRIS = Iris()
TEXTS = ['"} ; DROP ALL', "\\ \\n", "\r\n\t", "ünï \U0001f600", "'''", '"""', " spaces ", "x" * 20_000]


@pytest.fixture(scope="module")
def addresses(tmp_path_factory) -> Iterator[dict[str, str]]:
    with (
        oxigraph(tmp_path_factory.mktemp("oxigraph")) as one,
        virtuoso(tmp_path_factory.mktemp("virtuoso")) as two,
    ):
        yield {
            "oxigraph by updates": f"sparql+{one}/query?update=/update",
            "oxigraph by graphs": f"sparql+{one}/query?update=/update&data=/store",
            "virtuoso by updates": f"sparql+{two}/sparql?timeout=50",
            "virtuoso by graphs": f"sparql+{two}/sparql?data=/sparql-graph-crud",
            "virtuoso with a password": (
                f"sparql+{two.replace('//', '//dba:dba@')}/sparql-auth?auth=digest"
                "&data=/sparql-graph-crud-auth"
            ),
        }


@pytest.fixture(
    params=[
        "oxigraph by updates",
        "oxigraph by graphs",
        "virtuoso by updates",
        "virtuoso by graphs",
        "virtuoso with a password",
    ]
)
def store(request, addresses, tmp_path) -> Iterator[RemoteStore]:
    with RemoteStore(parse_address(f"{addresses[request.param]}&folder={tmp_path}")) as opened:
        for graph in list(opened.graphs(IRIS.base)):
            opened.drop(graph)
        yield opened


def test_articles_are_written_replaced_read_and_dropped(store):
    for coded in chronicle():
        graph = IRIS.article(coded.article.id)
        store.replace(graph, [(URIRef("urn:s"), URIRef("urn:p"), Literal("old"))])
        store.replace(graph, article_triples(coded, IRIS))
        assert set(store.read(graph)) == set(article_triples(coded, IRIS))
        assert read_article(store.read(graph), IRIS) == coded
    assert list(store.graphs(IRIS.base)) == sorted(IRIS.article(coded.article.id) for coded in chronicle())
    store.drop(IRIS.article("a1"))
    store.drop(IRIS.article("a1"))
    assert store.read(IRIS.article("a1")) == []


@pytest.mark.parametrize("text", TEXTS, ids=repr)
def test_any_text_is_kept(store, text):
    graph = f"{IRIS.base}article/text"
    triples = [(URIRef("urn:s"), URIRef("urn:p"), Literal(text))]
    store.replace(graph, triples)
    assert store.read(graph) == triples


def test_a_graph_larger_than_one_update_is_kept(store):
    graph = f"{IRIS.base}article/large"
    triples = {(URIRef(f"urn:s{n}"), URIRef("urn:p"), Literal(n)) for n in range(1500)}
    store.replace(graph, triples)
    assert set(store.read(graph)) == triples


def test_our_queries_give_rows_of_terms(store):
    store.replace(f"{IRIS.base}article/q", [(URIRef("urn:s"), URIRef("urn:p"), Literal("x"))])
    rows = store.query(f"SELECT ?o ?none {{ GRAPH <{IRIS.base}article/q> {{ ?s ?p ?o }} }}")
    assert rows == [{"o": Literal("x")}]


def test_outside_queries_and_graphs_pass_through(store):
    service = service_of(store, Settings(query_rows=7))
    graph = f"{IRIS.base}article/out"
    document = "\n".join(f"<urn:s{n}> <urn:p> {n} ." for n in range(20)).encode()
    service.put_graph(graph, [(document, "TURTLE")], base_iri=graph)
    assert service.has_graph(graph)
    assert store.stale == (graph,)
    answer = service.query(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", accept="text/csv")
    assert (answer.body.count(b"\n"), answer.truncated, answer.rows) == (8, True, 7)
    assert service.read_graph(graph, "N_TRIPLES").count(b"\n") == 20
    service.add_to_graph(graph, [(b"<urn:t> <urn:p> 1 .", "TURTLE")], base_iri=graph)
    assert service.read_graph(graph, "N_TRIPLES").count(b"\n") == 21
    version = service.version
    service.delete_graph(graph)
    assert not service.has_graph(graph)
    assert service.version != version
    assert service.query("ASK {}", accept="text/csv").body == b"true"
    assert service.query(f"ASK {{ GRAPH <{graph}> {{ ?s ?p 99 }} }}", accept="text/csv").body == b"false"
    assert service.query("CONSTRUCT { <urn:a> <urn:b> 1 } {}").kind == "graph"
    with pytest.raises(QueryRefused):
        service.query("SELECT ?s { ?s ?p")
    with pytest.raises(QueryRefused):
        service.query("SELECT * { SERVICE <http://127.0.0.1:9/> {} }")


@pytest.mark.parametrize("name", ["oxigraph by updates", "oxigraph by graphs"])
def test_the_default_graph_is_written_as_in_a_folder(addresses, tmp_path, name):
    document = "\n".join(f"<urn:s> <urn:p> {n} ." for n in range(500)).encode()
    with RemoteStore(parse_address(f"{addresses[name]}&folder={tmp_path}")) as store:
        service = service_of(store, Settings())
        service.put_graph(None, [(document, "TURTLE")], base_iri="urn:x")
        service.put_graph(None, [(document[: -len("<urn:s> <urn:p> 499 .")], "TURTLE")], base_iri="urn:x")
        service.add_to_graph(None, [(b"<urn:t> <urn:p> 1 .", "TURTLE")], base_iri="urn:x")
        assert service.read_graph(None, "N_TRIPLES").count(b"\n") == 500
        assert "" in store.stale
        service.delete_graph(None)
        assert service.has_graph(None)
        assert service.read_graph(None, "N_TRIPLES") == b""


@pytest.mark.parametrize("name", ["virtuoso by updates", "virtuoso by graphs"])
def test_a_server_without_a_default_graph_says_so(addresses, tmp_path, name):
    with RemoteStore(parse_address(f"{addresses[name]}&folder={tmp_path}")) as store:
        service = service_of(store, Settings())
        for act in (service.put_graph, service.add_to_graph):
            with pytest.raises(QueryRefused, match="refuses"):
                act(None, [(b"<urn:t> <urn:p> 1 .", "TURTLE")], base_iri="urn:x")
        with pytest.raises(QueryRefused, match="refuses"):
            service.delete_graph(None)


def test_triples_are_added_to_what_is_there(store):
    graph = f"{IRIS.base}article/added"
    for part in (range(3), range(2, 900)):
        store.add(graph, [(URIRef("urn:s"), URIRef("urn:p"), Literal(n)) for n in part])
    assert {int(value) for _, _, value in store.read(graph)} == set(range(900))


def test_many_graphs_are_listed_page_by_page(addresses, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.rdf.remote._GRAPHS_PER_PAGE", 7)
    with RemoteStore(parse_address(f"{addresses['virtuoso by graphs']}&folder={tmp_path}")) as store:
        wanted = sorted(f"{IRIS.base}many/{n}" for n in range(30))
        for graph in wanted:
            store.replace(graph, [(URIRef("urn:s"), URIRef("urn:p"), Literal(1))])
        assert list(store.graphs(f"{IRIS.base}many/")) == wanted


def test_records_are_read_and_written(store):
    texts = {}
    for coded in chronicle():
        graph, parcel = IRIS.article(coded.article.id), pack(coded)
        store.replace(graph, [*article_triples(coded, IRIS), record_triple(parcel, IRIS)])
        texts[graph] = parcel_text(parcel)
    assert dict(read_records(store, IRIS.base)) == texts
    first, second, *_ = sorted(texts)
    store.replace(first, article_triples(chronicle()[0], IRIS))
    assert dict(read_records(store, IRIS.base)) == {**texts, first: None}
    write_records(store, [(first, texts[first]), (second, "0.another.one")])
    assert dict(read_records(store, IRIS.base)) == {**texts, second: "0.another.one"}
    write_records(store, [(second, None)])
    assert dict(read_records(store, IRIS.base)) == {**texts, second: None}


def test_a_made_up_graph_comes_back_whole(addresses, tmp_path):
    with RemoteStore(parse_address(f"{addresses['oxigraph by graphs']}&folder={tmp_path}")) as store:
        for coded in synthetic(events=50):
            store.replace(IRIS.article(coded.article.id), article_triples(coded, IRIS))
        for coded in synthetic(events=50):
            assert read_article(store.read(IRIS.article(coded.article.id)), IRIS) == coded


def test_a_server_that_is_not_there_is_named(tmp_path):
    store = RemoteStore(parse_address(f"sparql+http://127.0.0.1:{free_port()}/query?folder={tmp_path}"))
    with store, pytest.raises(StoreBroken, match="cannot be reached"):
        store.read("urn:g")


def test_wrong_credentials_are_said_without_the_password(addresses, tmp_path):
    wrong = addresses["virtuoso with a password"].replace("dba:dba", "dba:hunter2")
    with (
        RemoteStore(parse_address(f"{wrong}&folder={tmp_path}")) as store,
        pytest.raises(StoreBroken, match="refuses the credentials") as caught,
    ):
        store.replace("urn:g", [(URIRef("urn:s"), URIRef("urn:p"), Literal(1))])
    assert "hunter2" not in str(caught.value)


def test_a_server_that_is_too_slow_is_left(addresses, tmp_path):
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(8)) + " }"
    with RemoteStore(parse_address(f"{addresses['oxigraph by graphs']}&folder={tmp_path}")) as store:
        store.replace("urn:g:slow", [(URIRef("urn:s"), URIRef("urn:p"), Literal(n)) for n in range(100)])
        service = service_of(store, Settings())
        with pytest.raises(QueryTimeout):
            service.query(slow, default_graphs=["urn:g:slow"], seconds=0.5)


@pytest.mark.parametrize(
    ("store", "query", "update", "data", "user"),
    [
        ("sparql+http://h/q", "http://h/q", "http://h/q", None, None),
        ("sparql+http://h:1/q?update=/u&data=/d", "http://h:1/q", "http://h:1/u", "http://h:1/d", None),
        ("sparql+https://a:b%40@h/q?x=1", "https://h/q?x=1", "https://h/q", None, "a"),
        ("sparql+http://h/repo/q?update=u", "http://h/repo/q", "http://h/repo/u", None, None),
    ],
)
def test_addresses_are_read(store, query, update, data, user):
    found = parse_address(store)
    assert (found.query, found.update, found.data, found.user) == (query, update, data, user)
    assert found.password == ("b@" if user else "")


@pytest.mark.parametrize(
    "store",
    [
        "http://h/q",
        "sparql+ftp://h/q",
        "sparql+http:///q",
        "sparql+http://u:secret@h/q?auth=none",
        "sparql+http://h/?timeout=x",
    ],
)
def test_a_bad_address_is_refused_without_its_secrets(store):
    with pytest.raises(BadInput, match="KG_STORE") as caught:
        parse_address(store)
    assert "secret" not in str(caught.value)
