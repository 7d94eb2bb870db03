"""What is seen, as files: a page that works offline, GraphML, GEXF with dates, CSV."""

import base64
import csv
import hashlib
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import networkx as nx
from markupsafe import Markup

from kg.errors import NotFound
from kg.eventgraph import EventGraph
from kg.model import QUADS
from viz import words
from viz.filters import Filters
from viz.months import name_of
from viz.network import build_network, script_path
from viz.page import FOLDER
from viz.passages import Passage, passages
from viz.style import GLYPHS, KIND_LABELS, TONE_LABELS, tokens_css, tone
from viz.view import GraphView, Seen, see

Pins = Mapping[str, tuple[float, float]]


def standalone(
    graph: EventGraph, view: GraphView, filters: Filters, *, pins: Pins | None = None, address: str = ""
) -> str:
    """One HTML file that opens from disk and asks nobody for anything; pyvis renders our own template."""
    seen = see(view, filters)
    network = build_network(view, seen)
    for node in network.nodes:
        if pins and node["id"] in pins:
            node["x"], node["y"] = pins[node["id"]]
    best = _best_passages(graph, seen)
    for edge in network.edges:
        passage = best.get(edge["id"])
        edge["passage"] = (
            {
                "parts": [[part.text, " ".join(part.roles)] for part in passage.parts],
                "told": " · ".join(t for t in (passage.type, passage.when, passage.publisher) if t),
                "url": passage.url,
            }
            if passage
            else None
        )
    network.set_template_dir(str(FOLDER / "templates"), "standalone.html")
    # pyvis makes its Jinja environment without escaping.
    network.templateEnv.autoescape = True
    code = _inline(script_path().read_text(encoding="utf-8"))
    own = _inline((FOLDER / "static" / "js" / "standalone.js").read_text(encoding="utf-8"))
    style = tokens_css() + (FOLDER / "static" / "css" / "standalone.css").read_text(encoding="utf-8")
    network.templateEnv.globals.update(
        vis=Markup(code),
        own=Markup(own),
        style=Markup(style),
        policy=(
            f"default-src 'none'; img-src data: blob:; script-src {_hash(code)} {_hash(own)}; "
            f"style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
        ),
        title="Who acts on whom",
        told=" · ".join(
            (
                words.plural(len(seen.nodes), "actor"),
                words.plural(len(seen.edges), "relation"),
                words.plural(seen.events, "event"),
            )
        ),
        window=_window(view, filters),
        address=words.safe_link(address),
        tones=TONE_LABELS,
        kinds=[
            (KIND_LABELS[k], GLYPHS[k]) for k in KIND_LABELS if any(n.actor.kind == k for n, _ in seen.nodes)
        ],
    )
    return str(network.generate_html())


def graphml(view: GraphView, filters: Filters) -> bytes:
    """GraphML for Gephi, yEd and Cytoscape."""
    lines = nx.generate_graphml(_networkx(see(view, filters)), named_key_ids=True)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n").encode()


def gexf(graph: EventGraph, view: GraphView, filters: Filters) -> bytes:
    """GEXF for Gephi with the first and last day of each line."""
    seen = see(view, filters)
    made = _networkx(seen)
    made.graph["mode"] = "dynamic"
    actors = sorted(node.actor.id for node, _ in seen.nodes)
    among = graph.subgraph(scope=filters.scope, actors=actors, limit=len(actors) or 1, edges=20_000)
    days = {(d.source, d.target): (d.first, d.last) for d in among.dyads}
    for line in seen.edges:
        first, last = days.get((line.edge.source, line.edge.target), (None, None))
        data = made.edges[line.edge.source, line.edge.target]
        if first and last:
            data["start"], data["end"] = first.isoformat(), last.isoformat()
    out = io.BytesIO()
    nx.write_gexf(made, out, encoding="utf-8")
    return out.getvalue()


def relations_csv(view: GraphView, filters: Filters) -> str:
    """One row a relation that is seen."""
    label = {node.actor.id: node.actor.label for node in view.nodes}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["source", "source_label", "target", "target_label", "events", "mean_score", "tone"]
        + [quad.replace(" ", "_") for quad in QUADS]
    )
    for line in see(view, filters).edges:
        edge = line.edge
        cells: list[Any] = [edge.source, label[edge.source], edge.target, label[edge.target], line.events]
        writer.writerow([plain(c) for c in cells] + [round(line.score, 3), tone(line.score), *line.quads])
    return out.getvalue()


def passages_csv(items: list[Passage]) -> str:
    """One row a sentence."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = ("id", "date", "source", "action", "target", "type", "cameo", "quad", "score", "confidence")
    writer.writerow([*names, "counted", "attributed_to", "publisher", "url", "sentence", "why"])
    for item in items:
        source, target = (party.id if party else "" for party in (item.source, item.target))
        row: list[Any] = [
            item.id,
            item.date or "",
            source,
            item.action,
            target,
            item.type,
            item.cameo,
            item.quad,
        ]
        row += [item.score, item.confidence, item.counted, item.attributed, item.publisher, item.url]
        row += ["".join(part.text for part in item.parts), "; ".join(item.why)]
        writer.writerow([plain(cell) for cell in row])
    return out.getvalue()


def plain(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _networkx(seen: Seen) -> "nx.DiGraph[str]":
    made: nx.DiGraph[str] = nx.DiGraph()
    for node, events in seen.nodes:
        actor = node.actor
        made.add_node(
            actor.id,
            label=_xml(actor.label),
            kind=actor.kind,
            country=actor.country or "",
            sector=actor.sector or "",
            events=events,
            community=node.community,
        )
    for line in seen.edges:
        made.add_edge(
            line.edge.source,
            line.edge.target,
            weight=float(line.events),
            events=line.events,
            score=round(line.score, 3),
            tone=tone(line.score),
        )
    return made


def _xml(text: str) -> str:
    """The text without characters that XML cannot carry."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )


def _best_passages(graph: EventGraph, seen: Seen) -> dict[str, Passage]:
    events = []
    lines = []
    for line in seen.edges:
        if line.edge.best is None:
            continue
        try:
            events.append(graph.event(line.edge.best))
        except NotFound:  # deleted between the two reads
            continue
        lines.append(line.edge.id)
    return dict(zip(lines, passages(graph, events), strict=True))


def _window(view: GraphView, filters: Filters) -> str:
    first, last = view.span.window(filters.since, filters.until)
    if first >= last:
        return "no dated events"
    ends = [name_of(view.span.months[place]) for place in (first, last - 1)]
    days = [date(int(name[:4]), int(name[5:7]), 1) for name in ends]
    return words.span(days[0], days[1])


def _inline(code: str) -> str:
    """Script text that cannot end its element early."""
    return code.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
