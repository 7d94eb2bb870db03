"""Plain text with its metadata beside it: `story.txt` and, where there is one, `story.json`."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kg.errors import BadInput
from kg.model import Article

MAX_CHARACTERS = 200_000  # beyond this a parse takes minutes and gigabytes
MAX_BYTES = 4 * MAX_CHARACTERS
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
FIELDS = frozenset({"id", "text", "title", "date", "publisher", "url", "lang"})


def decode(raw: bytes, *, name: str) -> str:
    """UTF-8 (with or without a mark) to text of a usable length. Raises BadInput."""
    if not raw.strip():
        raise BadInput(f"{name}: is empty")
    if b"\x00" in raw[:4096] and not raw.startswith(UTF16_MARKS):
        raise BadInput(f"{name}: is binary, not text")
    label, encoding = ("UTF-16", "utf-16") if raw.startswith(UTF16_MARKS) else ("UTF-8", "utf-8-sig")
    if len(raw) > MAX_BYTES:
        raise BadInput(f"{name}: {len(raw):,} bytes, more than an article of {MAX_CHARACTERS:,} characters")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: is not {label} text (byte {error.start:,})") from error
    return checked_text(text, name=name)


def checked_text(text: str, *, name: str) -> str:
    """The text when it is neither blank nor too long. Raises BadInput."""
    if not text.strip():
        raise BadInput(f"{name}: is empty")
    if len(text) > MAX_CHARACTERS:
        raise BadInput(f"{name}: {len(text):,} characters, more than {MAX_CHARACTERS:,}")
    return text


def article_of(record: Mapping[str, Any], *, name: str, article_id: str | None = None) -> Article:
    """An article from `{"id", "text", "title", "date", "publisher", "url", "lang"}`; only text is needed."""
    unknown = sorted(set(record) - FIELDS)
    if unknown:
        raise BadInput(f"{name}: unknown field {unknown[0]!r} (known: {', '.join(sorted(FIELDS))})")
    values: dict[str, str] = {}
    for field, value in record.items():
        if value is None:
            continue
        if field == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise BadInput(f"{name}: field {field!r} must be a string, not {json.dumps(value)[:40]}")
        values[field] = value
    if "text" not in values:
        raise BadInput(f"{name}: field 'text' is missing")
    key = values.get("id") or article_id or values.get("url")
    if not key:
        raise BadInput(f"{name}: field 'id' is missing")
    return Article(
        id=key,
        text=checked_text(values["text"], name=name),
        title=values.get("title", ""),
        date=read_date(values["date"], name=name) if values.get("date") else None,
        publisher=values.get("publisher", ""),
        url=values.get("url", ""),
        lang=values.get("lang", "en") or "en",
    )


def read_date(text: str, *, name: str) -> date:
    """`2024-10-28`, or a date with a time (the day it names is taken). Raises BadInput."""
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError as error:
        raise BadInput(f"{name}: field 'date' must look like 2024-10-28, not {text!r}") from error


def read_text_file(file: Path) -> Article:
    """The article of a text file; its id is the file's name unless the metadata gives one."""
    name = str(file)
    if file.stat().st_size > MAX_BYTES:
        size = file.stat().st_size
        raise BadInput(f"{name}: {size:,} bytes, more than an article of {MAX_CHARACTERS:,} characters")
    text = decode(file.read_bytes(), name=name)
    beside = file.with_suffix(".json")
    record = _read_metadata(beside) if beside.is_file() else {}
    return article_of({**record, "text": text}, name=str(beside) if record else name, article_id=file.stem)


def _read_metadata(file: Path) -> dict[str, Any]:
    try:
        record = json.loads(file.read_bytes())
    except ValueError as error:
        raise BadInput(f"{file}: is not JSON ({error})") from error
    if not isinstance(record, dict) or "text" in record:
        raise BadInput(f"{file}: must be a JSON object of metadata without 'text'")
    return record
