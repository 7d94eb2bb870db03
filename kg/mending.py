"""One half of a store made anew from the other, even if it cannot be opened."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KGError, StoreBroken
from kg.fetching import Unpacker, fetch
from kg.ids import Iris
from kg.rdf.files import HeldFiles
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.answers import Reindexed
    from kg.index.database import Index
    from kg.index.entries import Resolve
    from kg.rdf.store import Store


def check_triples(settings: Settings) -> None:
    """Raise StoreBroken where an index has lost its RDF store: a new one would pass for an empty graph.

    The index could even be filled from it, and with the index the ledger would be gone that can fill the store.
    """
    from kg.index.database import is_index

    triples = settings.folder / "rdf"
    if not settings.is_remote and is_index(settings.folder) and not triples.is_dir():
        raise StoreBroken(f"{triples} is missing: restore a backup, or `kg rebuild` fills it from the index")


def mend_index(
    settings: Settings, resolve: Resolve, *, triples: bool = False, unpacker: Unpacker | None = None
) -> Reindexed:
    """Rebuild the index from the RDF store. `triples` and `unpacker` as `kg.renewal.reindex` takes them."""
    check_triples(settings)
    iris = Iris(settings.base_iri)
    with closing(_open(settings)) as store:
        fetched = fetch(store, iris.articles, triples=triples, unpacker=unpacker)
        # What takes long to import comes while the records are read.
        from kg.renewal import enter

        with closing(_open_index(settings.folder)) as index:
            return enter(fetched, store, index, iris, resolve)


def _open(settings: Settings) -> Store | HeldFiles:
    if not settings.is_remote:
        return HeldFiles(settings.folder)
    from kg.rdf.opening import open_store

    return open_store(settings)


def _open_index(folder: Path) -> Index:
    from kg.index.database import FILE, Index

    try:
        return Index(folder)
    except KGError:
        for end in ("", "-wal", "-shm"):
            _set_aside(folder / f"{FILE}{end}")
        return Index(folder)


def mend_store(settings: Settings) -> Reindexed:
    """Rebuild the RDF store from the index."""
    from kg.answers import Reindexed
    from kg.index.database import Index
    from kg.rdf.opening import open_store
    from kg.upkeep import rebuild

    iris = Iris(settings.base_iri)
    with closing(Index(settings.folder)) as index:
        try:
            store = open_store(settings)
        except StoreBroken:
            _set_aside(settings.folder / "rdf")
            store = open_store(settings)
        with closing(store):
            return Reindexed(articles=rebuild(store, index, iris))


def _set_aside(path: Path) -> None:
    """Keep what is broken under another name: somebody may want to look at it."""
    if not path.exists():
        return
    number = 1
    while (aside := path.with_name(f"{path.name}.broken{number}")).exists():
        number += 1
    path.rename(aside)
