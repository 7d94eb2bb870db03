"""A view as a pyvis network: pyvis holds nodes, edges and options, our own page draws them.

Positions come from the server and physics is off: with pyvis' default physics 200 actors take half a minute
to the first picture. Colours are not in here, they belong to the theme of the page.
"""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from pyvis.network import Network  # type: ignore[import-untyped]

from viz.style import SHAPES, edge_dashes, edge_width, node_size, tone
from viz.view import GraphView, Seen, see

MANY_EDGES = 900
# The page makes ids, and sizes, width, dashes and colour under each filter, on its own.
EDGE_KEYS = ("from", "to", "events", "best")


def script_path() -> Path:
    """The vis-network that the installed pyvis brings along."""
    return Path(str(files("pyvis"))) / "lib" / "vis-9.1.2" / "vis-network.min.js"


def options(edges: int) -> dict[str, Any]:
    """vis options for a still picture; what is slow in numbers goes off above 900 lines."""
    many = edges > MANY_EDGES
    return {
        "autoResize": True,
        "layout": {"improvedLayout": False},
        "physics": {"enabled": False},
        "interaction": {
            "hover": True,
            "hoverConnectedEdges": False,
            "selectConnectedEdges": False,
            "hideEdgesOnDrag": many,
            "hideEdgesOnZoom": many,
            "keyboard": False,
            "navigationButtons": False,
            "tooltipDelay": 3_600_000,
        },
        "nodes": {"borderWidth": 0, "borderWidthSelected": 0, "shadow": False, "chosen": False},
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.42}},
            "chosen": False,
            "shadow": False,
            "hoverWidth": 0,
            "selectionWidth": 0,
            "smooth": False if many else {"enabled": True, "type": "curvedCW", "roundness": 0.12},
        },
    }


def build_network(view: GraphView, seen: Seen | None = None) -> Network:
    """The pyvis network of what is seen; of everything in the view when `seen` is not given."""
    shown = seen or see(view, view.filters.wide)
    network = Network(directed=True, cdn_resources="in_line", height="100%", width="100%")
    network.set_options(json.dumps(options(len(shown.edges))))
    # Assigned at once: add_node looks through all nodes each time, and needs no second copy of known ids.
    network.nodes = [
        {
            "id": node.actor.id,
            "name": node.actor.label,
            "shape": SHAPES[node.actor.kind],
            "size": node_size(events),
            "x": node.place[0],
            "y": node.place[1],
            "ring": list(node.ring),
            "kind": node.actor.kind,
            "country": node.actor.country,
            "events": events,
            "partners": node.partners,
            "community": node.community,
        }
        for node, events in shown.nodes
    ]
    many = len(shown.edges) > MANY_EDGES
    network.edges = []
    for line in shown.edges:
        name, width = tone(line.score), edge_width(line.events)
        network.edges.append(
            {
                "id": line.edge.id,
                "from": line.edge.source,
                "to": line.edge.target,
                "events": line.events,
                "score": round(line.score, 2),
                "tone": name,
                "best": line.edge.best,
                "width": width,
                "dashes": False if many else edge_dashes(name, width),
            }
        )
    return network


def model(view: GraphView) -> dict[str, Any]:
    """The view model as JSON: the pyvis network of everything in the view, and the counts to filter it by."""
    network = build_network(view)
    order = {edge["id"]: index for index, edge in enumerate(network.edges)}
    row = [order.get(edge.id, -1) for edge in view.edges]
    return {
        "nodes": [{key: value for key, value in node.items() if key != "size"} for node in network.nodes],
        "edges": [{key: edge[key] for key in EDGE_KEYS} for edge in network.edges],
        "options": network.options,
        "counts": [
            [row[c.edge], c.month, c.quad, c.tenths, c.events, round(c.score, 2)]
            for c in view.counts
            if row[c.edge] >= 0
        ],
        "months": list(view.span.names),
        "totals": {
            "actors": view.total_actors,
            "relations": view.total_relations,
            "truncated": view.truncated,
        },
        "expanded": [
            {"actor": actor, "added": added, "partners": there} for actor, added, there in view.expanded
        ],
    }
