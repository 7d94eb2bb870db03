"""All gold sets scored, and the table of the README: `python tests/quality/scores.py [--pin]`.

`--pin` raises the floors of floors.json to what is measured now (it never lowers one) and writes the README's
table anew, so that what is published is what the tests hold.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
if __name__ == "__main__":
    sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from scoring import article_of, read_gold, reliability, score, score_by_type, silence  # noqa: E402
from support import ROOT, shared  # noqa: E402

from kg.settings import Settings  # noqa: E402
from kg.text.coder import Coder  # noqa: E402

FLOORS = HERE / "floors.json"
MEASURES = {
    "type_top1": "event type",
    "quad_top1": "quad class",
    "source_top1": "source country",
    "target_top1": "target country",
    "triple_top1": "full triple",
    "triple_sector_top1": "full triple with sectors",
    "precision": "precision of all coded events",
    "silence": "silent where nothing happened",
}
SETS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "plover_dev": lambda: read_gold(shared("gold/plover_dev.json")),
    "gold": lambda: read_gold(HERE / "gold.json"),
    "headlines": lambda: read_gold(HERE / "headlines.json"),
    "control": lambda: read_gold(HERE / "control.json"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One gold set: measures by name, (events, type, triple) by PLOVER type, bins of confidence."""

    measures: Mapping[str, float]
    by_type: Mapping[str, tuple[int, float, float]]
    reliability: Sequence[tuple[float, float, int]]


def score_set(records: list[dict[str, Any]], coder: Coder) -> Scored:
    """Codes the records, each as an article of its own, and scores them."""
    coded = list(coder.code_many([article_of(record) for record in records]))
    measures = score(records, coded)
    if any(not record["events"] for record in records):
        measures["silence"] = silence(records, coded)
    if not any(_has_sectors(record) for record in records):
        measures = {key: value for key, value in measures.items() if "sector" not in key}
    return Scored(
        measures=measures,
        by_type=score_by_type(records, coded),
        reliability=reliability(records, coded),
    )


def _has_sectors(record: Mapping[str, Any]) -> bool:
    actors = [actor for event in record["events"] for actor in (*event["sources"], *event["targets"])]
    return any(actor["country"] and actor["sector"] for actor in actors)


def table(floors: Mapping[str, Mapping[str, float]]) -> str:
    """The README's table of the pinned floors, by measure and gold set."""
    rows = [
        f"| {label} | "
        + " | ".join(f"{floors[name][key]:.2f}" if key in floors[name] else "" for name in SETS)
        for key, label in MEASURES.items()
    ]
    head = (
        "| measure | PLOVER records | our gold | headlines in title case | control |\n|---|---|---|---|---|"
    )
    return "\n".join([head, *(row + " |" for row in rows)])


def by_type_table(floors: Mapping[str, Mapping[str, Any]]) -> str:
    """The README's table by event type, over the PLOVER records and our gold together."""
    rows = [
        f"| {name} | {count} | {type_share:.2f} | {triple:.2f} |"
        for name, (count, type_share, triple) in floors["by_type"].items()
    ]
    return "\n".join(["| type | gold events | type | full triple |", "|---|---|---|---|", *rows])


def reliability_table(floors: Mapping[str, Any]) -> str:
    """The README's table of stated confidence against what was right."""
    rows = [f"| {middle:.2f} | {right:.2f} | {events} |" for middle, right, events in floors["reliability"]]
    return "\n".join(["| stated confidence | right | events |", "|---|---|---|", *rows])


def main() -> None:
    coder = Coder(Settings())
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    for name, read in SETS.items():
        found = score_set(read(), coder)
        print(name, *(f"\n  {key:20} {value:.3f}" for key, value in found.measures.items()), sep="")
        for middle, right, events in found.reliability:
            print(f"  confidence {middle:.2f}: {right:.2f} right of {events}")
        pinned = floors.setdefault(name, {})
        for key in MEASURES:
            if key in found.measures:
                pinned[key] = max(pinned.get(key, 0.0), int(found.measures[key] * 100) / 100)
    both = score_set([*SETS["plover_dev"](), *SETS["gold"]()], coder)
    floors["reliability"] = [
        [round(middle, 2), round(right, 2), events] for middle, right, events in both.reliability
    ]
    floors["by_type"] = {
        key: [count, round(t, 2), round(triple, 2)] for key, (count, t, triple) in both.by_type.items()
    }
    if "--pin" in sys.argv:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
        write_readme(floors)


def write_readme(floors: Mapping[str, Any]) -> None:
    """Puts the tables in their places."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    made_tables = {
        "scores": table(floors),
        "scores by type": by_type_table(floors),
        "reliability": reliability_table(floors),
    }
    for marker, made in made_tables.items():
        before, rest = text.split(f"<!-- {marker} -->\n", 1)
        after = rest[rest.index("\n\n") :]
        text = f"{before}<!-- {marker} -->\n{made}{after}"
    readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
