"""What every test has: a closed network, and programs that are there or whose absence is named."""

import ipaddress
import os
import shutil
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))


def program(*names: str) -> str:
    """The path of the first program found; CI has all of them, elsewhere the test is skipped by name."""
    for name in names:
        if found := shutil.which(name):
            return found
    message = f"needs the program {' or '.join(names)}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def shared(path: str) -> Path:
    """A file that stands beside the project (gold records, W3C tests); CI has it."""
    file = SHARED / path
    if not file.exists():
        message = f"needs {path} in the folder named by KG_SHARED"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return file


@pytest.fixture(autouse=True, scope="session")
def _closed_network():
    """Refuses connections of this process to anything but loopback and local sockets."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(address):
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise OSError(f"the network is closed in tests: {address[0]}")

    def guarded(self, address):
        check(address)
        return connect(self, address)

    def guarded_ex(self, address):
        check(address)
        return connect_ex(self, address)

    socket.socket.connect, socket.socket.connect_ex = guarded, guarded_ex
    yield
    socket.socket.connect, socket.socket.connect_ex = connect, connect_ex


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
