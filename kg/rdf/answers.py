"""What goes into the SPARQL service and what comes out, whichever store it is over."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from sys import getsizeof
from typing import TypedDict

from kg.rdf.outlets import Outlet

_FRAME = 500  # bytes, about, that an answer takes besides its question and its body


class Options(TypedDict, total=False):
    """How to answer a query from outside; all may be left out."""

    accept: str | None  # media types as in HTTP
    default_graphs: Sequence[str] | None  # these two replace the graphs that the query names
    named_graphs: Sequence[str] | None
    base_iri: str | None
    seconds: float | None  # in place of KG_QUERY_SECONDS
    outlet: Outlet | None  # by which a worker may send the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a query gave: `body` in `media_type`; `truncated` to `rows` rows if there were more."""

    kind: str  # "rows", "boolean" or "graph"
    media_type: str
    body: bytes
    version: str
    truncated: bool = False
    rows: int | None = None
    seconds: float = 0.0


class KeptAnswers:
    """Answers to questions that may be asked again of the same version; at most so many bytes of them.

    What was asked longest ago goes first, and all go with their version. An answer that would take more than a
    quarter of the room is not kept. Safe from any thread.
    """

    def __init__(self, room: int) -> None:
        self._room, self._taken = room, 0
        self._version = ""
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._guard = threading.Lock()

    def find(self, version: str, question: str) -> Answer | None:
        """The answer that this version gives to the question, if it is still kept."""
        with self._guard:
            if version != self._version or question not in self._answers:
                return None
            self._answers.move_to_end(question)
            return self._answers[question]

    def keep(self, question: str, answer: Answer) -> None:
        """Keep an answer for as long as its version stands and there is room."""
        if _size(question, answer) > self._room // 4:
            return
        with self._guard:
            if answer.version != self._version:
                self._answers.clear()
                self._version, self._taken = answer.version, 0
            if before := self._answers.pop(question, None):
                self._taken -= _size(question, before)
            self._answers[question] = answer
            self._taken += _size(question, answer)
            while self._taken > self._room:
                self._taken -= _size(*self._answers.popitem(last=False))


def _size(question: str, answer: Answer) -> int:
    return getsizeof(question) + getsizeof(answer.body) + _FRAME
