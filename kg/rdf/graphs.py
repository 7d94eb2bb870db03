"""Whole graphs of an embedded store from and to documents, for the Graph Store Protocol."""

from collections.abc import Iterable

import pyoxigraph as ox

from kg.errors import BadInput
from kg.ids import digest
from kg.rdf.documents import write_graph
from kg.rdf.store import EmbeddedStore
from kg.rdf.terms import iri_text
from kg.rdf.vocab import PREFIXES

Document = tuple[bytes, str]  # its bytes, and the name of its pyoxigraph.RdfFormat


def has_graph(store: EmbeddedStore, graph: str | None) -> bool:
    """Is there such a graph? The default graph (None) always is."""
    return graph is None or store.inner.contains_named_graph(_name(graph))


def read_graph(store: EmbeddedStore, graph: str | None, format_name: str) -> bytes:
    """The graph as a document."""
    quads = store.inner.quads_for_pattern(None, None, None, _name(graph))
    triples = (quad.triple for quad in quads)
    return write_graph(triples, format_name, prefixes=PREFIXES)


def put_graph(
    store: EmbeddedStore, graph: str | None, documents: Iterable[Document], *, base_iri: str
) -> None:
    """Replace the graph by the documents' triples, at once or not at all. Raises BadInput."""
    lines = "\n".join(f"{triple} ." for triple in parse_documents(documents, base_iri))
    if graph is None:
        request = f"DROP SILENT DEFAULT;\nINSERT DATA {{\n{lines}\n}}"
    else:
        name = iri_text(graph)
        request = (
            f"DROP SILENT GRAPH {name};\nCREATE SILENT GRAPH {name};\n"
            f"INSERT DATA {{ GRAPH {name} {{\n{lines}\n}} }}"
        )
    with store.writing() as inner:
        store.mark_stale(_named(graph))
        inner.update(request)


def add_to_graph(
    store: EmbeddedStore, graph: str | None, documents: Iterable[Document], *, base_iri: str
) -> None:
    """Add the documents' triples to the graph, all or none. Raises BadInput."""
    name = _name(graph)
    triples = parse_documents(documents, base_iri)
    with store.writing() as inner:
        store.mark_stale(_named(graph))
        if isinstance(name, ox.NamedNode):
            inner.add_graph(name)
        inner.extend(ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)


def delete_graph(store: EmbeddedStore, graph: str | None) -> None:
    """Remove the graph, or empty the default graph."""
    what = "DEFAULT" if graph is None else f"GRAPH {iri_text(graph)}"
    with store.writing() as inner:
        store.mark_stale(_named(graph))
        inner.update(f"DROP SILENT {what}")


def name_for(documents: Iterable[Document], base: str) -> str:
    """An IRI for a new graph, derived from its content."""
    parts = (content.decode("utf-8", "surrogateescape") for content, _ in documents)
    return f"{base}graph/{digest('graph', *parts)}"


def _named(graph: str | None) -> list[str]:
    """What the index has to read again: no article stands in the default graph."""
    return [] if graph is None else [graph]


def _name(graph: str | None) -> ox.NamedNode | ox.DefaultGraph:
    if graph is None:
        return ox.DefaultGraph()
    iri_text(graph)
    return ox.NamedNode(graph)


def parse_documents(documents: Iterable[Document], base_iri: str) -> list[ox.Triple]:
    """The triples of all documents. Raises BadInput for one that cannot be read or holds named graphs."""
    triples: list[ox.Triple] = []
    for content, format_name in documents:
        form = getattr(ox.RdfFormat, format_name)
        try:
            quads = list(ox.parse(content, form, base_iri=base_iri, rename_blank_nodes=True))
        except (SyntaxError, ValueError) as error:
            raise BadInput(f"the document cannot be read: {' '.join(str(error).split())[:300]}") from error
        if any(not isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads):
            raise BadInput("the document holds named graphs; one graph is asked for")
        triples.extend(quad.triple for quad in quads)
    return triples
