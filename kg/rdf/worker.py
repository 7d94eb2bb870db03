"""The process that answers one outside query at a time, and may be killed at any moment.

It knows pyoxigraph and the standard library only, so that it starts in a few milliseconds. Its parent speaks
to it by messages over a socket, and may lower the priority of a thread that takes long: the next question is
then answered by a new one.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import socket
import sys
import threading
import time
from itertools import islice
from typing import IO, Any, cast

import pyoxigraph as ox

from kg.rdf.copies import read_copy
from kg.rdf.cutting import CutShort, Sink
from kg.rdf.documents import write_graph
from kg.rdf.functions import Functions, with_unknown_functions
from kg.rdf.messages import make_room, receive, send
from kg.rdf.outlets import send_straight

_STACK = 8 << 20
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


class _Answerer:
    """Holds the snapshot that was asked last; `standing` belongs to every request."""

    def __init__(self, standing: dict[str, Any]) -> None:
        self._memory: int = standing["memory"]
        self._standing = standing
        self._path: str | None = None
        self._store = ox.Store()

    def _open(self, path: str | None) -> None:
        if path not in (None, self._path):
            _limit_memory(None)
            self._path = None
            self._store = read_copy(path) if os.path.isfile(path) else ox.Store.read_only(path)
            self._path = path
            _limit_memory(self._memory)

    def answer(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes | bytearray]:
        """The reply to one request: an answer, or an `error` with its `message`."""
        try:
            self._open(request["path"])
        except (RuntimeError, ValueError, OSError) as error:
            return {"error": "store", "message": f"the snapshot cannot be read: {error}"}, b""
        try:
            whole = {**self._standing, **request}
            return with_unknown_functions(lambda functions: self._once(whole, functions))
        except SyntaxError as error:
            return {"error": "syntax", "message": str(error)}, b""
        except CutShort:
            return {"error": "size", "message": "the answer is larger than allowed"}, b""
        except (RuntimeError, ValueError, OSError) as error:
            return {"error": "evaluation", "message": str(error)}, b""

    def _once(
        self, request: dict[str, Any], functions: Functions
    ) -> tuple[dict[str, Any], bytes | bytearray]:
        base = request["base"]
        if "update" in request:
            # On an empty store: what the parser or the planner dies of, it dies of here. That there is no
            # such graph means nothing there.
            with contextlib.suppress(RuntimeError):
                ox.Store().update(request["update"], base_iri=base)
            return {"kind": "update"}, b""
        options: dict[str, Any] = {"use_default_graph_as_union": request["union"]}
        if request["graphs"] is not None:
            default, named = request["graphs"]
            options = {
                "default_graph": [ox.NamedNode(name) for name in default],
                "named_graphs": [ox.NamedNode(name) for name in named],
            }
        results = self._store.query(
            request["query"],
            base_iri=base,
            prefixes=request["prefixes"] or None,
            custom_functions=functions,
            **options,
        )
        if isinstance(results, ox.QueryTriples):
            return _graph(results, request)
        return _table(results, request)


def _table(
    results: ox.QuerySolutions | ox.QueryBoolean, request: dict[str, Any]
) -> tuple[dict[str, Any], bytes | bytearray]:
    kind = "boolean" if isinstance(results, ox.QueryBoolean) else "rows"
    if request["results"] is None:
        return {"error": "accept", "message": kind}, b""
    media, name = request["results"]
    form = getattr(ox.QueryResultsFormat, name)
    if kind == "boolean":
        return {"kind": kind, "media": media}, results.serialize(None, form) or b""
    sink = Sink(format_name=name, rows=request["rows"], size=request["bytes"])
    try:
        results.serialize(cast(IO[bytes], sink), form)
    except CutShort:
        short, rows = sink.short()
        return {"kind": kind, "media": media, "truncated": True, "rows": rows}, short
    return {"kind": kind, "media": media}, sink.whole()


def _graph(results: ox.QueryTriples, request: dict[str, Any]) -> tuple[dict[str, Any], bytes | bytearray]:
    if request["graph"] is None:
        return {"error": "accept", "message": "graph"}, b""
    media, name = request["graph"]
    triples = islice(results, request["rows"])
    body = write_graph(triples, name, prefixes=request["prefixes"])
    if len(body) > request["bytes"]:
        raise CutShort
    reply = {"kind": "graph", "media": media}
    if next(iter(results), None) is not None:
        reply |= {"truncated": True, "rows": request["rows"]}
    return reply, body


def _confine() -> None:
    """Less than a process may do by default: no network, no core file."""
    library = ctypes.CDLL(None)
    if library.unshare(_CLONE_NEWNET) != 0:
        library.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_memory(memory: int | None) -> None:
    """So many bytes more than are taken now: what an open store takes for itself is no query's doing."""
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = most
    if memory is not None:
        with open("/proc/self/statm", encoding="ascii") as statm:
            soft = int(statm.read().split()[0]) * resource.getpagesize() + memory
        if most != resource.RLIM_INFINITY:
            soft = min(soft, most)
    resource.setrlimit(resource.RLIMIT_AS, (soft, most))


def _limit_time(seconds: float) -> None:
    """A last resort if the parent dies: the kernel ends a process that goes on beyond its time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))
    signal.alarm(int(seconds) + 2)


def _serve(peer: socket.socket, answerer: _Answerer) -> None:
    """Answer until the parent lowers the priority of this thread, which only a privileged process could raise."""
    usual = os.getpriority(os.PRIO_PROCESS, os.getpid())
    while os.getpriority(os.PRIO_PROCESS, 0) == usual:
        try:
            lent: list[int] = []
            request, text = receive(peer, lent=lent)
            begun = time.monotonic()
            request[request["form"]] = text.decode()
            _limit_time(request["seconds"])
            reply, body = answerer.answer(request)
            if lent:
                send_straight(reply, body, request["outlet"], lent, time.monotonic() - begun)
            send(peer, reply, body)
            signal.alarm(0)
        except BaseException:  # the parent has hung up, or memory is short: only with the process is it told
            os._exit(1)


def main() -> None:
    """Answer until the parent hangs up: `worker.py DESCRIPTOR STANDING`, the latter as JSON."""
    peer = socket.socket(fileno=int(sys.argv[1]))
    make_room(peer)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _confine()
    threading.stack_size(_STACK)
    answerer = _Answerer(json.loads(sys.argv[2]))
    while True:
        thread = threading.Thread(target=_serve, args=(peer, answerer))
        thread.start()
        thread.join()
