"""Event data sets into the graph."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.support import open_graph, print_json, progress_bar, say
from kg.errors import BadInput

VERSION = "1"  # of the reading of records; another one replaces what an earlier one wrote


@click.command("import")
@click.argument(
    "name", metavar="gdelt|icews|polecat|acled", type=click.Choice(["gdelt", "icews", "polecat", "acled"])
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def import_command(name: str, files: tuple[Path, ...]) -> None:
    """Take the events of a data set into the graph; the evidence of each is its record.

    Unpacked files as their makers publish them: GDELT 2.0 event exports, ICEWS and POLECAT tables, ACLED
    exports.
    """
    from kg.knowledge.ontology import load_ontology
    from kg.sources.datasets.reading import read_dataset
    from kg.sources.datasets.world import World

    failed = 0

    def tell(error: BadInput) -> None:
        nonlocal failed
        failed += 1
        say(f"skipped: {error}")

    with open_graph(makes=True) as graph, progress_bar("Importing", total=None) as move:
        folder = Path(graph.settings.knowledge) if graph.settings.knowledge else None
        world = World(gazetteer=graph.gazetteer, ontology=load_ontology(folder))
        report = graph.ingest_coded(
            read_dataset(name, files, world, problem=tell),
            coder=f"import.{name} {VERSION}",
            progress=lambda step: move(step.articles, f"{step.events} events"),
        )
    for article_id, reason in report.failed:
        say(f"failed: {article_id}: {reason}")
    print_json(
        [
            {
                "added": report.added,
                "replaced": report.replaced,
                "unchanged": report.unchanged,
                "events": report.events,
                "failed": failed + len(report.failed),
            }
        ]
    )
    if failed or report.failed:
        sys.exit(BadInput.exit_code)
