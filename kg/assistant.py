"""The graph for assistants: a Model Context Protocol server whose tools answer with sentences and links."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg.errors import BadInput, KGError
from kg.model import Scope
from kg.records import actor_record

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from kg.eventgraph import EventGraph
    from kg.model import Dyad, Event

INSTRUCTIONS = """\
A knowledge graph of geopolitical events read from news articles: who did what to whom, when, and which
sentence says so. Find an actor's id by `search` first. Quote the sentences that the tools give, name their
publisher and date, and give their links; a score runs from -10 (conflict) to +10 (cooperation). What is not
in the answers is not in the graph."""
Record = dict[str, Any]


class Tools:
    """What an assistant may ask."""

    def __init__(self, graph: EventGraph, *, site: str) -> None:
        self._graph, self._site = graph, site.rstrip("/")

    def search(self, name: str, limit: int = 10) -> list[Record]:
        """Find actors (states, bodies, groups, persons) by name; gives ids for the other tools."""
        hits = self._graph.search(name, limit=_within(limit, 50))
        return [
            {**actor_record(hit.actor), "events": hit.events, "link": self._link("actor", hit.actor.id)}
            for hit in hits
        ]

    def neighbourhood(self, actor: str, since: str = "", until: str = "", limit: int = 20) -> Record:
        """With whom an actor deals most, in how many events and how kindly; days as YYYY-MM-DD."""
        near = self._graph.neighbours(actor, scope=_scope(since, until), limit=_within(limit, 100))
        return {
            "actor": actor_record(near.actor),
            "neighbours": [actor_record(one) for one in near.actors],
            "relations": [self._dyad(dyad) for dyad in near.dyads],
            "total": near.total,
            "truncated": near.truncated,
        }

    def relation(self, a: str, b: str, since: str = "", until: str = "", limit: int = 20) -> Record:
        """What two actors did to each other: totals of both directions, and the latest sentences."""
        found = self._graph.relation(a, b, scope=_scope(since, until), limit=_within(limit, 100))
        return {
            "there": self._dyad(found.there) if found.there else None,
            "back": self._dyad(found.back) if found.back else None,
            "evidence": [self._evidence(event) for event in found.events.items],
            "total": found.events.total,
            "truncated": found.events.truncated,
            "link": self._link("relation", a, b),
        }

    def path(self, a: str, b: str, most: int = 3) -> list[Record]:
        """Why two actors are connected: the best paths, a sentence for each step."""
        return [
            {
                "actors": [actor_record(actor) for actor in path.actors],
                "steps": [self._evidence(hop.evidence) for hop in path.hops if hop.evidence],
            }
            for path in self._graph.paths(a, b, k=_within(most, 10))
        ]

    def evidence(self, actor: str = "", words: str = "", since: str = "", until: str = "") -> Record:
        """The latest sentences about an actor, with certain words, or both."""
        page = self._graph.events(actor=actor or None, words=words, scope=_scope(since, until), limit=25)
        return {
            "evidence": [self._evidence(event) for event in page.items],
            "total": page.total,
            "truncated": page.truncated,
        }

    def sparql(self, query: str) -> str:
        """Ask in SPARQL (reading only); prefixes such as eg: are known. Gives CSV or Turtle."""
        answer = self._graph.query(query, accept="text/csv, text/turtle, */*;q=0.1")
        text = answer.body.decode("utf-8", "replace")
        return f"{text}\n(cut after {answer.rows} rows)" if answer.truncated else text

    def _dyad(self, dyad: Dyad) -> Record:
        return {
            "source": dyad.source,
            "target": dyad.target,
            "events": dyad.events,
            "mean_score": dyad.score,
            "first": str(dyad.first) if dyad.first else None,
            "last": str(dyad.last) if dyad.last else None,
            "types": dict(dyad.types[:5]),
        }

    def _evidence(self, event: Event) -> Record:
        article = self._graph.article(event.evidence.doc)
        return {
            "sentence": event.evidence.text,
            "source": event.source.actor.label if event.source else None,
            "action": event.action.lemma,
            "target": event.target.actor.label if event.target else None,
            "type": event.plover,
            "polarity": event.polarity,
            "modality": event.modality,
            "date": str(event.date) if event.date else None,
            "publisher": article.publisher,
            "title": article.title,
            "url": article.url,
            "link": self._link("article", article.id),
        }

    def _link(self, *path: str) -> str:
        return "/".join((self._site, *(quote(piece, safe="") for piece in path)))


def _within(value: int, most: int) -> int:
    return max(1, min(value, most))


def _scope(since: str, until: str) -> Scope:
    from datetime import date

    try:
        first = date.fromisoformat(since) if since else None
        end = date.fromisoformat(until) if until else None
    except ValueError as error:
        raise BadInput(f"days read YYYY-MM-DD: {error}") from error
    if first and end and first >= end:
        raise BadInput(f"until: {end} is not after since ({first})")
    return Scope(since=first, until=end)


def build_server(graph: EventGraph, *, site: str) -> MCPServer:
    """The server, not yet running; `site` is where the graph's pages are. Raises BadInput without `mcp`."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
    except ImportError as error:
        raise BadInput("the assistant's server needs an extra: pip install 'eventgraph[mcp]'") from error
    tools = Tools(graph, site=site)
    server = MCPServer("eventgraph", instructions=INSTRUCTIONS)

    def guarded(tool: Callable[..., Any]) -> Callable[..., Any]:
        from functools import wraps

        @wraps(tool)
        def call(*args: Any, **given: Any) -> Any:
            try:
                with graph.steady():
                    return tool(*args, **given)
            except KGError as error:
                raise ToolError(str(error)) from error

        return call

    for tool in (tools.search, tools.neighbourhood, tools.relation, tools.path, tools.evidence, tools.sparql):
        server.add_tool(guarded(tool))
    return server
