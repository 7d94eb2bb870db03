"""Looking after a store: how it stands, whether it is whole, backup, restore."""

from __future__ import annotations

import gc
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.support import check_there, open_graph, print_json, print_table, say, settings
from kg.errors import KGError, StoreLocked
from kg.heaps import hold_memory

if TYPE_CHECKING:
    from kg.answers import Reindexed
    from kg.index.entries import Resolve
    from kg.knowledge.heads import Heads
    from kg.settings import Settings


@click.command("status")
def status_command() -> None:
    """How much the graph holds."""
    with open_graph(read_only=True) as graph:
        counts = graph.counts()
    print_json(
        [
            {
                "store": settings().store,
                "articles": counts.articles,
                "events": counts.events,
                "actors": counts.actors,
                "dyads": counts.dyads,
                "publishers": counts.publishers,
                "first": counts.first.isoformat() if counts.first else None,
                "last": counts.last.isoformat() if counts.last else None,
            }
        ]
    )


@click.command("jobs")
def jobs_command() -> None:
    """Work in the background, newest first."""
    with open_graph(read_only=True) as graph:
        rows = [
            (job.id, job.kind, job.state, job.articles, job.total, job.events, job.detail)
            for job in graph.jobs()
        ]
    print_table((">id", "kind", "state", ">articles", ">of", ">events", "detail"), rows)


@click.command("verify")
def verify_command() -> None:
    """Check the RDF store, the index and the ledger against each other."""
    from kg import upkeep

    with open_graph() as graph:
        found = upkeep.verify(graph.store, graph.index, graph.iris)
        articles = graph.counts().articles
    for problem in found:
        say(problem)
    if found:
        raise KGError(f"{len(found)} things do not fit together; `kg reindex` or `kg rebuild` may mend them")
    say(f"{articles} articles, all as they should be")


@click.command("reindex")
@click.option("--triples", is_flag=True, help="Trust no records: other programs wrote to the server.")
def reindex_command(triples: bool) -> None:
    """Fill the index anew from the RDF store."""
    from kg.fetching import Unpacker

    hold_memory()
    # What takes long to import comes while the other process starts.
    with nullcontext() if triples else Unpacker() as unpacker:
        chosen = settings()
        check_there(chosen)
        if unpacker and chosen.is_remote:
            unpacker.end()
        from kg import mending

        _tell(mending.mend_index(chosen, _resolving(chosen), triples=triples, unpacker=unpacker))
    gc.freeze()  # else all that was imported is looked through once more at the end


@click.command("rebuild")
def rebuild_command() -> None:
    """Fill the RDF store anew from the index and its ledger."""
    from kg import mending

    hold_memory()
    chosen = settings()
    check_there(chosen)
    _tell(mending.mend_store(chosen))


def _resolving(chosen: Settings) -> Resolve:
    """The curated actor of an id; what is curated is read when the first is asked for."""

    @cache
    def heads() -> Heads:
        from kg.knowledge.heads import Heads

        return Heads(Path(chosen.knowledge) if chosen.knowledge else None)

    return lambda actor_id: heads().actor(actor_id)


def _tell(done: Reindexed) -> None:
    for name, reason in done.skipped:
        say(f"the graph <{name}> is left out: {reason}")
    say(f"{done.articles} articles written")


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--server", metavar="URL", help="The server to ask; the one that holds the store by default.")
def backup_command(folder: Path, server: str | None) -> None:
    """Copy the store into a new FOLDER; where a server holds it, the server makes the copy.

    KG_TOKEN must then be a token with the right to admin, and FOLDER is on the server's machine.
    """
    from kg import upkeep

    try:
        if server is None:
            with open_graph() as graph:
                upkeep.backup(graph.store, graph.index, folder)
    except StoreLocked as error:
        if error.address is None:
            raise
        if settings().token is None:
            raise StoreLocked(
                f"{error} at {error.address}; it makes the backup for whoever sets KG_TOKEN to a token with "
                "the right to admin"
            ) from error
        server = error.address
    if server is not None:
        from kg.commands.servers import order_backup

        order_backup(server, settings().token, folder.absolute())
    say(f"saved in {folder}")


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path))
def restore_command(folder: Path) -> None:
    """Put the backup in FOLDER in the place of an empty store."""
    from kg import upkeep

    chosen = settings()
    upkeep.restore(chosen, folder)
    say(f"restored to {chosen.store}")


@click.command("validate")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option("--graph", "of_graph", is_flag=True, help="Check the RDF of the store against the shapes.")
def validate_command(paths: tuple[str, ...], of_graph: bool) -> None:
    """Tell every mistake in curated knowledge and RDF.

    PATH: a knowledge folder, or a file of RDF (.nq, .trig, .ttl, .nt, .jsonld) that is checked against the
    shapes; without one, the folder of KG_KNOWLEDGE or the built-in one is read.
    """
    from kg.validation import check_file, check_graph

    found = 0
    chosen = settings()
    named: list[Path | None] = [Path(path) for path in paths]
    if not named and not of_graph:
        named = [Path(chosen.knowledge) if chosen.knowledge else None]
    for path in named:
        for problem in check_file(path):
            say(problem)
            found += 1
    if of_graph:
        with open_graph() as graph:
            for problem in check_graph(graph.store, graph.iris):
                say(problem)
                found += 1
    if found:
        raise KGError(f"{found} {'mistake' if found == 1 else 'mistakes'}")
    say("no mistakes")
