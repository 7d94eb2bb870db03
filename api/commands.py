"""`kg demo` and `kg serve`, the graph on an address of this machine; `kg export` with the page."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from kg.commands.moving import WRITERS, make_export
from kg.commands.support import open_graph, print_table, progress_bar, say, settings
from kg.errors import BadInput
from kg.heaps import share_heaps

if TYPE_CHECKING:
    from kg.eventgraph import EventGraph
    from kg.settings import Settings

HOST = click.option("--host", help="Address to serve on; KG_HOST or 127.0.0.1 by default.")
PORT = click.option("--port", type=click.IntRange(0, 65535), help="Port; KG_PORT or 8000 by default.")
LOG = click.option(
    "--log",
    "level",
    type=click.Choice(["INFO", "WARNING"]),
    default="WARNING",
    help="INFO logs every request.",
)


@click.command("demo")
@HOST
@PORT
@LOG
def demo_command(host: str | None, port: int | None, level: str) -> None:
    """Load the sample articles into ./kg-data if it is empty, and serve them."""
    share_heaps()
    chosen = settings(host=host, port=port)
    with _closed_at_the_end(), taken(chosen) as listening, open_graph(makes=True) as graph:
        graph.code_apart()
        if not graph.counts().articles:
            _load_seeds(graph)
        _tell(graph)
        _serve(graph, chosen, listening, level)


@click.command("serve")
@HOST
@PORT
@LOG
def serve_command(host: str | None, port: int | None, level: str) -> None:
    """Serve the graph: pages, API and SPARQL."""
    share_heaps()
    chosen = settings(host=host, port=port)
    with _closed_at_the_end(), taken(chosen) as listening, open_graph(makes=True) as graph:
        _serve(graph, chosen, listening, level)


def write_page(graph: EventGraph, out: IO[bytes]) -> None:
    """The busiest part of the graph as one page that opens from disk, offline."""
    from viz.export import standalone
    from viz.filters import Filters
    from viz.view import build_view

    everything = Filters()
    out.write(standalone(graph, build_view(graph, everything), everything).encode())


export_command = make_export({**WRITERS, "html": write_page})


@contextmanager
def _closed_at_the_end() -> Iterator[None]:
    """Have SIGTERM, by which services are stopped, end the block as Ctrl+C does."""

    def leave(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    except SystemExit as end:
        if end.code != 128 + signal.SIGTERM:
            raise
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def taken(chosen: Settings) -> Iterator[socket.socket]:
    """The port, held before anything is loaded. Raises BadInput if another program has it."""
    from api.security import check_binding

    check_binding(chosen)
    try:
        found = socket.getaddrinfo(chosen.host, chosen.port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise BadInput(f"{chosen.host} is no address of this machine ({error.strerror})") from error
    listening = socket.socket(found[0], socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(found[4])
        except OSError as error:
            raise BadInput(
                f"port {chosen.port} of {chosen.host} is not free ({error.strerror}); name another by --port"
            ) from error
        yield listening
    finally:
        listening.close()


def seeds_folder() -> Path:
    """`./seeds` of a work tree, or the samples that the package brings."""
    here = Path("seeds/articles")
    packaged = Path(__file__).parent.parent / "kg" / "seeds" / "articles"
    beside = Path(__file__).parent.parent / "seeds" / "articles"
    for folder in (here, packaged, beside):
        if folder.is_dir():
            return folder
    raise BadInput("the sample articles are missing: no folder seeds/articles")


def _load_seeds(graph: EventGraph) -> None:
    from kg.sources.reading import read_articles

    articles = list(read_articles([str(seeds_folder())]))
    say(f"Reading {len(articles)} articles; the first run takes a minute.")
    with progress_bar("Coding", total=len(articles)) as move:
        graph.ingest(articles, progress=lambda step: move(step.articles, f"{step.events} events"))


def _tell(graph: EventGraph) -> None:
    counts = graph.counts()
    say(
        f"{counts.articles} articles, {counts.events} events, {counts.actors} actors, "
        f"{counts.dyads} relations from {counts.first} to {counts.last}"
    )
    busiest = graph.dyads(limit=5)
    labels = {end: graph.actor(end).label for dyad in busiest for end in (dyad.source, dyad.target)}
    rows = [(labels[dyad.source], labels[dyad.target], dyad.events, dyad.score) for dyad in busiest]
    print_table(("source", "target", ">events", ">score"), rows, title="Most active relations")


def _serve(graph: EventGraph, chosen: Settings, listening: socket.socket, level: str) -> None:
    from api import apart
    from api.app import create_app
    from api.sending import make_server
    from api.serving import log_to_stderr

    log_to_stderr(level)
    app = create_app(graph, chosen)
    apart.register(app, graph)
    server = make_server(app, listening, upload=chosen.upload_mb * 1024 * 1024)
    app.extensions["background"].warm()
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    graph.store.announce(f"http://{shown}:{port}")
    say(f"Serving on http://{shown}:{port} - press Ctrl+C to stop")
    # Every row of SQLite gives the GIL away and waits for it again: a long answer of another thread must not
    # hold each of them up for the usual 5 ms.
    sys.setswitchinterval(0.001)
    try:
        server.run()
    finally:
        server.close()
