"""Answers remembered as long as the graph stays as it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Memo:
    """The latest `size` answers of one version of the graph; thread-safe, each answer computed once."""

    def __init__(self, *, size: int = 256) -> None:
        self._size = size
        self._version = ""
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._guard = threading.Lock()
        self._computing: dict[Hashable, threading.Lock] = {}

    def get(self, version: str, key: Hashable, compute: Callable[[], T]) -> T:
        """The remembered answer to `key`, or a computed one."""
        with self._guard:
            if version != self._version:
                self._version = version
                self._answers.clear()
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]  # type: ignore[no-any-return]
            turn = self._computing.setdefault(key, threading.Lock())
        with turn:
            with self._guard:
                if version == self._version and key in self._answers:
                    return self._answers[key]  # type: ignore[no-any-return]
            try:
                answer = compute()
            finally:
                with self._guard:
                    self._computing.pop(key, None)
            with self._guard:
                if version == self._version:
                    self._answers[key] = answer
                    while len(self._answers) > self._size:
                        self._answers.popitem(last=False)
            return answer

    def has(self, version: str, key: Hashable) -> bool:
        """Is the answer there already?"""
        with self._guard:
            return version == self._version and key in self._answers
