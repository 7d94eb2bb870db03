"""RSS and Atom: an entry is an article, from the feed where it carries the text, else from its page."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Any

from kg.errors import BadInput
from kg.model import Article
from kg.sources.text import checked_text

FULL_TEXT = 600  # characters; shorter entries are teasers and their page is read
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")


def looks_like_feed(raw: bytes, media_type: str) -> bool:
    """By its media type or by its first tag."""
    head = raw[:1000].lower()
    return media_type.split(";")[0].strip() in FEED_TYPES or b"<rss" in head or b"<feed" in head


def read_feed(
    raw: bytes, *, name: str, page_of: Callable[[str], Article]
) -> Iterator[tuple[str, Article | BadInput]]:
    """The address of each entry and its article, or why it has none."""
    import feedparser

    # Always from a stream: feedparser takes a string for an address or a file and opens it.
    feed = feedparser.parse(io.BytesIO(raw))
    if not feed.entries:
        yield name, BadInput(f"{name}: no entries in this feed")
    for number, entry in enumerate(feed.entries, 1):
        where = entry.get("link") or f"{name}, entry {number}"
        try:
            yield where, _article(entry, feed.feed.get("title", ""), where, page_of)
        except BadInput as error:
            yield where, error


def _article(entry: Any, publisher: str, where: str, page_of: Callable[[str], Article]) -> Article:
    text = _plain(_longest(entry))
    link = entry.get("link", "")
    if len(text) < FULL_TEXT and link.startswith(("http://", "https://")):
        return page_of(link)
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    return Article(
        id=link or entry.get("id") or where,
        text=checked_text(text, name=where),
        title=_plain(entry.get("title", "")),
        date=date(*stamp[:3]) if stamp else None,
        publisher=publisher,
        url=link,
    )


def _longest(entry: Any) -> str:
    contents = [content.get("value", "") for content in entry.get("content", ())]
    return max([str(text) for text in (*contents, entry.get("summary", ""))], key=len)


def _plain(markup: str) -> str:
    paragraphs = re.sub(r"(?i)</(p|div|h\d|li)>|<br\s*/?>", "\n\n", markup)
    text = unescape(re.sub(r"<[^>]*>", "", paragraphs))
    return re.sub(r"\n\s*\n\s*", "\n\n", text).strip()
