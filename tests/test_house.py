"""The rules that the whole tree keeps: format, types, layers, and words that never stand in a file."""

import re
import subprocess
import sys
import tomllib
from itertools import chain

import pytest
from support import ROOT, absent


def run(*command):
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=500
    )


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)],
    ids=lambda command: " ".join(command),
)
def test_checkers_are_quiet(command):
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_point_downward():
    done = run("importlinter.cli", "lint")
    done = done if "No module named" not in done.stderr else _lint_imports()
    assert done.returncode == 0, done.stdout + done.stderr


def _lint_imports():
    code = "from importlinter.cli import lint_imports_command as main; main()"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        absent("needs a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


FORBIDDEN = {
    "a registry's host": re.compile(rb"py[p]i\.org|pythonhoste[d]\.|registry\.npm[j]s|deb\.debia[n]\.org"),
    "a path of one machine": re.compile(rb"(^|[^a-zA-Z0-9_])/(wor[k]|roo[t]|far[m])/"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what):
    hits = [
        file.name
        for file in tracked()
        if file.is_file() and FORBIDDEN[what].search(file.read_bytes()) and file.suffix != ".png"
    ]
    assert hits == []


def test_no_third_party_script_is_tracked():
    names = [str(file.relative_to(ROOT)) for file in tracked()]
    assert [name for name in names if name.endswith((".min.js", ".min.css", "uv.lock"))] == []


def test_lock_and_constraints_agree():
    lock = (ROOT / "requirements.lock").read_text()
    pinned = set(re.findall(r"^([a-z0-9._-]+==[^ \\;]+)", lock, re.M | re.I))
    constraints = (ROOT / "constraints.txt").read_text()
    assert set(re.findall(r"^([a-z0-9._-]+==[^ ;\n]+)", constraints, re.M | re.I)) == pinned


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {re.match(r"[A-Za-z0-9_.-]+", want).group().lower() for want in wanted} - {"eventgraph"}
    lock = (ROOT / "requirements.lock").read_text().lower()
    assert [name for name in sorted(names) if f"\n{name}==" not in lock] == []


def test_kg_imports_without_the_heavy_parts():
    code = (
        "import sys, kg.eventgraph, kg.cli, api.app;"
        "print([m for m in ('spacy', 'trafilatura', 'dateparser') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
