"""The assistant's tools over the protocol itself, against a real process."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest

import kg
from kg.assistant import Tools
from kg.eventgraph import EventGraph
from kg.model import Actor
from kg.settings import Settings
from tests.kg.world import GONDOR, chronicle, coded

mcp = pytest.importorskip("mcp", reason="needs the extra mcp")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    with EventGraph.open(folder, settings=Settings()) as graph:
        graph.ingest_coded(chronicle(), coder="test")
    return folder


def ask(store: Path, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from kg.cli import main; main()", "--store", str(store), "mcp"],
        env={"PYTHONPATH": str(Path(kg.__file__).parents[1])},
    )

    async def run() -> list[Any]:
        async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            names = [tool.name for tool in (await session.list_tools()).tools]
            assert names == ["search", "neighbourhood", "relation", "path", "evidence", "sparql"]
            return [await session.call_tool(name, given) for name, given in calls]

    # In a thread of its own: the browser tests may have left an event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, run).result()


def test_tools_answer_with_sentences_and_links(store: Path) -> None:
    found, near, relation, path, evidence, rows, wrong = ask(
        store,
        ("search", {"name": "eomer"}),
        ("neighbourhood", {"actor": "GON", "limit": 2}),
        ("relation", {"a": "ARN", "b": "GON"}),
        ("path", {"a": "ARN", "b": "ROH"}),
        ("evidence", {"words": "aid"}),
        ("sparql", {"query": "SELECT (COUNT(*) AS ?n) WHERE { ?e a eg:Event }"}),
        ("relation", {"a": "SHIRE", "b": "GON"}),
    )
    text = [json.loads(part.text) for part in found.content]
    assert "eomer" in json.dumps(text)
    told = json.loads(near.content[0].text)
    assert (told["total"], told["truncated"]) == (3, True)
    told = json.loads(relation.content[0].text)
    assert told["evidence"][0]["sentence"] == "Arnor consult Gondor."
    assert told["evidence"][0]["link"] == "http://127.0.0.1:8000/article/a3"
    assert "Arnor" in path.content[0].text
    assert json.loads(evidence.content[0].text)["total"] == 2
    assert "10" in rows.content[0].text
    assert wrong.is_error
    assert "no actor 'SHIRE' in the graph" in wrong.content[0].text


def test_links_lead_to_any_id(tmp_path: Path) -> None:
    odd = Actor(id="q?r/s", label="Quirm", kind="media")
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        graph.ingest_coded([coded("http://a.test/1?b", "2024-01-01", (odd, "AID", GONDOR))])
        tools = Tools(graph, site="http://site.test/")
        assert tools.search("Quirm")[0]["link"] == "http://site.test/actor/q%3Fr%2Fs"
        told = tools.relation("q?r/s", "GON")
        assert told["link"] == "http://site.test/relation/q%3Fr%2Fs/GON"
        assert told["evidence"][0]["link"] == "http://site.test/article/http%3A%2F%2Fa.test%2F1%3Fb"
