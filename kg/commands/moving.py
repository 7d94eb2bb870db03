"""RDF in, everything out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from kg.commands.support import open_graph, progress_bar, say

if TYPE_CHECKING:
    from kg.eventgraph import EventGraph

Writer = Callable[["EventGraph", IO[bytes]], None]

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
RDF = ("nquads", "trig", "jsonld")


def _write_rdf(form: str) -> Writer:
    def write(graph: EventGraph, out: IO[bytes]) -> None:
        import pyoxigraph as ox

        from kg.rdf import bulk

        formats = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
        with progress_bar("Writing", total=None) as move:
            bulk.write(graph.store, out, formats[form], progress=lambda done: move(done >> 20, "MiB"))

    return write


def _write_network(form: str) -> Writer:
    def write(graph: EventGraph, out: IO[bytes]) -> None:
        from kg.exports import write_network

        write_network(graph, out, form)

    return write


def _write_csv(graph: EventGraph, out: IO[bytes]) -> None:
    from kg.exports import event_rows, write_csv

    write_csv(event_rows(graph), out)


def _write_parquet(graph: EventGraph, out: IO[bytes]) -> None:
    from kg.exports import event_rows, write_parquet

    write_parquet(event_rows(graph), out)


def _write_jsonl(graph: EventGraph, out: IO[bytes]) -> None:
    from kg.exports import write_jsonl

    write_jsonl(graph, out)


WRITERS: Mapping[str, Writer] = {
    **{form: _write_rdf(form) for form in RDF},
    **{form: _write_network(form) for form in ("graphml", "gexf")},
    "csv": _write_csv,
    "parquet": _write_parquet,
    "jsonl": _write_jsonl,
}


def make_export(writers: Mapping[str, Writer]) -> click.Command:
    """`kg export` with these formats."""

    @click.command("export")
    @click.option("--format", "form", type=click.Choice(list(writers)), default="nquads", show_default=True)
    @click.option(
        "--output",
        "-o",
        type=click.Path(dir_okay=False, path_type=Path),
        help="A file, packed if it ends in .gz or .zst; - or none: stdout.",
    )
    def command(form: str, output: Path | None) -> None:
        """Write the whole graph in a format of other tools."""
        with open_graph(read_only=form not in RDF) as graph, _opened(output) as out:
            writers[form](graph, out)

    return command


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[bytes]]:
    """Where to write; a file appears when it is whole, packed by its ending."""
    from kg.rdf.bulk import packed

    if output is None or str(output) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file, packed(file, output.name) as out:
            yield out
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


export_command = make_export(WRITERS)


@click.command("load")
@click.argument("files", nargs=-1, required=True, type=EXISTING)
def load_command(files: tuple[Path, ...]) -> None:
    """Load N-Quads, TriG or JSON-LD, packed by gzip or zstd or not; graphs of the same name are replaced."""
    from kg.rdf.bulk import load_dump

    with open_graph(makes=True) as graph:
        try:
            for file in files:
                with progress_bar(file.name, total=file.stat().st_size >> 20) as move:
                    load_dump(graph.store, file, progress=lambda done: move(done >> 20, "MiB"))
        finally:
            done = graph.follow()
        for name, reason in done.skipped:
            say(f"the graph <{name}> is left out: {reason}")
        say(f"{graph.counts().articles} articles in the graph")
