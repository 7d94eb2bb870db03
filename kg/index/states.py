"""Questions of several statements, each answered from one state of the index."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from kg.index.database import Index


class Holder(Protocol):
    """Has an index."""

    index: Index


H = TypeVar("H", bound=Holder)
P = ParamSpec("P")
T = TypeVar("T")


def on_one_state(question: Callable[Concatenate[H, P], T]) -> Callable[Concatenate[H, P], T]:
    """A method whose every statement sees the same index: in the next one a row's number is another row's."""

    @wraps(question)
    def ask(self: H, /, *args: P.args, **given: P.kwargs) -> T:
        with self.index.snapshot():
            return question(self, *args, **given)

    return ask
