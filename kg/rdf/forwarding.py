"""The SPARQL service over a store on a server: requests go on to it, after the same refusals and limits."""

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Unpack, cast

import pyoxigraph as ox

from kg.errors import NotAcceptable
from kg.rdf.answers import Answer, Options
from kg.rdf.cutting import CutShort, Sink
from kg.rdf.documents import write_graph
from kg.rdf.graphs import Document, parse_documents
from kg.rdf.media import GRAPH_FORMATS, JSON, RESULT_FORMATS, negotiate
from kg.rdf.refusal import query_form, refuse_unsafe
from kg.rdf.remote import RemoteStore
from kg.rdf.terms import Triple, from_ox, iri_text, triple_text
from kg.rdf.vocab import PREFIXES
from kg.settings import Settings

# Virtuoso answers ASK with a table: one column of this name, one row with 1 or none.
_VIRTUOSO_ASK = b"__ASK_RETVAL"


class RemoteService:
    """Queries are limited by the server, their answers by us."""

    def __init__(self, store: RemoteStore, settings: Settings) -> None:
        self._store, self._settings = store, settings

    @property
    def version(self) -> str:
        """Changes with every write through this process."""
        return self._store.version

    def query(self, text: str, **given: Unpack[Options]) -> Answer:
        """Answer a query from outside; what its default graph is, the server decides."""
        refuse_unsafe(text)
        is_graph = query_form(text) in ("CONSTRUCT", "DESCRIBE")
        media = negotiate(given.get("accept"), tuple(GRAPH_FORMATS if is_graph else RESULT_FORMATS))
        if media is None:
            raise NotAcceptable("this form of query cannot be answered in any media type that is accepted")
        more = [("default-graph-uri", name) for name in given.get("default_graphs") or ()]
        more += [("named-graph-uri", name) for name in given.get("named_graphs") or ()]
        version, begun = self.version, time.monotonic()
        reply = self._store.client.query(
            self._prologue(given.get("base_iri")) + text,
            accept=media if is_graph else JSON,
            more=more,
            seconds=given.get("seconds") or self._settings.query_seconds,
            most=self._settings.query_bytes,
        )
        kind, body, rows = ("graph", reply.body, None) if is_graph else self._table(reply.body, media)
        return Answer(
            kind=kind,
            media_type=reply.media if is_graph else media,
            body=body,
            version=version,
            truncated=rows is not None,
            rows=rows,
            seconds=time.monotonic() - begun,
        )

    def _prologue(self, base_iri: str | None) -> str:
        if self._settings.test_mode:
            return f"BASE {iri_text(base_iri)} " if base_iri else ""
        prefixes = "".join(f"PREFIX {name}: {iri_text(iri)} " for name, iri in PREFIXES.items())
        return f"BASE {iri_text(base_iri or self._settings.base_iri)} {prefixes}"

    def _table(self, body: bytes, media: str) -> tuple[str, bytes, int | None]:
        """Kind and body of an answer in the form asked for, and how many rows are left if some had to go."""
        name = RESULT_FORMATS[media]
        form = getattr(ox.QueryResultsFormat, name)
        if _VIRTUOSO_ASK in body:
            rows = json.loads(body)["results"]["bindings"]
            is_true = any(str(row[_VIRTUOSO_ASK.decode()]["value"]) == "1" for row in rows)
            body = json.dumps({"head": {}, "boolean": is_true}).encode()
        found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return "boolean", found.serialize(None, form) or b"", None
        settings = self._settings
        sink = Sink(format_name=name, rows=settings.query_rows, size=settings.query_bytes)
        try:
            found.serialize(cast(IO[bytes], sink), form)
        except CutShort:
            short, count = sink.short()
            return "rows", short, count
        return "rows", bytes(sink.whole()), None

    def update(self, text: str, *, base_iri: str | None = None) -> None:
        """Run an update from outside."""
        self._store.update(text, base_iri=base_iri)

    def has_graph(self, graph: str | None) -> bool:
        """Is there such a graph? The default graph (None) always is."""
        if graph is None:
            return True
        rows = self._store.query(f"SELECT ?s WHERE {{ GRAPH {iri_text(graph)} {{ ?s ?p ?o }} }} LIMIT 1")
        return bool(rows)

    def read_graph(self, graph: str | None, format_name: str) -> bytes:
        """The graph as a document."""
        lines = "\n".join(triple_text(triple) for triple in self._store.read(graph)).encode()
        triples = (quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES))
        return write_graph(triples, format_name, prefixes=PREFIXES)

    def put_graph(self, graph: str | None, documents: Iterable[Document], *, base_iri: str) -> None:
        """Replace the graph by the documents' triples. Raises BadInput."""
        triples = _triples(documents, base_iri)
        with self._marked(graph):
            self._store.replace(graph, triples)

    def add_to_graph(self, graph: str | None, documents: Iterable[Document], *, base_iri: str) -> None:
        """Add the documents' triples to the graph. Raises BadInput."""
        triples = _triples(documents, base_iri)
        with self._marked(graph):
            self._store.add(graph, triples)

    def delete_graph(self, graph: str | None) -> None:
        """Remove the graph, or empty the default graph."""
        with self._marked(graph):
            self._store.drop(graph)

    @contextmanager
    def _marked(self, graph: str | None) -> Iterator[None]:
        # What a server's default graph is it alone knows: any graph may be a part of it.
        with self._store.exclusive():
            self._store.mark_stale(None if graph is None else [graph])
            yield


def _triples(documents: Iterable[Document], base_iri: str) -> list[Triple]:
    triples = parse_documents(documents, base_iri)
    return [(from_ox(one.subject), from_ox(one.predicate), from_ox(one.object)) for one in triples]
