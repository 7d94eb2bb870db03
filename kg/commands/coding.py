"""Articles in: coded on the way through, or kept in the graph."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kg.commands.support import (
    open_graph,
    print_json,
    print_table,
    progress_bar,
    read_given,
    say,
    settings,
)
from kg.errors import BadInput

if TYPE_CHECKING:
    from kg.model import Coded, Event


@click.command("code")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "table", "turtle"]), default="jsonl", show_default=True
)
def code_command(paths: tuple[str, ...], form: str) -> None:
    """Print the events of articles; nothing is stored. PATH: file, folder, address, or - for JSON Lines."""
    failed: list[str] = []
    coded = _coded(paths or ("-",), failed)
    if form == "jsonl":
        from kg.records import event_record

        print_json(event_record(event) for one in coded for event in one.events)
    elif form == "table":
        columns = ("date", "source", "action", "target", ">score", "sentence")
        print_table(columns, (_row(event) for one in coded for event in one.events))
    else:
        _print_turtle(coded)
    if failed:
        sys.exit(BadInput.exit_code)


def _coded(paths: tuple[str, ...], failed: list[str]) -> Iterator[Coded]:
    from kg.text.coder import Coder

    chosen = settings()
    for coded in Coder(chosen).code_many(read_given(paths, failed), processes=chosen.processes):
        for problem in coded.problems:
            say(f"{coded.article.id}: {problem}")
        if coded.problems and not coded.events:
            failed.append(coded.article.id)
        yield coded


def _row(event: Event) -> tuple[object, ...]:
    mark = {"affirmed": "", "negated": "not ", "denied": "denied "}[event.polarity]
    return (
        event.date,
        event.source.actor.id if event.source else None,
        f"{mark}{event.action.lemma} ({event.plover})",
        event.target.actor.id if event.target else None,
        event.score,
        event.evidence.text,
    )


def _print_turtle(coded: Iterator[Coded]) -> None:
    from rdflib import Graph

    from kg.ids import Iris
    from kg.rdf.mapping import article_triples
    from kg.rdf.vocab import PREFIXES

    iris, graph = Iris(settings().base_iri), Graph()
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    for one in coded:
        for triple in article_triples(one, iris):
            graph.add(triple)
    click.echo(graph.serialize(format="turtle"))


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL|FEED...")
def ingest_command(paths: tuple[str, ...]) -> None:
    """Take articles into the graph; one that is there already with the same text is left alone."""
    from kg.sources.reading import count_files

    failed: list[str] = []
    with open_graph(makes=True) as graph, progress_bar("Coding", total=count_files(paths)) as move:
        report = graph.ingest(
            read_given(paths, failed),
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
                "failed": len(report.failed) + len(failed),
            }
        ]
    )
    if failed or report.failed:
        sys.exit(BadInput.exit_code)


@click.command("delete")
@click.argument("article")
def delete_command(article: str) -> None:
    """Take an article and its events out of the graph."""
    with open_graph() as graph:
        graph.delete_article(article)
