"""rdflib terms as text and values: what `mapping` and `store` both need."""

import re
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kg.errors import BadInput

Triple = tuple[Node, Node, Node]
Row = dict[str, Node]

_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in map(chr, [*range(0x20), 0x7F])}
_ESCAPES |= {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
# The characters that IRIREF of SPARQL and Turtle does not take, and lone surrogates.
_BAD_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\\ud800-\udfff]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_STRING = str(XSD.string)


def iri_text(iri: str) -> str:
    """`<iri>`; raises BadInput for text that is no absolute IRI, so nothing can break out of a request."""
    if _BAD_IRI.search(iri) or not _ABSOLUTE.match(iri):
        raise BadInput(f"{iri!r} is not an absolute IRI")
    return f"<{iri}>"


def term_text(term: Node) -> str:
    """The term in N-Triples, which SPARQL and Turtle read too."""
    if isinstance(term, Literal):
        text = str(term)
        if _SURROGATE.search(text):
            raise BadInput(f"text with half of a surrogate pair cannot be stored: {text[:40]!r}")
        quoted = f'"{text.translate(_ESCAPES)}"'
        if term.language:
            return f"{quoted}@{term.language}"
        if term.datatype is None or str(term.datatype) == _STRING:
            return quoted
        return f"{quoted}^^{iri_text(str(term.datatype))}"
    if isinstance(term, URIRef):
        return iri_text(str(term))
    if isinstance(term, BNode):
        return term.n3()
    raise BadInput(f"{term!r} cannot be stored as a term")


def triple_text(triple: Triple) -> str:
    """One line of N-Triples, without its line end."""
    return f"{term_text(triple[0])} {term_text(triple[1])} {term_text(triple[2])} ."


@lru_cache(maxsize=65536)
def _uri(text: str) -> URIRef:
    return URIRef(text)


def from_ox(term: object) -> Node:
    """A pyoxigraph term as an rdflib one, its text unchanged; plain strings have no datatype."""
    if isinstance(term, ox.NamedNode):
        return _uri(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        if datatype == _STRING:
            return Literal(term.value)
        return Literal(term.value, datatype=_uri(datatype), normalize=False)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise BadInput(f"{term} has no counterpart in rdflib")


def rows_of(solutions: object) -> list[Row]:
    """The rows of a SELECT, without the names that are not bound; raises BadInput for another form of query."""
    if not isinstance(solutions, ox.QuerySolutions):
        raise BadInput("only SELECT queries give rows")
    names = [variable.value for variable in solutions.variables]
    return [
        {name: from_ox(term) for name, term in zip(names, row, strict=True) if term is not None}
        for row in solutions
    ]


def decimal_literal(value: float) -> Literal:
    """xsd:decimal in canonical form: the shortest text that reads back as the same float."""
    text = format(Decimal(repr(float(value))), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Literal("0" if text == "-0" else text, datatype=XSD.decimal, normalize=False)


def join_lines(parts: tuple[str, ...]) -> str:
    """Ordered texts as one; `split_lines` is its inverse."""
    return "\n".join(part.replace("\\", "\\\\").replace("\n", "\\n") for part in parts)


def split_lines(text: str) -> tuple[str, ...]:
    """The texts behind `join_lines`."""
    return tuple(
        re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], line)
        for line in text.split("\n")
    )
