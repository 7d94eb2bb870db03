"""Strict readers of curated files, tables (TSV) and YAML; a mistake is BadKnowledge `file:line: message`.

The first mistake is raised. Within `collecting()` all are gathered, and what they spoil is left out.
"""

import re
import types
import typing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import MISSING, Field, fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from kg.errors import BadKnowledge

# A validity ends before the day given; `2020` ends with the year, `2020-05` with the month.
EndDate = Annotated[date, "end"]

Row = TypeVar("Row")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$")
_NUMBER = re.compile(r"[-+]?(\d[\d_]*)?\.?\d[\d_]*([eE][-+]?\d+)?$|[-+]?0[xob][\da-fA-F_]+$|[-+]?[\d_]+\.$")
_AMBIGUOUS = frozenset({"yes", "no", "y", "n", "null", "~", "", ".nan", ".inf", "-.inf"})


def fail(path: Path, line: int, message: str) -> NoReturn:
    """Raise BadKnowledge as `file:line: message`."""
    raise BadKnowledge(f"{path.name}:{line}: {message}")


_found: ContextVar[list[BadKnowledge] | None] = ContextVar("found", default=None)


@contextmanager
def collecting() -> Iterator[list[BadKnowledge]]:
    """The mistakes that are reported inside, in place of the first one raised."""
    found: list[BadKnowledge] = []
    before = _found.set(found)
    try:
        yield found
    finally:
        _found.reset(before)


def report(path: Path, line: int, message: str) -> None:
    """A mistake that what follows can be read without: raised, or noted where all are collected."""
    note(BadKnowledge(f"{path.name}:{line}: {message}"))


def note(error: BadKnowledge) -> None:
    """Raise the mistake, or keep it where all are collected."""
    found = _found.get()
    if found is None:
        raise error
    found.append(error)


def read_text(path: Path) -> str:
    """A curated file as text; a missing or undecodable one is BadKnowledge."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadKnowledge(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BadKnowledge(f"{path.name}:{line}: is not UTF-8") from error


def parse_date(text: str, *, end: bool = False) -> date:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD` as its first day, or with `end` the first day after it."""
    found = _DATE.match(text)
    if not found:
        raise ValueError(f"{text!r} is not a date YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if day is not None:
        return date(year, month or 1, day)
    if not end:
        return date(year, month or 1, 1)
    if month is None or month == 12:
        date(year, month or 1, 1)
        return date(year + 1, 1, 1)
    return date(year, month + 1, 1)


# ---- tables ------------------------------------------------------------------------------------------------


def read_tsv(path: Path, row_type: type[Row], *, unique: Sequence[str] = ("id",)) -> list[Row]:
    """The rows of a table as dataclasses of `row_type`, whose fields are the columns.

    Field types convert the cells: str, int, float, bool, date, EndDate, Literal, tuple[str, ...] (joined by
    `|`), each possibly `| None`; an empty cell is the field's default. A field `line` gets the line's number.
    Rows must differ in the columns `unique` (those of them that the row type has).
    """
    columns = {field.name: field for field in fields(row_type)}  # type: ignore[arg-type]
    has_line = columns.pop("line", None) is not None
    lines = _table_lines(path)
    number, header = next(lines, (1, ""))
    names = header.split("\t")
    _check_header(path, number, names, columns)
    hints = _hints(row_type)
    converters = [_converter(hints[name]) for name in names]
    required = [_is_required(columns[name]) for name in names]
    needs = {name for name, needed in zip(names, required, strict=True) if needed}
    key_columns = [names.index(name) for name in unique if name in names]
    seen: dict[tuple[str, ...], int] = {}
    rows: list[Row] = []
    for number, line in lines:
        cells = line.split("\t")
        if len(cells) != len(names):
            report(path, number, f"has {len(cells)} cells, the header has {len(names)}")
            continue
        values: dict[str, Any] = {"line": number} if has_line else {}
        for name, cell, convert, needed in zip(names, cells, converters, required, strict=True):
            if not cell:
                if needed:
                    report(path, number, f"{name!r} is empty")
                continue
            if cell[0] == " " or cell[-1] == " ":
                report(path, number, f"{name!r} begins or ends with a blank")
            if convert is None:
                values[name] = cell
                continue
            try:
                values[name] = convert(cell)
            except ValueError as error:
                report(path, number, f"{name!r}: {error}")
        if key_columns:
            key = tuple(cells[column] for column in key_columns)
            if key in seen:
                report(path, number, f"{' '.join(key)!r} is given twice, first in line {seen[key]}")
                continue
            seen[key] = number
        if not needs <= values.keys():
            continue
        rows.append(row_type(**values))
    return rows


def _table_lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line and not line.startswith("#"):
            yield number, line


def _check_header(path: Path, number: int, names: list[str], columns: dict[str, Field[Any]]) -> None:
    for name in names:
        if name not in columns:
            fail(path, number, f"unknown column {name!r}")
        if names.count(name) > 1:
            fail(path, number, f"column {name!r} is given twice")
    for name, field in columns.items():
        if name not in names and _is_required(field):
            fail(path, number, f"column {name!r} is missing")


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _hints(row_type: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(row_type, include_extras=True)


def _converter(hint: Any) -> Callable[[str], Any] | None:
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = [option for option in get_args(hint) if option is not type(None)]
    if hint == EndDate:
        return partial(parse_date, end=True)
    if get_origin(hint) is Literal:
        return partial(_choice, get_args(hint))
    if get_origin(hint) is tuple:
        return _words
    simple: dict[Any, Callable[[str], Any] | None] = {
        str: None, int: _number, float: float, bool: _truth, date: parse_date,
    }  # fmt: skip
    return simple[hint]


def _choice(options: tuple[str, ...], cell: str) -> str:
    if cell not in options:
        raise ValueError(f"{cell!r} is none of {', '.join(options)}")
    return cell


def _number(cell: str) -> int:
    if not re.fullmatch(r"-?\d+", cell):
        raise ValueError(f"{cell!r} is not a whole number")
    return int(cell)


def _truth(cell: str) -> bool:
    return _choice(("true", "false"), cell) == "true"


def _words(cell: str) -> tuple[str, ...]:
    words = tuple(cell.split("|"))
    if len(words) > 1 or not words[0].strip():
        for word in words:
            if not word or word != word.strip():
                raise ValueError(f"an entry of {cell!r} is empty or has blanks around it")
        if len(set(words)) < len(words):
            twice = next(word for word in words if words.count(word) > 1)
            raise ValueError(f"{twice!r} is given twice")
    return words


# ---- YAML --------------------------------------------------------------------------------------------------


class Record(dict[str, Any]):
    """A mapping of a YAML file that knows its line, and the line of every key."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """The line where `key` stands, or the mapping's own."""
        return self.lines.get(key, self.line)


class _Loader(yaml.CSafeLoader):
    """PyYAML's C parser without guessing of types: a plain scalar is tagged `plain`, a quoted one `text`."""

    def resolve(self, kind: type, value: Any, implicit: Any) -> str:
        """The tag of a node that carries none."""
        return "plain" if kind is ScalarNode and implicit[0] else "text"

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """No tags depend on the path."""

    def ascend_resolver(self) -> None:
        """No tags depend on the path."""


def read_yaml(path: Path, *, numbers: bool = False) -> Any:
    """The file's lists, `Record`s, strings and booleans (`true`, `false`; `on` and `off` are words).

    Refused: a key given twice, and plain text that YAML reads as something else (020, no, 2022-02-24, null):
    quote it. With `numbers`, decimal numbers without leading zeros are read.
    """
    try:
        node = _Loader(read_text(path)).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadKnowledge(f"{path.name}:{line}: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise BadKnowledge(f"{path.name}:1: {error}") from error
    if node is None:
        fail(path, 1, "is empty")
    return _value(path, node, numbers)


def _value(path: Path, node: Any, numbers: bool) -> Any:
    if isinstance(node, ScalarNode):
        return _scalar(path, node, numbers)
    if isinstance(node, SequenceNode):
        return [_value(path, item, numbers) for item in node.value]
    assert isinstance(node, MappingNode)
    record = Record(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = _value(path, key_node, False)
        if not isinstance(key, str):
            fail(path, line, f"the key {key!r} is not a word")
        if key in record:
            report(path, line, f"{key!r} given twice")
        record[key] = _value(path, value_node, numbers)
        record.lines[key] = line
    return record


def _scalar(path: Path, node: ScalarNode, numbers: bool) -> str | bool | int | float:
    text: str = node.value
    line = node.start_mark.line + 1
    if node.tag == "text":
        return text
    if node.tag != "plain":
        report(path, line, f"the tag {node.tag!r} is not allowed")
    if text in ("true", "false"):
        return text == "true"
    lower = text.lower()
    if lower in _AMBIGUOUS or lower in ("true", "false"):
        report(path, line, f"quote {text!r} or leave it out" if text else "a value is missing")
        return text
    if text[0] in "-+.0123456789" and (_NUMBER.match(text) or _DATE.match(text) or _is_clock(text)):
        if numbers and re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text):
            return float(text) if "." in text else int(text)
        report(path, line, f"quote {text}: codes, numbers and dates are strings here")
    return text


def _is_clock(text: str) -> bool:
    return re.fullmatch(r"[-+]?\d+(:[0-5]?\d)+(\.\d*)?", text) is not None
