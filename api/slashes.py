"""An id with a slash in an address: `a%2Fb` is one piece of the path, `a/b` are two."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask
from werkzeug.routing import PathConverter, UnicodeConverter

_MARK = "\ue000"  # stands for the slash within a piece while the route is looked for


def plain(path: str) -> str:
    """The path as it is read, whatever its slashes stand for."""
    return path.replace(_MARK, "/")


class _Piece(UnicodeConverter):
    def to_python(self, value: str) -> str:
        return plain(value)


class _Pieces(PathConverter):
    def to_python(self, value: str) -> str:
        return plain(value)


def register(app: Flask) -> None:
    """Look for routes by the address as it was sent; servers hand it on decoded."""
    app.url_map.converters = {
        **app.url_map.converters, "default": _Piece, "string": _Piece, "path": _Pieces
    }  # fmt: skip
    inner = app.wsgi_app

    def outer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        sent = str(environ.get("REQUEST_URI", "")).partition("?")[0]
        if "%2f" in sent.lower() and sent.startswith("/"):
            marked = sent.replace("%2F", "%2f").replace("%2f", _MARK)
            environ["PATH_INFO"] = unquote_to_bytes(marked).decode("latin-1")
        return inner(environ, start_response)

    app.wsgi_app = outer  # type: ignore[method-assign]
