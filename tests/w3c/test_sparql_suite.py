"""The W3C SPARQL 1.1 and 1.0 suites over HTTP: a floor of passes, and every failure known by name."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.support import ROOT, shared

HERE = Path(__file__).parent
TOKEN = "w3c-suite"


def known_failures() -> set[str]:
    lines = (HERE / "known_failures.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    assert all(len(row) == 2 and row[1] for row in rows), "a known failure without a reason"
    return {row[0] for row in rows}


@pytest.fixture(scope="module")
def address():
    server = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "KG_TEST_MODE": "1",
            "KG_TOKEN": TOKEN,
            "KG_QUERY_SECONDS": "15",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", server.stderr.readline())
    assert found is not None, "the server did not say where it serves"
    yield found[0]
    server.terminate()
    server.wait()


@pytest.mark.timeout(900)
def test_the_suite_passes_but_for_what_is_known(address, tmp_path):
    suite, tests = shared("eval/sparql_suite.py"), shared("w3c/rdf-tests-sparql.tar.gz")
    report = tmp_path / "report.json"
    subprocess.run(
        [
            sys.executable,
            str(suite),
            *("--query-url", f"{address}/sparql"),
            *("--update-url", f"{address}/update"),
            *("--gsp-url", f"{address}/data"),
            *("--token", TOKEN),
            *("--mirror", str(tests)),
            *("--json", str(report)),
            "--quiet",
        ],
        check=False,
    )
    outcomes = json.loads(report.read_text(encoding="utf-8"))["tests"]
    failed = {one["id"]: one["note"] for one in outcomes if one["outcome"] in ("fail", "error")}
    passed = [one for one in outcomes if one["outcome"] == "pass"]
    known = known_failures()
    assert {name: note for name, note in failed.items() if name not in known} == {}
    assert known - set(failed) == set(), "these pass now: take them off the list and raise the floor"
    assert len(passed) >= int((HERE / "floor.txt").read_text())
    with urllib.request.urlopen(f"{address}/health") as answer:
        assert answer.status == 200
