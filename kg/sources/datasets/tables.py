"""Rows of data files, one at a time, with the number of their line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from kg.errors import BadInput

Problem = Callable[[BadInput], None]
Row = Mapping[str, str]

_TAB: Mapping[str, object] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE}
_COMMA: Mapping[str, object] = {"delimiter": ","}


def read_rows(
    path: Path,
    problem: Problem,
    *,
    columns: Sequence[str] = (),
    needed: Sequence[str] = (),
    tabs: bool = True,
) -> Iterator[tuple[int, Row]]:
    """The rows by column; a row of another length is told and passed over.

    Without `columns` the first line names them, and must have those that are `needed`. Raises BadInput for a
    file that cannot be read or has the wrong header.
    """
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
            rows = csv.reader(lines, **(_TAB if tabs else _COMMA))  # type: ignore[arg-type]
            names = list(columns) or [cell.strip() for cell in next(rows, [])]
            missing = [name for name in needed if name not in names]
            if missing:
                raise BadInput(f"{path}:1: column {missing[0]!r} is missing")
            yield from _checked(path, rows, names, problem)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from error


def _checked(
    path: Path, rows: Iterator[list[str]], names: list[str], problem: Problem
) -> Iterator[tuple[int, Row]]:
    number = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            problem(BadInput(f"{path}:{_line(rows)}: {error}"))
            continue
        number = _line(rows)
        if not any(cells):
            continue
        if len(cells) != len(names):
            problem(BadInput(f"{path}:{number}: has {len(cells)} cells, not {len(names)}"))
        elif any("\udc80" <= letter <= "\udcff" for cell in cells if not cell.isascii() for letter in cell):
            problem(BadInput(f"{path}:{number}: is not UTF-8"))
        else:
            yield number, {name: cell.strip() for name, cell in zip(names, cells, strict=True)}


def _line(rows: Iterator[list[str]]) -> int:
    return int(getattr(rows, "line_num", 0))


def one(row: Row, column: str) -> str:
    """A cell that must not be empty. Raises ValueError."""
    if not row[column]:
        raise ValueError(f"{column!r} is empty")
    return row[column]


def day(row: Row, column: str, form: str = "%Y-%m-%d") -> date:
    """A day in a cell. Raises ValueError."""
    try:
        return datetime.strptime(row[column], form).date()
    except ValueError:
        raise ValueError(f"{column!r} is {row[column]!r}, no date") from None


def number(row: Row, column: str, *, most: float) -> float | None:
    """A number between -most and +most, None for an empty cell. Raises ValueError."""
    text = row.get(column, "")
    if not text or text == "None":
        return None
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{column!r} is {text!r}, no number") from None
    if not -most <= value <= most:
        raise ValueError(f"{column!r} is {text}, beyond {most:g}")
    return value
