"""The records beside the triples of articles' graphs: read all at once, and written where they are amiss."""

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from kg.rdf.client import Client
from kg.rdf.files import HeldFiles
from kg.rdf.recorded import RECORD, read_recorded
from kg.rdf.remote import RemoteStore
from kg.rdf.store import Store
from kg.rdf.terms import iri_text

_GRAPHS_PER_QUERY = 200


def read_records(store: Store | HeldFiles, prefix: str) -> Iterator[tuple[str, str | None]]:
    """The named graphs that start so, each with its record; None where there is none, or several.

    They come in an order that depends on nothing but what the store holds.
    """
    if isinstance(store, HeldFiles):
        yield from read_recorded(store.inner, prefix)
        return
    names = list(store.graphs(prefix))
    for start in range(0, len(names), _GRAPHS_PER_QUERY):
        page = names[start : start + _GRAPHS_PER_QUERY]
        known = _ask(store, page)
        for name in page:
            found = known.get(name, [])
            yield name, found[0] if len(found) == 1 else None


def _ask(store: Store, names: Sequence[str]) -> dict[str, list[str]]:
    # No ORDER BY: Virtuoso does not sort rows with a long text in them.
    values = " ".join(iri_text(name) for name in names)
    found: dict[str, list[str]] = {}
    for row in store.query(
        f"SELECT ?g ?r WHERE {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?g {RECORD} ?r }} }}"
    ):
        found.setdefault(str(row["g"]), []).append(str(row["r"]))
    return found


def write_records(store: Store | HeldFiles, records: Iterable[tuple[str, str | None]]) -> None:
    """Give named graphs these records in the place of what they have, or none."""
    if isinstance(store, HeldFiles):
        with store.writing() as inner:
            new = []
            for name, text in records:
                node = ox.NamedNode(name)
                for old in list(inner.quads_for_pattern(node, RECORD, None, node)):
                    inner.remove(old)
                if text is not None:
                    new.append(ox.Quad(node, RECORD, ox.Literal(text), node))
            inner.extend(new)
        return
    for name, text in records:
        named = iri_text(name)
        pattern = f"{{ {named} {RECORD} ?record }}"
        _client(store).update(f"WITH {named} DELETE {pattern} WHERE {pattern}", is_repeatable=True)
        if text is not None:
            fact = f"{named} {RECORD} {ox.Literal(text)}"
            _client(store).update(f"INSERT DATA {{ GRAPH {named} {{ {fact} }} }}", is_repeatable=True)


def _client(store: Store | HeldFiles) -> Client:
    if not isinstance(store, RemoteStore):
        raise TypeError(f"no records can be written to a {type(store).__name__}")
    return store.client
