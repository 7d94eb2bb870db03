"""EventGraph: the one object that the API, the pages and the command line hold."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from kg import renewal
from kg.answers import IngestReport, Progress, Reindexed
from kg.cards import card
from kg.dataframes import events_frame
from kg.errors import BadInput, StoreLocked
from kg.ids import Iris, digest
from kg.index import jobs, ledger
from kg.index.database import Index
from kg.index.slate import Slate
from kg.index.states import on_one_state
from kg.ingest import Ingest
from kg.knowledge.gazetteer import Gazetteer, load_gazetteer
from kg.knowledge.ontology import load_ontology
from kg.mending import check_triples
from kg.model import Actor, Article, Coded, Scope
from kg.questions import OPEN_SCOPE, Questions
from kg.rdf.answers import Answer
from kg.rdf.holder import ask_holder
from kg.rdf.mapping import actor_triples, article_triples, event_triples
from kg.rdf.opening import open_store
from kg.rdf.service import service_of
from kg.rdf.store import EmbeddedStore, Store
from kg.rdf.terms import Triple
from kg.settings import Settings
from kg.text.apart import CoderApart
from kg.text.coder import Coder

if TYPE_CHECKING:
    import pandas as pd
    from rdflib import Dataset


class EventGraph(Questions):
    """Articles in, relations out. Reading is safe from any thread; one thread writes at a time."""

    def __init__(self, settings: Settings, *, read_only: bool = False) -> None:
        super().__init__()
        self.settings = settings
        self.iris = Iris(settings.base_iri)
        self._writing = threading.RLock()
        self._to_end: list[Callable[[], None]] = []
        if not read_only:
            check_triples(settings)
        # A reader beside a running server needs the index only; the RDF store has one owner.
        self._store: Store | None = None if read_only else open_store(settings)
        try:
            self.index = Index(settings.folder, read_only=read_only)
            self.slate = Slate(settings.folder, read_only=read_only)
            if not read_only:
                self._recover()
        except BaseException:
            if self._store:
                self._store.close()
            raise

    def _recover(self) -> None:
        self._ingest().replay()
        self.follow()
        with self.index.writing() as connection:
            for job in self.slate.late.values():
                jobs.note(connection, job)
            jobs.interrupt(connection)
        self.slate.clear()

    @classmethod
    def open(
        cls,
        store: str | FilePath | None = None,
        *,
        settings: Settings | None = None,
        read_only: bool = False,
    ) -> EventGraph:
        """Open a store folder; what an earlier process left half-written is finished first."""
        chosen = settings or Settings.from_env()
        if store is not None:
            chosen = chosen.model_copy(update={"store": str(store)})
        if chosen.test_mode:
            chosen = chosen.model_copy(update={"store": tempfile.mkdtemp(prefix="eventgraph-")})
        return cls(chosen, read_only=read_only)

    def before_close(self, end: Callable[[], None]) -> None:
        """Have work in the background ended before the store is let go."""
        self._to_end.append(end)

    def close(self) -> None:
        """Flush and let go of the store."""
        if isinstance(self.coder, CoderApart):
            self.coder.close()
        while self._to_end:
            self._to_end.pop()()
        self.index.close()
        if self._store:
            self._store.close()
        if self.settings.test_mode:
            shutil.rmtree(self.settings.store, ignore_errors=True)

    def __enter__(self) -> EventGraph:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def store(self) -> Store:
        """The RDF store."""
        if self._store is None:
            self._store = open_store(self.settings, read_only=True)
        return self._store

    @property
    def version(self) -> str:
        """Changes with every write; what an answer's ETag names."""
        outside = "" if self._store is None else self._store.version
        return digest(self.index.version, outside)

    # Writing

    @cached_property
    def coder(self) -> Coder | CoderApart:
        """The coder of articles; spaCy is loaded when it is first used."""
        return Coder(self.settings)

    def code_apart(self) -> None:
        """From now on code in a process of its own: this one stays free to answer, and without spaCy."""
        if not isinstance(self.coder, CoderApart):
            self.coder = CoderApart(self.settings)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The curated actors."""
        folder = self.settings.knowledge
        return load_gazetteer(FilePath(folder) if folder else None)

    def types_named(self, names: Iterable[str]) -> frozenset[str]:
        """The event types in capitals. Raises BadInput for what neither the ontology nor the graph knows."""
        wanted = frozenset(name.upper() for name in names)
        if wanted:
            folder = self.settings.knowledge
            own = load_ontology(FilePath(folder) if folder else None).types
            if unknown := sorted(wanted - own.keys() - self.event_types()):
                raise BadInput(f"no event type {unknown[0][:40]!r}; there are {', '.join(own)}")
        return wanted

    def code(self, article: Article) -> Coded:
        """The article's events; nothing is stored."""
        return self.coder.code(article)

    def ingest(
        self, articles: Iterable[Article], *, progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        """Code and store articles; one that is there with the same text and coder stays as it is."""
        job = self._ingest()
        version = self.coder.version
        fresh = (article for article in articles if not self._is_known(article, version, job))
        coded = self.coder.code_many(fresh, processes=self.settings.processes)
        return self._write(job, coded, version, progress)

    def ingest_coded(
        self,
        coded: Iterable[Coded],
        *,
        coder: str = "",
        progress: Callable[[Progress], None] | None = None,
    ) -> IngestReport:
        """Store articles that were coded elsewhere; `coder` names the version of what coded them."""
        return self._write(self._ingest(), coded, coder, progress)

    def delete_article(self, article_id: str) -> None:
        """Take an article with its events out of the graph. Raises NotFound."""
        with self._writing:
            self._ingest().remove(self.article(article_id).id)

    def _ingest(self) -> Ingest:
        return Ingest(self.store, self.index, self.iris, self._curated)

    def _curated(self, actor_id: str) -> Actor | None:
        return self.gazetteer.actor(actor_id)

    def _is_known(self, article: Article, coder: str, job: Ingest) -> bool:
        is_known = ledger.known(self.index.reader(), article) == (ledger.article_digest(article), coder)
        job.unchanged += is_known
        return is_known

    def _write(
        self,
        job: Ingest,
        coded: Iterable[Coded],
        coder: str,
        progress: Callable[[Progress], None] | None,
    ) -> IngestReport:
        # Read before anything is written: a mistake in a curated file must not stop an article half-way.
        self.gazetteer.actors()
        with self._writing:
            for step in job.write(coded, coder=coder):
                if progress:
                    progress(step)
        return job.report()

    # For other libraries

    @property
    def rdflib(self) -> Dataset:
        """An rdflib Dataset over the store of this folder, one named graph an article; for reading."""
        if not isinstance(self.store, EmbeddedStore):
            raise BadInput("rdflib reads a store in a folder; ask a server through `query`")
        return self.store.rdflib

    @on_one_state
    def to_pandas(self, *, scope: Scope = OPEN_SCOPE) -> pd.DataFrame:
        """One row an event of the scope, newest first. Raises BadInput without pandas."""
        return events_frame(self, scope=scope)

    @on_one_state
    def _repr_html_(self) -> str:
        dyads = self.dyads(limit=8)
        ids = {end for dyad in dyads for end in (dyad.source, dyad.target)}
        return card(self.counts(), dyads, self.labels(sorted(ids)))

    # RDF

    def query(self, sparql: str, **given: Any) -> Answer:
        """Answer a SPARQL query from outside, within limits; `given` as `Service.query` takes it.

        Where a server holds the store, the server is asked.
        """
        try:
            store = self.store
        except StoreLocked as error:
            if error.address is None:
                raise
            return ask_holder(error.address, sparql, self.settings, **given)
        return service_of(store, self.settings).query(sparql, **given)

    def article_triples(self, article_id: str) -> list[Triple]:
        """The triples of an article's named graph. Raises NotFound."""
        return article_triples(self.coded(article_id), self.iris)

    def actor_triples(self, actor_id: str) -> list[Triple]:
        """The description of an actor with all its names. Raises NotFound."""
        return list(actor_triples(self.actor(actor_id), self.iris))

    def event_triples(self, event_id: str) -> list[Triple]:
        """The description of an event. Raises NotFound."""
        return list(event_triples(self.event(event_id), {}, self.iris))

    def follow(self) -> Reindexed:
        """Bring the index in step with what was written to the RDF store past `ingest`."""
        with self._writing:
            if not self.store.stale:
                return Reindexed()
            return renewal.follow(self.store, self.index, self.iris, self._curated)

    def reindex(self, *, triples: bool = False) -> Reindexed:
        """Fill the index anew from the RDF store: from records, or where these cannot be trusted from triples."""
        with self._writing:
            return renewal.reindex(self.store, self.index, self.iris, self._curated, triples=triples)
