"""Articles and events as triples and back: exact for every field."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, SDO, BNode, Literal, URIRef

from kg.errors import BadInput
from kg.ids import Iris, event_id
from kg.model import KINDS, QUADS, Action, Actor, Article, Coded, Event, Evidence, Mention, Place
from kg.rdf.mapping import article_triples
from kg.rdf.reading import read_article
from kg.rdf.store import EmbeddedStore
from kg.rdf.vocab import EG

IRIS = Iris()
ARNOR = Actor(id="ARN", label="Arnor", kind="state", country="ARN", aliases=("North Kingdom", "Arthedain"))
GONDOR = Actor(id="GON.MIL", label="Gondor's army", kind="sector", country="GON", sector="MIL")
TEXT = "Arnor urged Gondor's army to free the envoys."


def coded(**changes) -> Coded:
    article = Article(id="a-1", text=TEXT, title="Envoys", date=dt.date(2024, 10, 28), publisher="Bree Times")
    event = Event(
        id=event_id("a-1", 0, "request.urge", "ARN", "GON.MIL", 6),
        evidence=Evidence(doc="a-1", sentence=0, text=TEXT, start=0, end=len(TEXT)),
        source=Mention(actor=ARNOR, text="Arnor", start=0, end=5, method="gazetteer"),
        action=Action(lemma="urge", text="urged", rule="request.urge", start=6, end=11),
        target=Mention(actor=GONDOR, text="Gondor's army", start=12, end=25, confidence=0.75),
        plover="REQUEST",
        mode=None,
        cameo="020",
        quad="verbal conflict",
        score=0.0,
        date=dt.date(2024, 10, 28),
        date_end=dt.date(2024, 10, 28),
        date_precision="day",
        confidence=0.9,
        why=("lemma urge", "object: two\nlines \\n"),
    )
    return Coded(article=article, events=(replace(event, **changes),))


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
names = st.lists(texts, max_size=3).map(tuple)
maybe = st.none() | texts
shares = st.floats(0, 1)
iris = st.sampled_from(
    ["https://www.wikidata.org/entity/Q1", "https://www.wikidata.org/entity/Q2", "urn:x:3"]
)
actors = st.builds(
    Actor,
    id=st.sampled_from(["ARN", "GON.MIL", "mark-rutte", "a/b c", "ä%"]),
    label=texts,
    kind=st.sampled_from(KINDS),
    country=maybe,
    sector=maybe,
    affiliation=maybe,
    aliases=names,
    same_as=st.lists(iris, max_size=2).map(tuple),
)
offsets = st.integers(0, 10**6)
mentions = st.none() | st.builds(
    Mention, actor=actors, text=texts, start=offsets, end=offsets, method=texts, confidence=shares
)
places = st.none() | st.builds(
    Place,
    label=texts,
    country=maybe,
    latitude=st.none() | st.floats(-90, 90),
    longitude=st.none() | st.floats(-180, 180),
    geonames=maybe,
)
dates = st.none() | st.dates()
events = st.builds(
    Event,
    id=st.integers(0, 16**16 - 1).map(lambda number: f"evt_{number:016x}"),
    evidence=st.builds(Evidence, doc=st.just("k"), sentence=offsets, text=texts, start=offsets, end=offsets),
    source=mentions,
    action=st.builds(Action, lemma=texts, text=texts, rule=texts, start=offsets, end=offsets),
    target=mentions,
    plover=st.sampled_from(["REQUEST", "ASSAULT", "OTHER"]),
    mode=maybe,
    cameo=st.sampled_from(["020", "0311", "1"]),
    quad=st.sampled_from(QUADS),
    score=st.floats(-10, 10),
    polarity=st.sampled_from(["affirmed", "negated", "denied"]),
    modality=st.sampled_from(["asserted", "reported", "hypothetical"]),
    attributed_to=st.none() | actors,
    date=dates,
    date_end=dates,
    date_precision=st.sampled_from(["day", "week", "month", "year", "decade", "unknown"]),
    place=places,
    confidence=shares,
    goldstein=st.none() | st.floats(-10, 10),
    why=names,
)
articles = st.builds(
    Article,
    id=st.just("k"),
    text=texts,
    title=texts,
    date=dates,
    publisher=texts,
    url=texts,
    lang=texts,
)
codeds = st.builds(
    Coded,
    article=articles,
    events=st.lists(events, max_size=3, unique_by=lambda event: event.id).map(tuple),
    problems=names,
)


@given(codeds)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_article_is_read_back_exactly(given_coded: Coded):
    triples = article_triples(given_coded, IRIS)
    assert read_article(reversed(triples), IRIS) == given_coded
    assert not any(isinstance(term, BNode) for triple in triples for term in triple)


@given(st.lists(codeds, min_size=5, max_size=10))
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_store_gives_the_same_triples_back(tmp_path_factory, many):
    with EmbeddedStore(tmp_path_factory.mktemp("store")) as store:
        for given_coded in many:
            triples = article_triples(given_coded, IRIS)
            store.replace(IRIS.article("k"), triples)
            assert set(store.read(IRIS.article("k"))) == set(triples)
            assert read_article(store.read(IRIS.article("k")), IRIS) == given_coded


@pytest.mark.parametrize(
    ("changes", "is_plain"),
    [
        ({}, True),
        ({"polarity": "negated"}, False),
        ({"polarity": "denied"}, False),
        ({"modality": "reported"}, False),
        ({"modality": "hypothetical"}, False),
        ({"modality": "future"}, False),
        ({"target": None}, False),
    ],
)
def test_only_an_affirmed_asserted_act_is_a_plain_fact(changes, is_plain):
    plain = (URIRef(IRIS.actor("ARN")), URIRef(IRIS.action("urge")), URIRef(IRIS.actor("GON.MIL")))
    assert (plain in article_triples(coded(**changes), IRIS)) == is_plain


def test_an_event_stands_on_the_shared_vocabularies():
    triples = set(article_triples(coded(), IRIS))
    node = URIRef(IRIS.event(coded().events[0].id))
    article = URIRef(IRIS.article("a-1"))
    facts = {predicate: value for subject, predicate, value in triples if subject == node}
    assert facts[URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")] == article
    assert facts[EG.dyad] == URIRef(IRIS.dyad("ARN", "GON.MIL"))
    assert facts[EG.cameo] == Literal("020")
    assert (article, RDF.type, SDO.NewsArticle) in triples
    assert (
        URIRef(IRIS.action("urge")),
        URIRef("http://www.w3.org/2000/01/rdf-schema#subPropertyOf"),
        EG.request,
    ) in triples


def test_two_events_of_one_id_are_refused():
    one = coded()
    with pytest.raises(BadInput, match="two events have the id"):
        article_triples(replace(one, events=one.events * 2), IRIS)


def test_a_damaged_graph_is_named():
    triples = [triple for triple in article_triples(coded(), IRIS) if triple[1] != EG.score]
    with pytest.raises(BadInput, match=r"has no <https://w3id\.org/eventgraph/ontology#score>"):
        read_article(triples, IRIS)


def test_the_same_article_gives_the_same_bytes(tmp_path: Path):
    with EmbeddedStore(tmp_path / "s") as store:
        graph = IRIS.article("a-1")
        store.replace(graph, article_triples(coded(), IRIS))
        before = sorted(str(quad) for quad in store.inner)
        store.replace(graph, article_triples(coded(), IRIS))
        assert sorted(str(quad) for quad in store.inner) == before
