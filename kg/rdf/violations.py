"""What in RDF breaks the shapes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.term import Node

from kg.errors import BadInput
from kg.rdf.ontology import document
from kg.rdf.terms import Triple

# Graphs looked at in one go: what a run costs beside its graphs is then little.
_BATCH = 32
_SHACL = Namespace("http://www.w3.org/ns/shacl#")
_OWN = re.compile(r"graph:(\d+):")


def violations(triples: Iterable[Triple]) -> list[str]:
    """What in the triples breaks the shapes, one sentence each; raises BadInput without pyshacl."""
    return next(violations_of_each([triples]))


def violations_of_each(graphs: Iterable[Iterable[Triple]]) -> Iterator[list[str]]:
    """The violations of one graph after another, each by itself; raises BadInput without pyshacl."""
    rest = iter(graphs)
    while batch := list(islice(rest, _BATCH)):
        yield from _violations(batch)


def _violations(batch: Sequence[Iterable[Triple]]) -> list[list[str]]:
    try:
        from pyshacl import validate
    except ImportError as error:
        raise BadInput("checking against shapes needs pyshacl: pip install 'eventgraph[analysis]'") from error
    data = Graph()
    for number, triples in enumerate(batch):
        for triple in _apart(list(triples), number):
            data.add(triple)
    found: list[list[str]] = [[] for _ in batch]
    conforms, report, _ = validate(data, shacl_graph=_shapes(), inplace=True)
    if not conforms and isinstance(report, Graph):
        for result in report.subjects(RDF.type, _SHACL.ValidationResult):
            focus = str(report.value(result, _SHACL.focusNode))
            path = report.value(result, _SHACL.resultPath) or ""
            told = f"{focus}: {path} {report.value(result, _SHACL.resultMessage)}"
            owner = _OWN.match(focus)
            found[int(owner[1]) if owner else 0].append(_OWN.sub("", told))
    return [sorted(told) for told in found]


def _apart(triples: Sequence[Triple], number: int) -> Iterator[Triple]:
    """The triples with nodes of their own: what another graph says of the same node does not count."""
    own = {subject for subject, _, _ in triples}

    def mark(node: Node) -> Node:
        if node not in own:
            return node
        return (BNode if isinstance(node, BNode) else URIRef)(f"graph:{number}:{node}")

    for subject, predicate, value in triples:
        yield mark(subject), predicate, mark(value)


@lru_cache(maxsize=1)
def _shapes() -> Graph:
    return Graph().parse(data=document("shapes.ttl"), format="turtle")
