"""Whether a page reads actors one by one, or as the countries and organisations they act for."""

from collections.abc import Iterable, Sequence

from kg.errors import NotFound
from kg.eventgraph import EventGraph
from kg.index.actors import rolled_up

OFF = ("0", "false", "off")


def is_part(graph: EventGraph, actor_id: str) -> bool:
    """Does this actor act for another: a sector for its country, a minister, a soldier?"""
    try:
        return rolled_up(graph.actor(actor_id)) != actor_id
    except NotFound:
        return False


def is_rolled(graph: EventGraph, named: Iterable[str], asked: Sequence[str] = ()) -> bool:
    """Countries and organisations, unless the address (`rollup=0`) or a part that it names says otherwise."""
    if asked and asked[-1]:
        return asked[-1] not in OFF
    return not any(is_part(graph, actor_id) for actor_id in named if actor_id)
