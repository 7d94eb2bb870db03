"""Files of an event data set as coded articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import BadInput
from kg.model import Coded
from kg.sources.datasets import acled, gdelt, icews, polecat
from kg.sources.datasets.records import Record, coded_articles
from kg.sources.datasets.tables import Problem, Row, read_rows
from kg.sources.datasets.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class _Format:
    read: Callable[[Row, World], Record | None]
    needed: Sequence[str]
    columns: Sequence[str] = ()
    tabs: bool = True


FORMATS = {
    "gdelt": _Format(read=gdelt.read_row, needed=gdelt.NEEDED, columns=gdelt.COLUMNS),
    "icews": _Format(read=icews.read_row, needed=icews.NEEDED),
    "polecat": _Format(read=polecat.read_row, needed=polecat.NEEDED),
    "acled": _Format(read=acled.read_row, needed=acled.NEEDED, tabs=False),
}


def read_dataset(name: str, paths: Iterable[Path], world: World, *, problem: Problem) -> Iterator[Coded]:
    """The articles of the files, in their order; bad rows and files go to `problem`, named by line."""
    return coded_articles(name, _records(name, paths, world, problem), world.ontology)


def _records(name: str, paths: Iterable[Path], world: World, problem: Problem) -> Iterator[Record]:
    form = FORMATS[name]
    for path in paths:
        try:
            rows = read_rows(path, problem, columns=form.columns, needed=form.needed, tabs=form.tabs)
            for line, row in rows:
                try:
                    record = form.read(row, world)
                except ValueError as error:
                    problem(BadInput(f"{path}:{line}: {error}"))
                    continue
                if record is not None:
                    yield record
        except BadInput as error:
            problem(error)
