"""Terms of the Eventgraph ontology; a misspelt one fails at once."""

# ruff: noqa: N815  the names are those of the ontology

from rdflib import OWL, PROV, RDF, RDFS, SDO, SKOS, XSD, URIRef
from rdflib.namespace import DefinedNamespace, Namespace

from kg.ids import BASE_IRI

SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")


class EG(DefinedNamespace):
    """`eg:`, described in `ontology.ttl`."""

    _NS = Namespace(BASE_IRI + "ontology#")
    _fail = True

    # classes
    Actor: URIRef
    Dyad: URIRef
    Event: URIRef
    EventType: URIRef
    Place: URIRef
    PLOVER: URIRef

    # event: who did what to whom
    action: URIRef
    attributedTo: URIRef
    cameo: URIRef
    confidence: URIRef
    dyad: URIRef
    eventType: URIRef
    goldstein: URIRef
    lemma: URIRef
    mode: URIRef
    modality: URIRef
    place: URIRef
    polarity: URIRef
    quadClass: URIRef
    score: URIRef
    source: URIRef
    target: URIRef

    # event: when
    date: URIRef
    dateEnd: URIRef
    datePrecision: URIRef
    edtf: URIRef

    # event: evidence
    actionBegin: URIRef
    actionEnd: URIRef
    actionText: URIRef
    attributedAs: URIRef
    begin: URIRef
    end: URIRef
    order: URIRef
    rule: URIRef
    sentence: URIRef
    sentenceNumber: URIRef
    sourceAs: URIRef
    sourceBegin: URIRef
    sourceConfidence: URIRef
    sourceEnd: URIRef
    sourceMethod: URIRef
    sourceText: URIRef
    targetAs: URIRef
    targetBegin: URIRef
    targetConfidence: URIRef
    targetEnd: URIRef
    targetMethod: URIRef
    targetText: URIRef
    why: URIRef

    # actor and place
    affiliation: URIRef
    aliasOrder: URIRef
    country: URIRef
    geonames: URIRef
    kind: URIRef
    sameAsOrder: URIRef
    sector: URIRef

    # article
    problems: URIRef
    record: URIRef

    # plain triples: a property for each PLOVER type, below `actedOn`
    actedOn: URIRef
    accuse: URIRef
    agree: URIRef
    aid: URIRef
    assault: URIRef
    coerce: URIRef
    concede: URIRef
    consult: URIRef
    cooperate: URIRef
    mobilize: URIRef
    protest: URIRef
    reject: URIRef
    request: URIRef
    retreat: URIRef
    sanction: URIRef
    support: URIRef
    threaten: URIRef


def type_property(plover: str) -> URIRef:
    """The property above the actions of a PLOVER type; `eg:actedOn` for a type the ontology does not know."""
    name = plover.lower()
    return EG[name] if plover.isupper() and name in EG else EG.actedOn


# Known in every query from outside and in what we write, without being declared.
PREFIXES = {
    "eg": str(EG._NS),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SDO),
    "sem": str(SEM),
    "skos": str(SKOS),
    "xsd": str(XSD),
}
