"""Triples of an article's named graph as the article and its events again: the inverse of `mapping.py`."""

import datetime as dt
import json
import math
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from rdflib import OWL, RDF, RDFS, SDO, SKOS, URIRef
from rdflib.term import Node

from kg.errors import BadInput
from kg.ids import Iris
from kg.model import (
    KINDS,
    MODALITIES,
    POLARITIES,
    PRECISIONS,
    QUADS,
    Action,
    Actor,
    Article,
    Coded,
    Event,
    Evidence,
    Mention,
    Place,
)
from kg.rdf.mapping import SPANS, VARIANTS
from kg.rdf.terms import Triple, split_lines
from kg.rdf.vocab import EG

T = TypeVar("T", bound=str)


class Facts:
    """The triples of one graph, looked up by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._facts: dict[Node, dict[Node, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            self._facts[subject][predicate].append(value)

    def values(self, node: Node, predicate: URIRef) -> list[str]:
        """All values, sorted."""
        return sorted(str(value) for value in self._facts.get(node, {}).get(predicate, ()))

    def maybe(self, node: Node, predicate: URIRef) -> str | None:
        """The only value, or None; raises BadInput if there are several."""
        found = self.values(node, predicate)
        if len(found) > 1:
            raise BadInput(f"<{node}> has {len(found)} values of <{predicate}>, one is allowed")
        return found[0] if found else None

    def one(self, node: Node, predicate: URIRef) -> str:
        """The only value; raises BadInput if there is none."""
        found = self.maybe(node, predicate)
        if found is None:
            raise BadInput(f"<{node}> has no <{predicate}>")
        return found

    def number(self, node: Node, predicate: URIRef) -> float:
        """The only value as a number."""
        text = self.one(node, predicate)
        try:
            number = float(text)
        except ValueError as error:
            raise BadInput(f"<{node}>: <{predicate}> is {text!r}, no number") from error
        if not math.isfinite(number):
            raise BadInput(f"<{node}>: <{predicate}> is {text!r}, no number")
        return number

    def choice(self, node: Node, predicate: URIRef, allowed: tuple[T, ...], missing: T | None = None) -> T:
        """The only value, one of those allowed; `missing` stands for none."""
        text = self.maybe(node, predicate)
        if text is None and missing is not None:
            return missing
        for value in allowed:
            if text == value:
                return value
        raise BadInput(f"<{node}>: <{predicate}> is {text!r}, not one of {', '.join(map(str, allowed))}")

    def date(self, node: Node, predicate: URIRef) -> dt.date | None:
        """The only value as a date, or None."""
        text = self.maybe(node, predicate)
        if text is None:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise BadInput(f"<{node}>: <{predicate}> is {text!r}, no date") from error

    def lines(self, node: Node, predicate: URIRef) -> tuple[str, ...]:
        """The ordered texts that stand in one value."""
        text = self.maybe(node, predicate)
        return () if text is None else split_lines(text)

    def of_type(self, kind: URIRef) -> list[URIRef]:
        """The nodes of a class, sorted."""
        return sorted(
            URIRef(str(node)) for node, facts in self._facts.items() if kind in facts.get(RDF.type, ())
        )


def read_actor(facts: Facts, node: Node, iris: Iris) -> Actor:
    """The actor behind its node."""
    affiliation = facts.maybe(node, EG.affiliation)
    return Actor(
        id=iris.last(str(node)),
        label=facts.one(node, RDFS.label),
        kind=facts.choice(node, EG.kind, KINDS),
        country=facts.maybe(node, EG.country),
        sector=facts.maybe(node, EG.sector),
        affiliation=None if affiliation is None else iris.last(affiliation),
        aliases=facts.lines(node, EG.aliasOrder) or tuple(facts.values(node, SKOS.altLabel)),
        same_as=facts.lines(node, EG.sameAsOrder) or tuple(facts.values(node, OWL.sameAs)),
    )


def read_place(facts: Facts, node: Node) -> Place:
    """The place behind its node."""
    return Place(
        label=facts.one(node, RDFS.label),
        country=facts.maybe(node, EG.country),
        latitude=_number(facts, node, SDO.latitude),
        longitude=_number(facts, node, SDO.longitude),
        geonames=facts.maybe(node, EG.geonames),
    )


def _number(facts: Facts, node: Node, predicate: URIRef) -> float | None:
    return None if facts.maybe(node, predicate) is None else facts.number(node, predicate)


def _read_role(facts: Facts, node: Node, role: URIRef, iris: Iris) -> Actor | None:
    variant = facts.maybe(node, VARIANTS[role])
    if variant is not None:
        try:
            record = json.loads(variant)
            lists = {key: tuple(record[key]) for key in ("aliases", "same_as")}
            return Actor(**{**record, **lists})
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(f"<{node}>: <{VARIANTS[role]}> is no actor") from error
    actor = facts.maybe(node, role)
    return None if actor is None else read_actor(facts, URIRef(actor), iris)


def _read_mention(facts: Facts, node: Node, role: URIRef, iris: Iris) -> Mention | None:
    actor = _read_role(facts, node, role, iris)
    if actor is None:
        return None
    text, begin, end, method, confidence = SPANS[role]
    return Mention(
        actor=actor,
        text=facts.one(node, text),
        start=int(facts.number(node, begin)),
        end=int(facts.number(node, end)),
        method=facts.maybe(node, method) or "",
        confidence=1.0 if facts.maybe(node, confidence) is None else facts.number(node, confidence),
    )


def read_event(facts: Facts, node: Node, article_id: str, iris: Iris) -> Event:
    """The event behind its node."""
    place = facts.maybe(node, EG.place)
    return Event(
        id="evt_" + iris.last(str(node)),
        evidence=Evidence(
            doc=article_id,
            sentence=int(facts.number(node, EG.sentenceNumber)),
            text=facts.one(node, EG.sentence),
            start=int(facts.number(node, EG.begin)),
            end=int(facts.number(node, EG.end)),
        ),
        source=_read_mention(facts, node, EG.source, iris),
        action=Action(
            lemma=facts.one(node, EG.lemma),
            text=facts.one(node, EG.actionText),
            rule=facts.one(node, EG.rule),
            start=int(facts.number(node, EG.actionBegin)),
            end=int(facts.number(node, EG.actionEnd)),
        ),
        target=_read_mention(facts, node, EG.target, iris),
        plover=iris.last(facts.one(node, EG.eventType)),
        mode=facts.maybe(node, EG.mode),
        cameo=facts.one(node, EG.cameo),
        quad=facts.choice(node, EG.quadClass, QUADS),
        score=facts.number(node, EG.score),
        polarity=facts.choice(node, EG.polarity, POLARITIES),
        modality=facts.choice(node, EG.modality, MODALITIES),
        attributed_to=_read_role(facts, node, EG.attributedTo, iris),
        date=facts.date(node, EG.date),
        date_end=facts.date(node, EG.dateEnd),
        date_precision=facts.choice(node, EG.datePrecision, PRECISIONS, "unknown"),
        place=None if place is None else read_place(facts, URIRef(place)),
        confidence=facts.number(node, EG.confidence),
        goldstein=_number(facts, node, EG.goldstein),
        why=facts.lines(node, EG.why),
    )


def _read_story(facts: Facts, node: Node) -> Article:
    publisher = facts.maybe(node, SDO.publisher)
    return Article(
        id=facts.one(node, SDO.identifier),
        text=facts.one(node, SDO.articleBody),
        title=facts.maybe(node, SDO.headline) or "",
        date=facts.date(node, SDO.datePublished),
        publisher="" if publisher is None else facts.one(URIRef(publisher), SDO.name),
        url=facts.maybe(node, SDO.url) or "",
        lang=facts.maybe(node, SDO.inLanguage) or "",
    )


def read_article(triples: Iterable[Triple], iris: Iris) -> Coded:
    """The article and its events from the triples of its graph; raises BadInput naming what is amiss."""
    facts = Facts(triples)
    stories = facts.of_type(SDO.NewsArticle)
    if len(stories) != 1:
        raise BadInput(f"the graph holds {len(stories)} articles, not one")
    story = _read_story(facts, stories[0])
    nodes = sorted(facts.of_type(EG.Event), key=lambda node: facts.number(node, EG.order))
    return Coded(
        article=story,
        events=tuple(read_event(facts, node, story.id, iris) for node in nodes),
        problems=facts.lines(stories[0], EG.problems),
    )
