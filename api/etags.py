"""ETags by the graph's version: what a client has already is not made again, once it may have it at all."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Response, g, request
from werkzeug.wrappers import Request

from api.params import graph
from api.serving import package_version
from kg.ids import digest

_TAGGED = (
    "/api/v1/", "/graph", "/actor/", "/article/", "/event/", "/dyad/", "/type/", "/action/", "/place/",
    "/publisher/", "/relation/", "/explore", "/articles", "/search", "/.well-known/void",
)  # fmt: skip
_WHOLE = ("/", "/ontology")
_TAKEN_APART = ("/api/v1/measures", "/api/v1/communities")  # in another thread, of a state that may be newer
_UNTAGGED = ("/api/v1/jobs", "/api/v1/code")


def tag(version: str, asked: Request) -> str:
    """The tag of a request's answer: by what was asked, in which form, of which version of the graph."""
    return digest(version, package_version(), asked.url, asked.environ.get("HTTP_ACCEPT", ""))


def is_known(made: str, asked: Request) -> bool:
    """Does the client have this very answer? `*` names none."""
    offered = asked.if_none_match
    return not offered.star_tag and offered.contains_weak(made)


def is_tagged() -> bool:
    """Does the answer to this request depend on nothing but what is asked and the graph?"""
    is_listed = request.path in _WHOLE or request.path.startswith(_TAGGED)
    return request.method in ("GET", "HEAD") and is_listed and not request.path.startswith(_UNTAGGED)


def register(app: Flask) -> None:
    """Tag answers; to be registered behind those that turn requests away."""

    @app.before_request
    def recall() -> Response | None:
        if not is_tagged():
            return None
        if not request.path.startswith(_TAKEN_APART):
            # The answer is made from the very state that it is tagged with, whatever is written meanwhile.
            g.state = ExitStack()
            g.state.enter_context(graph().steady())
        # Else a write in between makes the tag too old, never too new.
        g.etag = tag(graph().version, request)
        return Response(status=304) if is_known(g.etag, request) else None

    @app.teardown_request
    def let_go(_: BaseException | None) -> None:
        if state := g.pop("state", None):
            state.close()

    @app.after_request
    def mark(answer: Response) -> Response:
        if "etag" not in g:
            return answer
        if not request.path.startswith(("/api/v1/", "/graph")):
            answer.vary.add("Accept")
        if answer.status_code not in (200, 303, 304):
            return answer
        answer.set_etag(g.etag, weak=True)
        answer.headers.setdefault("Cache-Control", "no-cache")
        if answer.status_code == 200 and request.if_none_match.star_tag:
            answer.status_code = 304
            answer.set_data(b"")
        return answer
