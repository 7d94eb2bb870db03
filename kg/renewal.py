"""The index from the RDF store: all of it anew, or the articles alone whose graphs were written from outside."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.answers import Reindexed
from kg.errors import BadInput, StoreBroken
from kg.fetching import Fetched, Unpacker, doubted_by, fetch
from kg.ids import Iris, article_key
from kg.index import entries, ledger
from kg.index.database import Index
from kg.index.entries import Resolve
from kg.model import Coded
from kg.parcels import Parcel, article_of, pack, parcel_text
from kg.rdf.files import HeldFiles
from kg.unpacking import Record, Unpacked

if TYPE_CHECKING:
    from rdflib import URIRef

    from kg.index.bulk import Bulk
    from kg.rdf.store import Store
    from kg.rdf.terms import Triple

_RECORDS = 500  # written at a time
_FOLLOWED = 1000  # graphs; more are sooner entered all at once


def reindex(
    store: Store,
    index: Index,
    iris: Iris,
    resolve: Resolve,
    *,
    triples: bool = False,
    unpacker: Unpacker | None = None,
) -> Reindexed:
    """Fill the index anew from the articles' records, or, where these cannot be trusted, from their triples.

    After a write from outside no record of the graphs that it may have touched is trusted, and with `triples`
    none at all: these are written anew. A graph that holds no article is left out and named. The `unpacker` is
    one that has been started already; it is left to who started it.
    """
    with ExitStack() as held:
        is_trusted = not triples and doubted_by(store.stale) is not None
        if unpacker is None and is_trusted and isinstance(store, HeldFiles):
            unpacker = held.enter_context(Unpacker())
        fetched = fetch(store, iris.articles, triples=triples, unpacker=unpacker)
        return enter(fetched, store, index, iris, resolve)


def enter(
    fetched: Fetched, store: Store | HeldFiles, index: Index, iris: Iris, resolve: Resolve
) -> Reindexed:
    """What `reindex` does, with records of the store that are being read."""
    prefix = iris.articles
    skipped: list[tuple[str, str]] = []
    amiss: list[tuple[str, str | None]] = []
    with _uncollected(), index.rebuilding() as draft:
        from kg.index.bulk import Bulk  # numpy takes long to import

        bulk = Bulk(draft, resolve)
        for graph, record in _left(fetched.records, bulk):
            try:
                parcel = pack(read_graph(store, graph, iris))
            except BadInput as error:
                skipped.append((graph, str(error)))
                if record:
                    amiss.append((graph, None))
                continue
            text = parcel_text(parcel)
            if text != record:
                amiss.append((graph, text))
            bulk.add(graph[len(prefix) :], parcel)
            if len(amiss) >= _RECORDS:
                _write(store, amiss)
                amiss.clear()
        count = bulk.finish()
    if amiss:
        _write(store, amiss)
    store.clear_stale(fetched.marks)
    return Reindexed(articles=count, skipped=tuple(skipped))


def _write(store: Store | HeldFiles, records: Sequence[tuple[str, str | None]]) -> None:
    from kg.rdf.records import write_records  # with rdflib, which a rebuild seldom needs

    write_records(store, records)


def _left(records: Iterator[Unpacked], bulk: Bulk) -> Iterator[Record]:
    """Enter what is unpacked; the records that are left."""
    for unpacked in records:
        bulk.enter(unpacked.batch)
        yield from unpacked.left


def follow(store: Store, index: Index, iris: Iris, resolve: Resolve) -> Reindexed:
    """Bring the index in step after writes from outside; how many articles were read for it.

    Only graphs that may have been written are read; when any may have been, or many, the index is filled anew.
    """
    marks = store.stale
    graphs = doubted_by(marks)
    if graphs is None or len(graphs) > _FOLLOWED:
        return reindex(store, index, iris, resolve)
    skipped: list[tuple[str, str]] = []
    parcels: dict[str, Parcel] = {}
    gone: list[str] = []
    records: list[tuple[str, str | None]] = []
    for graph in sorted(name for name in graphs if name.startswith(iris.articles)):
        try:
            parcels[graph] = pack(read_graph(store, graph, iris))
            records.append((graph, parcel_text(parcels[graph])))
        except BadInput as error:
            gone.append(iris.last(graph))
            if store.read(graph):
                # Else a later rebuild would believe what it told of the article that was.
                records.append((graph, None))
                skipped.append((graph, str(error)))
    _write(store, records)
    with index.writing() as connection:
        for key in gone:
            if article_id := ledger.id_of(connection, key):
                entries.remove(connection, article_id)
                ledger.forget(connection, article_id)
        for parcel in parcels.values():
            entries.add(connection, parcel, resolve)
            article = article_of(parcel)
            known = ledger.known(connection, article)
            told = (article_key(article.id), article.id, ledger.article_digest(article))
            ledger.record(connection, [told], dict([known] if known else []))
    store.clear_stale(marks)
    return Reindexed(articles=len(parcels), skipped=tuple(skipped))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, which looks again and again at rows that it cannot free."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_graph(store: Store | HeldFiles, graph: str, iris: Iris) -> Coded:
    """The article of a graph from its triples. Raises BadInput when it holds none."""
    from kg.rdf.reading import read_article

    try:
        triples = _texts(store, graph) if isinstance(store, HeldFiles) else store.read(graph)
        coded = read_article(triples, iris)
    except (OSError, RuntimeError) as error:
        raise StoreBroken(f"the graph <{graph}> cannot be read: {error}") from error
    if iris.article(coded.article.id) != graph:
        raise BadInput(f"it holds the article {coded.article.id!r}, which has a graph of its own")
    return coded


def _texts(store: HeldFiles, graph: str) -> Iterator[Triple]:
    """The triples of a graph with bare text for literals: rdflib's take longer to make than all the rest."""
    for subject, predicate, value, _ in store.inner.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
        text = _iri(value.value) if isinstance(value, ox.NamedNode) else value.value
        yield cast("Triple", (_iri(subject.value), _iri(predicate.value), text))


@lru_cache(maxsize=65536)
def _iri(text: str) -> URIRef:
    from rdflib import URIRef

    return URIRef(text)
