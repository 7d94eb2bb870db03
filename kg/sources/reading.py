"""Articles from whatever the user names: files, folders, JSON Lines, HTML pages, feeds, addresses, `-`.

A bad article never stops the good ones: with a `problem` callback it is told and passed over, without one
it is raised.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import BadInput
from kg.model import Article
from kg.sources.feeds import looks_like_feed, read_feed
from kg.sources.html import PageReader
from kg.sources.jsonl import read_jsonl
from kg.sources.text import decode, read_text_file
from kg.sources.web import fetch, is_address

TEXT_SUFFIXES = frozenset({".txt", ".text"})
JSONL_SUFFIXES = frozenset({".jsonl", ".ndjson"})
HTML_SUFFIXES = frozenset({".html", ".htm"})
FEED_SUFFIXES = frozenset({".xml", ".rss", ".atom"})
SUFFIXES = TEXT_SUFFIXES | JSONL_SUFFIXES | HTML_SUFFIXES | FEED_SUFFIXES

Problem = Callable[[BadInput], None]


def read_articles(
    paths: Iterable[str], *, problem: Problem | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article]:
    """Articles in the order named, folders sorted by name. Raises BadInput unless `problem` takes it."""
    given = tuple(paths)
    seen: dict[str, tuple[str, str]] = {}
    with PageReader() as pages:
        for where, item in _read_each(given, pages, stdin or sys.stdin.buffer):
            article = _checked(where, item, seen) if isinstance(item, Article) else item
            if isinstance(article, Article):
                yield article
            elif article is not None and problem is None:
                raise article
            elif article is not None and problem is not None:
                problem(article)


def count_files(paths: Iterable[str]) -> int:
    """How many files, addresses and streams `paths` stand for: the length of a progress bar."""
    return sum(len(_files_in(Path(path))) if path != "-" and Path(path).is_dir() else 1 for path in paths)


def _checked(where: str, article: Article, seen: dict[str, tuple[str, str]]) -> Article | BadInput | None:
    """The article, nothing when it was given before, or why it cannot be told from another."""
    before = seen.setdefault(article.id, (where, article.text))
    if before == (where, article.text):
        return article
    if before[1] == article.text:
        return None
    return BadInput(f"{where}: has the id {article.id!r} of {before[0]} but another text; give it an id")


def _read_each(
    paths: tuple[str, ...], pages: PageReader, stdin: BinaryIO
) -> Iterator[tuple[str, Article | BadInput]]:
    for path in paths:
        if path == "-":
            for number, item in read_jsonl(stdin, name="standard input"):
                yield f"standard input:{number}", item
        elif is_address(path):
            yield from _read_address(path, pages)
        elif Path(path).is_dir():
            files = _files_in(Path(path))
            if not files:
                wanted = ", ".join(sorted(SUFFIXES))
                yield path, BadInput(f"{path}: no articles in this folder (looked for {wanted})")
            for file in files:
                yield from _read_file(file, pages)
        else:
            yield from _read_file(Path(path), pages)


def _files_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())


def _read_file(file: Path, pages: PageReader) -> Iterator[tuple[str, Article | BadInput]]:
    name = str(file)
    try:
        suffix = file.suffix.lower()
        if suffix in JSONL_SUFFIXES:
            with open(file, "rb") as lines:
                for number, item in read_jsonl(lines, name=name):
                    yield f"{name}:{number}", item
        elif suffix in HTML_SUFFIXES:
            yield name, pages.read(file.read_bytes(), name=name, article_id=file.stem)
        elif suffix in FEED_SUFFIXES:
            yield from read_feed(file.read_bytes(), name=name, page_of=lambda url: _read_page(url, pages))
        else:
            yield name, read_text_file(file)
    except BadInput as error:
        yield name, error
    except FileNotFoundError:
        yield name, BadInput(f"{name}: no such file or folder")
    except OSError as error:
        yield name, BadInput(f"{name}: cannot be read ({error.strerror})")


def _read_address(address: str, pages: PageReader) -> Iterator[tuple[str, Article | BadInput]]:
    try:
        answer = fetch(address)
        if looks_like_feed(answer.body, answer.media_type):
            yield from read_feed(answer.body, name=address, page_of=lambda url: _read_page(url, pages))
        elif answer.media_type.startswith("text/plain"):
            yield address, Article(id=answer.url, url=answer.url, text=decode(answer.body, name=address))
        else:
            yield address, pages.read(answer.body, name=address, article_id=answer.url, url=answer.url)
    except BadInput as error:
        yield address, error


def _read_page(address: str, pages: PageReader) -> Article:
    answer = fetch(address)
    return pages.read(answer.body, name=address, article_id=answer.url, url=answer.url)
