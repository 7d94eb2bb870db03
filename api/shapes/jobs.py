"""Jobs in answers, and the size of the graph."""

from __future__ import annotations

from api.shapes.base import Shape


class JobShape(Shape):
    """Work in the background."""

    id: int
    kind: str
    state: str
    articles: int
    events: int
    total: int | None
    detail: str


class JobList(Shape):
    """Jobs, newest first."""

    items: list[JobShape]


class CountsShape(Shape):
    """The size of the graph."""

    articles: int
    events: int
    actors: int
    dyads: int
    publishers: int
    first: str | None
    last: str | None
