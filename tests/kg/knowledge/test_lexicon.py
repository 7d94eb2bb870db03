"""The lexicon: every rule codes its own example and leaves its counter alone; files are strict."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

import kg.knowledge
from kg.errors import BadKnowledge
from kg.knowledge.lexicon import Frame, load_lexicon
from kg.knowledge.ontology import load_ontology
from kg.model import Article
from kg.settings import Settings
from kg.text.coder import Coder

KNOWLEDGE = Path(kg.knowledge.__file__).parent
LEXICON = load_lexicon()

# The fictional states of the examples: id, name, people, capital.
STATES = (
    ("AAR", "Arnor", "Arnorian|Arnorians", "Fornost"),
    ("GGO", "Gondor", "Gondorian|Gondorians", "Minas Tirith"),
    ("MMO", "Mordor", "Mordorian|Mordorians", "Barad-dur"),
    ("RRO", "Rohan", "Rohirric|Rohirrim", "Edoras"),
)

RULE = """- id: aid.give
  cameo: "070"
  verbs: [give]
  when: {object: ["@aid"]}
  example: "Arnor gave grain to Gondor."
  counter: "The wall gave way."
"""


def _copy(folder: Path) -> Path:
    return Path(
        shutil.copytree(KNOWLEDGE, folder / "knowledge", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    )


@pytest.fixture(scope="module")
def fired(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Rules that coded each example (`id`) and counter-example (`!id`), by the real pipeline in one go."""
    folder = _copy(tmp_path_factory.mktemp("middle-earth"))
    states = folder / "actors" / "states.tsv"
    text = states.read_text(encoding="utf-8").rstrip("\n")
    header = next(line for line in text.split("\n") if not line.startswith("#")).split("\t")
    for values in STATES:
        row = dict(zip(("id", "label", "demonyms", "capital"), values, strict=True))
        text += "\n" + "\t".join(row.get(name, "") for name in header)
    states.write_text(text + "\n", encoding="utf-8")
    articles = [
        Article(id=mark + frame.id, text=sentence)
        for frame in LEXICON.frames
        for mark, sentence in (("", frame.example), ("!", frame.counter))
    ]
    coder = Coder(Settings(knowledge=str(folder)))
    return {
        coded.article.id: {event.action.rule for event in coded.events} for coded in coder.code_many(articles)
    }


@pytest.mark.parametrize("frame", LEXICON.frames, ids=lambda frame: frame.id)
def test_rule_codes_its_example(frame: Frame, fired: dict[str, set[str]]) -> None:
    assert frame.id in fired[frame.id], frame.example


@pytest.mark.parametrize("frame", LEXICON.frames, ids=lambda frame: frame.id)
def test_rule_leaves_its_counter_example(frame: Frame, fired: dict[str, set[str]]) -> None:
    assert frame.id not in fired["!" + frame.id], frame.counter


def test_lexicon_covers_the_ontology() -> None:
    types = load_ontology().types
    assert {frame.plover for frame in LEXICON.frames} == set(types)
    assert LEXICON.predicates >= 1500
    for name in types:
        assert sum(frame.plover == name for frame in LEXICON.frames) >= 20


def test_lexicon_is_indexed_by_first_word() -> None:
    assert "request.urge" in {frame.id for frame in LEXICON.verbs["call"]}
    assert "assault.nominal" in {frame.id for frame in LEXICON.nouns["attack"]}
    assert "accuse.critical" in {frame.id for frame in LEXICON.adjectives["critical"]}


def test_lexicon_loads_fast(tmp_path: Path) -> None:
    seconds = []
    for name in ("one", "two", "three"):  # the best of three: the machine has other work
        folder = _copy(tmp_path / name)
        load_ontology(folder)
        start = time.process_time()
        assert load_lexicon(folder).predicates == LEXICON.predicates
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("verbs:", "verb:"), "aid.yml:3: unknown key 'verb'"),
        (('cameo: "070"', "cameo: 070"), "aid.yml:2: quote 070"),
        (('cameo: "070"', 'cameo: "0999"'), "aid.yml:2: '0999' is no CAMEO code of AID"),
        (('cameo: "070"', 'cameo: "190"'), "aid.yml:2: '190' is no CAMEO code of AID"),
        (('cameo: "070"', 'cameo: "070"\n  mode: drone'), "aid.yml:3: 'drone' is no mode of AID"),
        (('cameo: "070"', 'cameo: "070"\n  plover: GIFT'), "aid.yml:3: 'GIFT' is no event type"),
        (("@aid", "@ade"), "aid.yml:4: '@ade' is no class of classes.yml"),
        (("object:", "objects:"), "aid.yml:4: unknown condition 'objects'"),
        (('"@aid"', "PARTY"), "aid.yml:4: 'PARTY' is none of ACTOR, PERSON, PLACE"),
        (("when:", 'target: ["object.prep"]\n  when:'), "aid.yml:4: unknown slot 'object.prep'"),
        (("[give]", "[give, give]"), "aid.yml:3: 'verbs' has 'give' twice"),
        (("  verbs: [give]\n", ""), "aid.yml:1: has none of verbs, nouns and adjectives"),
        (('  example: "Arnor gave grain to Gondor."\n', ""), "aid.yml:1: 'example' is missing"),
        (('  counter: "The wall gave way."\n', ""), "aid.yml:1: 'counter' is missing"),
        (("aid.give", "help.give"), "aid.yml:1: id 'help.give' does not begin with 'aid.'"),
        (("- id", RULE + "- id"), "aid.yml:7: id 'aid.give' is given twice, first in aid.yml:1"),
    ],
)
def test_mistake_is_reported_by_file_and_line(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    lexicon = tmp_path / "lexicon"
    lexicon.mkdir()
    shutil.copytree(KNOWLEDGE / "ontology", tmp_path / "ontology")
    (lexicon / "classes.yml").write_text("aid: [grain, money]\n", encoding="utf-8")
    assert change[0] in RULE
    (lexicon / "aid.yml").write_text(RULE.replace(*change, 1), encoding="utf-8")
    with pytest.raises(BadKnowledge) as caught:
        load_lexicon(tmp_path)
    assert message in str(caught.value)


def test_missing_folder_is_reported(tmp_path: Path) -> None:
    shutil.copytree(KNOWLEDGE / "ontology", tmp_path / "ontology")
    with pytest.raises(BadKnowledge, match="is not a folder of lexicon files"):
        load_lexicon(tmp_path)
