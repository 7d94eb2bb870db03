"""JSON Lines: one article a line."""

import json
from collections.abc import Iterable, Iterator

from kg.errors import BadInput
from kg.model import Article
from kg.sources.text import article_of


def read_jsonl(lines: Iterable[bytes], *, name: str) -> Iterator[tuple[int, Article | BadInput]]:
    """Line number and its article, or what is wrong with the line; blank lines are passed over."""
    number = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            yield number, _article(line, where)
        except BadInput as error:
            yield number, error
    if number == 0:
        yield 1, BadInput(f"{name}: is empty")


def _article(line: bytes, where: str) -> Article:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise BadInput(f"{where}: is not JSON ({error})") from error
    if not isinstance(record, dict):
        raise BadInput(f"{where}: must be a JSON object with 'id' and 'text'")
    return article_of(record, name=where)
