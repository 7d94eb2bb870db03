"""Who may ask, and what every answer carries: hosts, tokens, headers."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, MisdirectedRequest, Unauthorized
from werkzeug.wsgi import get_host

from api.arrivals import Environ, arrival
from api.limits import ALWAYS_OPEN
from kg.errors import BadInput
from kg.eventgraph import EventGraph
from kg.settings import Settings
from kg.tokens import SCOPES, read_tokens

Right = Literal["read", "write", "admin"]
_View = TypeVar("_View", bound=Callable[..., Any])
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
# What every answer carries, unless it says otherwise, and what only pages have a use for.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGE_HEADERS = {
    **HEADERS,
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def is_loopback(host: str) -> bool:
    """Does the name stand for this machine only?"""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_binding(chosen: Settings) -> None:
    """Beyond loopback only with a token. Raises BadInput."""
    has_token = chosen.token is not None or bool(read_tokens(chosen))
    if not is_loopback(chosen.host) and not has_token:
        raise BadInput(
            f"serving on {chosen.host} beyond this machine needs a token: set KG_TOKEN or run `kg token add`"
        )
    if chosen.test_mode and not is_loopback(chosen.host):
        raise BadInput("KG_TEST_MODE serves on loopback only")


def require(right: Right) -> None:
    """Let the request through only with a token that has the right. Raises Unauthorized or Forbidden."""
    held = arrival().rights
    if not held:
        raise _unauthorized(f"this needs a token with the right to {right}")
    if right not in held:
        raise Forbidden(f"this token lacks the right to {right}")


def needs(right: Right) -> Callable[[_View], _View]:
    """Mark a view: requests without the right are turned away before anything in them is read."""

    def mark(view: _View) -> _View:
        view.right = right  # type: ignore[attr-defined]
        return view

    return mark


def _unauthorized(detail: str) -> Unauthorized:
    refusal = Unauthorized(detail)
    refusal.www_authenticate = [WWWAuthenticate("bearer", {"realm": "eventgraph"})]
    return refusal


@lru_cache(maxsize=64)
def _is_ours(named: str, own: str, others: str) -> bool:
    """Is the host of a request one to answer for?"""
    host = urlsplit(f"//{named}").hostname or ""
    allowed = {name.strip().lower() for name in others.split(",") if name.strip()}
    return is_loopback(host) or host == own or host in allowed


class Guard:
    """Knows who may ask; everything is told it by the environment of a request."""

    def __init__(self, graph: EventGraph, settings: Settings) -> None:
        self._graph, self._settings = graph, settings

    def check_host(self, environ: Environ) -> None:
        """Raises MisdirectedRequest for a host that this server does not answer for."""
        named = get_host(environ)
        if not _is_ours(named, self._settings.host, self._settings.allowed_hosts):
            host = urlsplit(f"//{named}").hostname or ""
            raise MisdirectedRequest(
                f"this server does not answer for the host {host!r}; see KG_ALLOWED_HOSTS"
            )

    def admit(self, environ: Environ) -> frozenset[str]:
        """What the bearer token of a request allows. Raises Unauthorized or Forbidden for who may not come in."""
        held = self._rights(environ.get("HTTP_AUTHORIZATION", ""))
        # A browser asks with OPTIONS whether it may send a token at all.
        is_open = environ["REQUEST_METHOD"] == "OPTIONS" or environ["PATH_INFO"] in ALWAYS_OPEN
        if self._settings.private and "read" not in held and not is_open:
            if held:
                raise Forbidden("this token lacks the right to read")
            raise _unauthorized("this server answers only with a token")
        return held

    def _rights(self, given: str) -> frozenset[str]:
        if not given:
            return frozenset()
        scheme, _, token = given.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise _unauthorized("the Authorization header must read `Bearer TOKEN`")
        own = self._settings.token
        offered = sha256(token.strip().encode()).hexdigest()
        if own is not None and hmac.compare_digest(
            offered, sha256(own.get_secret_value().encode()).hexdigest()
        ):
            return frozenset(SCOPES)
        for known in read_tokens(self._graph.settings):
            if hmac.compare_digest(offered, known.digest):
                return frozenset(known.scopes)
        raise _unauthorized("this token is not known here")
