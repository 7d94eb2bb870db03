"""RDF in, everything out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.support import open_graph, say

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
FORMATS = ("nquads", "trig", "jsonld", "jsonl", "csv", "parquet", "graphml", "gexf")


@click.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), default="nquads", show_default=True)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="A file; - or none: stdout."
)
def export_command(form: str, output: Path | None) -> None:
    """Write the whole graph in a format of other tools."""
    from kg import exports

    out = sys.stdout.buffer if output is None or str(output) == "-" else output.open("wb")
    is_rdf = form in ("nquads", "trig", "jsonld")
    try:
        with open_graph(read_only=not is_rdf) as graph:
            if is_rdf:
                exports.write_rdf(graph.store, out, form)
            elif form in ("graphml", "gexf"):
                exports.write_network(graph, out, form)
            elif form == "csv":
                exports.write_csv(exports.event_rows(graph), out)
            elif form == "parquet":
                exports.write_parquet(exports.event_rows(graph), out)
            else:
                exports.write_jsonl(graph, out)
    finally:
        if output is not None and str(output) != "-":
            out.close()
    sys.stdout.buffer.flush()


@click.command("load")
@click.argument("files", nargs=-1, required=True, type=EXISTING)
def load_command(files: tuple[Path, ...]) -> None:
    """Load N-Quads, TriG or JSON-LD as `kg export` writes them; graphs of the same name are replaced."""
    from kg import upkeep

    with open_graph() as graph:
        for file in files:
            upkeep.load_file(graph.store, file)
        say(f"{graph.reindex()} articles in the graph")
