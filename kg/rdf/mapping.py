"""Articles and events as triples of the article's named graph; `reading.py` is the exact inverse.

There are no blank nodes: every IRI derives from content, so the same article gives the same triples.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from rdflib import OWL, PROV, RDF, RDFS, SDO, SKOS, XSD, Literal, URIRef

from kg.edtf import edtf
from kg.errors import BadInput
from kg.ids import Iris, digest, slug
from kg.model import Actor, Article, Coded, Event, Mention, Place
from kg.parcels import Parcel, parcel_text
from kg.rdf.terms import Triple, decimal_literal, join_lines
from kg.rdf.vocab import EDTF, EG, SEM, type_property
from kg.records import party

# The four predicates under which a mention's span stands, by its role.
SPANS = {
    EG.source: (EG.sourceText, EG.sourceBegin, EG.sourceEnd, EG.sourceMethod, EG.sourceConfidence),
    EG.target: (EG.targetText, EG.targetBegin, EG.targetEnd, EG.targetMethod, EG.targetConfidence),
}
VARIANTS = {EG.source: EG.sourceAs, EG.target: EG.targetAs, EG.attributedTo: EG.attributedAs}


def is_plain_fact(event: Event) -> bool:
    """May the act stand as a plain actor-action-target triple? Only if it is affirmed and asserted."""
    parties = party(event.source), party(event.target)
    return event.polarity == "affirmed" and event.modality == "asserted" and None not in parties


def place_iri(place: Place, iris: Iris) -> URIRef:
    """Readable and derived from all that is known of the place."""
    facts = [str(value) for value in asdict(place).values()]
    return URIRef(iris.place(f"{slug(place.label)} {digest('place', *facts)[:8]}"))


def _date(value: dt.date) -> Literal:
    return Literal(value.isoformat(), datatype=XSD.date, normalize=False)


def _ordered(texts: tuple[str, ...]) -> bool:
    return list(texts) == sorted(set(texts))


def actor_triples(actor: Actor, iris: Iris) -> Iterator[Triple]:
    """An actor's description."""
    node = URIRef(iris.actor(actor.id))
    yield node, RDF.type, EG.Actor
    yield node, RDFS.label, Literal(actor.label)
    yield node, EG.kind, Literal(actor.kind)
    if actor.country is not None:
        yield node, EG.country, Literal(actor.country)
    if actor.sector is not None:
        yield node, EG.sector, Literal(actor.sector)
    if actor.affiliation is not None:
        yield node, EG.affiliation, URIRef(iris.actor(actor.affiliation))
    for alias in sorted(set(actor.aliases)):
        yield node, SKOS.altLabel, Literal(alias)
    if not _ordered(actor.aliases):
        yield node, EG.aliasOrder, Literal(join_lines(actor.aliases))
    for same in sorted(set(actor.same_as)):
        yield node, OWL.sameAs, URIRef(same)
    if not _ordered(actor.same_as):
        yield node, EG.sameAsOrder, Literal(join_lines(actor.same_as))


def place_triples(place: Place, iris: Iris) -> Iterator[Triple]:
    """A place's description."""
    node = place_iri(place, iris)
    yield node, RDF.type, EG.Place
    yield node, RDFS.label, Literal(place.label)
    if place.country is not None:
        yield node, EG.country, Literal(place.country)
    if place.latitude is not None:
        yield node, SDO.latitude, decimal_literal(place.latitude)
    if place.longitude is not None:
        yield node, SDO.longitude, decimal_literal(place.longitude)
    if place.geonames is not None:
        yield node, EG.geonames, Literal(place.geonames)


def _role_triples(
    node: URIRef, role: URIRef, actor: Actor, known: dict[str, Actor], iris: Iris
) -> Iterator[Triple]:
    """The role, and the actor as read here where that differs from its node in this article."""
    yield node, role, URIRef(iris.actor(actor.id))
    if known.get(actor.id, actor) != actor:
        yield node, VARIANTS[role], Literal(json.dumps(asdict(actor), ensure_ascii=False, sort_keys=True))


def _mention_triples(
    node: URIRef, role: URIRef, mention: Mention, known: dict[str, Actor], iris: Iris
) -> Iterator[Triple]:
    text, begin, end, method, confidence = SPANS[role]
    yield from _role_triples(node, role, mention.actor, known, iris)
    yield node, text, Literal(mention.text)
    yield node, begin, Literal(mention.start)
    yield node, end, Literal(mention.end)
    if mention.method:
        yield node, method, Literal(mention.method)
    if mention.confidence != 1.0:
        yield node, confidence, decimal_literal(mention.confidence)


def _action_triples(node: URIRef, event: Event, iris: Iris) -> Iterator[Triple]:
    action, prop = event.action, URIRef(iris.action(event.action.lemma))
    yield node, EG.action, prop
    yield node, EG.lemma, Literal(action.lemma)
    yield node, EG.actionText, Literal(action.text)
    yield node, EG.actionBegin, Literal(action.start)
    yield node, EG.actionEnd, Literal(action.end)
    yield node, EG.rule, Literal(action.rule)
    yield prop, RDF.type, RDF.Property
    yield prop, RDFS.label, Literal(action.lemma)
    yield prop, RDFS.subPropertyOf, type_property(event.plover)
    if event.source is not None and event.target is not None:
        source, target = event.source.actor.id, event.target.actor.id
        yield node, EG.dyad, URIRef(iris.dyad(source, target))
        if is_plain_fact(event):
            yield URIRef(iris.actor(source)), prop, URIRef(iris.actor(target))


def _date_triples(node: URIRef, event: Event) -> Iterator[Triple]:
    if event.date is not None:
        yield node, EG.date, _date(event.date)
    if event.date_end is not None:
        yield node, EG.dateEnd, _date(event.date_end)
    if event.date is not None or event.date_end is not None:
        interval = edtf(event.date, event.date_end, event.date_precision)
        yield node, EG.edtf, Literal(interval, datatype=EDTF)
    if event.date_precision != "unknown":
        yield node, EG.datePrecision, Literal(event.date_precision)


def event_triples(event: Event, known: dict[str, Actor], iris: Iris) -> Iterator[Triple]:
    """An event's node; `known` holds the actors as the article's graph describes them."""
    node, evidence = URIRef(iris.event(event.id)), event.evidence
    yield node, RDF.type, EG.Event
    yield node, RDF.type, SEM.Event
    yield node, PROV.wasDerivedFrom, URIRef(iris.article(evidence.doc))
    yield node, EG.eventType, URIRef(iris.type(event.plover))
    if event.mode is not None:
        yield node, EG.mode, Literal(event.mode)
    yield node, EG.cameo, Literal(event.cameo)
    yield node, EG.quadClass, Literal(event.quad)
    yield node, EG.score, decimal_literal(event.score)
    yield node, EG.confidence, decimal_literal(event.confidence)
    if event.goldstein is not None:
        yield node, EG.goldstein, decimal_literal(event.goldstein)
    yield node, EG.polarity, Literal(event.polarity)
    yield node, EG.modality, Literal(event.modality)
    if event.source is not None:
        yield from _mention_triples(node, EG.source, event.source, known, iris)
    if event.target is not None:
        yield from _mention_triples(node, EG.target, event.target, known, iris)
    if event.attributed_to is not None:
        yield from _role_triples(node, EG.attributedTo, event.attributed_to, known, iris)
    yield from _action_triples(node, event, iris)
    yield from _date_triples(node, event)
    if event.place is not None:
        yield node, EG.place, place_iri(event.place, iris)
        yield from place_triples(event.place, iris)
    yield node, EG.sentence, Literal(evidence.text)
    yield node, EG.sentenceNumber, Literal(evidence.sentence)
    yield node, EG.begin, Literal(evidence.start)
    yield node, EG.end, Literal(evidence.end)
    if event.why:
        yield node, EG.why, Literal(join_lines(event.why))


def _story_triples(article: Article, iris: Iris) -> Iterator[Triple]:
    node = URIRef(iris.article(article.id))
    yield node, RDF.type, SDO.NewsArticle
    yield node, SDO.identifier, Literal(article.id)
    yield node, SDO.articleBody, Literal(article.text)
    if article.title:
        yield node, SDO.headline, Literal(article.title)
    if article.date is not None:
        yield node, SDO.datePublished, _date(article.date)
    if article.publisher:
        publisher = URIRef(f"{iris.base}publisher/{slug(article.publisher)}")
        yield node, SDO.publisher, publisher
        yield publisher, RDF.type, SDO.Organization
        yield publisher, SDO.name, Literal(article.publisher)
    if article.url:
        yield node, SDO.url, Literal(article.url)
    if article.lang:
        yield node, SDO.inLanguage, Literal(article.lang)


def _actors_of(events: Iterable[Event]) -> dict[str, Actor]:
    """The first reading of each actor, by id."""
    actors: dict[str, Actor] = {}
    for event in events:
        mentions = [mention.actor for mention in (event.source, event.target) if mention is not None]
        for actor in [*mentions, *([event.attributed_to] if event.attributed_to else [])]:
            actors.setdefault(actor.id, actor)
    return actors


def article_triples(coded: Coded, iris: Iris) -> list[Triple]:
    """The article and its events, in a fixed order, nothing twice."""
    node, known = URIRef(iris.article(coded.article.id)), _actors_of(coded.events)
    triples = list(_story_triples(coded.article, iris))
    if coded.problems:
        triples.append((node, EG.problems, Literal(join_lines(coded.problems))))
    for actor in known.values():
        triples.extend(actor_triples(actor, iris))
    seen: set[str] = set()
    for order, event in enumerate(coded.events):
        if event.id in seen:
            raise BadInput(f"article {coded.article.id!r}: two events have the id {event.id!r}")
        if event.evidence.doc != coded.article.id:
            raise BadInput(f"article {coded.article.id!r}: event {event.id!r} is of another article")
        seen.add(event.id)
        triples.append((URIRef(iris.event(event.id)), EG.order, Literal(order)))
        triples.extend(event_triples(event, known, iris))
    return list(dict.fromkeys(triples))


def record_triple(parcel: Parcel, iris: Iris) -> Triple:
    """What stands in the article's graph beside `article_triples`: all of it once more, quick to read."""
    return URIRef(iris.article(str(parcel.article[0]))), EG.record, Literal(parcel_text(parcel))
