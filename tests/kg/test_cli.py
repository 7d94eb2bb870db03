"""The command line as its users meet it: output, messages and exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.kg.world import chronicle

TEXT = "Russia attacked Ukraine on Monday. The United States condemned the attack."


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    with EventGraph.open(folder, settings=Settings()) as graph:
        graph.ingest_coded(chronicle(), coder="test")
    return folder


def kg(store: Path, *words: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), *words], input=given)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["search", "eomer"], "Éomer"),
        (["neighbours", "Gondor"], "Gondor: 3 neighbours"),
        (["neighbours", "GON", "--limit", "1"], "showing 1"),
        (["neighbours", "GON", "--count", "happenings"], "happenings"),
        (["neighbours", "GON", "--count", "happenings", "--json"], '"happenings":'),
        (["path", "ARN", "Rohan"], "Arnor - Gondor - Rohan"),
        (["relation", "ARN", "Gondor", "--limit", "1"], "the latest 1 of"),
        (["measures"], "pagerank"),
        (["measures", "partners"], "Mordor"),
        (["measures", "balance"], "triangles"),
        (["status"], '"articles":5'),
        (["jobs"], "state"),
        (["query", "SELECT (COUNT(*) AS ?n) WHERE { ?e a eg:Event }"], "10"),
        (["query", "ASK { ?s ?p ?o }", "--format", "json"], "true"),
        (["export", "--format", "csv"], "evt_"),
        (["export", "--format", "jsonl"], '"plover":"AID"'),
        (["export", "--format", "nquads"], "article/"),
        (["export", "--format", "trig"], "@prefix"),
        (["export", "--format", "graphml"], "graphml"),
        (["export", "--format", "gexf"], "gexf"),
        (["token", "list"], "scopes"),
    ],
)
def test_command(store: Path, words: list[str], told: str) -> None:
    result = kg(store, *words)
    assert result.exit_code == 0, result.output
    assert told in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["search", "gondor"],
        ["neighbours", "GON"],
        ["neighbours", "GON", "--quad", "material-conflict"],
        ["path", "ARN", "ROH"],
        ["relation", "GON", "MOR"],
    ],
)
def test_json_is_one_object_a_line(store: Path, words: list[str]) -> None:
    lines = kg(store, *words, "--json").stdout.splitlines()
    assert lines
    assert all(isinstance(json.loads(line), dict) for line in lines)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["neighbours", "Shire"], 4, "no actor 'Shire' in the graph"),
        (["search", "xyzzy"], 4, "no actor is called anything like 'xyzzy'"),
        (["path", "ARN", "COUNCIL"], 4, "nothing in the graph connects ARN and COUNCIL in at most 6 steps"),
        (["path", "ARN", "MOR", "--type", "AID"], 4, "in at most 6 steps under these filters"),
        (["measures", "charm"], 4, "no measure 'charm'"),
        (["neighbours", "GON", "--quad", "war"], 1, "--quad 'war' is none of: verbal cooperation"),
        (["neighbours", "GON", "--type", "attack"], 1, "no event type 'ATTACK'; there are AGREE, "),
        (["neighbours"], 2, "Missing argument 'ACTOR'"),
        (["query", "SELECT"], 1, ""),
        (["delete", "unknown"], 4, "no article 'unknown' in the graph"),
        (["ingest", "/nowhere"], 1, "/nowhere: no such file or folder"),
        (["restore", "/nowhere"], 1, "/nowhere is no backup"),
        (["token", "add", "a b"], 1, "'a b' is no name for a token"),
        (["token", "remove", "x"], 4, "no token 'x'"),
    ],
)
def test_mistake_is_one_clear_sentence(store: Path, words: list[str], code: int, told: str) -> None:
    result = kg(store, *words)
    assert result.exit_code == code, result.output
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_no_graph_yet(tmp_path: Path) -> None:
    result = kg(tmp_path / "none", "status")
    assert result.exit_code == 4
    assert "kg ingest" in result.stderr


def test_held_store_says_by_whom(store: Path) -> None:
    with EventGraph.open(store, settings=Settings()):
        result = kg(store, "verify")
        assert kg(store, "status").exit_code == 0
    assert result.exit_code == 3
    assert "is held by process" in result.stderr


def test_broken_store_is_named(store: Path) -> None:
    (store / "index.db").write_bytes(b"broken" * 1000)
    result = kg(store, "status")
    assert result.exit_code == 74
    assert "index.db" in result.stderr
    assert kg(store, "reindex").exit_code == 0
    assert kg(store, "verify").exit_code == 0


def test_store_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert kg(tmp_path / "file", "ingest", "-", given="").exit_code == 74


def test_code_prints_events_of_standard_input() -> None:
    lines = json.dumps({"id": "x", "text": TEXT, "date": "2024-10-28"}) + "\n"
    result = CliRunner().invoke(main, ["code", "-"], input=lines)
    assert result.exit_code == 0, result.output
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert events
    assert all(TEXT[event["start"] : event["end"]] == event["text"] for event in events)
    assert "RUS" in CliRunner().invoke(main, ["code", "--format", "table", "-"], input=lines).stdout
    assert "eg:Event" in CliRunner().invoke(main, ["code", "--format", "turtle", "-"], input=lines).stdout


GERMAN = (
    "Der Kanzler sagte am Montag in Berlin, dass die Regierung der Ukraine weitere Waffen liefern werde. " * 3
)


@pytest.mark.parametrize("command", ["code", "ingest"])
def test_unreadable_article_is_told_and_the_others_are_read(tmp_path: Path, command: str) -> None:
    articles = [{"id": "german", "text": GERMAN}, {"id": "english", "text": TEXT, "date": "2024-06-14"}]
    lines = "\n".join(map(json.dumps, articles))
    done = kg(tmp_path / "store", command, "-", given=lines)
    assert done.exit_code == 1
    assert "german: the text is not in English" in done.stderr
    assert "german: has no date" in done.stderr
    assert "english" not in done.stderr
    if command == "ingest":
        assert '"added":1' in done.stdout
        assert '"failed":1' in done.stdout
    else:
        assert '"doc":"english"' in done.stdout


def test_ingest_twice_adds_nothing(tmp_path: Path) -> None:
    lines = json.dumps({"id": "x", "text": TEXT, "date": "2024-10-28"}) + "\n"
    first = kg(tmp_path / "store", "ingest", "-", given=lines)
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["added"] == 1
    again = json.loads(kg(tmp_path / "store", "ingest", "-", given=lines).stdout)
    assert (again["added"], again["replaced"], again["unchanged"]) == (0, 0, 1)


def test_backup_export_and_load_carry_the_graph(store: Path, tmp_path: Path) -> None:
    assert kg(store, "backup", str(tmp_path / "copy")).exit_code == 0
    assert kg(tmp_path / "restored", "restore", str(tmp_path / "copy")).exit_code == 0
    dump = tmp_path / "all.nq"
    assert kg(store, "export", "-o", str(dump)).exit_code == 0
    loaded = kg(tmp_path / "loaded", "load", str(dump))
    assert "5 articles in the graph" in loaded.stderr
    for other in ("restored", "loaded"):
        assert kg(tmp_path / other, "verify").exit_code == 0
        assert kg(tmp_path / other, "export").stdout_bytes == kg(store, "export").stdout_bytes


def test_rebuild_after_the_rdf_store_is_lost(store: Path) -> None:
    for file in (store / "rdf").iterdir():
        file.unlink()
    assert kg(store, "rebuild").exit_code == 0
    assert kg(store, "verify").exit_code == 0


def test_token_is_shown_once_and_kept_as_a_hash(store: Path) -> None:
    token = kg(store, "token", "add", "desk", "--scope", "read", "--scope", "write").stdout.strip()
    assert len(token) > 40
    kept = (store / "tokens.json").read_text()
    assert token not in kept
    assert "read write" in kg(store, "token", "list").stdout
    assert kg(store, "token", "remove", "desk").exit_code == 0


def test_help_loads_nothing_heavy() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, kg.cli\ntry: kg.cli.main(['--help'])\nexcept SystemExit: pass\n"
         "print([name for name in ('spacy', 'rdflib', 'networkx', 'flask') if name in sys.modules])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "words",
    [
        ["verify"],
        ["reindex"],
        ["rebuild"],
        ["delete", "a1"],
        ["export"],
        ["export", "--format", "csv"],
        ["backup", "{folder}/copy"],
        ["validate", "--graph"],
        ["status"],
        ["search", "Gondor"],
    ],
    ids=" ".join,
)
def test_a_store_that_is_not_there_is_not_an_empty_one(tmp_path: Path, words: list[str]) -> None:
    result = kg(tmp_path / "mistyped", *(word.format(folder=tmp_path) for word in words))
    assert result.exit_code == 4
    assert "there is no graph in" in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_graph_without_index_says_what_makes_one(store: Path) -> None:
    (store / "index.db").unlink()
    result = kg(store, "search", "Gondor")
    assert result.exit_code == 4
    assert "`kg reindex` makes one" in result.stderr
    assert kg(store, "reindex").exit_code == 0
    assert "Gondor" in kg(store, "search", "Gondor").stdout


def test_an_index_is_not_emptied_where_the_triples_are_lost(store: Path) -> None:
    before = kg(store, "status").stdout
    (store / "rdf").rename(store / "away")
    for words in (["verify"], ["export"], ["backup", f"{store}-copy"], ["reindex"], ["load", __file__]):
        result = kg(store, *words)
        assert (result.exit_code, "rdf is missing" in result.stderr) == (74, True), words
        assert not (store / "rdf").exists()
    assert kg(store, "status").stdout == before
    assert kg(store, "rebuild").exit_code == 0
    assert kg(store, "verify").exit_code == 0
    assert kg(store, "reindex").exit_code == 0
    assert kg(store, "status").stdout == before


def test_reindex_loads_no_more_than_it_needs(store: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, kg.cli\n"
         f"try: kg.cli.main(['--store', {str(store)!r}, 'reindex'])\nexcept SystemExit: pass\n"
         "print([name for name in ('spacy', 'rdflib', 'networkx', 'http.client') if name in sys.modules])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stderr == "5 articles written\n"
    assert told.stdout == "[]\n"


THREADS = """
import os, sys
from kg.cli import main
main(["token", "list"], standalone_mode=False)
assert "numpy" not in sys.modules
import numpy
print(len(os.listdir("/proc/self/task")))
"""


@pytest.mark.parametrize(("wanted", "threads"), [(None, 1), ("2", min(2, os.cpu_count() or 1))])
def test_numpy_has_no_threads_of_its_own_unless_they_are_wanted(
    tmp_path: Path, wanted: str | None, threads: int
) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    told = subprocess.run(
        [sys.executable, "-c", THREADS],
        env={
            **environment,
            "KG_STORE": str(tmp_path),
            **({"OPENBLAS_NUM_THREADS": wanted} if wanted else {}),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split()[-1] == str(threads), told.stdout
