"""Who may ask, and what every answer carries: hosts, tokens, headers."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from api.errors import problem
from api.params import graph, settings
from kg.errors import BadInput
from kg.settings import Settings
from kg.tokens import SCOPES, read_tokens

Right = Literal["read", "write", "admin"]
_View = TypeVar("_View", bound=Callable[..., Any])
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
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


def rights() -> frozenset[str]:
    """What the bearer token of this request allows. Raises Unauthorized for an unknown one."""
    given = request.headers.get("Authorization", "")
    if not given:
        return frozenset()
    scheme, _, token = given.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _unauthorized("the Authorization header must read `Bearer TOKEN`")
    own = settings().token
    offered = sha256(token.strip().encode()).hexdigest()
    if own is not None and hmac.compare_digest(offered, sha256(own.get_secret_value().encode()).hexdigest()):
        return frozenset(SCOPES)
    for known in read_tokens(graph().settings):
        if hmac.compare_digest(offered, known.digest):
            return frozenset(known.scopes)
    raise _unauthorized("this token is not known here")


def require(right: Right) -> None:
    """Let the request through only with a token that has the right. Raises Unauthorized or Forbidden."""
    held = rights()
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


def register(app: Flask) -> None:
    """Check hosts, origins and tokens before, and set the headers after every answer."""

    @app.before_request
    def check() -> Response | None:
        chosen = settings()
        if not _is_ours(request.host, chosen.host, chosen.allowed_hosts):
            host = urlsplit(f"//{request.host}").hostname or ""
            return problem(421, f"this server does not answer for the host {host!r}; see KG_ALLOWED_HOSTS")
        held = rights()
        # A browser asks with OPTIONS whether it may send a token at all.
        is_open = request.method == "OPTIONS" or request.path in ("/health", "/ready")
        if chosen.private and "read" not in held and not is_open:
            if held:
                raise Forbidden("this token lacks the right to read")
            raise _unauthorized("this server answers only with a token")
        if right := getattr(current_app.view_functions.get(request.endpoint or ""), "right", None):
            require(right)
        return None

    inner = app.wsgi_app

    def outer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            given = {name.lower() for name, _ in headers}
            kept = [(name, value) for name, value in HEADERS.items() if name.lower() not in given]
            return start_response(status, headers + kept, *more)

        return inner(environ, start)

    app.wsgi_app = outer  # type: ignore[method-assign]
