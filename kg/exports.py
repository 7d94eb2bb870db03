"""The graph in the formats of other tools."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

import orjson

from kg.errors import BadInput
from kg.model import Event
from kg.records import event_record

if TYPE_CHECKING:
    from kg.questions import Questions

COLUMNS = (
    "id", "date", "date_end", "date_precision", "source", "source_label", "source_country", "source_sector",
    "action", "target", "target_label", "target_country", "target_sector", "plover", "mode", "cameo", "quad",
    "score", "polarity", "modality", "attributed_to", "place", "confidence", "goldstein", "article", "publisher",
    "sentence", "text", "rule",
)  # fmt: skip
ROWS = 20_000  # of a Parquet row group
_DAYS = ("date", "date_end")


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
        "goldstein": event.goldstein,
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
    """Rows as Parquet, days as dates; a part at a time. Raises BadInput without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise BadInput("Parquet needs pyarrow: pip install 'eventgraph[bulk]'") from error
    kinds = {
        "score": pa.float64(),
        "confidence": pa.float64(),
        "goldstein": pa.float64(),
        "sentence": pa.int64(),
    }
    kinds |= dict.fromkeys(_DAYS, pa.date32())
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    rest = (_with_days(row) for row in rows)
    with pq.ParquetWriter(out, schema) as writer:
        while part := list(islice(rest, ROWS)):
            writer.write_table(pa.Table.from_pylist(part, schema=schema))


def _with_days(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, **{name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS}}


def write_network(graph: Questions, out: IO[bytes], form: str) -> None:
    """The relations as GraphML or GEXF, one edge per direction and event type."""
    import networkx as nx

    writers: dict[str, Callable[..., None]] = {"graphml": nx.write_graphml, "gexf": nx.write_gexf}
    network = graph.networkx()
    network.graph.clear()
    writers[form](network, out)
