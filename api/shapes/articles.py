"""Articles in answers."""

from __future__ import annotations

from api.shapes.base import Shape
from api.shapes.events import EventShape


class ArticleHead(Shape):
    """An article without its text."""

    id: str
    key: str
    title: str
    date: str | None
    publisher: str
    url: str
    lang: str
    events: int


class ArticleList(Shape):
    """Articles, newest first."""

    items: list[ArticleHead]
    total: int
    truncated: bool
    next: str | None


class ArticleShape(Shape):
    """An article with its text and events; `problems` says what could not be read."""

    id: str
    key: str
    title: str
    date: str | None
    publisher: str
    url: str
    lang: str
    text: str
    events: list[EventShape]
    problems: list[str]
