"""The graph in the formats of other tools."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

import orjson
import pyoxigraph as ox

from kg.errors import BadInput
from kg.model import Event
from kg.rdf.store import EmbeddedStore, Store
from kg.rdf.terms import triple_text
from kg.rdf.vocab import PREFIXES
from kg.records import event_record

if TYPE_CHECKING:
    from kg.questions import Questions

COLUMNS = (
    "id", "date", "date_end", "date_precision", "source", "source_label", "source_country", "source_sector",
    "action", "target", "target_label", "target_country", "target_sector", "plover", "mode", "cameo", "quad",
    "score", "polarity", "modality", "attributed_to", "place", "confidence", "article", "publisher",
    "sentence", "text", "rule",
)  # fmt: skip


def event_row(event: Event, publisher: str) -> dict[str, Any]:
    """One event as a flat row."""
    source = event.source.actor if event.source else None
    target = event.target.actor if event.target else None
    return {
        "id": event.id,
        "date": event.date.isoformat() if event.date else None,
        "date_end": event.date_end.isoformat() if event.date_end else None,
        "date_precision": event.date_precision,
        "source": source.id if source else None,
        "source_label": source.label if source else None,
        "source_country": source.country if source else None,
        "source_sector": source.sector if source else None,
        "action": event.action.lemma,
        "target": target.id if target else None,
        "target_label": target.label if target else None,
        "target_country": target.country if target else None,
        "target_sector": target.sector if target else None,
        "plover": event.plover,
        "mode": event.mode,
        "cameo": event.cameo,
        "quad": event.quad,
        "score": event.score,
        "polarity": event.polarity,
        "modality": event.modality,
        "attributed_to": event.attributed_to.id if event.attributed_to else None,
        "place": event.place.label if event.place else None,
        "confidence": event.confidence,
        "article": event.evidence.doc,
        "publisher": publisher,
        "sentence": event.evidence.sentence,
        "text": event.evidence.text,
        "rule": event.action.rule,
    }


def event_rows(graph: Questions) -> Iterator[dict[str, Any]]:
    """All events as flat rows, article by article."""
    for coded in graph.coded_articles():
        for event in coded.events:
            yield event_row(event, coded.article.publisher)


def write_csv(rows: Iterable[dict[str, Any]], out: IO[bytes]) -> None:
    """Rows as CSV; a cell that a spreadsheet would run as a formula gets a leading apostrophe."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _safe(value) for name, value in row.items()})
    text.detach()


def _safe(value: Any) -> Any:
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        else value
    )


def write_jsonl(graph: Questions, out: IO[bytes]) -> None:
    """Events as `kg code` prints them."""
    for coded in graph.coded_articles():
        for event in coded.events:
            out.write(orjson.dumps(event_record(event)) + b"\n")


def write_parquet(rows: Iterable[dict[str, Any]], out: IO[bytes]) -> None:
    """Rows as Parquet. Raises BadInput without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise BadInput("Parquet needs pyarrow: pip install 'eventgraph[bulk]'") from error
    numbers = {"score": pa.float64(), "confidence": pa.float64(), "sentence": pa.int64()}
    schema = pa.schema([(name, numbers.get(name, pa.string())) for name in COLUMNS])
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), out)


def write_rdf(store: Store, out: IO[bytes], form: str) -> None:
    """All named graphs; `form` is nquads, trig or jsonld."""
    formats = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
    prefixes = None if form == "nquads" else PREFIXES
    if isinstance(store, EmbeddedStore):
        store.inner.dump(out, formats[form], prefixes=prefixes)
        return
    ox.serialize(_quads(store), out, formats[form], prefixes=prefixes)


def _quads(store: Store) -> Iterator[ox.Quad]:
    for graph in store.graphs():
        name = ox.NamedNode(graph)
        lines = "\n".join(triple_text(triple) for triple in store.read(graph)).encode()
        for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, name)


def write_network(graph: Questions, out: IO[bytes], form: str) -> None:
    """The relations as GraphML or GEXF, one edge per direction and event type."""
    import networkx as nx

    writers: dict[str, Callable[..., None]] = {"graphml": nx.write_graphml, "gexf": nx.write_gexf}
    network = graph.networkx()
    network.graph.clear()
    writers[form](network, out)
