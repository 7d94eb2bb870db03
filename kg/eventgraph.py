"""EventGraph: the one object that the API, the pages and the command line hold."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from kg import reading
from kg.answers import (
    ActorHit,
    ArticlePage,
    Counts,
    EventPage,
    IngestReport,
    Month,
    Progress,
    Relation,
    Subgraph,
)
from kg.errors import NotFound
from kg.ids import Iris, digest
from kg.index import actors, dyads, entries, events, ledger, search
from kg.index.counts import count, publishers
from kg.index.database import Index
from kg.index.memo import Memo
from kg.ingest import Ingest
from kg.model import Actor, Article, Coded, Dyad, Event, Neighbourhood, Path, Scope
from kg.rdf.mapping import article_triples
from kg.rdf.store import Store, open_store
from kg.rdf.terms import Triple
from kg.relations.neighbourhood import Direction
from kg.settings import Settings

if TYPE_CHECKING:
    import networkx as nx

OPEN_SCOPE = Scope()


class EventGraph:
    """Articles in, relations out. Reading is safe from any thread; one thread writes at a time."""

    def __init__(self, settings: Settings, *, read_only: bool = False) -> None:
        self.settings = settings
        self.iris = Iris(settings.base_iri)
        self.read_only = read_only
        self._memo = Memo()
        self._writing = threading.RLock()
        # A reader beside a running server needs the index only; the RDF store has one owner.
        self._store: Store | None = None if read_only else open_store(settings)
        try:
            self.index = Index(FilePath(settings.store), read_only=read_only)
            if not read_only:
                self._ingest().replay()
        except BaseException:
            if self._store:
                self._store.close()
            raise

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

    def close(self) -> None:
        """Flush and let go of the store."""
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
    def coder(self) -> Any:
        """The coder of articles; spaCy is loaded when it is first used."""
        from kg.text.coder import Coder

        return Coder(self.settings)

    @cached_property
    def gazetteer(self) -> Any:
        """The curated actors."""
        from kg.knowledge.gazetteer import load_gazetteer

        folder = self.settings.knowledge
        return load_gazetteer(FilePath(folder) if folder else None)

    def code(self, article: Article) -> Coded:
        """The article's events; nothing is stored."""
        coded: Coded = self.coder.code(article)
        return coded

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
            article = self.article(article_id)
            self.store.drop(self.iris.article(article.id))
            self.store.flush()
            with self.index.writing() as connection:
                entries.remove(connection, article.id)
                ledger.forget(connection, article.id)

    def _ingest(self) -> Ingest:
        return Ingest(self.store, self.index, self.iris, self._curated)

    def _curated(self, actor_id: str) -> Actor | None:
        try:
            found: Actor | None = self.gazetteer.actor(actor_id)
        except ImportError:
            return None
        return found

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
        with self._writing:
            for step in job.write(coded, coder=coder):
                if progress:
                    progress(step)
        return job.report()

    # Reading

    def counts(self) -> Counts:
        """The size of the graph."""
        return self._memo.get(self.index.version, "counts", lambda: count(self.index.reader()))

    def publishers(self) -> list[tuple[str, int]]:
        """Publishers with their number of articles, most first."""
        return publishers(self.index.reader())

    def search(self, text: str, *, limit: int = 10) -> list[ActorHit]:
        """Actors by name, the best match first."""
        return search.search(self.index.reader(), text, limit=limit)

    def busiest(self, *, limit: int = 50, offset: int = 0, rollup: bool = False) -> list[ActorHit]:
        """Actors with the most events first."""
        return search.busiest(self.index.reader(), limit=limit, offset=offset, rollup=rollup)

    def count_actors(self, *, rollup: bool = False) -> int:
        """How many actors have events."""
        return search.count_actors(self.index.reader(), rollup=rollup)

    def actor(self, actor_id: str) -> Actor:
        """An actor with all its names. Raises NotFound."""
        return actors.read_actor(self.index.reader(), self._number(actor_id))

    def events(
        self,
        *,
        scope: Scope = OPEN_SCOPE,
        actor: str | None = None,
        source: str | None = None,
        target: str | None = None,
        pair: tuple[str, str] | None = None,
        article: str | None = None,
        words: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> EventPage:
        """Events newest first; `pair` takes both directions, `words` searches their sentences."""
        connection = self.index.reader()
        return events.page(
            connection,
            scope,
            actor=self._number(actor) if actor else None,
            source=self._number(source) if source else None,
            target=self._number(target) if target else None,
            pair=(self._number(pair[0]), self._number(pair[1])) if pair else None,
            article=entries.article_number(connection, article) if article else None,
            words=words,
            limit=limit,
            offset=offset,
        )

    def event(self, event_id: str) -> Event:
        """One event. Raises NotFound."""
        return events.read_event(self.index.reader(), event_id)

    def articles(self, *, limit: int = 50, offset: int = 0, publisher: str | None = None) -> ArticlePage:
        """Articles newest first."""
        return events.article_page(self.index.reader(), limit=limit, offset=offset, publisher=publisher)

    def article(self, article_id_or_key: str) -> Article:
        """An article by its id or the last part of its IRI. Raises NotFound."""
        connection = self.index.reader()
        return events.read_article(connection, entries.article_number(connection, article_id_or_key))

    def coded(self, article_id_or_key: str) -> Coded:
        """An article with its events in the order in which they were coded. Raises NotFound."""
        connection = self.index.reader()
        return events.read_coded(connection, entries.article_number(connection, article_id_or_key))

    def coded_articles(self) -> Iterator[Coded]:
        """Every article with its events, in the order of their keys."""
        connection = self.index.reader()
        for (n,) in connection.execute("SELECT n FROM articles ORDER BY key").fetchall():
            yield events.read_coded(connection, n)

    def dyads(
        self, *, scope: Scope = OPEN_SCOPE, actor: str | None = None, limit: int = 200, least: int = 1
    ) -> list[Dyad]:
        """Dyads busiest first, of one actor or of all."""
        connection = self.index.reader()
        if actor is None:
            found = dyads.totals(connection, scope, least=least, limit=limit)
        else:
            found = dyads.of_actor(connection, scope, self._number(actor), least=least, limit=limit)
        return dyads.describe(connection, scope, found)

    def months(
        self,
        *,
        scope: Scope = OPEN_SCOPE,
        actor: str | None = None,
        pair: tuple[str, str] | None = None,
    ) -> list[Month]:
        """Events by month of the graph, of an actor in either role, or of an ordered pair."""
        return self._memo.get(
            self.index.version, ("months", scope, actor, pair), lambda: self._months(scope, actor, pair)
        )

    def _months(self, scope: Scope, actor: str | None, pair: tuple[str, str] | None) -> list[Month]:
        return dyads.months(
            self.index.reader(),
            scope,
            actor=self._number(actor) if actor else None,
            pair=(self._number(pair[0]), self._number(pair[1])) if pair else None,
        )

    def relation(self, a: str, b: str, *, scope: Scope = OPEN_SCOPE, limit: int = 50) -> Relation:
        """All between two actors. Raises NotFound for an unknown one."""
        return reading.relation(
            self.index.reader(), self._number(a), self._number(b), scope=scope, limit=limit
        )

    def neighbours(
        self,
        actor_id: str,
        *,
        hops: int = 1,
        scope: Scope = OPEN_SCOPE,
        direction: Direction = "both",
        least: int = 1,
        limit: int = 50,
    ) -> Neighbourhood:
        """The actors around one actor, busiest first, with the dyads that lead to them."""
        return reading.neighbours(
            self.index.reader(),
            self._number(actor_id),
            hops=hops,
            scope=scope,
            direction=direction,
            least=least,
            limit=limit,
        )

    def subgraph(
        self,
        *,
        scope: Scope = OPEN_SCOPE,
        actors: Sequence[str] = (),
        limit: int = 150,
        edges: int = 450,
        least: int = 1,
    ) -> Subgraph:
        """The busiest actors of a scope and the dyads among them; with `actors`, only what touches these."""
        centre = [self._number(actor_id) for actor_id in actors]
        return self._memo.get(
            self.index.version,
            ("subgraph", scope, tuple(centre), limit, edges, least),
            lambda: reading.subgraph(
                self.index.reader(), scope, centre=centre, limit=limit, edges=edges, least=least
            ),
        )

    def paths(self, a: str, b: str, *, scope: Scope = OPEN_SCOPE, k: int = 3) -> list[Path]:
        """The best paths between two actors by strength and recency, each hop with its best event."""
        for actor_id in (a, b):
            self._number(actor_id)
        ties = self._memo.get(
            self.index.version, ("ties", scope), lambda: reading.ties(self.index.reader(), scope)
        )
        return reading.paths(self.index.reader(), ties, a, b, scope=scope, k=k)

    def networkx(self, *, scope: Scope = OPEN_SCOPE) -> nx.MultiDiGraph[str]:
        """The relations of a scope as a NetworkX graph, one edge per direction and event type."""
        return reading.networkx(self.index.reader(), scope)

    # RDF

    def article_triples(self, article_id: str) -> list[Triple]:
        """The triples of an article's named graph. Raises NotFound."""
        return article_triples(self.coded(article_id), self.iris)

    def _number(self, actor_id: str) -> int:
        n = actors.number_of(self.index.reader(), actor_id)
        if n is None:
            raise NotFound(f"no actor {actor_id!r} in the graph")
        return n
