"""Calls of functions that nobody has defined; standard library and pyoxigraph only, for the workers."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import pyoxigraph as ox

T = TypeVar("T")
Functions = dict[ox.NamedNode, Callable[..., Any]]
_UNKNOWN = re.compile(r"custom function <([^>]*)> is not supported")


def _nothing(*_terms: object) -> None:
    return None


def with_unknown_functions(run: Callable[[Functions], T]) -> T:
    """Run again with each unknown function defined as one that gives nothing.

    SPARQL has such a call be an error of its expression; Oxigraph refuses the whole request.
    """
    functions: Functions = {}
    while True:
        try:
            return run(functions)
        except (RuntimeError, ValueError) as error:
            unknown = _UNKNOWN.search(str(error))
            if unknown is None or ox.NamedNode(unknown[1]) in functions:
                raise
            functions[ox.NamedNode(unknown[1])] = _nothing
