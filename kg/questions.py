"""The questions that EventGraph answers, each handed to the module that knows; safe from any thread."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg import reading, upkeep
from kg.answers import (
    ActorHit,
    ArticlePage,
    Change,
    Community,
    Counts,
    EventPage,
    Job,
    MeasureResult,
    Month,
    Relation,
    Subgraph,
)
from kg.counting import happenings
from kg.errors import NotFound
from kg.index import actors, entries, events, jobs, search
from kg.index import months as monthly
from kg.index.counts import count, event_types, publishers
from kg.index.database import Index
from kg.index.memo import Memo
from kg.index.slate import Slate
from kg.index.states import on_one_state
from kg.model import Actor, Article, Coded, Count, Dyad, Event, Neighbourhood, Path, Scope
from kg.reading import Window
from kg.relations.happenings import Happening
from kg.relations.measures import MEASURES, Ground
from kg.relations.neighbourhood import Direction

if TYPE_CHECKING:
    import networkx as nx

OPEN_SCOPE = Scope()
PAGES = 32  # that are remembered: a tenth of a megabyte each
LARGE = 20_000  # dyads, whose measures take long enough to be in others' way
TIES = 4  # scopes whose ties are remembered: 10 MB each for a million events


class Questions:
    """What can be asked of an index. Unknown actors, events and articles raise NotFound."""

    index: Index
    slate: Slate

    def __init__(self) -> None:
        self._memo = Memo()
        self._ties = Memo(size=TIES)
        self._pages = Memo(size=PAGES)
        self.take_apart: Callable[[str, Scope], MeasureResult] | None = None  # where graphs are large

    @contextmanager
    def steady(self) -> Iterator[None]:
        """All that this thread asks within is answered from one state of the index."""
        with self.index.snapshot():
            yield

    def remembered(self, key: Hashable, make: Callable[[], str]) -> str:
        """A page or the like made from nothing but the index: made once, however many ask, until the next write."""
        return self._pages.get(self.index.version, key, make)

    @on_one_state
    def counts(self) -> Counts:
        """The size of the graph."""
        return self._memo.get(self.index.version, "counts", lambda: count(self.index.reader()))

    @on_one_state
    def publishers(self) -> list[tuple[str, int]]:
        """Publishers with their number of articles, most first."""
        return publishers(self.index.reader())

    def event_types(self) -> frozenset[str]:
        """Names of the event types that the graph has or once had."""
        return event_types(self.index.reader())

    @on_one_state
    def search(self, text: str, *, limit: int = 10) -> list[ActorHit]:
        """Actors by name, the best match first, quickly: ranked are those that have the most events."""
        return search.search(self.index.reader(), text, limit=limit)

    @on_one_state
    def find_actors(
        self, text: str, *, limit: int = 50, offset: int = 0, rollup: bool = False
    ) -> list[ActorHit]:
        """Actors by name, the best match first, with all of `count_found` in their places."""
        return search.search(self.index.reader(), text, limit=limit, offset=offset, rollup=rollup, among=-1)

    @on_one_state
    def count_found(self, text: str, *, rollup: bool = False) -> int:
        """How many actors `find_actors` finds in all."""
        return search.count_found(self.index.reader(), text, rollup=rollup)

    @on_one_state
    def busiest(self, *, limit: int = 50, offset: int = 0, rollup: bool = False) -> list[ActorHit]:
        """Actors with the most events first."""
        return search.busiest(self.index.reader(), limit=limit, offset=offset, rollup=rollup)

    @on_one_state
    def labels(self, actor_ids: Sequence[str]) -> dict[str, Actor]:
        """Actors by id, without the names that other articles give them; unknown ids are left out."""
        return actors.read_actors_by_id(self.index.reader(), actor_ids)

    @on_one_state
    def count_actors(self, *, rollup: bool = False) -> int:
        """How many actors have events."""
        return search.count_actors(self.index.reader(), rollup=rollup)

    @on_one_state
    def actor(self, actor_id: str, *, scope: Scope = OPEN_SCOPE) -> Actor:
        """An actor with all its names, or whom it acts for in a scope that rolls up. Raises NotFound."""
        return actors.read_actor(self.index.reader(), self._number(actor_id, scope))

    @on_one_state
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
            actor=self._number(actor, scope) if actor else None,
            source=self._number(source, scope) if source else None,
            target=self._number(target, scope) if target else None,
            pair=(self._number(pair[0], scope), self._number(pair[1], scope)) if pair else None,
            article=entries.article_number(connection, article) if article else None,
            words=words,
            limit=limit,
            offset=offset,
        )

    def happenings(self, *, most: int = 2000, scope: Scope = OPEN_SCOPE, **given: Any) -> list[Happening]:
        """The happenings behind the `most` latest events; `given` as `events` takes it."""
        return happenings(self.events(limit=most, scope=scope, **given).items, scope)

    @on_one_state
    def event(self, event_id: str) -> Event:
        """One event. Raises NotFound."""
        return events.read_event(self.index.reader(), event_id)

    @on_one_state
    def articles(self, *, limit: int = 50, offset: int = 0, publisher: str | None = None) -> ArticlePage:
        """Articles newest first."""
        return events.article_page(self.index.reader(), limit=limit, offset=offset, publisher=publisher)

    @on_one_state
    def article(self, article_id_or_key: str) -> Article:
        """An article by its id or the last part of its IRI. Raises NotFound."""
        connection = self.index.reader()
        return events.read_article(connection, entries.article_number(connection, article_id_or_key))

    @on_one_state
    def coded(self, article_id_or_key: str) -> Coded:
        """An article with its events in the order in which they were coded. Raises NotFound."""
        connection = self.index.reader()
        return events.read_coded(connection, entries.article_number(connection, article_id_or_key))

    def coded_articles(self) -> Iterator[Coded]:
        """Every article with its events, in the order of their keys."""
        yield from upkeep.coded_articles(self.index)

    @on_one_state
    def dyads(
        self,
        *,
        scope: Scope = OPEN_SCOPE,
        actor: str | None = None,
        limit: int = 200,
        least: int = 1,
        count: Count = "reports",
    ) -> list[Dyad]:
        """Dyads of one actor or of all, those with the most reports or happenings first; all below limit 0."""
        return reading.busiest_dyads(
            self.index.reader(),
            scope,
            None if actor is None else self._number(actor, scope),
            least=least,
            limit=limit,
            count=count,
        )

    @on_one_state
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
        return monthly.months(
            self.index.reader(),
            scope,
            actor=self._number(actor, scope) if actor else None,
            pair=(self._number(pair[0], scope), self._number(pair[1], scope)) if pair else None,
        )

    @on_one_state
    def relation(
        self, a: str, b: str, *, scope: Scope = OPEN_SCOPE, limit: int = 50, count: Count = "reports"
    ) -> Relation:
        """All between two actors. Raises NotFound for an unknown one."""
        return reading.relation(
            self.index.reader(),
            self._number(a, scope),
            self._number(b, scope),
            scope=scope,
            limit=limit,
            count=count,
        )

    @on_one_state
    def neighbours(
        self,
        actor_id: str,
        *,
        hops: int = 1,
        scope: Scope = OPEN_SCOPE,
        direction: Direction = "both",
        least: int = 1,
        limit: int = 50,
        count: Count = "reports",
    ) -> Neighbourhood:
        """The actors around one actor, busiest first, with the dyads that lead to them."""
        return reading.neighbours(
            self.index.reader(),
            self._number(actor_id, scope),
            hops=hops,
            scope=scope,
            direction=direction,
            least=least,
            limit=limit,
            count=count,
        )

    @on_one_state
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
        centre = list(dict.fromkeys(self._number(actor_id, scope) for actor_id in actors))
        return self._memo.get(
            self.index.version,
            ("subgraph", scope, tuple(centre), limit, edges, least),
            lambda: reading.subgraph(
                self.index.reader(), scope, centre=centre, limit=limit, edges=edges, least=least
            ),
        )

    def paths(self, a: str, b: str, *, scope: Scope = OPEN_SCOPE, k: int = 3) -> list[Path]:
        """The best paths between two actors by strength and recency, each hop with its best event.

        Paths of more than `kg.model.LONGEST` hops explain nothing and are left out.
        """
        with self.index.snapshot() as connection:
            ends = self._number(a, scope), self._number(b, scope)
            ties = self._ties.get(self.index.version, scope, lambda: reading.ties(connection, scope))
            return reading.paths(connection, ties, *ends, scope=scope, k=k)

    def measure(self, name: str, *, scope: Scope = OPEN_SCOPE) -> MeasureResult:
        """One of the measures of `kg.relations.measures`, remembered. Raises NotFound."""
        if name not in MEASURES:
            raise NotFound(f"no measure {name!r}; there are: {', '.join(MEASURES)}")
        return self._memo.get(self.index.version, ("measure", name, scope), lambda: self._taken(name, scope))

    def _taken(self, name: str, scope: Scope) -> MeasureResult:
        if self.take_apart and self.counts().dyads > LARGE:
            return self.take_apart(name, scope)
        return MEASURES[name].take(self._ground(scope))

    @on_one_state
    def _ground(self, scope: Scope) -> Ground:
        return reading.ground(self.index.reader(), scope)

    def has_measure(self, name: str, *, scope: Scope = OPEN_SCOPE) -> bool:
        """Would the answer come at once?"""
        return self._memo.has(self.index.version, ("measure", name, scope))

    def communities(self, *, scope: Scope = OPEN_SCOPE) -> tuple[Community, ...]:
        """Actors that deal with one another more than with others, largest community first."""
        return self.measure("communities", scope=scope).communities

    def usual_windows(self) -> tuple[Window, Window] | None:
        """The last month of the graph and the six before it, as (before, after); None without dates."""
        last = self.counts().last
        return reading.usual_windows(last) if last else None

    @on_one_state
    def changes(self, *, before: Window, after: Window, scope: Scope = OPEN_SCOPE) -> list[Change]:
        """Dyads that grew, shrank or turned between two windows, most changed first."""
        return self._memo.get(
            self.index.version,
            ("changes", before, after, scope),
            lambda: reading.changes(self.index.reader(), before, after, scope),
        )

    def jobs(self) -> list[Job]:
        """Work in the background, newest first."""
        return [self.slate.latest(job) for job in jobs.read_jobs(self.index.reader())]

    def job(self, number: int) -> Job:
        """One job. Raises NotFound."""
        return self.slate.latest(jobs.read_job(self.index.reader(), number))

    @on_one_state
    def networkx(self, *, scope: Scope = OPEN_SCOPE) -> nx.MultiDiGraph[str]:
        """The relations of a scope as a NetworkX graph, one edge per direction and event type."""
        return reading.networkx(self.index.reader(), scope)

    def _number(self, actor_id: str, scope: Scope = OPEN_SCOPE) -> int:
        """Row of the actor; where the scope rolls up, of the country or organisation that it acts for."""
        connection = self.index.reader()
        if scope.rollup:
            told = actors.read_actors_by_id(connection, [actor_id])
            actor_id = actors.rolled_up(told[actor_id]) if told else actor_id
        n = actors.number_of(connection, actor_id)
        if n is None:
            raise NotFound(f"no actor {actor_id!r} in the graph")
        return n
