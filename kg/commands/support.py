"""What commands share: the store they work on, tables, progress bars, and errors as exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import click

from kg.errors import BadInput, KGError, NotFound

if TYPE_CHECKING:
    from kg.eventgraph import EventGraph
    from kg.model import Article
    from kg.settings import Settings


def settings(**given: Any) -> Settings:
    """Settings of this call: the environment, and `--store` where it was given."""
    from kg.settings import Settings  # pydantic takes long to import

    context = click.get_current_context()
    return Settings.from_env(store=(context.find_root().params or {}).get("store"), **given)


@contextmanager
def open_graph(*, read_only: bool = False, steady: bool = True, makes: bool = False) -> Iterator[EventGraph]:
    """The graph of this call, which only `makes` may begin.

    A reader sees it as it is now, or, not `steady`, as it changes. Raises NotFound where there is none.
    """
    from kg.eventgraph import EventGraph

    chosen = settings()
    if not makes:
        check_there(chosen, reads_index=read_only)
    with (
        EventGraph.open(settings=chosen, read_only=read_only) as graph,
        graph.steady() if read_only and steady else nullcontext(),
    ):
        yield graph


def check_there(chosen: Settings, *, reads_index: bool = False) -> None:
    """Raise NotFound where there is no graph: a mistyped store must not pass for an empty one."""
    from kg.index.database import is_index

    if is_index(chosen.folder):
        return
    if not chosen.is_remote and not (chosen.folder / "rdf").is_dir():
        raise NotFound(f"there is no graph in {chosen.store} yet; `kg ingest` or `kg demo` makes one")
    if reads_index:
        raise NotFound(f"the graph in {chosen.store} has no index here; `kg reindex` makes one")


def say(text: str) -> None:
    """A message to the person at the terminal; results alone go to standard output."""
    click.echo(text, err=True)


def print_json(records: Iterable[Any]) -> None:
    """One JSON object a line."""
    import orjson

    for record in records:
        sys.stdout.buffer.write(orjson.dumps(record) + b"\n")
    sys.stdout.buffer.flush()


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "") -> None:
    """A readable table on standard output."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for name in columns:
        table.add_column(name.removeprefix(">"), justify="right" if name.startswith(">") else "left")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    width = None if sys.stdout.isatty() else 160
    Console(file=sys.stdout, width=width, highlight=False).print(table)


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:+.1f}"
    return str(value)


@contextmanager
def progress_bar(what: str, *, total: int | None) -> Iterator[Any]:
    """A bar on standard error; call what it gives with (done, note)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"), TimeElapsedColumn(),
    )  # fmt: skip
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total, note="")

        def move(done: int, note: str) -> None:
            progress.update(task, completed=done, note=note)

        yield move


def read_given(paths: Sequence[str], failed: list[str]) -> Iterator[Article]:
    """Articles of the paths; a bad one is told, noted in `failed` and passed over."""
    from kg.sources.reading import read_articles

    def tell(error: BadInput) -> None:
        failed.append(str(error))
        say(f"skipped: {error}")

    for article in read_articles(paths, problem=tell):
        if article.date is None:
            say(f"{article.id}: has no date, so its events are dated only where the text names a full date")
        yield article


class Main(click.Group):
    """A group that loads a command's module when the command is called, and maps errors to exit codes."""

    def __init__(self, *args: Any, modules: dict[str, str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.modules = modules

    def list_commands(self, context: click.Context) -> list[str]:
        """Commands in the order of the table."""
        return [*self.modules, *super().list_commands(context)]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command, imported."""
        from importlib import import_module

        if name not in self.modules:
            return super().get_command(context, name)
        command = getattr(import_module(self.modules[name]), f"{name}_command")
        return command if isinstance(command, click.Command) else None

    def main(self, *args: Any, **given: Any) -> Any:
        """Run, and end with the exit code of what went wrong."""
        # OpenBLAS's threads spin while they wait for work, and how it rounds depends on how many there are.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        try:
            return super().main(*args, **given)
        except KGError as error:
            say(f"Error: {error}")
            sys.exit(error.exit_code)
        except BrokenPipeError:
            # Whoever read our output has had enough: no reason for a traceback.
            sys.stderr.close()
            sys.exit(0)
        except OSError as error:
            say(f"Error: {error.filename or ''}{': ' if error.filename else ''}{error.strerror or error}")
            sys.exit(74)
