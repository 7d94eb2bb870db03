"""Fetching an address that a user names, without reaching into the user's own network.

`ipaddress.is_global` calls several ranges public that lead elsewhere (6to4, NAT64, multicast), so the deny
list is our own; the connection goes to the address that was checked, and every redirect is checked again.
"""

import http.client
import ipaddress
import socket
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from kg.errors import BadInput

SECONDS = 20.0
MAX_BYTES = 10_000_000
MAX_REDIRECTS = 5
AGENT = "eventgraph/0.1 (news event coder)"

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

DENIED = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "::/8", "64::/16", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address gave after its redirects."""

    url: str
    media_type: str
    body: bytes


def is_address(text: str) -> bool:
    """Is it `http://` or `https://` rather than a path?"""
    return text.lower().startswith(("http://", "https://"))


def is_public(address: IPAddress) -> bool:
    """Does the address lie outside of private, local and translated ranges?"""
    return not any(address in block for block in DENIED if block.version == address.version)


def fetch(url: str, *, allowed: Callable[[IPAddress], bool] = is_public, seconds: float = SECONDS) -> Answer:
    """The body behind `url`, at most 10 MB. Raises BadInput that names the address and the reason."""
    at = url
    for _ in range(MAX_REDIRECTS + 1):
        status, headers, body = _request(at, allowed, seconds)
        if status in (301, 302, 303, 307, 308) and headers.get("location"):
            at = urljoin(at, headers["location"])
            continue
        if status != 200:
            raise BadInput(f"{at}: answered with status {status}")
        return Answer(url=at, media_type=headers.get("content-type", "").lower(), body=body)
    raise BadInput(f"{url}: more than {MAX_REDIRECTS} redirects")


def _request(
    url: str, allowed: Callable[[IPAddress], bool], seconds: float
) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(f"{url}: only http and https addresses are fetched")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise BadInput(f"{url}: has no usable port") from error
    peer = _checked_peer(parts.hostname, port, allowed, url)
    connection = _connect(parts.scheme, parts.hostname, port, peer, seconds)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(
            "GET", target, headers={"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*"}
        )
        answer = connection.getresponse()
        raw = answer.read(MAX_BYTES + 1)
        headers = {name.lower(): value for name, value in answer.getheaders()}
    except (OSError, http.client.HTTPException) as error:
        raise BadInput(f"{url}: no answer ({error or type(error).__name__})") from error
    finally:
        connection.close()
    return answer.status, headers, _unpacked(raw, headers, url)


def _checked_peer(host: str, port: int, allowed: Callable[[IPAddress], bool], url: str) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise BadInput(f"{url}: the host {host!r} is not known") from error
    peers = [str(entry[4][0]).split("%")[0] for entry in found]
    for peer in peers:
        if not allowed(ipaddress.ip_address(peer)):
            raise BadInput(f"{url}: leads to {peer}, an address inside a private network")
    return peers[0]


def _connect(scheme: str, host: str, port: int, peer: str, seconds: float) -> http.client.HTTPConnection:
    connection = (
        http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
        if scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=seconds)
    )
    # http.client looks the name up again by itself; this pins the address that was checked.
    connection._create_connection = lambda _, *rest: socket.create_connection((peer, port), *rest)  # type: ignore
    return connection


def _unpacked(raw: bytes, headers: dict[str, str], url: str) -> bytes:
    if len(raw) > MAX_BYTES:
        raise BadInput(f"{url}: more than {MAX_BYTES:,} bytes")
    if headers.get("content-encoding", "").lower() != "gzip":
        return raw
    try:
        body = zlib.decompressobj(wbits=31).decompress(raw, MAX_BYTES + 1)
    except zlib.error as error:
        raise BadInput(f"{url}: its gzip is broken") from error
    if len(body) > MAX_BYTES:
        raise BadInput(f"{url}: more than {MAX_BYTES:,} bytes unpacked")
    return body
