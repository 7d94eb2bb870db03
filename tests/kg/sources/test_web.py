"""Addresses are fetched only where they may be, redirects included."""

import gzip
import ipaddress
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.errors import BadInput
from kg.sources.web import fetch, is_public


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/loop":
            return self.answer(302, b"", Location="/loop")
        if self.path == "/inward":
            return self.answer(302, b"", Location="http://169.254.169.254/latest")
        if self.path == "/bomb":
            return self.answer(200, gzip.compress(b"\0" * 20_000_000), **{"Content-Encoding": "gzip"})
        if self.path == "/gone":
            return self.answer(410, b"")
        if self.path == "/moved":
            return self.answer(301, b"", Location="/page")
        return self.answer(200, gzip.compress(b"hello"), **{"Content-Encoding": "gzip"})

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in {
            "Content-Type": "text/plain",
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def loopback(address):
    return address.is_loopback


def test_redirect_is_followed_and_gzip_unpacked(site):
    answer = fetch(site + "/moved", allowed=loopback)
    assert (answer.url, answer.body) == (site + "/page", b"hello")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/loop", "more than 5 redirects"),
        ("/inward", "inside a private network"),
        ("/bomb", "bytes unpacked"),
        ("/gone", "status 410"),
    ],
)
def test_refusals_name_address_and_reason(site, path, reason):
    with pytest.raises(BadInput, match=reason):
        fetch(site + path, allowed=loopback)


def test_loopback_is_refused_by_default(site):
    with pytest.raises(BadInput, match="inside a private network"):
        fetch(site + "/page")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/x", "http://", "http://a.example:x/"])
def test_other_schemes_are_refused(url):
    with pytest.raises(BadInput):
        fetch(url)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.0.0.8", "169.254.169.254", "224.0.0.1", "255.255.255.255", "0.0.0.0",
     "::1", "fec0::1", "fe80::1", "2002:7f00:1::", "64:ff9b::1", "64:ff9b:1::1", "::ffff:10.0.0.1",
     "fd00::1"],
)  # fmt: skip
def test_private_and_translated_ranges_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111"])
def test_public_addresses_are_public(address):
    assert is_public(ipaddress.ip_address(address))
