"""Every way to the statements of a store tried once: Oxigraph keeps each in six orders, and reads seldom use them
all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.rdf.files import DISK_ERRORS

_AT_ONCE = 20_000  # statements
_MANY = 200  # statements found at once, which are then not looked up again
# What is given of a statement (places in it) to be found by one order of them; the sixth is read from end to end.
_SIDES = {
    "subject": (0,),
    "predicate": (1,),
    "object": (2,),
    "predicate and graph": (1, 3),
    "object and graph": (2, 3),
}
_Asked = tuple[Any, ...]  # of four


def unreadable(inner: ox.Store) -> Iterator[str]:
    """What cannot be read of the statements, or is not found from another side, in words."""
    known: dict[str, set[_Asked]] = {side: set() for side in _SIDES}
    quads = iter(inner)
    try:
        while part := list(islice(quads, _AT_ONCE)):
            for side, given in _SIDES.items():
                wanted: dict[_Asked, set[ox.Quad]] = {}
                for quad in part:
                    asked = tuple(quad[place] if place in given else None for place in range(4))
                    if asked not in known[side]:
                        wanted.setdefault(asked, set()).add(quad)
                yield from _missing(inner, side, wanted, known[side])
    except DISK_ERRORS as error:
        yield f"the statements of the RDF store cannot be read: {error}"


def _missing(
    inner: ox.Store, side: str, wanted: dict[_Asked, set[ox.Quad]], known: set[_Asked]
) -> Iterator[str]:
    for asked, quads in wanted.items():
        count = 0
        try:
            for quad in inner.quads_for_pattern(*asked):
                count += 1
                quads.discard(quad)
        except DISK_ERRORS as error:
            yield f"the RDF store cannot be read by {side}: {error}"
            return
        if quads:
            yield f"the RDF store does not find {len(quads)} statements by {side}, such as {next(iter(quads))}"
        if count > _MANY:
            known.add(asked)
