"""Why are these two connected? The best paths between two actors by strength and recency of their ties."""

from __future__ import annotations

from itertools import islice, pairwise

import networkx as nx

LONGEST = 6


def best_paths(graph: nx.Graph[str], a: str, b: str, *, k: int) -> list[tuple[list[str], float]]:
    """Up to `k` loopless paths with their costs, cheapest first; `graph` has a `cost` on its edges."""
    if a not in graph or b not in graph or a == b or not nx.has_path(graph, a, b):
        return []
    found = [
        (path, round(sum(graph[one][two]["cost"] for one, two in pairwise(path)), 6))
        for path in islice(nx.shortest_simple_paths(graph, a, b, weight="cost"), k)
        if len(path) <= LONGEST + 1
    ]
    return sorted(found, key=lambda item: (item[1], item[0]))
