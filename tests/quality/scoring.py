"""Scores of coded events against gold records: the measures of the field, as shares of gold events.

A gold record is `{"id", "text", "date", "events": [{"plover", "also", "sources", "targets", "reciprocal"}]}`;
an actor in it is `{"country", "sector"}`, where country null with sector IGO or NGO is an international body.
A reciprocal event lists both parties as sources and matches either order.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kg.model import Article, Coded
from kg.records import event_record

INTERNATIONAL = {"IGO", "NGO", "IMG", "MNC", "INT", "NGM", "ISM"}
QUAD = {
    **dict.fromkeys(["AGREE", "CONSULT", "SUPPORT", "CONCEDE"], "verbal cooperation"),
    **dict.fromkeys(["COOPERATE", "AID", "RETREAT"], "material cooperation"),
    **dict.fromkeys(["REQUEST", "ACCUSE", "REJECT", "THREATEN"], "verbal conflict"),
    **dict.fromkeys(["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"], "material conflict"),
}
ENDS = (("source", "sources"), ("target", "targets"))

Record = Mapping[str, Any]


def read_gold(file: Path) -> list[dict[str, Any]]:
    """The records of a gold file."""
    return json.loads(file.read_text(encoding="utf-8"))["records"]


def article_of(record: Record) -> Article:
    """A gold record as an article of its own."""
    day = date.fromisoformat(record["date"]) if record.get("date") else None
    return Article(id=record["id"], text=record["text"], date=day)


def score(records: Iterable[Record], coded: Iterable[Coded]) -> dict[str, float]:
    """Measures by name, each from 0 to 1 (`events_per_text` apart): `type_top1` ... `precision`."""
    found = {one.article.id: [event_record(event) for event in one.events] for one in coded}
    got: Counter[str] = Counter()
    total: Counter[str] = Counter()
    right = events = texts = 0
    for record in records:
        predicted = found.get(record["id"], [])
        texts += 1
        events += len(predicted)
        right += sum(any(_triple(one, gold) for gold in record["events"]) for one in predicted)
        for gold in record["events"]:
            for name, test in TESTS.items():
                for label, group in ((name, predicted), (f"{name}_top1", predicted[:1])):
                    total[label] += 1
                    got[label] += any(test(one, gold) for one in group)
    measures = {name: got[name] / total[name] for name in total}
    return {**measures, "precision": right / max(events, 1), "events_per_text": events / max(texts, 1)}


def score_by_type(records: Iterable[Record], coded: Sequence[Coded]) -> dict[str, tuple[int, float, float]]:
    """PLOVER type -> (gold events, type_top1, triple_top1)."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for event in record["events"]:
            groups[event["plover"]].append({**record, "events": [event]})
    scores = {name: score(groups[name], coded) for name in sorted(groups)}
    return {name: (len(groups[name]), one["type_top1"], one["triple_top1"]) for name, one in scores.items()}


def silence(records: Iterable[Record], coded: Iterable[Coded]) -> float:
    """The share of records without an event in which the coder found none either."""
    found = {one.article.id: len(one.events) for one in coded}
    empty = [record for record in records if not record["events"]]
    return sum(not found.get(record["id"]) for record in empty) / max(len(empty), 1)


def reliability(
    records: Iterable[Record], coded: Iterable[Coded], *, bins: int = 5
) -> list[tuple[float, float, int]]:
    """(mean confidence, share of right triples, events) by bins of confidence: is it calibrated?"""
    gold = {record["id"]: record["events"] for record in records}
    rows: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for one in coded:
        for event in one.events:
            record = event_record(event)
            is_right = any(_triple(record, want) for want in gold[one.article.id])
            rows[min(bins - 1, int(event.confidence * bins))].append((event.confidence, is_right))
    return [
        (
            sum(confidence for confidence, _ in row) / len(row),
            sum(is_right for _, is_right in row) / len(row),
            len(row),
        )
        for _, row in sorted(rows.items())
    ]


def _country(actor: Record) -> str | None:
    code, sector = actor.get("country"), actor.get("sector")
    international = code in INTERNATIONAL or (not code and sector in INTERNATIONAL)
    return "INT" if international else code


def _fits(actor: Record, want: Record, with_sector: bool) -> bool:
    if _country(want) and _country(actor) != _country(want):
        return False
    return not (with_sector and want["sector"] and (actor["sector"] or "")[:3] != want["sector"][:3])


def _sides(one: Record, gold: Record, *, with_sector: bool = False, only: str | None = None) -> bool:
    """Do the actors fit the gold event's, in order, or either way if it is reciprocal?"""
    if gold["reciprocal"]:
        free = [one[end] for end, _ in ENDS if one[end]]
        hits = 0
        for want in gold["sources"]:
            match = next((actor for actor in free if _fits(actor, want, with_sector)), None)
            if match is not None:
                free.remove(match)
                hits += 1
        return hits >= (1 if only == "source" else 2)
    return all(
        one[end] and any(_fits(one[end], want, with_sector) for want in gold[key])
        for end, key in ENDS
        if only in (None, end) and gold[key]
    )


def _has_type(one: Record, gold: Record) -> bool:
    return one["plover"] in [gold["plover"], *gold["also"]]


def _triple(one: Record, gold: Record, with_sector: bool = False) -> bool:
    return _has_type(one, gold) and _sides(one, gold, with_sector=with_sector)


TESTS = {
    "type": _has_type,
    "quad": lambda one, gold: QUAD[one["plover"]] == QUAD[gold["plover"]],
    "source": lambda one, gold: _sides(one, gold, only="source"),
    "target": lambda one, gold: _sides(one, gold, only="target"),
    "triple": _triple,
    "triple_sector": lambda one, gold: _triple(one, gold, True),
}
