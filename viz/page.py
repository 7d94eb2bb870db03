"""Typed views to HTML: one Jinja environment with autoescape on, one function a page."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from kg.records import is_named
from viz import words
from viz.network import script_path
from viz.style import GLYPHS, tokens_css

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


@lru_cache(maxsize=1)
def static_version() -> str:
    """A digest of all static files: part of their addresses, so that browsers may keep them for good."""
    digest = hashlib.sha256(tokens_css().encode())
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    digest.update(script_path().read_bytes())
    return digest.hexdigest()[:12]


def static(name: str) -> str:
    """The address of a static file."""
    return f"/static/{static_version()}/{name}"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates with the filters and functions they use."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_function"] = lambda value, **_: orjson.dumps(value).decode()
    made.globals.update(static=static, glyphs=GLYPHS)
    made.tests["named"] = is_named
    made.filters.update(
        number=words.number,
        urlencode=lambda value: quote(str(value), safe=""),  # a slash within an id is no step of the path
        signed=words.signed,
        percent=words.percent,
        plural=lambda n, one: words.plural(n, one),
    )
    return made


def render(template: str, *, here: str = "", **values: Any) -> str:
    """One page; `here` is the address of the entry of the top bar that it belongs to."""
    return environment().get_template(template).render(here=here, **values)


TITLES = {
    400: "This address cannot be read",
    404: "Nothing is here",
    500: "Something went wrong",
    503: "The server is busy",
    504: "That took too long",
}


def render_error(status: int, detail: str) -> str:
    """The page for an error: what happened and where to go on."""
    if detail.startswith("The requested URL was not found"):  # what the framework says of an unknown route
        detail = "There is no page at this address. Search for an actor above, or begin here"
    told = detail[:1].upper() + detail[1:].rstrip(".") + "."
    title = TITLES.get(status, HTTPStatus(status).phrase)
    return render("error.html", status=status, title=title, detail=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its name, and where it leads."""

    term: str
    value: str
    tone: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """The links to the pieces of a list before and after this one."""

    before: str = ""
    after: str = ""
    told: str = ""


def pager(address: str, *, offset: int, size: int, total: int) -> Pager:
    """Links to the neighbouring pieces; `address` ends where `offset=` may be appended."""
    joint = "&" if "?" in address else "?"
    last = min(total, offset + size)
    return Pager(
        before=f"{address}{joint}offset={max(0, offset - size)}" if offset > 0 else "",
        after=f"{address}{joint}offset={offset + size}" if offset + size < total else "",
        told=f"{words.number(offset + 1)} – {words.number(last)} of {words.number(total)}",
    )
