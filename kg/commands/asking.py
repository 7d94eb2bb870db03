"""Questions to the graph, answered in readable tables or JSON Lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from kg.commands.support import open_graph, print_json, print_table
from kg.errors import NotFound

if TYPE_CHECKING:
    from kg.eventgraph import EventGraph

AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON Lines in place of a table.")
DAY = click.DateTime(["%Y-%m-%d"])


def scoped(command: Any) -> Any:
    """Options that say which events are read."""
    for option in reversed(
        [
            click.option("--since", type=DAY, help="First day, YYYY-MM-DD."),
            click.option("--until", type=DAY, help="First day no longer read."),
            click.option("--type", "types", multiple=True, help="PLOVER event type; may be repeated."),
            click.option("--quad", "quads", multiple=True, help="Quad class, such as `material conflict`."),
            click.option("--kind", "kinds", multiple=True, help="Kind of actor, such as `state`."),
            click.option("--confidence", type=click.FloatRange(0, 1), default=0.0, help="Least confidence."),
            click.option("--rollup", is_flag=True, help="Read actors as their country or organisation."),
        ]
    ):
        command = option(command)
    return command


def scope_of(graph: EventGraph, given: dict[str, Any]) -> Any:
    """The scope that the options name. Raises BadInput for unknown types, classes, kinds and a window without days."""
    from kg.errors import BadInput
    from kg.model import KINDS, QUADS, Scope

    chosen: dict[str, Any] = {}
    for name, known in (("quads", QUADS), ("kinds", KINDS)):
        chosen[name] = frozenset(value.replace("-", " ") for value in given[name])
        for value in sorted(chosen[name] - set(known)):
            raise BadInput(f"--{name[:-1]} {value!r} is none of: {', '.join(known)}")
    since, until = (given[name].date() if given[name] else None for name in ("since", "until"))
    if since and until and since >= until:
        raise BadInput(f"--until {until} is not after --since {since}")
    return Scope(
        since=since,
        until=until,
        types=graph.types_named(given["types"]),
        **chosen,
        confidence=given["confidence"],
        rollup=given["rollup"],
    )


@click.command("search")
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 500), default=10, show_default=True)
@AS_JSON
def search_command(text: str, limit: int, as_json: bool) -> None:
    """Find actors by name; accents, case and small slips do not matter."""
    with open_graph(read_only=True) as graph:
        hits = graph.search(text, limit=limit)
    if not hits:
        raise NotFound(f"no actor is called anything like {text!r}")
    if as_json:
        from kg.records import actor_record

        print_json({**actor_record(hit.actor), "events": hit.events, "matched": hit.matched} for hit in hits)
        return
    rows = [(hit.actor.id, hit.actor.label, hit.actor.kind, hit.events, hit.matched) for hit in hits]
    print_table(("id", "name", "kind", ">events", "matched"), rows)


@click.command("neighbours")
@click.argument("actor")
@click.option("--hops", type=click.IntRange(1, 3), default=1, show_default=True)
@click.option("--direction", type=click.Choice(["both", "out", "in"]), default="both", show_default=True)
@click.option("--min", "least", type=click.IntRange(1), default=1, help="Least events between two actors.")
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True)
@click.option("--count", type=click.Choice(["reports", "happenings"]), default="reports", show_default=True)
@scoped
@AS_JSON
def neighbours_command(
    actor: str, hops: int, direction: Any, least: int, limit: int, count: Any, as_json: bool, **given: Any
) -> None:
    """Who deals with ACTOR (an id such as RUS, or a name), busiest first."""
    with open_graph(read_only=True) as graph:
        near = graph.neighbours(
            named(graph, actor), hops=hops, scope=scope_of(graph, given), direction=direction, least=least,
            limit=limit, count=count,
        )  # fmt: skip
    labels = {one.id: one.label for one in (near.actor, *near.actors)}
    if as_json:
        print_json(_dyad(dyad) for dyad in near.dyads)
        return
    rows = (
        (
            labels[dyad.source],
            labels[dyad.target],
            dyad.events if dyad.happenings is None else dyad.happenings,
            dyad.score,
            dyad.first,
            dyad.last,
            _types(dyad),
        )
        for dyad in near.dyads
    )
    shown = f", showing {len(near.actors)}" if near.truncated else ""
    print_table(
        (
            "source",
            "target",
            ">events" if count == "reports" else ">happenings",
            ">score",
            "first",
            "last",
            "types",
        ),
        rows,
        title=f"{near.actor.label}: {near.total} neighbours{shown}",
    )


def named(graph: Any, text: str) -> str:
    """The id itself, or the id of the actor that the text names best. Raises NotFound."""
    try:
        return str(graph.actor(text).id)
    except NotFound:
        hits = [hit for hit in graph.search(text, limit=1) if not hit.is_guess]
        if not hits:
            raise
        return str(hits[0].actor.id)


def _types(dyad: Any) -> str:
    return ", ".join(f"{name} {count}" for name, count in dyad.types[:3])


def _number(events: int) -> str:
    return "1 event" if events == 1 else f"{events} events"


def _dyad(dyad: Any) -> dict[str, Any]:
    return {
        "source": dyad.source,
        "target": dyad.target,
        "events": dyad.events,
        "articles": dyad.articles,
        "score": dyad.score,
        "first": dyad.first.isoformat() if dyad.first else None,
        "last": dyad.last.isoformat() if dyad.last else None,
        "types": dict(dyad.types),
        "best": dyad.best,
        **({} if dyad.happenings is None else {"happenings": dyad.happenings}),
    }


@click.command("relation")
@click.argument("a")
@click.argument("b")
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, help="Most sentences.")
@scoped
@AS_JSON
def relation_command(a: str, b: str, limit: int, as_json: bool, **given: Any) -> None:
    """What A and B did to each other: totals of both directions, and the sentences, newest first."""
    with open_graph(read_only=True) as graph:
        found = graph.relation(named(graph, a), named(graph, b), scope=scope_of(graph, given), limit=limit)
    if as_json:
        from kg.records import event_record

        print_json(event_record(event) for event in found.events.items)
        return
    for dyad, one, two in ((found.there, found.a, found.b), (found.back, found.b, found.a)):
        told = (
            "nothing" if dyad is None else f"{_number(dyad.events)}, score {dyad.score:+.1f}: {_types(dyad)}"
        )
        click.secho(f"{one.label} - {two.label}: {told}", bold=True)
    shown = f"the latest {len(found.events.items)} of {_number(found.events.total)}"
    print_table(
        ("date", "source", "type", "target", "sentence"),
        [
            (
                event.date,
                event.source.actor.id if event.source else None,
                event.plover if event.polarity == "affirmed" else f"no {event.plover}",
                event.target.actor.id if event.target else None,
                " ".join(event.evidence.text.split()),
            )
            for event in found.events.items
        ],
        title=shown if found.events.truncated else "",
    )


@click.command("path")
@click.argument("a")
@click.argument("b")
@click.option("-k", "most", type=click.IntRange(1, 10), default=3, show_default=True, help="Most paths.")
@scoped
@AS_JSON
def path_command(a: str, b: str, most: int, as_json: bool, **given: Any) -> None:
    """Why are A and B connected? The best paths, told as one sentence per step."""
    from kg.model import LONGEST, Scope

    with open_graph(read_only=True) as graph:
        scope = scope_of(graph, given)
        found = graph.paths(named(graph, a), named(graph, b), scope=scope, k=most)
    if not found:
        filtered = "" if scope == Scope(rollup=scope.rollup) else " under these filters"
        raise NotFound(f"nothing in the graph connects {a} and {b} in at most {LONGEST} steps{filtered}")
    if as_json:
        print_json(
            {
                "actors": [actor.id for actor in path.actors],
                "cost": path.cost,
                "sentences": [hop.evidence.evidence.text if hop.evidence else None for hop in path.hops],
            }
            for path in found
        )
        return
    for path in found:
        click.secho(" - ".join(actor.label for actor in path.actors), bold=True)
        for hop in path.hops:
            events = sum(dyad.events for dyad in hop.dyads)
            told = " ".join(hop.evidence.evidence.text.split()) if hop.evidence else ""
            click.echo(f"  {hop.source} - {hop.target} ({_number(events)}): {told}")


@click.command("query")
@click.argument("sparql")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "tsv", "xml", "turtle"]),
    default="table",
    show_default=True,
)
def query_command(sparql: str, form: str) -> None:
    """Ask in SPARQL; `-` reads the query from standard input. Where a server holds the store, it is asked."""
    media = {
        "table": "application/sparql-results+json, text/turtle",
        "json": "application/sparql-results+json, application/ld+json",
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "xml": "application/sparql-results+xml",
        "turtle": "text/turtle",
    }
    text = sys.stdin.read() if sparql == "-" else sparql
    with open_graph(read_only=True, steady=False) as graph:
        answer = graph.query(text, accept=media[form])
    if form == "table" and answer.kind == "rows":
        _print_rows(answer.body)
    else:
        sys.stdout.buffer.write(answer.body)
        sys.stdout.buffer.flush()
    if answer.truncated:
        click.echo(f"cut after {answer.rows} rows", err=True)


def _print_rows(body: bytes) -> None:
    import orjson

    found = orjson.loads(body)
    columns = found["head"]["vars"]
    rows = ([row.get(name, {}).get("value") for name in columns] for row in found["results"]["bindings"])
    print_table(columns, rows)


@click.command("measures")
@click.argument("name", required=False)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@scoped
@AS_JSON
def measures_command(name: str | None, limit: int, as_json: bool, **given: Any) -> None:
    """Measure the relations: without NAME, the list of measures."""
    from kg.relations.measures import MEASURES

    if name is None:
        print_table(("measure", "tells"), [(key, measure.tells) for key, measure in MEASURES.items()])
        return
    with open_graph(read_only=True) as graph:
        result = graph.measure(name, scope=scope_of(graph, given))
        labels = {actor_id: graph.actor(actor_id).label for actor_id, _ in result.values[:limit]}
    if as_json:
        print_json({"id": actor_id, "value": value} for actor_id, value in result.values[:limit])
        return
    rows = [(actor_id, labels[actor_id], f"{value:.4f}") for actor_id, value in result.values[:limit]]
    print_table(("id", "name", ">value"), rows, title=result.sampled or "")
    for key, figure in result.facts.items():
        click.echo(f"{key}: {figure:g}")
    for finding in result.findings[:limit]:
        click.echo("  " + " - ".join(finding))
    for community in result.communities[:limit]:
        click.echo(f"  {community.label}: {len(community.actors)} actors, {community.events} events")
