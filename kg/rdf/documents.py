"""Graphs as documents; JSON-LD in the short form that people can read, with its context inside.

It knows pyoxigraph and the standard library only: the query workers write with it too.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_STRING, _INTEGER, _BOOLEAN = f"{_XSD}string", f"{_XSD}integer", f"{_XSD}boolean"
_TYPE = f"{_RDF}type"
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")  # what every reader of JSON keeps exactly
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")


def write_graph(triples: Iterable[ox.Triple], form: str, *, prefixes: Mapping[str, str] | None) -> bytes:
    """The triples in a form of pyoxigraph.RdfFormat; without prefixes JSON-LD is written in full."""
    if form == "JSON_LD" and prefixes:
        kept = list(dict.fromkeys(triples))  # a query may find one in several graphs
        if (short := _compacted(kept)) is not None:
            return short
        triples = kept
    named = dict(prefixes) if prefixes else None
    return ox.serialize(triples, None, getattr(ox.RdfFormat, form), prefixes=named) or b""


@dataclass(frozen=True, slots=True)
class _Term:
    name: str
    coerced: str  # "@id", the IRI of a datatype, or nothing
    is_set: bool


@dataclass(frozen=True, slots=True)
class _Context:
    document: dict[str, Any]
    vocabulary: str
    prefixes: Mapping[str, str]
    terms: Mapping[str, _Term]  # by IRI
    names: frozenset[str]

    def key(self, iri: str) -> _Term:
        """How a property is written."""
        return self.terms.get(iri) or _Term(self.name(iri), "", False)

    def name(self, iri: str) -> str:
        """How a property or a class is written."""
        term = self.terms.get(iri)
        if term and not term.coerced and not term.is_set:
            return term.name
        rest = iri.removeprefix(self.vocabulary)
        if rest != iri and _PLAIN.fullmatch(rest) and rest not in self.names:
            return rest
        return self.short(iri)

    def short(self, iri: str) -> str:
        """An IRI by its prefix, where it has one."""
        for name, start in self.prefixes.items():
            if iri.startswith(start) and _PLAIN.fullmatch(iri[len(start) :]):
                return f"{name}:{iri[len(start) :]}"
        return iri

    def confuses(self, iri: str) -> bool:
        """Would the IRI, written in full, be read as a prefix and a name?"""
        return iri.partition(":")[0] in self.names


@lru_cache(maxsize=1)
def _context() -> _Context:
    document = json.loads(Path(__file__).with_name("context.jsonld").read_bytes())["@context"]
    own = {name: told for name, told in document.items() if not name.startswith("@")}
    prefixes = {name: told for name, told in own.items() if isinstance(told, str) and told[-1] in "#/"}

    def whole(name: str) -> str:
        start, colon, rest = name.partition(":")
        return prefixes.get(start, start + colon) + rest if colon else document["@vocab"] + name

    terms: dict[str, _Term] = {}
    for name, told in own.items():
        if name in prefixes or told in ("@id", "@type"):
            continue
        more = {"@id": told} if isinstance(told, str) else told
        kind = more.get("@type", "")
        coerced = whole(kind) if kind and kind != "@id" else kind
        terms[whole(more.get("@id", name))] = _Term(name, coerced, more.get("@container") == "@set")
    return _Context(document, document["@vocab"], prefixes, terms, frozenset(own))


class _Unwritable(Exception):
    """The graph has what the short form cannot tell apart."""


def _compacted(triples: list[ox.Triple]) -> bytes | None:
    """The graph in the short form; None if it is to be written in full."""
    context = _context()
    nodes: dict[str, dict[str, Any]] = {}
    try:
        for triple in triples:
            _enter(nodes, triple, context)
    except _Unwritable:
        return None
    shown = [_shown(node) for node in nodes.values()]
    told = shown[0] if len(shown) == 1 else {"@graph": shown}
    whole = {"@context": context.document, **told}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _enter(nodes: dict[str, dict[str, Any]], triple: ox.Triple, context: _Context) -> None:
    name = _identified(triple.subject, context)
    node = nodes.setdefault(name, {"id": name})
    predicate, told = triple.predicate.value, triple.object
    if context.confuses(predicate):
        raise _Unwritable
    if predicate != _TYPE:
        term = context.key(predicate)
    else:
        term = _Term("type" if isinstance(told, ox.NamedNode) else context.short(_TYPE), "", False)
    values = node.setdefault(term.name, _Set() if term.is_set else [])
    if predicate == _TYPE and isinstance(told, ox.NamedNode):
        if context.confuses(told.value):
            raise _Unwritable
        values.append(context.name(told.value))
    else:
        values.append(_value(told, term.coerced, context))


class _Set(list[Any]):
    """Values of a term that always has a list of them."""


def _shown(node: Mapping[str, Any]) -> dict[str, Any]:
    return {key: told[0] if type(told) is list and len(told) == 1 else told for key, told in node.items()}


def _identified(term: object, context: _Context) -> str:
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    if isinstance(term, ox.NamedNode) and not context.confuses(term.value):
        return context.short(term.value)
    raise _Unwritable


def _value(term: object, coerced: str, context: _Context) -> Any:
    if not isinstance(term, ox.Literal):
        name = _identified(term, context)
        return name if coerced == "@id" else {"id": name}
    if term.direction:
        raise _Unwritable
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    if kind == coerced or (kind == _STRING and not coerced):
        return term.value
    if kind == _INTEGER and not coerced and _WHOLE.fullmatch(term.value):
        return int(term.value)
    if kind == _BOOLEAN and not coerced and term.value in ("true", "false"):
        return term.value == "true"
    if kind == _STRING:
        return {"@value": term.value}
    if context.confuses(kind):
        raise _Unwritable
    return {"@value": term.value, "@type": context.name(kind)}
