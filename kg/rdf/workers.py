"""Outside queries, answered by processes that can be killed: no query can harm or stall the one that owns
the store."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Unpack

from kg import children
from kg.errors import Busy, KGError, NotAcceptable, QueryRefused, QueryTimeout, QueryTooLarge, StoreBroken
from kg.rdf.answers import Answer, KeptAnswers, Options
from kg.rdf.media import GRAPH_FORMATS, RESULT_FORMATS, negotiate
from kg.rdf.messages import receive, send
from kg.rdf.outlets import Loan
from kg.rdf.refusal import MAX_UPDATE_BYTES, is_fickle, refuse_unsafe, refused_by_parser
from kg.rdf.snapshots import Snapshots
from kg.rdf.store import EmbeddedStore
from kg.rdf.terms import iri_text
from kg.rdf.vocab import PREFIXES
from kg.settings import Settings

# Seconds beyond its limit after which a query's process is killed: it may be about to answer.
_GRACE = 0.05
# Seconds after which a query goes on at low priority: it must not slow down the answers to others.
_PATIENCE, _LOW = 0.25, 10
_QUEUE_PER_WORKER = 16


class _Worker:
    """One process and the socket to it."""

    def __init__(self, standing: str) -> None:
        ours, theirs = socket.socketpair()
        self._peer = ours
        self._answered = select.poll()
        self._answered.register(ours, select.POLLIN)
        self.path = ""
        with theirs:
            self._process = children.start(
                "kg.rdf.worker", theirs.fileno(), standing, errors=subprocess.DEVNULL
            )

    def ask(
        self, request: dict[str, Any], text: str, seconds: float, *, lent: Sequence[int] = ()
    ) -> tuple[dict[str, Any], bytes]:
        """The reply; raises TimeoutError, or EOFError if the process dies of it."""
        deadline = time.monotonic() + seconds + _GRACE
        self._peer.settimeout(seconds + _GRACE)
        try:
            send(self._peer, request, text.encode(), lent=lent)
            if not self._answered.poll(min(_PATIENCE, seconds) * 1000):
                self._lower()
            return receive(self._peer, deadline=deadline)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise EOFError from error

    def _lower(self) -> None:
        """Let the threads that answer wait for others; the main one stays as it is, to start new ones."""
        pid = self._process.pid
        with contextlib.suppress(OSError):  # it has just ended
            low = min(19, os.getpriority(os.PRIO_PROCESS, pid) + _LOW)
            for thread in map(int, os.listdir(f"/proc/{pid}/task")):
                if thread != pid:
                    os.setpriority(os.PRIO_PROCESS, thread, low)

    def kill(self) -> str:
        """End the process and say what it ended of."""
        self._process.kill()
        self._peer.close()
        code = self._process.wait()
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
        return f"status {code}"

    def died_of(self) -> str:
        """What a process that hung up has ended of."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2)
        return self.kill()


class QueryPool:
    """A few workers, and a queue of threads that wait for one."""

    def __init__(self, store: EmbeddedStore, settings: Settings) -> None:
        self._store, self._settings = store, settings
        # What is the same for all queries is told to a worker once.
        self._standing = json.dumps(
            {
                "memory": settings.query_memory_mb * 1024 * 1024,
                "prefixes": {} if settings.test_mode else PREFIXES,
                "rows": settings.query_rows,
                "bytes": settings.query_bytes,
            }
        )
        self._free: deque[_Worker] = deque()
        self._all: set[_Worker] = set()
        self._waiting = 0
        self._closed = False
        self._changed = threading.Condition()
        self._snapshots = Snapshots(store)
        self._kept = KeptAnswers(settings.query_kept_mb << 20)
        store.before_close(self.close)

    def run(self, query: str, **given: Unpack[Options]) -> Answer:
        """Answer a query from outside.

        With no graph named anywhere the default graph is the union of all. Raises QueryRefused, NotAcceptable,
        QueryTimeout, QueryTooLarge or Busy.
        """
        has_from = refuse_unsafe(query)
        default, named = list(given.get("default_graphs") or ()), list(given.get("named_graphs") or ())
        for name in (*default, *named):
            iri_text(name)
        accept = given.get("accept")
        settings = self._settings
        request = {
            "form": "query",
            "base": given.get("base_iri") or (None if settings.test_mode else settings.base_iri),
            "union": not settings.test_mode and not has_from,
            "graphs": (default, named) if default or named else None,
            "results": _offer(accept, RESULT_FORMATS),
            "graph": _offer(accept, GRAPH_FORMATS),
        }
        begun = time.monotonic()
        question = "" if is_fickle(query) else f"{json.dumps(request)} {query}"
        if question and (kept := self._kept.find(self._store.version, question)):
            return replace(kept, seconds=time.monotonic() - begun)
        seconds = given.get("seconds") or settings.query_seconds
        with Loan(given.get("outlet")) as loan:
            reply, body, version = self._ask(request, query, seconds, loan)
        answer = Answer(
            kind=reply["kind"],
            media_type=reply["media"],
            body=body,
            version=version,
            truncated=reply.get("truncated", False),
            rows=reply.get("rows"),
            seconds=time.monotonic() - begun,
        )
        if question:
            self._kept.keep(question, answer)
        return answer

    def check_update(self, text: str, *, base_iri: str | None = None) -> None:
        """Try an update on an empty store in a worker; raises what `run` does for what cannot be run."""
        refuse_unsafe(text, max_bytes=MAX_UPDATE_BYTES)
        request = {"form": "update", "base": base_iri}
        with Loan(None) as loan:
            self._ask(request, text, self._settings.query_seconds, loan, reads=False)

    def _ask(
        self, request: dict[str, Any], text: str, seconds: float, loan: Loan, *, reads: bool = True
    ) -> tuple[dict[str, Any], bytes, str]:
        worker, done = self._take(seconds), False
        try:
            version = self._snapshots.lend(worker) if reads else ""
            path = worker.path if reads else None
            whole = {**request, "seconds": seconds, "path": path, **loan.begin(version)}
            reply, body = worker.ask(whole, text, seconds, lent=loan.lent)
            loan.settle(reply)
            done = True
        except TimeoutError as error:
            raise QueryTimeout(f"the query was stopped after {seconds:g} seconds") from error
        except EOFError as error:
            cause = worker.died_of()
            limit = self._settings.query_memory_mb
            raise QueryTooLarge(
                f"the query needed more than {limit} MiB of memory, nests too deep, or met damaged files that "
                f"`kg verify` tells ({cause})"
            ) from error
        finally:
            self._give_back(worker, alive=done)
        if "error" in reply:
            raise _error_of(reply)
        return reply, body, version

    def _take(self, seconds: float) -> _Worker:
        limit = self._settings.query_workers
        with self._changed:
            if self._closed:
                raise StoreBroken("the store is closed")
            if self._waiting >= limit * _QUEUE_PER_WORKER:
                raise Busy("all query workers are busy and the queue is full", retry_after=2)
            self._waiting += 1
            try:
                until = time.monotonic() + seconds
                while not self._free and len(self._all) >= limit:
                    if not self._changed.wait(until - time.monotonic()):
                        raise Busy(f"no query worker became free in {seconds:g} seconds", retry_after=2)
                    if self._closed:
                        raise StoreBroken("the store is closed")
            finally:
                self._waiting -= 1
            if self._free:
                return self._free.pop()
            worker = _Worker(self._standing)
            self._all.add(worker)
            return worker

    def _give_back(self, worker: _Worker, *, alive: bool) -> None:
        if not alive:
            worker.kill()
        with self._changed:
            if alive and not self._closed:
                self._free.append(worker)
            else:
                self._all.discard(worker)
                self._snapshots.take_back(worker)
                if alive:
                    worker.kill()
            self._changed.notify()

    def close(self) -> None:
        """End all workers; queries that still run fail."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            workers, self._all = self._all, set()
            self._free.clear()
            self._changed.notify_all()
        for worker in workers:
            worker.kill()
        self._snapshots.remove()


def _offer(accept: str | None, formats: Mapping[str, str]) -> tuple[str, str] | None:
    media = negotiate(accept, tuple(formats))
    return None if media is None else (media, formats[media])


def _error_of(reply: dict[str, Any]) -> KGError:
    kind, message = reply["error"], reply["message"]
    if kind == "syntax":
        return refused_by_parser(message)
    if kind == "accept":
        return NotAcceptable("this form of query cannot be answered in any media type that is accepted")
    if kind == "size":
        return QueryTooLarge(message + "; ask for less, or add a LIMIT")
    if kind == "store":
        return StoreBroken(message)
    return QueryRefused(f"the query cannot be evaluated: {message}")
