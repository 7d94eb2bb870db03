"""A `kg serve` of its own process, and questions to it."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import ROOT

TOKEN = "keeper-of-the-archive"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `address` without a slash at the end."""

    address: str
    process: subprocess.Popen[str]

    def ask(self, path: str, body: object | None = None) -> Any:
        """The JSON answer to a GET, or to a POST of the body."""
        request = urllib.request.Request(
            self.address + path, None if body is None else json.dumps(body).encode()
        )
        request.add_header("Authorization", f"Bearer {TOKEN}")
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read())


@contextmanager
def serving(store: Path, **environ: str) -> Iterator[Server]:
    """Serve the store until the block is left."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "KG_STORE": str(store), "KG_TOKEN": TOKEN, **environ},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        found = re.search(r"http://[\d.]+:\d+", process.stderr.readline())
        assert found is not None
        yield Server(found[0], process)
    finally:
        process.terminate()
        process.wait()
