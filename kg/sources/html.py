"""Article text out of web pages, with trafilatura in a process that can be killed.

Hostile markup (50,000 attributes or nested spans) keeps its parser busy for minutes, so size and number of
tags are capped first and the rest runs against the clock.
"""

import json
import multiprocessing
import re
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

from kg.errors import BadInput
from kg.model import Article
from kg.sources.text import article_of, checked_text

MAX_PAGE_BYTES = 10_000_000
MAX_TAGS = 50_000
MAX_TAG_BYTES = 100_000
SECONDS = 20.0


class PageReader:
    """Reads pages one after the other in a worker process, which is replaced when it hangs or dies."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._worker: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def read(self, raw: bytes, *, name: str, article_id: str, url: str = "") -> Article:
        """The article of a page; its own address and date win over `url`. Raises BadInput."""
        check_markup(raw, name=name)
        if self._pipe is None:
            self._start()
        assert self._pipe is not None
        try:
            self._pipe.send((raw, url))
            answered = self._pipe.poll(self._seconds)
            found = self._pipe.recv() if answered else None
        except (EOFError, OSError) as error:
            self._stop()
            raise BadInput(f"{name}: the page broke its parser") from error
        if not answered:
            self._stop()
            raise BadInput(f"{name}: the page was not read within {self._seconds:g} seconds")
        if found is None:
            raise BadInput(f"{name}: no article text found on the page")
        checked_text(found["text"], name=name)
        return article_of(found, name=name, article_id=article_id)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._worker = context.Process(target=_work, args=(theirs,), daemon=True)
        self._worker.start()
        theirs.close()

    def _stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._worker is not None:
            self._worker.kill()
            self._worker.join()
        self._pipe = self._worker = None


def check_markup(raw: bytes, *, name: str) -> None:
    """Refuses what would keep a parser busy. Raises BadInput."""
    if not raw.strip():
        raise BadInput(f"{name}: is empty")
    if len(raw) > MAX_PAGE_BYTES:
        raise BadInput(f"{name}: {len(raw):,} bytes, more than {MAX_PAGE_BYTES:,}")
    if b"\x00" in raw[:4096]:
        raise BadInput(f"{name}: is binary, not a page")
    tags = raw.count(b"<")
    if tags > MAX_TAGS:
        raise BadInput(f"{name}: {tags:,} tags, more than {MAX_TAGS:,}")
    if re.search(rb"<[^<>]{%d}" % min(MAX_TAG_BYTES, 65_535), raw):
        raise BadInput(f"{name}: has a tag of more than 65,535 bytes")


def _work(pipe: Connection) -> None:
    """The worker: page bytes and address in, a record or None out, until the pipe closes."""
    while True:
        try:
            raw, url = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        pipe.send(_extract(raw, url))


def _extract(raw: bytes, url: str) -> dict[str, Any] | None:
    import trafilatura.settings  # takes a second to import, so only the worker pays for it

    found = trafilatura.bare_extraction(
        raw,
        url=url or None,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    page = found.as_dict() if isinstance(found, trafilatura.settings.Document) else found
    if not page or not page.get("text"):
        return None
    record = {
        "text": page["text"],
        "title": page.get("title"),
        "date": published_date(raw) or page.get("date"),
        "publisher": page.get("sitename"),
        "url": url or page.get("url"),
    }
    return {key: value for key, value in record.items() if value}


def published_date(raw: bytes) -> str | None:
    """The `datePublished` of a page's JSON-LD, its day as YYYY-MM-DD; the most trusted of its dates."""
    for block in re.findall(rb"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", raw, re.S | re.I):
        try:
            found = _date_published(json.loads(block))
        except ValueError:
            continue
        if found:
            return found
    return None


def _date_published(node: Any) -> str | None:
    if isinstance(node, list):
        return next(filter(None, map(_date_published, node)), None)
    if not isinstance(node, dict):
        return None
    stated = node.get("datePublished")
    if isinstance(stated, str) and re.match(r"\d{4}-\d{2}-\d{2}", stated):
        return stated[:10]
    return _date_published(node.get("@graph"))
