"""`kg validate`: every mistake of a knowledge folder with its place, and RDF against the shapes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kg as package
from kg.cli import main
from kg.eventgraph import EventGraph
from kg.settings import Settings
from tests.kg.world import chronicle

BUILT_IN = Path(package.__file__).parent / "knowledge"


def kg(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the built-in knowledge to spoil."""
    target = tmp_path / "knowledge"
    for name in ("actors", "lexicon", "ontology", "cues.yml", "wording.yml"):
        here = BUILT_IN / name
        shutil.copytree(here, target / name) if here.is_dir() else shutil.copy(here, target / name)
    return target


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with EventGraph.open(tmp_path / "store", settings=Settings()) as graph:
        graph.ingest_coded(chronicle(), coder="test")
    return tmp_path / "store"


def append(file: Path, *lines: str) -> int:
    """Add lines to a file; the number of the first of them."""
    text = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(text + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return text.count("\n") + 2


def test_built_in_knowledge_has_no_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_KNOWLEDGE", raising=False)
    done = kg("validate")
    assert done.exit_code == 0, done.output
    assert "no mistakes" in done.stderr


def test_every_mistake_is_told_with_its_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = append(folder / "actors/roles.tsv", "wizard\tMAGIC\trole\t\t", "ent\tCVL\ttree\t\t", "too\tfew")
    type_ = append(folder / "ontology/cameo.tsv", "999\tWISH\t\t")
    rule = append(
        folder / "lexicon/aid.yml",
        "- id: aid.spell",
        '  cameo: "999999"',
        "  charm: yes",
        "  verbs: [spell, spell]",
        "  source: wand",
        '  example: "Arnor spelled Gondor."',
        '  counter: "Arnor spelled a word."',
    )
    cue = append(folder / "cues.yml", "spells: [abracadabra]")
    word = append(folder / "wording.yml", "charms: [please]")
    (folder / "actors/stats.tsv").write_text("id\tlabel\n")
    told = kg("validate", str(folder)).stderr
    for expected in (
        f"roles.tsv:{row}: 'sector': no sector 'MAGIC'",
        f"roles.tsv:{row + 1}: 'kind': 'tree' is none of",
        f"roles.tsv:{row + 2}: has 2 cells",
        f"cameo.tsv:{type_}: WISH  is no type and mode of scores.tsv",
        f"aid.yml:{rule + 1}: '999999' is no CAMEO code of AID",
        f"aid.yml:{rule + 2}: quote 'yes'",
        f"aid.yml:{rule + 2}: unknown key 'charm'",
        f"aid.yml:{rule + 3}: 'verbs' has 'spell' twice",
        f"aid.yml:{rule + 4}: unknown slot 'wand'",
        f"cues.yml:{cue}: unknown key 'spells'",
        f"wording.yml:{word}: unknown key 'charms'",
        "actors/stats.tsv: is no table",
        "Error: 12 mistakes",
    ):
        assert expected in told
    monkeypatch.setenv("KG_KNOWLEDGE", str(folder))
    assert kg("validate").exit_code == 1


def test_file_that_cannot_be_parsed_leaves_the_others_read(folder: Path) -> None:
    append(folder / "lexicon/aid.yml", "  - [")
    (folder / "cues.yml").unlink()
    (folder / "actors/roles.tsv").write_bytes(b"noun\tsector\tkind\n\xff\n")
    told = kg("validate", str(folder)).stderr
    assert "aid.yml:" in told
    assert "has no cues.yml" in told
    assert "roles.tsv:2: is not UTF-8" in told
    assert "Error: 3 mistakes" in told


@pytest.mark.parametrize("form", ["nq", "trig", "jsonld"])
def test_graph_and_its_export_pass_the_shapes(store: Path, tmp_path: Path, form: str) -> None:
    assert kg("--store", str(store), "validate", "--graph").exit_code == 0
    dump = tmp_path / f"all.{form}"
    name = {"nq": "nquads"}.get(form, form)
    assert kg("--store", str(store), "export", "--format", name, "-o", str(dump)).exit_code == 0
    assert kg("validate", str(dump)).exit_code == 0


def test_rdf_that_breaks_the_shapes_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text(
        "@prefix eg: <https://w3id.org/eventgraph/ontology#> .\n<urn:a> a eg:Actor ; eg:kind 'elf' ."
    )
    done = kg("validate", str(file))
    assert done.exit_code == 1
    assert f"{file}: urn:a: " in done.stderr
    assert "Error: 2 mistakes" in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("bad.nq", "<a", "bad.nq: "),
        ("bad.doc", "", "bad.doc: is neither"),
        ("none.ttl", None, "no such file"),
    ],
)
def test_unreadable_path_is_one_sentence(tmp_path: Path, name: str, text: str | None, told: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    done = kg("validate", str(tmp_path / name))
    assert done.exit_code == 1
    assert told in done.stderr


def test_missing_extra_is_named(store: Path) -> None:
    code = (
        "import sys; sys.modules['pyshacl'] = None\n"
        f"from kg.cli import main; main(['--store', {str(store)!r}, 'validate', '--graph'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "Error: checking against shapes needs pyshacl: pip install 'eventgraph[analysis]'\n"
