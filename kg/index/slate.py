"""How jobs stand that the index has no room to be told: a small file whose room is taken beforehand.

It is written in place, so that a full disk takes it, and another process can read what the one that serves
knows.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import orjson

from kg.answers import Job

FILE = "jobs.late"
_SIZE, _MOST, _DETAIL = 32_768, 40, 400  # bytes, jobs, characters of the detail of each


class Slate:
    """Safe to use from any thread; nothing here fails: what cannot be written is remembered by this process."""

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        self._path, self._read_only = folder / FILE, read_only
        self._guard = threading.Lock()
        self._late = _read(self._path)
        if not read_only:
            self._write()

    @property
    def late(self) -> Mapping[int, Job]:
        """Jobs of which the index does not know how they stand, by number."""
        with self._guard:
            return _read(self._path) if self._read_only else dict(self._late)

    def latest(self, job: Job) -> Job:
        """How a job of the index stands indeed."""
        known = self.late.get(job.id)
        if known is None:
            return job
        return replace(
            job, state=known.state, articles=known.articles, events=known.events, detail=known.detail
        )

    def note(self, job: Job) -> None:
        """How a job stands."""
        with self._guard:
            self._late[job.id] = job
            self._write()

    def clear(self) -> None:
        """The index knows it all."""
        with self._guard:
            if self._late:
                self._late.clear()
                self._write()

    def _write(self) -> None:
        newest = sorted(self._late.values(), key=lambda job: -job.id)[:_MOST]
        text = orjson.dumps([replace(job, detail=job.detail[:_DETAIL]) for job in newest])
        while len(text) > _SIZE and newest:
            newest.pop()
            text = orjson.dumps([replace(job, detail=job.detail[:_DETAIL]) for job in newest])
        with contextlib.suppress(OSError):
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o644)
            try:
                os.pwrite(descriptor, text.ljust(_SIZE), 0)
            finally:
                os.close(descriptor)


def _read(path: Path) -> dict[int, Job]:
    """What stands there; nothing if there is no such file, or one that is damaged."""
    try:
        return {told["id"]: Job(**told) for told in orjson.loads(path.read_bytes())}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
