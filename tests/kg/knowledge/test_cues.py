"""Cues are read strictly and turn types by the field's rules."""

import shutil
from pathlib import Path

import pytest

import kg.knowledge
from kg.errors import BadKnowledge
from kg.knowledge.cues import DROPPED, load_cues

KNOWLEDGE = Path(kg.knowledge.__file__).parent


@pytest.mark.parametrize(
    ("table", "plover", "mode", "turned"),
    [
        ("future", "ASSAULT", None, "THREATEN"),
        ("future", "AID", "x", "AGREE"),
        ("future", "RETREAT", "withdraw", "CONCEDE"),
        ("future", "RETREAT", "resign", "RETREAT"),
        ("promised", "RETREAT", None, "CONCEDE"),
        ("negated", "CONSULT", "visit", "REJECT"),
        ("negated", "REJECT", None, DROPPED),
        ("cancelled", "CONSULT", None, "REJECT"),
        ("halted", "AID", None, "SANCTION"),
        ("lifted", "SANCTION", None, "RETREAT"),
        ("prepared", "ASSAULT", None, "MOBILIZE"),
        ("requested", "AID", None, "REQUEST"),
    ],
)
def test_turn(table, plover, mode, turned):
    found = load_cues().turn(table, plover, mode)
    assert found is not None
    assert found.plover == turned


def test_type_without_an_entry_stays():
    assert load_cues().turn("future", "ACCUSE", None) is None


@pytest.fixture
def folder(tmp_path):
    shutil.copy(KNOWLEDGE / "cues.yml", tmp_path)
    shutil.copytree(KNOWLEDGE / "ontology", tmp_path / "ontology", ignore=shutil.ignore_patterns("*.py"))
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("hedges: [allegedly", "hedges: [allegedly, allegedly", "'allegedly' twice"),
        ("hedges:", "hedge:", "unknown key 'hedge'"),
        ('CONSULT: [AGREE, "", "036"]', 'CONSULT: [AGREED, "", "036"]', "AGREED"),
        ('CONSULT: [AGREE, "", "036"]', 'CONSULT: [AGREE, "", "999"]', "no CAMEO code"),
        ('CONSULT: [AGREE, "", "036"]', "CONSULT: AGREE", "is not [type, mode, code]"),
        ('CONSULT: [AGREE, "", "036"]', 'CONSULTS: [AGREE, "", "036"]', "no event type"),
    ],
)
def test_mistake_is_named_by_file_and_line(folder, old, new, message):
    path = folder / "cues.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadKnowledge, match=r"cues\.yml:\d+: .*") as caught:
        load_cues(folder)
    assert message in str(caught.value)
