"""What the SPARQL workbench shows: ready questions and the words of this store's vocabulary."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.eventgraph import EventGraph
from kg.knowledge.ontology import load_ontology
from kg.rdf.vocab import EG, PREFIXES
from viz.page import FOLDER, STATIC, render


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyQuery:
    """A query that answers a question."""

    id: str
    question: str
    text: str


@lru_cache(maxsize=1)
def ready_queries() -> tuple[ReadyQuery, ...]:
    """The queries of `queries/`; the first line of each is its question."""
    found = []
    for path in sorted((FOLDER / "queries").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        found.append(ReadyQuery(id=path.stem[3:], question=text.splitlines()[0].lstrip("# "), text=text))
    return tuple(found)


def vocabulary(graph: EventGraph) -> dict[str, Any]:
    """Words to complete with: prefixes, terms of the ontology, event types, classes, the busiest actors."""
    base = graph.iris.base
    return {
        "prefixes": PREFIXES,
        "terms": [f"eg:{name}" for name in sorted(EG.__annotations__) if not name.startswith("_")],
        "types": [{"label": name, "iri": graph.iris.type(name)} for name in load_ontology(None).types],
        "actors": [
            {"label": hit.actor.label, "iri": graph.iris.actor(hit.actor.id)}
            for hit in graph.busiest(limit=300)
        ],
        "base": base,
    }


def render_workbench(graph: EventGraph) -> str:
    """The workbench; without the vendored editor its text field stays a plain one."""
    return render(
        "workbench.html",
        here="/sparql",
        queries=ready_queries(),
        texts={query.id: query.text for query in ready_queries()},
        vocabulary=vocabulary(graph),
        has_editor=(STATIC / "vendor" / "yasqe.min.js").is_file(),
        first=ready_queries()[0],
        limits=graph.settings,
    )
