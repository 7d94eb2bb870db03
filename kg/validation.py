"""What `kg validate` looks for: mistakes in curated knowledge, and RDF that breaks the shapes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import BadInput
from kg.ids import Iris
from kg.knowledge.validation import mistakes
from kg.rdf.store import Store
from kg.rdf.terms import Triple, from_ox
from kg.rdf.violations import violations_of_each


def check_file(path: Path | None) -> Iterator[str]:
    """Mistakes of a knowledge folder (None: the built-in one) or of a file of RDF."""
    if path is None or path.is_dir():
        yield from mistakes(path)
        return
    if not path.exists():
        raise BadInput(f"{path}: no such file or folder")
    graphs = _graphs_in(path)
    for name, problems in zip(graphs, violations_of_each(graphs.values()), strict=True):
        for problem in problems:
            yield f"{path}: {name}{': ' if name else ''}{problem}"


def check_graph(store: Store, iris: Iris) -> Iterator[str]:
    """What breaks the shapes in the store, article by article."""
    graphs = list(store.graphs(iris.articles))
    for graph, problems in zip(graphs, violations_of_each(map(store.read, graphs)), strict=True):
        for problem in problems:
            yield f"<{graph}>: {problem}"


def _graphs_in(path: Path) -> dict[str, list[Triple]]:
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None:
        raise BadInput(
            f"{path}: is neither a knowledge folder nor a file of RDF (.nq, .trig, .ttl, .nt, .jsonld)"
        )
    graphs: dict[str, list[Triple]] = {}
    try:
        for quad in ox.parse(path=str(path), format=form, rename_blank_nodes=True):
            name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
            triple = (from_ox(quad.subject), from_ox(quad.predicate), from_ox(quad.object))
            graphs.setdefault(name, []).append(triple)
    except (SyntaxError, ValueError) as error:
        raise BadInput(f"{path}: {' '.join(str(error).split())[:300]}") from error
    return graphs
