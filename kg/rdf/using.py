"""The graphs that a request names beside its update, written into the update as USING clauses."""

from collections.abc import Sequence

from kg.errors import QueryRefused
from kg.rdf.refusal import TOKEN
from kg.rdf.terms import iri_text


def with_using(text: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """The update with these graphs as the dataset of each of its WHERE clauses.

    Raises QueryRefused if the update names graphs itself, as the SPARQL protocol demands.
    """
    clause = "".join(f" USING {iri_text(name)}" for name in using)
    clause += "".join(f" USING NAMED {iri_text(name)}" for name in using_named)
    if not clause:
        return text
    pieces, last, depth, before = [], 0, 0, ""
    for token in TOKEN.finditer(text):
        kind, word = token.lastgroup, token[0].upper()
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind == "word" and depth == 0 and word in ("USING", "WITH"):
            raise QueryRefused(f"the request names graphs, so its update may not use {word}")
        elif kind == "word" and depth == 0 and word == "WHERE":
            pattern = _group_after(text, token.end()) if before == "DELETE" else ""
            pieces.append(f"{text[last : token.start()]}{pattern}{clause} ")
            last = token.start()
        if kind in ("word", "close") and depth == 0:
            before = word
    return "".join(pieces) + text[last:]


def _group_after(text: str, start: int) -> str:
    """The braces that follow, for DELETE WHERE, whose pattern is what to delete too."""
    depth, begin = 0, None
    for token in TOKEN.finditer(text, start):
        if token.lastgroup == "open":
            begin = token.start() if begin is None else begin
            depth += 1
        elif token.lastgroup == "close":
            depth -= 1
            if depth == 0:
                return text[begin : token.end()]
    return ""
