"""The same store on a SPARQL server: named graphs by the Graph Store Protocol, or by updates without it."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.errors import KGError, StoreBroken
from kg.ids import digest
from kg.rdf.address import Address
from kg.rdf.client import Client
from kg.rdf.folder import HeldStore
from kg.rdf.media import JSON, N_TRIPLES
from kg.rdf.refusal import MAX_UPDATE_BYTES, refuse_unsafe
from kg.rdf.terms import Row, Triple, from_ox, iri_text, rows_of, triple_text
from kg.rdf.writing import Written, read_update

# Virtuoso takes no longer INSERT DATA.
_TRIPLES_PER_UPDATE = 400
_GRAPHS_PER_PAGE = 1000
_TURTLE = "text/turtle"


class RemoteStore(HeldStore):
    """A store on a server. One process writes at a time: the lock is in the folder of the index."""

    def __init__(self, address: Address, *, read_only: bool = False) -> None:
        super().__init__(address.folder, read_only=read_only)
        self.address, self.client = address, Client(address)

    @property
    def version(self) -> str:
        """Changes with every write through this object, and with every opening for writing.

        What others write to the server it does not know.
        """
        return f"{digest(self.address.query)[:8]}.{super().version}"

    def _check_writable(self) -> None:
        if self.read_only:
            raise StoreBroken(f"{self.address.shown} is open for reading only")

    def replace(self, graph: str | None, triples: Iterable[Triple]) -> None:
        """Make these the only triples of the graph (None: of the default graph).

        Repeat it if it fails, it may be half done.
        """
        self._check_writable()
        lines = [triple_text(triple) for triple in triples]
        try:
            # Virtuoso has no default graph to write: the answer to an update says so in words.
            if self.address.data is not None and graph is not None and lines:
                body = "\n".join(lines).encode()
                self.client.graph("PUT", graph, body=body, media=_TURTLE)
                return
            self._drop(graph)
            self._insert(graph, lines)
        finally:
            self._held.touch()

    def add(self, graph: str | None, triples: Iterable[Triple]) -> None:
        """Add triples to the graph (None: to the default graph); repeat it if it fails, it may be half done."""
        self._check_writable()
        try:
            self._insert(graph, [triple_text(triple) for triple in triples])
        finally:
            self._held.touch()

    def _insert(self, graph: str | None, lines: list[str]) -> None:
        for start in range(0, len(lines), _TRIPLES_PER_UPDATE):
            part = "\n".join(lines[start : start + _TRIPLES_PER_UPDATE])
            block = part if graph is None else f"GRAPH {iri_text(graph)} {{\n{part}\n}}"
            self.client.update(f"INSERT DATA {{\n{block}\n}}", is_repeatable=True)

    def _drop(self, graph: str | None) -> None:
        what = "DEFAULT" if graph is None else f"GRAPH {iri_text(graph)}"
        self.client.update(f"DROP SILENT {what}", is_repeatable=True)

    def drop(self, graph: str | None) -> None:
        """Remove a named graph, or empty the default graph; one that is not there is no error."""
        self._check_writable()
        try:
            self._drop(graph)
        finally:
            self._held.touch()

    def graphs(self, prefix: str = "") -> Iterator[str]:
        """The IRIs of the named graphs that start so, sorted."""
        # Virtuoso holds that no text starts with the empty one.
        begins = f"FILTER(STRSTARTS(STR(?g), {_text(prefix)}))" if prefix else ""
        after = ""
        while True:
            # Page by page from the last name on: servers cut long answers without a word.
            rows = self.query(
                f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {begins} {after} }} "
                f"ORDER BY STR(?g) LIMIT {_GRAPHS_PER_PAGE}"
            )
            names = [str(row["g"]) for row in rows]
            yield from names
            if len(names) < _GRAPHS_PER_PAGE:
                return
            after = f"FILTER(STR(?g) > {_text(names[-1])})"

    def read(self, graph: str | None) -> list[Triple]:
        """The triples of a named graph, none if there is no such graph; or (None) of the default graph.

        Without an address of graphs the default graph is that of the server's queries.
        """
        if self.address.data is not None:
            reply = self.client.graph("GET", graph)
        else:
            where = "{ ?s ?p ?o }" if graph is None else f"{{ GRAPH {iri_text(graph)} {{ ?s ?p ?o }} }}"
            reply = self.client.query(
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {where}",
                accept=N_TRIPLES,
                more=[],
                seconds=self.address.timeout,
            )
        if reply.status == 404:
            return []
        form = ox.RdfFormat.from_media_type(reply.media) or ox.RdfFormat.TURTLE
        try:
            quads = list(ox.parse(reply.body, form))
        except (SyntaxError, ValueError) as error:
            raise StoreBroken(f"{self.address.shown} answered with no RDF: {error}") from error
        return [(from_ox(quad.subject), from_ox(quad.predicate), from_ox(quad.object)) for quad in quads]

    def query(self, sparql: str) -> list[Row]:
        """The rows of one of our own SELECT queries. Name graphs by GRAPH."""
        reply = self.client.query(sparql, accept=JSON, more=[], seconds=self.address.timeout)
        try:
            found = ox.parse_query_results(reply.body, ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise StoreBroken(f"{self.address.shown} answered with no results: {error}") from error
        return rows_of(found)

    def update(self, sparql: str, *, base_iri: str | None = None) -> None:
        """Run an update from outside, or raise QueryRefused; the index is stale then.

        What a server's default graph is it alone knows: after a write to that, any graph may have been written.
        """
        self._check_writable()
        refuse_unsafe(sparql, max_bytes=MAX_UPDATE_BYTES)
        base = f"BASE {iri_text(base_iri)} " if base_iri else ""
        with self.exclusive():
            self.mark_stale(self._written(read_update(sparql, base_iri=base_iri), base))
            try:
                self.client.update(base + sparql, is_repeatable=False)
            finally:
                self._held.touch()

    def _written(self, written: Written, base: str) -> frozenset[str] | None:
        """The named graphs that an update will write, asked for where it names them by variables; None for any."""
        if written.graphs is None or written.has_default or not written.watched:
            return None if written.has_default else written.graphs
        if written.asked is None:
            return None
        try:
            rows = self.query(f"{base}{written.asked} LIMIT {_GRAPHS_PER_PAGE}")
        except KGError:  # the update itself will say what is wrong
            return None
        if len(rows) == _GRAPHS_PER_PAGE:
            return None
        return written.graphs | {str(name) for row in rows for name in row.values()}

    def flush(self) -> None:
        """The server sees to that."""


def _text(value: str) -> str:
    return str(ox.Literal(value))
