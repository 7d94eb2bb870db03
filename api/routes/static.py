"""Style sheets, scripts and the libraries they use: addresses with a digest, kept by browsers for good."""

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, request

from viz.network import script_path
from viz.page import STATIC, static_version
from viz.style import tokens_css

blueprint = Blueprint("static", __name__)
mimetypes.add_type("text/javascript", ".js")
FOREVER = "public, max-age=31536000, immutable"
TEXTS = (".css", ".js", ".svg", ".json")


@blueprint.get("/static/<version>/<path:name>")
def static_file(version: str, name: str) -> Response:
    """A static file; an address of another version is answered with the present file, not kept."""
    body, packed = _read(name)
    is_packed = packed is not None and request.accept_encodings["gzip"] > 0
    answer = Response(packed if is_packed else body, content_type=_type(name))
    if packed is not None:
        answer.vary.add("Accept-Encoding")
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = FOREVER if version == static_version() else "no-cache"
    return answer


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """Browsers ask for it whatever the page says."""
    return Response(_read("icon.svg")[0], content_type="image/svg+xml")


@lru_cache(maxsize=128)
def _read(name: str) -> tuple[bytes, bytes | None]:
    if name == "tokens.css":
        body = tokens_css().encode()
    else:
        path = script_path() if name == "vis-network.js" else _inside(name)
        body = path.read_bytes()
    packed = gzip.compress(body, compresslevel=9, mtime=0) if name.endswith(TEXTS) else None
    return body, packed


def _inside(name: str) -> Path:
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC.resolve()) or not path.is_file():
        abort(404, f"There is no file {name!r}.")
    return path


def _type(name: str) -> str:
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if name.endswith(TEXTS) else guessed
