"""The README keeps its word: its commands, settings and routes are those of the code."""

import re

import pytest
from support import ROOT

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


@pytest.mark.parametrize("path", re.findall(r"\]\(((?!http)[^)#]+)\)", README))
def test_links_lead_somewhere(path):
    assert (ROOT / path).exists()
