from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from kg.errors import BadKnowledge
from kg.knowledge.files import EndDate, Record, parse_date, read_tsv, read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Realm:
    id: str
    label: str
    kind: Literal["kingdom", "shire"] = "kingdom"
    names: tuple[str, ...] = ()
    since: date | None = None
    until: EndDate | None = None
    people: int | None = None
    free: bool = False
    line: int = 0


def table(folder: Path, *lines: str) -> Path:
    path = folder / "realms.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_rows_are_converted(tmp_path):
    path = table(
        tmp_path,
        "# the realms of the west",
        "id\tlabel\tkind\tnames\tsince\tuntil\tpeople\tfree",
        "ARN\tArnor\tkingdom\tArthedain|North Kingdom\t1001-02\t1975\t7000\ttrue",
        "# reasons may stand between the rows",
        "SHR\tShire\tshire\t\t\t\t\t",
    )
    arnor, shire = read_tsv(path, Realm)
    assert arnor == Realm(
        id="ARN",
        label="Arnor",
        names=("Arthedain", "North Kingdom"),
        since=date(1001, 2, 1),
        until=date(1976, 1, 1),
        people=7000,
        free=True,
        line=3,
    )
    assert shire == Realm(id="SHR", label="Shire", kind="shire", line=5)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["id\tname", "ARN\tArnor"], "realms.tsv:1: unknown column 'name'"),
        (["id\tkind", "ARN\tshire"], "realms.tsv:1: column 'label' is missing"),
        (["id\tlabel\tid", "ARN\tArnor\tARN"], "realms.tsv:1: column 'id' is given twice"),
        (["id\tlabel", "ARN"], "realms.tsv:2: has 1 cells, the header has 2"),
        (["id\tlabel", "ARN\tArnor\t"], "realms.tsv:2: has 3 cells, the header has 2"),
        (["id\tlabel", "ARN\t"], "realms.tsv:2: 'label' is empty"),
        (["id\tlabel", "ARN\t Arnor"], "realms.tsv:2: 'label' begins or ends with a blank"),
        (
            ["id\tlabel", "# note", "ARN\tArnor", "ARN\tAngmar"],
            "realms.tsv:4: 'ARN' is given twice, first in line 3",
        ),
        (["id\tlabel\tkind", "ARN\tArnor\tduchy"], "realms.tsv:2: 'kind': 'duchy' is none of kingdom, shire"),
        (["id\tlabel\tnames", "ARN\tArnor\ta||b"], "realms.tsv:2: 'names': an entry of 'a||b' is empty"),
        (["id\tlabel\tnames", "ARN\tArnor\ta|b|a"], "realms.tsv:2: 'names': 'a' is given twice"),
        (["id\tlabel\tsince", "ARN\tArnor\t12.3.1001"], "realms.tsv:2: 'since': '12.3.1001' is not a date"),
        (["id\tlabel\tsince", "ARN\tArnor\t1001-13"], "realms.tsv:2: 'since': month must be in 1..12"),
        (["id\tlabel\tpeople", "ARN\tArnor\t7k"], "realms.tsv:2: 'people': '7k' is not a whole number"),
        (["id\tlabel\tfree", "ARN\tArnor\tyes"], "realms.tsv:2: 'free': 'yes' is none of true, false"),
    ],
)
def test_a_mistake_in_a_table_names_file_and_line(tmp_path, lines, message):
    with pytest.raises(BadKnowledge) as caught:
        read_tsv(table(tmp_path, *lines), Realm)
    assert str(caught.value).startswith(message)


def test_bytes_that_are_not_utf8_are_refused_by_line(tmp_path):
    path = tmp_path / "realms.tsv"
    path.write_bytes(b"id\tlabel\nARN\tArn\xf6r\n")
    with pytest.raises(BadKnowledge, match=r"realms\.tsv:2: is not UTF-8"):
        read_tsv(path, Realm)


def test_a_missing_file_is_bad_knowledge(tmp_path):
    with pytest.raises(BadKnowledge, match="cannot be read"):
        read_tsv(tmp_path / "none.tsv", Realm)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2024-12", date(2024, 12, 1), date(2025, 1, 1)),
        ("2024", date(2024, 1, 1), date(2025, 1, 1)),
    ],
)
def test_a_date_may_be_a_year_or_month(text, first, end):
    assert parse_date(text) == first
    assert parse_date(text, end=True) == end


def yaml_file(folder: Path, text: str) -> Path:
    path = folder / "rules.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml_reads_strings_lists_and_booleans_and_keeps_lines(tmp_path):
    (rule,) = read_yaml(
        yaml_file(
            tmp_path,
            "# why\n"
            "- id: request.urge\n"
            '  cameo: "020"\n'
            "  reciprocal: true\n"
            "  when: {prep: {on: [ACTOR], off: [x]}}\n",
        )
    )
    assert rule == {
        "id": "request.urge",
        "cameo": "020",
        "reciprocal": True,
        "when": {"prep": {"on": ["ACTOR"], "off": ["x"]}},
    }
    assert isinstance(rule, Record)
    assert (rule.line, rule.line_of("cameo"), rule.line_of("absent")) == (2, 3, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: x\nb: w\na: z\n", "rules.yml:3: 'a' given twice"),
        ("a:\n  cameo: 020\n", "rules.yml:2: quote 020"),
        ("a: 12\n", "rules.yml:1: quote 12"),
        ("a: 0x1F\n", "rules.yml:1: quote 0x1F"),
        ("a: 1.5\n", "rules.yml:1: quote 1.5"),
        ("a: 12:30\n", "rules.yml:1: quote 12:30"),
        ("a: 2022-02-24\n", "rules.yml:1: quote 2022-02-24"),
        ("country: no\n", "rules.yml:1: quote 'no'"),
        ("- [x, yes]\n", "rules.yml:1: quote 'yes'"),
        ("a: True\n", "rules.yml:1: quote 'True'"),
        ("a: null\n", "rules.yml:1: quote 'null'"),
        ("a:\nb: x\n", "rules.yml:1: a value is missing"),
        ("a: x\n3: y\n", "rules.yml:2: quote 3"),
        ("a: !!int x\n", "rules.yml:1: the tag"),
        ("a: [x\n", "rules.yml:2:"),
        ("", "rules.yml:1: is empty"),
    ],
)
def test_a_mistake_in_yaml_names_file_and_line(tmp_path, text, message):
    with pytest.raises(BadKnowledge) as caught:
        read_yaml(yaml_file(tmp_path, text))
    assert str(caught.value).startswith(message)


def test_numbers_are_read_where_they_are_asked_for(tmp_path):
    path = yaml_file(tmp_path, "weight: 0.5\ncount: 3\n")
    assert read_yaml(path, numbers=True) == {"weight": 0.5, "count": 3}


def test_a_leading_zero_is_refused_even_as_a_number(tmp_path):
    with pytest.raises(BadKnowledge, match="quote 020"):
        read_yaml(yaml_file(tmp_path, "cameo: 020\n"), numbers=True)
