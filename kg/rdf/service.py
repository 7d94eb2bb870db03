"""What a SPARQL service does with a store: answer outside queries, take updates and whole graphs."""

import threading
from collections.abc import Iterable
from typing import Protocol, Unpack
from weakref import WeakKeyDictionary

from kg.rdf import graphs
from kg.rdf.answers import Answer, Options
from kg.rdf.forwarding import RemoteService
from kg.rdf.graphs import Document
from kg.rdf.remote import RemoteStore
from kg.rdf.store import EmbeddedStore, Store
from kg.rdf.workers import QueryPool
from kg.settings import Settings


class Service(Protocol):
    """The same for an embedded store and one on a server."""

    @property
    def version(self) -> str:
        """Changes with every write."""

    def query(self, text: str, **given: Unpack[Options]) -> Answer:
        """Answer a query from outside, within the limits of the settings."""

    def update(self, text: str, *, base_iri: str | None = None) -> None:
        """Run an update from outside."""

    def has_graph(self, graph: str | None) -> bool:
        """Is there such a graph? The default graph (None) always is."""

    def read_graph(self, graph: str | None, format_name: str) -> bytes:
        """The graph as a document."""

    def put_graph(self, graph: str | None, documents: Iterable[Document], *, base_iri: str) -> None:
        """Replace the graph by the documents' triples. Raises BadInput."""

    def add_to_graph(self, graph: str | None, documents: Iterable[Document], *, base_iri: str) -> None:
        """Add the documents' triples to the graph. Raises BadInput."""

    def delete_graph(self, graph: str | None) -> None:
        """Remove the graph, or empty the default graph."""


class EmbeddedService:
    """Queries go to the workers, writes to the store."""

    def __init__(self, store: EmbeddedStore, settings: Settings) -> None:
        self._store, self._pool = store, QueryPool(store, settings)

    @property
    def version(self) -> str:
        """Changes with every write."""
        return self._store.version

    def query(self, text: str, **given: Unpack[Options]) -> Answer:
        """Answer a query from outside, within the limits of the settings."""
        return self._pool.run(text, **given)

    def update(self, text: str, *, base_iri: str | None = None) -> None:
        """Run an update from outside, after a worker has survived it on an empty store."""
        self._pool.check_update(text, base_iri=base_iri)
        self._store.update(text, base_iri=base_iri)

    def has_graph(self, graph: str | None) -> bool:
        """Is there such a graph? The default graph (None) always is."""
        return graphs.has_graph(self._store, graph)

    def read_graph(self, graph: str | None, format_name: str) -> bytes:
        """The graph as a document."""
        return graphs.read_graph(self._store, graph, format_name)

    def put_graph(self, graph: str | None, documents: Iterable[Document], *, base_iri: str) -> None:
        """Replace the graph by the documents' triples, at once or not at all. Raises BadInput."""
        graphs.put_graph(self._store, graph, documents, base_iri=base_iri)

    def add_to_graph(self, graph: str | None, documents: Iterable[Document], *, base_iri: str) -> None:
        """Add the documents' triples to the graph, all or none. Raises BadInput."""
        graphs.add_to_graph(self._store, graph, documents, base_iri=base_iri)

    def delete_graph(self, graph: str | None) -> None:
        """Remove the graph, or empty the default graph."""
        graphs.delete_graph(self._store, graph)


_SERVICES: WeakKeyDictionary[Store, Service] = WeakKeyDictionary()
_MAKING = threading.Lock()


def service_of(store: Store, settings: Settings) -> Service:
    """The service of a store, made when it is first asked for; it ends with the store."""
    with _MAKING:
        if store not in _SERVICES:
            if isinstance(store, RemoteStore):
                _SERVICES[store] = RemoteService(store, settings)
            elif isinstance(store, EmbeddedStore):
                _SERVICES[store] = EmbeddedService(store, settings)
            else:
                raise TypeError(f"there is no SPARQL service over a {type(store).__name__}")
        return _SERVICES[store]
