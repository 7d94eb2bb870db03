from pathlib import Path

import pytest

from kg import mending, upkeep
from kg.errors import BadInput
from kg.eventgraph import EventGraph
from kg.model import Actor
from kg.settings import Settings
from tests.kg.world import chronicle

TABLES = ("articles", "events", "actors", "pairs", "dyads", "sentences", "ledger")


def nobody(actor_id: str) -> Actor | None:
    return None


def answers(graph: EventGraph) -> object:
    return (
        graph.counts(),
        sorted(graph.dyads(), key=lambda dyad: (dyad.source, dyad.target)),
        [graph.coded(one.article.id) for one in chronicle()],
        graph.search("eomer"),
        graph.events(words="aid"),
        graph.months(actor="MOR"),
    )


def test_index_comes_back_from_the_rdf_store(graph: EventGraph) -> None:
    before = answers(graph)
    assert graph.reindex().articles == 5
    assert answers(graph) == before
    assert graph.ingest_coded(chronicle(), coder="test").unchanged == 5


def test_index_is_mended_when_it_is_broken(graph: EventGraph) -> None:
    before = answers(graph)
    settings = graph.settings
    graph.close()
    file = Path(settings.store) / "index.db"
    file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(upkeep.StoreBroken, match=r"index\.db"):
        EventGraph.open(settings=settings)
    assert mending.mend_index(settings, nobody).articles == 5
    with EventGraph.open(settings=settings) as mended:
        assert answers(mended) == before


def test_rdf_store_comes_back_from_the_index(graph: EventGraph) -> None:
    before = {name: set(graph.store.read(name)) for name in graph.store.graphs()}
    settings = graph.settings
    graph.close()
    for file in (Path(settings.store) / "rdf").iterdir():
        file.write_bytes(b"\0")
    assert mending.mend_store(settings).articles == 5
    with EventGraph.open(settings=settings) as mended:
        assert {name: set(mended.store.read(name)) for name in mended.store.graphs()} == before


def test_verify_names_what_differs(graph: EventGraph) -> None:
    assert upkeep.verify(graph.store, graph.index, graph.iris) == []
    graph.store.drop(graph.iris.article("a2"))
    with graph.index.writing() as connection:
        connection.execute("UPDATE pairs SET events = events + 1 WHERE level = 0 AND a = 1")
    found = upkeep.verify(graph.store, graph.index, graph.iris)
    assert found[0] == "article 'a2' is in the index but not in the RDF store"
    assert "level 0 in pairs" in found[1]


def test_backup_and_restore(graph: EventGraph, tmp_path: Path) -> None:
    upkeep.backup(graph.store, graph.index, tmp_path / "copy")
    with pytest.raises(BadInput, match="is there already"):
        upkeep.backup(graph.store, graph.index, tmp_path / "copy")
    settings = Settings(store=str(tmp_path / "other"))
    upkeep.restore(settings, tmp_path / "copy")
    with EventGraph.open(settings=settings) as restored:
        assert answers(restored) == answers(graph)
        assert upkeep.verify(restored.store, restored.index, restored.iris) == []
    with pytest.raises(BadInput, match="holds a store already"):
        upkeep.restore(settings, tmp_path / "copy")


def test_a_store_holds_no_backup_of_itself(graph: EventGraph, tmp_path: Path) -> None:
    own = graph.settings.folder
    (tmp_path / "link").symlink_to(own, target_is_directory=True)
    before = sorted(own.iterdir())
    for folder in (own, own / "copy", own / "a/b", own / "rdf/copy", tmp_path / "link/copy", own / "x/../y"):
        with pytest.raises(BadInput, match="is within the store itself"):
            upkeep.backup(graph.store, graph.index, folder)
    assert sorted(own.iterdir()) == before
    upkeep.backup(graph.store, graph.index, own / "../copy")


def test_update_from_outside_is_read_on_the_next_start(graph: EventGraph) -> None:
    settings = graph.settings
    graph.store.update(f"DROP GRAPH <{graph.iris.article('a1')}>")
    graph.close()
    with EventGraph.open(settings=settings) as opened:
        assert opened.counts().articles == 4
