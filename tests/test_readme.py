"""The README keeps its word: its commands, settings and routes are those of the code."""

import re

import pytest
from support import ROOT

from api.app import create_app
from api.cli import main
from kg.eventgraph import EventGraph
from kg.settings import Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")


def block_after(marker):
    return re.search(rf"<!-- {marker} -->\n```sh\n(.*?)```", README, re.S).group(1).strip()


def rows_after(marker):
    table = README.split(f"<!-- {marker} -->\n")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table]


def test_the_two_commands_need_python_and_pip_only():
    assert block_after("demo") == (
        "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt . && .venv/bin/kg demo"
    )
    assert block_after("test") == (".venv/bin/pip install -c constraints.txt '.[test]' && .venv/bin/pytest")


def test_makefile_has_the_same_commands():
    makefile = (ROOT / "Makefile").read_text()
    assert block_after("demo").split(" && ", 1)[1] in makefile
    assert block_after("test") in makefile


def settings_rows():
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else f"`{str(field.default).replace('False', '0')}`"
        yield [f"`KG_{name.upper()}`", default, field.description]


def test_settings_table_is_the_code():
    assert rows_after("settings") == list(settings_rows())


# What only our own pages ask for.
INNER = re.compile(r"/(graph/|static/|sample$|favicon)")


def test_routes_table_is_the_code(tmp_path):
    with EventGraph.open(tmp_path, settings=Settings()) as graph:
        rules = list(create_app(graph, graph.settings).url_map.iter_rules())
    served = {
        (method, re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", r"{\1}", f"`{rule.rule}`"))
        for rule in rules
        if not INNER.match(rule.rule)
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    rows = rows_after("routes")
    assert {(method, path) for method, path, _ in rows} == served
    assert len(rows) == len(served)
    assert all(what for _, _, what in rows)


def test_commands_named_are_there():
    named = set(re.findall(r"`?\bkg ([a-z]+)\b", README))
    assert {"delete", "token", "mcp", "validate", "import", "export"} <= named
    assert named - set(main.modules) == set()


@pytest.mark.parametrize("path", re.findall(r"\]\(((?!http)[^)#]+)\)", README))
def test_links_lead_somewhere(path):
    assert (ROOT / path).exists()


READ = re.compile(r'environ\.get\(\s*"(KG_[A-Z_]+)"(?:,\s*"?([^")]*))?')


def test_test_variables_table_is_the_code():
    files = sorted((ROOT / "tests").rglob("*.py"))
    read = {found for file in files for found in READ.findall(file.read_text(encoding="utf-8"))}
    rows = {
        name.strip("`"): (default.strip("`"), what) for name, default, what in rows_after("test variables")
    }
    assert rows.keys() == {name for name, _ in read}
    assert all(what for _, what in rows.values())
    for name, default in read:
        assert not default.isdecimal() or default in " ".join(rows[name])
