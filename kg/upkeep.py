"""Keeping a store: rebuilding one half from the other, checking both, backup and restore."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from kg.errors import BadInput, StoreBroken
from kg.ids import Iris
from kg.index import events, tallies
from kg.index.database import FILE, Index
from kg.model import Coded
from kg.parcels import contents, pack, read_parcel
from kg.rdf.folder import STALE
from kg.rdf.lock import FileLock
from kg.rdf.mapping import article_triples, record_triple
from kg.rdf.records import read_records
from kg.rdf.scanning import unreadable
from kg.rdf.store import EmbeddedStore, Store
from kg.rdf.vocab import EG
from kg.renewal import read_graph
from kg.settings import Settings


def rebuild(store: Store, index: Index, iris: Iris) -> int:
    """Fill the RDF store anew from the index; how many articles."""
    count = 0
    wanted: set[str] = set()
    for coded in coded_articles(index):
        graph = iris.article(coded.article.id)
        store.replace(graph, [*article_triples(coded, iris), record_triple(pack(coded), iris)])
        wanted.add(graph)
        count += 1
    for graph in list(store.graphs(iris.articles)):
        if graph not in wanted:
            store.drop(graph)
    store.flush()
    store.clear_stale()
    return count


def coded_articles(index: Index) -> Iterator[Coded]:
    """Every article with its events, in the order of their keys."""
    with index.apart() as connection:
        for (n,) in connection.execute("SELECT n FROM articles ORDER BY key").fetchall():
            yield events.read_coded(connection, n)


def verify(store: Store, index: Index, iris: Iris) -> list[str]:
    """What does not fit together, in words; nothing when all is well."""
    found: list[str] = []
    connection = index.reader()
    for (told,) in connection.execute("PRAGMA integrity_check").fetchall():
        if told != "ok":
            found.append(f"index: {told}")
    records = dict(read_records(store, iris.articles))
    for coded in coded_articles(index):
        graph, named = iris.article(coded.article.id), f"article {coded.article.id!r}"
        if graph not in records:
            found.append(f"{named} is in the index but not in the RDF store")
            continue
        record = records.pop(graph)
        triples = {triple for triple in store.read(graph) if triple[1] != EG.record}
        if triples != set(article_triples(coded, iris)):
            found.append(f"{named} differs between the index and the RDF store")
        elif told := _amiss(record, coded):
            found.append(f"{named}: {told}")
    for graph in sorted(records):
        try:
            read_graph(store, graph, iris)
        except BadInput as error:
            found.append(f"the graph <{graph}> is left out of the index, for {error}")
        else:
            found.append(f"the graph <{graph}> is in the RDF store but not in the index")
    found += [f"index: {told}" for told in tallies.differences(connection)]
    if isinstance(store, EmbeddedStore):
        found += unreadable(store.inner)
    return found


def _amiss(record: str | None, coded: Coded) -> str:
    if record is None:
        return "its record in the RDF store is missing, or there are several"
    try:
        is_same = contents(read_parcel(record)) == contents(pack(coded))
    except BadInput as error:
        return f"its record in the RDF store cannot be used: {error}"
    return "" if is_same else "its record in the RDF store differs from its triples"


def backup(store: Store, index: Index, folder: Path) -> None:
    """A consistent copy of both halves into a new folder, beside readers and writers of this process.

    What is on its way is in the copy's ledger, and is finished when the copy is opened. Raises BadInput for a
    folder that is there already, or within the store's own.
    """
    if not isinstance(store, EmbeddedStore):
        raise BadInput(
            "a store on a server is backed up by the server's own tools; `kg export` copies its graphs"
        )
    if folder.resolve().is_relative_to(store.folder.resolve()):
        raise BadInput(f"{folder} is within the store itself, {store.folder}; name a folder outside of it")
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
        if store.stale:  # the copy's index is read anew when it is opened
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
