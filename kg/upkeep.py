"""Keeping a store: rebuilding one half from the other, checking both, backup and restore."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import cast

import pyoxigraph as ox
from rdflib import URIRef

from kg.errors import BadInput, KGError, StoreBroken
from kg.ids import Iris
from kg.index import entries, events, ledger, tallies
from kg.index.bulk import Bulk
from kg.index.database import FILE, Index
from kg.index.entries import Resolve
from kg.model import Coded
from kg.rdf.folder import STALE
from kg.rdf.lock import FileLock
from kg.rdf.mapping import article_triples
from kg.rdf.reading import read_article
from kg.rdf.store import EmbeddedStore, Store, open_store
from kg.rdf.terms import Triple
from kg.settings import Settings

_iri = lru_cache(maxsize=65536)(URIRef)
_DERIVED = (
    "articles", "actors", "faces", "sightings", "names", "names_words", "names_grams", "types", "sentences",
    "events", "pairs", "dyads",
)  # fmt: skip


def article_graphs(store: Store, iris: Iris) -> Iterator[str]:
    """The IRIs of the graphs that hold an article."""
    yield from store.graphs(f"{iris.base}article/")


def reindex(store: Store, index: Index, iris: Iris, resolve: Resolve) -> int:
    """Fill the index anew from the RDF store; how many articles. Raises BadInput for an unreadable one."""
    with index.writing() as connection:
        coders = dict(connection.execute("SELECT digest, coder FROM ledger").fetchall())
        connection.execute("DELETE FROM ledger WHERE state = 'done'")
        for table in _DERIVED:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("INSERT INTO sentences_words (sentences_words) VALUES ('delete-all')")
        bulk = Bulk(connection, resolve)
        count = 0
        for graph in article_graphs(store, iris):
            coded = _read(store, graph, iris)
            bulk.add(coded)
            ledger.record(connection, coded.article, coders)
            entries.stamp(connection, "add", coded.article.id, entries.hash_of(coded))
            count += 1
        bulk.finish()
    store.clear_stale()
    return count


def _read(store: Store, graph: str, iris: Iris) -> Coded:
    try:
        triples = _texts(store, graph) if isinstance(store, EmbeddedStore) else store.read(graph)
        return read_article(triples, iris)
    except BadInput as error:
        raise BadInput(f"the graph <{graph}> is not an article with events: {error}") from error
    except (OSError, RuntimeError) as error:
        raise StoreBroken(f"the graph <{graph}> cannot be read: {error}") from error


def _texts(store: EmbeddedStore, graph: str) -> Iterator[Triple]:
    """The triples of a graph with bare text for literals: rdflib's take longer to make than all the rest."""
    for subject, predicate, value, _ in store.inner.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
        text = _iri(value.value) if isinstance(value, ox.NamedNode) else value.value
        yield cast(Triple, (_iri(subject.value), _iri(predicate.value), text))


def rebuild(store: Store, index: Index, iris: Iris) -> int:
    """Fill the RDF store anew from the index; how many articles."""
    count = 0
    wanted: set[str] = set()
    for coded in coded_articles(index):
        graph = iris.article(coded.article.id)
        store.replace(graph, article_triples(coded, iris))
        wanted.add(graph)
        count += 1
    for graph in list(article_graphs(store, iris)):
        if graph not in wanted:
            store.drop(graph)
    store.flush()
    store.clear_stale()
    return count


def coded_articles(index: Index) -> Iterator[Coded]:
    """Every article with its events, in the order of their keys."""
    connection = index.reader()
    for (n,) in connection.execute("SELECT n FROM articles ORDER BY key").fetchall():
        yield events.read_coded(connection, n)


def verify(store: Store, index: Index, iris: Iris) -> list[str]:
    """What does not fit together, in words; nothing when all is well."""
    found: list[str] = []
    connection = index.reader()
    for (told,) in connection.execute("PRAGMA integrity_check").fetchall():
        if told != "ok":
            found.append(f"index: {told}")
    graphs = set(article_graphs(store, iris))
    for coded in coded_articles(index):
        graph = iris.article(coded.article.id)
        if graph not in graphs:
            found.append(f"article {coded.article.id!r} is in the index but not in the RDF store")
            continue
        graphs.discard(graph)
        if set(store.read(graph)) != set(article_triples(coded, iris)):
            found.append(f"article {coded.article.id!r} differs between the index and the RDF store")
    found += [f"the graph <{graph}> is in the RDF store but not in the index" for graph in sorted(graphs)]
    found += [f"index: {told}" for told in tallies.differences(connection)]
    return found


def backup(store: Store, index: Index, folder: Path) -> None:
    """A consistent copy of both halves into a new folder, beside readers and writers of this process.

    What is on its way is in the copy's ledger, and is finished when the copy is opened. Raises BadInput for a
    folder that is there already.
    """
    if not isinstance(store, EmbeddedStore):
        raise BadInput(
            "a store on a server is backed up by the server's own tools; `kg export` copies its graphs"
        )
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        raise BadInput(f"{folder} is there already; a backup needs a new folder") from error
    except OSError as error:
        raise BadInput(f"the folder {folder} cannot be made: {error.strerror}") from error
    try:
        index.backup(folder / FILE, meanwhile=lambda: _freeze(store, folder))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _freeze(store: EmbeddedStore, folder: Path) -> None:
    with store.exclusive():
        store.flush()
        store.snapshot(folder / "rdf")
        if store.is_stale:  # the copy's index is read anew when it is opened
            (folder / STALE).touch()


def restore(settings: Settings, folder: Path) -> None:
    """Put a backup in the place of an empty store. Raises BadInput if there is something already."""
    if not (folder / "rdf").is_dir() or not (folder / FILE).is_file():
        raise BadInput(f"{folder} is no backup: it needs a folder rdf and a file {FILE}")
    target = settings.folder
    target.mkdir(parents=True, exist_ok=True)
    lock = FileLock(target / "lock")
    try:
        if (target / "rdf").exists() or (target / FILE).exists():
            raise BadInput(f"{target} holds a store already; name another one with KG_STORE or remove it")
        shutil.copytree(folder / "rdf", target / "rdf")
        shutil.copy2(folder / FILE, target / FILE)
        if (folder / STALE).exists():
            (target / STALE).touch()
    except OSError as error:
        raise StoreBroken(f"the backup cannot be copied to {target}: {error}") from error
    finally:
        lock.release()


def mend(settings: Settings, half: str, resolve: Resolve) -> int:
    """Rebuild one half (`index` or `rdf`) from the other even if it cannot be opened; how many articles."""
    iris = Iris(settings.base_iri)
    folder = settings.folder
    if half == "rdf":
        with closing(Index(folder)) as index:
            try:
                store = open_store(settings)
            except StoreBroken:
                _set_aside(folder / "rdf")
                store = open_store(settings)
            with closing(store):
                return rebuild(store, index, iris)
    with closing(open_store(settings)) as store:
        try:
            index = Index(folder)
        except KGError:
            for end in ("", "-wal", "-shm"):
                _set_aside(folder / f"{FILE}{end}")
            index = Index(folder)
        with closing(index):
            return reindex(store, index, iris, resolve)


def _set_aside(path: Path) -> None:
    """Keep what is broken under another name: somebody may want to look at it."""
    if not path.exists():
        return
    number = 1
    while (aside := path.with_name(f"{path.name}.broken{number}")).exists():
        number += 1
    path.rename(aside)
