"""What tests need from outside: programs and files that are there, or whose absence is named."""

import contextlib
import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))


def absent(message: str) -> NoReturn:
    """What a test needs is not here: in CI that is a failure, elsewhere the test is skipped by name."""
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def program(*names: str) -> str:
    """The path of the first program found; CI has all of them, elsewhere the test is skipped by name."""
    beside = Path(sys.executable).parent  # programs that come with a package of this environment
    for name in names:
        if found := shutil.which(name, path=beside) or shutil.which(name):
            return found
    message = f"needs the program {' or '.join(names)}"
    absent(message)


def shared(path: str) -> Path:
    """A file that stands beside the project (gold records, W3C tests); CI has it."""
    file = SHARED / path
    if not file.exists():
        message = f"needs {path} in the folder named by KG_SHARED"
        absent(message)
    return file


def fill(file: Path) -> None:
    """Take all the room there is."""
    with file.open("wb", buffering=0) as open_file, contextlib.suppress(OSError):
        while True:
            open_file.write(bytes(65536))
