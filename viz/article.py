"""What the pages of articles show: the text with its marks, the list, and a text that was pasted."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from kg.eventgraph import EventGraph
from kg.ids import article_key
from kg.model import Coded
from viz import words
from viz.page import pager, render
from viz.passages import Part, cut, marks_of, passage

PAGE = 40
_PARAGRAPH = re.compile(r"\S.*(?:\n(?!\s*\n).*\S.*)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article in the list."""

    key: str
    title: str
    publisher: str
    date: str
    events: int


def paragraphs(coded: Coded) -> list[tuple[Part, ...]]:
    """The text by paragraphs, each cut by the marks of its events."""
    marks = [mark for event in coded.events for mark in marks_of(event)]
    text = coded.article.text
    return [cut(found.group(), found.start(), marks) for found in _PARAGRAPH.finditer(text)]


def render_article(graph: EventGraph, key: str) -> str:
    """The page of an article. Raises NotFound."""
    coded = graph.coded(key)
    article = coded.article
    values: dict[str, Any] = {
        "key": article_key(article.id),
        "title": article.title or "Untitled article",
        "publisher": article.publisher,
        "published": words.day(article.date) if article.date else "",
        "url": words.safe_link(article.url),
        "paragraphs": paragraphs(coded),
        "passages": [passage(event, article) for event in coded.events],
        "problems": coded.problems,
    }
    return render("article.html", here="/articles", **values)


def render_articles(graph: EventGraph, *, publisher: str | None = None, offset: int = 0) -> str:
    """The list of articles, newest first."""
    page = graph.articles(limit=PAGE, offset=offset, publisher=publisher)
    address = "/articles" + (f"?publisher={quote(publisher, safe='')}" if publisher else "")
    rows = [
        ArticleRow(
            key=article_key(article.id),
            title=article.title or "Untitled article",
            publisher=article.publisher,
            date=words.day(article.date),
            events=events,
        )
        for article, events in zip(page.items, page.events, strict=True)
    ]
    return render(
        "articles.html",
        here="/articles",
        rows=rows,
        total=page.total,
        publisher=publisher or "",
        publishers=graph.publishers()[:16],
        page=pager(address, offset=offset, size=PAGE, total=page.total),
    )
