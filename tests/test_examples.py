"""The README's examples, run as they stand against a graph of sample articles."""

import json
import os
import re
import shlex
import subprocess
import sys

import pytest
from support import ROOT, program

README = (ROOT / "README.md").read_text(encoding="utf-8")
KG = [sys.executable, "-c", "from api.cli import main; main()"]
ARTICLES = ["000_*", "sample-01[0-9]-*", "sample-02[0-9]-*"]


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with a graph of a few articles in ./kg-data."""
    folder = tmp_path_factory.mktemp("home")
    seeds = ROOT / "seeds/articles"
    files = sorted(str(file) for glob in ARTICLES for file in seeds.glob(glob + ".txt"))
    done = subprocess.run([*KG, "ingest", *files], cwd=folder, env=environ(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def environ():
    return {name: value for name, value in os.environ.items() if not name.startswith("KG_")}


ADDRESS = "http://127.0.0.1:8000"


# These hold the store themselves, so they come before the server.
@pytest.mark.parametrize("code", [code for code in blocks("python") if ADDRESS not in code])
def test_python_example_runs(home, code):
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=home, env=environ(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.fixture(scope="module")
def address(home):
    server = subprocess.Popen(
        [*KG, "serve", "--port", "0"],
        cwd=home,
        env=environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    try:
        for line in server.stdout:
            said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                yield found.group()
                break
        else:
            pytest.fail("kg serve said no address: " + "".join(said))
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.mark.parametrize("block", [block for block in blocks("sh") if block.startswith("curl")])
def test_curl_example_answers(address, block):
    program("curl")
    command = [word.replace(ADDRESS, address) for word in shlex.split(block)]
    done = subprocess.run([*command, "--fail-with-body"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    if done.stdout.startswith("{"):
        assert json.loads(done.stdout)["actors"]
    else:
        assert len(done.stdout.splitlines()) > 2, done.stdout


def run_client(command, folder):
    done = subprocess.run(command, cwd=folder, env=environ(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) > 3, done.stdout


@pytest.mark.parametrize("code", [code for code in blocks("python") if ADDRESS in code])
def test_python_client_answers(address, home, code):
    run_client([sys.executable, "-c", code.replace(ADDRESS, address)], home)


@pytest.mark.parametrize("code", blocks("javascript"))
def test_javascript_client_answers(address, home, code):
    node = program("node")
    run_client([node, "--input-type=module", "--eval", code.replace(ADDRESS, address)], home)


def test_there_are_clients_in_every_language():
    texts = {language: "".join(blocks(language)) for language in ("sh", "python", "javascript")}
    assert all("/neighbours?" in text for text in texts.values())
    assert all("/sparql" in text for text in texts.values())
    assert all("/relations/" in texts[language] for language in ("python", "javascript"))


def test_layout_names_what_is_there():
    listing = README.split("## Layout")[1].split("```")[1]
    names = re.findall(r"^ *([a-z]+)/ ", listing, re.M)
    assert len(names) >= 10
    assert [name for name in names if not ((ROOT / name).is_dir() or (ROOT / "kg" / name).is_dir())] == []
