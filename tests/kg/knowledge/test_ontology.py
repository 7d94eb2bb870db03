import shutil
from pathlib import Path

import pytest

import kg.knowledge
from kg.errors import BadInput, BadKnowledge
from kg.knowledge.ontology import load_ontology
from kg.model import QUADS

BUILT_IN = Path(kg.knowledge.__file__).parent


def test_there_are_sixteen_types_in_four_quad_classes():
    ontology = load_ontology()
    quads = [ontology.quad(name) for name in ontology.types]
    assert len(quads) == 16
    assert [quads.count(quad) for quad in QUADS] == [4, 3, 4, 5]


@pytest.mark.parametrize(
    ("plover", "mode", "score"),
    [
        ("AGREE", None, 2.5),
        ("CONSULT", "visit", 4),
        ("ACCUSE", None, -3),
        ("RETREAT", "disarm", 10),
        ("ASSAULT", "unconventional", -10),
        ("ASSAULT", "massacre", -9),
        ("THREATEN", "ban", -3.5),
    ],
)
def test_score_of_type_and_mode(plover, mode, score):
    assert load_ontology().score(plover, mode) == score


@pytest.mark.parametrize(
    ("code", "plover", "mode"),
    [
        ("020", "REQUEST", None),
        ("0233", "REQUEST", "assist"),
        ("042", "CONSULT", "visit"),
        ("0841", "RETREAT", "release"),
        ("1121", "ACCUSE", "allege"),
        ("1385", "THREATEN", "violence"),
        ("173", "COERCE", "arrest"),
        ("183", "ASSAULT", "suicide-attack"),
        ("0431", "CONSULT", "visit"),
    ],
)
def test_cameo_code(code, plover, mode):
    found = load_ontology().cameo(code)
    assert (found.plover, found.mode) == (plover, mode)


def test_an_unknown_code_has_no_reading():
    assert load_ontology().cameo("99") is None


def test_08_concedes_or_retreats():
    assert [reading.plover for reading in load_ontology().cameo_readings("08")] == ["CONCEDE", "RETREAT"]


def test_the_default_code_of_a_type_is_one_of_its_own():
    ontology = load_ontology()
    for name in ontology.types:
        code = ontology.default_cameo(name)
        assert name in {reading.plover for reading in ontology.cameo_readings(code)}


def test_every_mode_of_a_code_has_a_score():
    ontology = load_ontology()
    for name in ontology.types:
        assert all(-10 <= ontology.score(name, mode) <= 10 for mode in ontology.modes(name))


def test_unknown_types_and_modes_are_named():
    with pytest.raises(BadInput, match="'PARLEY' is no PLOVER event type"):
        load_ontology().quad("PARLEY")
    with pytest.raises(BadInput, match="AGREE has no mode 'riot'"):
        load_ontology().score("AGREE", "riot")


def edited(folder: Path, name: str, old: str, new: str) -> Path:
    shutil.copytree(BUILT_IN / "ontology", folder / "ontology")
    path = folder / "ontology" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "cameo.tsv",
            "042\tCONSULT\tvisit",
            "042\tCONSULT\tpicnic",
            r"cameo.tsv:\d+: CONSULT picnic is no type",
        ),
        ("scores.tsv", "AID\t\t10", "AID\t\t11", r"scores.tsv:\d+: the score 11.0 is not between"),
        ("scores.tsv", "AID\t\t10", "GIFT\t\t10", r"scores.tsv:\d+: 'GIFT' is not in types.tsv"),
        ("types.tsv", "Agree\t030", "Agree\t999", "types.tsv:4: 999 is not in cameo.tsv"),
        (
            "types.tsv",
            "verbal cooperation\tAgree",
            "friendly\tAgree",
            "types.tsv:4: 'quad': 'friendly' is none",
        ),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path, name, old, new, message):
    with pytest.raises(BadKnowledge, match=message):
        load_ontology(edited(tmp_path, name, old, new))
