"""The SPARQL query behind a view: one row an event, so that its rows are the events of the status line."""

from collections.abc import Iterable
from datetime import date

from rdflib import Literal, URIRef

from kg.ids import BASE_IRI, Iris
from kg.model import QUADS
from viz.filters import Filters
from viz.view import GraphView, see

FACTUAL = ("asserted", "reported", "historic")


def view_query(view: GraphView, filters: Filters, iris: Iris) -> str:
    """A query whose rows are the events that are seen."""
    seen = see(view, filters)
    lines = [
        "# Every event behind this view, newest first. Each row leads to its sentence and its article.",
        f"PREFIX eg: <{BASE_IRI}ontology#>",
        "SELECT ?event ?source ?target ?type ?date ?score ?confidence ?sentence ?article WHERE {",
        "  GRAPH ?article {",
        "    ?event a eg:Event ; eg:source ?from ; eg:target ?to ;",
        "      eg:eventType ?type ; eg:quadClass ?quad ;",
        "      eg:score ?score ; eg:confidence ?confidence ; eg:sentence ?sentence ;",
        '      eg:polarity "affirmed" ; eg:modality ?modality .',
        "    OPTIONAL { ?event eg:date ?date }",
        *(_rolled("from", "source", iris) if filters.rollup else ["    BIND(?from AS ?source)"]),
        *(_rolled("to", "target", iris) if filters.rollup else ["    BIND(?to AS ?target)"]),
        "  }",
        f"  FILTER(?modality IN ({_texts(FACTUAL)}) && ?source != ?target)",
    ]
    if len(filters.quads) < len(QUADS):
        lines.append(f"  FILTER(?quad IN ({_texts(q for q in QUADS if q in filters.quads)}))")
    if filters.confidence > 0:
        lines.append(f"  FILTER(?confidence >= {filters.confidence:g})")
    if filters.since:
        lines.append(f"  FILTER(?date >= {_day(_month(filters.since))})")
    if filters.until:
        lines.append(f"  FILTER(?date < {_day(_month(filters.until))})")
    whole = Filters(
        since=filters.since, until=filters.until, quads=filters.quads, confidence=filters.confidence,
        rollup=filters.rollup, limit=filters.limit,
    )  # fmt: skip
    if view.truncated or whole != filters or view.total_relations > len(view.edges):
        pairs = sorted((line.edge.source, line.edge.target) for line in seen.edges)
        lines.append("  VALUES (?source ?target) {")
        lines += [f"    ({_actor(a, iris)} {_actor(b, iris)})" for a, b in pairs]
        lines.append("  }")
    lines += ["}", "ORDER BY DESC(?date) ?event", ""]
    return "\n".join(lines)


def _rolled(name: str, into: str, iris: Iris) -> list[str]:
    """Read a person as whom he or she acts for, and a sector as whose it is."""
    actors = f"{iris.base}actor/"
    owner = 'IRI(REPLACE(STR(?{}), "(/actor/[^.]*)[.].*$", "$1"))'
    return [
        f"    ?{name} eg:kind ?{name}Kind .",
        f"    OPTIONAL {{ ?{name} eg:affiliation ?{name}For }}",
        f"    OPTIONAL {{ ?{name} eg:country ?{name}Country }}",
        f'    BIND(IF(?{name}Kind = "person" && BOUND(?{name}For), {owner.format(f"{name}For")},',
        f'      IF(?{name}Kind = "sector" && REGEX(STR(?{name}), "/actor/[^.]*[.]"), {owner.format(name)},',
        f'      IF(?{name}Kind IN ("person", "sector") && BOUND(?{name}Country),'
        f" IRI(CONCAT({Literal(actors).n3()}, ?{name}Country)), ?{name}))) AS ?{into})",
    ]


def _texts(values: Iterable[str]) -> str:
    return ", ".join(Literal(value).n3() for value in values)


def _actor(actor_id: str, iris: Iris) -> str:
    return URIRef(iris.actor(actor_id)).n3()


def _month(day: date) -> date:
    """Views count whole months: a window that begins inside one begins with the next."""
    if day.day == 1:
        return day
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _day(day: date) -> str:
    return f'"{day.isoformat()}"^^<http://www.w3.org/2001/XMLSchema#date>'
