"""What goes into the SPARQL service and what comes out, whichever store it is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict


class Options(TypedDict, total=False):
    """How to answer a query from outside; all may be left out."""

    accept: str | None  # media types as in HTTP
    default_graphs: Sequence[str] | None  # these two replace the graphs that the query names
    named_graphs: Sequence[str] | None
    base_iri: str | None
    seconds: float | None  # in place of KG_QUERY_SECONDS


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
