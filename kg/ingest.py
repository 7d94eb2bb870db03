"""Articles into the graph, safely: promised in the ledger, written to the RDF store, entered in the index.

A crash at any point loses nothing that was acknowledged: what was promised and not fulfilled is written again
on the next start, and every step may be repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from kg.answers import IngestReport, Progress
from kg.errors import BadInput
from kg.ids import Iris
from kg.index import entries, ledger
from kg.index.database import Index
from kg.index.entries import Resolve
from kg.model import Coded
from kg.parcels import Parcel, pack, unpack
from kg.rdf.mapping import article_triples, record_triple
from kg.rdf.store import Store
from kg.rdf.terms import Triple

BATCH = 32
Mapped = tuple[Parcel, list[Triple]]


class Ingest:
    """Writes coded articles to a store and its index, in batches that are acknowledged together."""

    def __init__(self, store: Store, index: Index, iris: Iris, resolve: Resolve) -> None:
        self.store, self.index, self.iris, self.resolve = store, index, iris, resolve
        self.added = self.replaced = self.unchanged = self.events = 0
        self.failed: list[tuple[str, str]] = []

    def write(self, coded: Iterable[Coded], *, coder: str) -> Iterator[Progress]:
        """Write all, and say after each batch how far it has come."""
        rest = iter(coded)
        while batch := list(islice(rest, BATCH)):
            self._write_batch(batch, coder)
            yield Progress(articles=self._seen(), events=self.events, article=batch[-1].article.id)

    def replay(self) -> int:
        """Fulfil what an earlier process promised and did not finish; how many articles."""
        found = ledger.pending(self.index.reader())
        for parcel in found:
            triples = article_triples(unpack(parcel), self.iris)
            self._apply([(parcel, [*triples, record_triple(parcel, self.iris)])])
        for article_id in ledger.condemned(self.index.reader()):
            self._take_out(article_id)
        return len(found)

    def remove(self, article_id: str) -> None:
        """Take an article with its events out of both halves, or, after a crash, on the next start."""
        with self.index.writing() as connection:
            ledger.condemn(connection, article_id)
        self._take_out(article_id)

    def _take_out(self, article_id: str) -> None:
        self.store.drop(self.iris.article(article_id))
        self.store.flush()
        with self.index.writing() as connection:
            entries.remove(connection, article_id)
            ledger.forget(connection, article_id)

    def report(self) -> IngestReport:
        """What was done so far."""
        return IngestReport(
            added=self.added, replaced=self.replaced, unchanged=self.unchanged, events=self.events,
            failed=tuple(self.failed),
        )  # fmt: skip

    def _seen(self) -> int:
        return self.added + self.replaced + self.unchanged + len(self.failed)

    def _write_batch(self, batch: Sequence[Coded], coder: str) -> None:
        changed: dict[str, Mapped] = {}
        known = {coded.article.id: ledger.known(self.index.reader(), coded.article) for coded in batch}
        for coded in batch:
            article = coded.article
            if known[article.id] == (ledger.article_digest(article), coder):
                self.unchanged += 1
            elif mapped := self._mapped(coded):
                changed[article.id] = mapped
        with self.index.writing() as connection:
            for article_id, (parcel, _) in changed.items():
                self.added += known[article_id] is None
                self.replaced += known[article_id] is not None
                self.events += len(parcel.rows)
                ledger.promise(connection, parcel, coder)
        self._apply(list(changed.values()))

    def _mapped(self, coded: Coded) -> Mapped | None:
        if coded.problems and not coded.events:
            self.failed.append((coded.article.id, coded.problems[0]))
            return None
        try:
            triples = article_triples(coded, self.iris)
        except BadInput as error:
            self.failed.append((coded.article.id, str(error)))
            return None
        parcel = pack(coded)
        return parcel, [*triples, record_triple(parcel, self.iris)]

    def _apply(self, batch: Sequence[Mapped]) -> None:
        if not batch:
            return
        for parcel, triples in batch:
            self.store.replace(self.iris.article(parcel.article[0]), triples)
        # A commit of the RDF store is not yet on the disk; the promise may go only when it is.
        self.store.flush()
        with self.index.writing() as connection:
            for parcel, _ in batch:
                entries.add(connection, parcel, self.resolve)
                ledger.fulfil(connection, parcel.article[0])
