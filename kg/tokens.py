"""Bearer tokens of a store: a file of names, scopes and hashes; a token is shown once and never kept."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from kg.errors import BadInput, NotFound, StoreBroken
from kg.settings import Settings

SCOPES = ("read", "write", "admin")
FILE = "tokens.json"
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token by name; `digest` is its SHA-256."""

    name: str
    digest: str
    scopes: tuple[str, ...]


def read_tokens(settings: Settings) -> tuple[Token, ...]:
    """The tokens of the store; read again when the file has changed."""
    path = settings.folder / FILE
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return ()
    return _read(path, changed)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> tuple[Token, ...]:
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Token(name=one["name"], digest=one["digest"], scopes=tuple(one["scopes"])) for one in records
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreBroken(f"{path} cannot be read as a list of tokens ({error})") from error


def add_token(settings: Settings, name: str, scopes: Sequence[str]) -> str:
    """Make a token and remember its hash; returns the token, which cannot be shown again."""
    if not _NAME.fullmatch(name):
        raise BadInput(
            f"{name!r} is no name for a token: up to 64 letters, digits, dots, hyphens and underscores"
        )
    if any(one.name == name for one in read_tokens(settings)):
        raise BadInput(f"there is a token {name!r} already")
    token = secrets.token_urlsafe(32)
    digest = sha256(token.encode()).hexdigest()
    chosen = tuple(scope for scope in SCOPES if scope in scopes)
    _write(settings, [*read_tokens(settings), Token(name=name, digest=digest, scopes=chosen)])
    return token


def remove_token(settings: Settings, name: str) -> None:
    """Make a token worthless. Raises NotFound."""
    kept = [one for one in read_tokens(settings) if one.name != name]
    if len(kept) == len(read_tokens(settings)):
        raise NotFound(f"no token {name!r}")
    _write(settings, kept)


def _write(settings: Settings, tokens: Sequence[Token]) -> None:
    path = settings.folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.touch(mode=0o600)
    with beside.open("w", encoding="utf-8") as file:
        json.dump([asdict(token) for token in tokens], file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
