"""Media types of answers and of documents, and the choice among them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TURTLE = "text/turtle"
N_TRIPLES = "application/n-triples"
N_QUADS = "application/n-quads"
TRIG = "application/trig"
RDF_XML = "application/rdf+xml"
JSON_LD = "application/ld+json"
N3 = "text/n3"

_SHORT = 500  # characters of a header whose choice is remembered

# Media type of an answer with rows or a truth value -> name in pyoxigraph.QueryResultsFormat; best first.
RESULT_FORMATS: Mapping[str, str] = {
    JSON: "JSON",
    "application/json": "JSON",
    XML: "XML",
    "application/xml": "XML",
    "text/xml": "XML",
    CSV: "CSV",
    TSV: "TSV",
}
# Media type of a graph -> name in pyoxigraph.RdfFormat; best first.
GRAPH_FORMATS: Mapping[str, str] = {
    TURTLE: "TURTLE",
    N_TRIPLES: "N_TRIPLES",
    JSON_LD: "JSON_LD",
    RDF_XML: "RDF_XML",
    TRIG: "TRIG",
    N_QUADS: "N_QUADS",
    N3: "N3",
    "application/x-turtle": "TURTLE",
    "application/json": "JSON_LD",
    "application/xml": "RDF_XML",
    "text/plain": "N_TRIPLES",
}
# Media type of a document sent to us -> name in pyoxigraph.RdfFormat.
INPUT_FORMATS: Mapping[str, str] = {
    kind: name for kind, name in GRAPH_FORMATS.items() if kind not in ("application/json", "application/xml")
}


def text_type(media: str) -> str:
    """The media type with its character set, where it is one of text."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def parse_accept(accept: str) -> list[tuple[str, float]]:
    """The media ranges of an Accept header with their weights; an unreadable weight counts as 0."""
    ranges = []
    for part in accept.split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    weight = min(1.0, max(0.0, float(value)))
                except ValueError:
                    weight = 0.0
        if kind:
            ranges.append((kind.lower(), weight))
    return ranges


def negotiate(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offer that the header prefers, the first of equals or for no header; None if none will do."""
    choose = _choose if len(accept or "") <= _SHORT else _choose.__wrapped__
    return choose(accept, tuple(offers))


@lru_cache(maxsize=512)
def _choose(accept: str | None, offers: tuple[str, ...]) -> str | None:
    ranges = parse_accept(accept or "")
    if not ranges:
        return offers[0]
    best, best_weight = None, 0.0
    for offer in offers:
        weight = _weight(offer, ranges)
        if weight > best_weight:
            best, best_weight = offer, weight
    return best


def _weight(offer: str, ranges: list[tuple[str, float]]) -> float:
    # The most specific range that matches decides: type/subtype, then type/*, then */*.
    family = offer.split("/", 1)[0] + "/*"
    for pattern in (offer, family, "*/*"):
        weights = [weight for kind, weight in ranges if kind == pattern]
        if weights:
            return max(weights)
    return 0.0
