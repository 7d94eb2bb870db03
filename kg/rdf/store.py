"""The RDF store: one named graph an article, replaced as a whole; the same calls on a folder or a server."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.errors import BadInput, StoreBroken
from kg.rdf.files import HeldFiles
from kg.rdf.functions import Functions, with_unknown_functions
from kg.rdf.refusal import MAX_UPDATE_BYTES, refuse_unsafe, refused_by_parser
from kg.rdf.terms import Row, Triple, from_ox, iri_text, rows_of, triple_text
from kg.rdf.writing import WATCH, Written, read_update

if TYPE_CHECKING:
    from rdflib import Dataset

_NO_SUCH_GRAPH = re.compile(r"The graph .* (does not exist|already exists)")


class Store(Protocol):
    """What `EmbeddedStore` and `RemoteStore` both do."""

    @property
    def version(self) -> str:
        """Changes with every write through this object, and with every opening."""

    def replace(self, graph: str, triples: Iterable[Triple]) -> None:
        """Make these the only triples of the named graph: all of them, or, after a failure, the old ones."""

    def add(self, graph: str, triples: Iterable[Triple]) -> None:
        """Add triples to a named graph."""

    def drop(self, graph: str) -> None:
        """Remove a named graph; one that is not there is no error."""

    def graphs(self, prefix: str = "") -> Iterator[str]:
        """The IRIs of the named graphs that start so, sorted."""

    def read(self, graph: str) -> list[Triple]:
        """The triples of a named graph; none if there is no such graph."""

    def query(self, sparql: str) -> list[Row]:
        """The rows of one of our own SELECT queries: no limits are set. Name graphs by GRAPH."""

    def update(self, sparql: str, *, base_iri: str | None = None) -> None:
        """Run an update from outside as one transaction, or raise QueryRefused; the index is stale then."""

    @property
    def stale(self) -> tuple[str, ...]:
        """Marks of graphs written from outside that the index has to follow; an empty one is for any graph."""

    def mark_stale(self, graphs: Iterable[str] | None = None) -> None:
        """Remember, beyond a crash, that the index has to read these graphs, or all, again."""

    def clear_stale(self, marks: Sequence[str] | None = None) -> None:
        """The index has followed these marks, or all there are; those made meanwhile stay."""

    def announce(self, address: str) -> None:
        """Tell whoever finds the store locked where its holder can be asked."""

    def flush(self) -> None:
        """Make all that was written safe on the disk."""

    def close(self) -> None:
        """Flush and let go of the store; a second call does nothing."""


def replace_request(graph: str, triples: Iterable[Triple]) -> str:
    """One update request that empties a named graph and fills it again."""
    name = iri_text(graph)
    lines = "\n".join(triple_text(triple) for triple in triples)
    return f"DROP SILENT GRAPH {name};\nINSERT DATA {{ GRAPH {name} {{\n{lines}\n}} }}"


def _run(inner: ox.Store, sparql: str, written: Written, base_iri: str | None) -> frozenset[str] | None:
    """Run an update; the graphs that it wrote, where only running it told."""
    seen: set[str] = set()

    def note(graph: object) -> None:
        if isinstance(graph, ox.NamedNode):
            seen.add(graph.value)

    def run(text: str, watch: Functions) -> None:
        with_unknown_functions(
            lambda functions: inner.update(text, base_iri=base_iri, custom_functions=functions | watch)
        )

    if written.watched and written.graphs is not None:
        try:
            run(written.watched, {ox.NamedNode(WATCH): note})
        except SyntaxError:
            pass  # is said of the text as it was given
        else:
            return written.graphs | seen
    run(sparql, {})
    return None


class EmbeddedStore(HeldFiles):
    """Oxigraph in the folder `<store>/rdf`, owned by this process as long as it is open."""

    @property
    def rdflib(self) -> "Dataset":
        """An rdflib Dataset over the same data, its default graph the union of all; for reading."""
        from oxrdflib import OxigraphStore  # takes longer to import than all else here
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self.inner), default_union=True)

    def replace(self, graph: str, triples: Iterable[Triple]) -> None:
        """Make these the only triples of the named graph: all of them, or, after a failure, the old ones."""
        request = replace_request(graph, triples)
        with self.writing() as inner:
            inner.update(request)

    def add(self, graph: str, triples: Iterable[Triple]) -> None:
        """Add triples to a named graph, all or none."""
        iri_text(graph)
        name = ox.NamedNode(graph)
        lines = "\n".join(triple_text(triple) for triple in triples)
        added = [
            ox.Quad(quad.subject, quad.predicate, quad.object, name)
            for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES)
        ]
        with self.writing() as inner:
            inner.extend(added)

    def drop(self, graph: str) -> None:
        """Remove a named graph; one that is not there is no error."""
        request = f"DROP SILENT GRAPH {iri_text(graph)}"
        with self.writing() as inner:
            inner.update(request)

    def graphs(self, prefix: str = "") -> Iterator[str]:
        """The IRIs of the named graphs that start so, sorted."""
        names = (name.value for name in self.inner.named_graphs() if isinstance(name, ox.NamedNode))
        yield from sorted(name for name in names if name.startswith(prefix))

    def read(self, graph: str) -> list[Triple]:
        """The triples of a named graph; none if there is no such graph."""
        try:
            quads = self.inner.quads_for_pattern(None, None, None, ox.NamedNode(graph))
            return [(from_ox(quad.subject), from_ox(quad.predicate), from_ox(quad.object)) for quad in quads]
        except (OSError, RuntimeError) as error:
            raise StoreBroken(f"the graph <{graph}> in {self._rdf} cannot be read: {error}") from error

    def query(self, sparql: str) -> list[Row]:
        """The rows of one of our own SELECT queries: no limits are set. Name graphs by GRAPH."""
        try:
            solutions = self.inner.query(sparql)
        except SyntaxError as error:
            raise BadInput(f"the query cannot be read: {error}") from error
        return rows_of(solutions)

    def update(self, sparql: str, *, base_iri: str | None = None) -> None:
        """Run an update from outside as one transaction, or raise QueryRefused; the index is stale then."""
        refuse_unsafe(sparql, max_bytes=MAX_UPDATE_BYTES)
        with self.writing() as inner:
            before = self.stale
            written = read_update(sparql, base_iri=base_iri)
            self.mark_stale(None if written.watched else written.graphs)
            try:
                found = _run(inner, sparql, written, base_iri)
            except (SyntaxError, RuntimeError) as error:
                if isinstance(error, RuntimeError) and not _NO_SUCH_GRAPH.search(str(error)):
                    raise
                if not before:
                    self.clear_stale()
                raise refused_by_parser(str(error)) from error
            if found is not None:
                self._held.narrow_stale(found)
