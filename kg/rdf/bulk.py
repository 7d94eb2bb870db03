"""Whole stores from and to files of N-Quads or TriG, plain or compressed, in memory that does not grow."""

import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import chain, groupby, islice
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox
import zstandard

from kg.errors import BadInput, StoreBroken
from kg.rdf.files import DISK_ERRORS
from kg.rdf.lines import Lines, Part
from kg.rdf.store import EmbeddedStore, Store
from kg.rdf.terms import Triple, from_ox, triple_text
from kg.rdf.vocab import PREFIXES

_GRAPHS = 100  # are marked at a time: a mark waits for the disk
# Statements taken at a time by each thread: Oxigraph's own loader takes a million, in up to 3 GB.
_BATCH, _THREADS = 250_000, 2
_OF_GRAPH, _OF_MEMORY = 20_000, 100_000
_PACKED = 8192  # bytes unpacked at a time: little packed can be much
_LINE = re.compile(r"line (\d+)")
Progress = Callable[[int], None]  # is told how many bytes have been read or written


class _Unpacked:
    """A file read through its unpacking, that says how much of the file has been read.

    What cannot be unpacked is a ValueError: an OSError would look like a failure of the store.
    """

    def __init__(self, file: IO[bytes], stream: IO[bytes], progress: Progress | None) -> None:
        self._file, self._stream, self._progress = file, stream, progress

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._stream.read(size)
        except (gzip.BadGzipFile, zlib.error, zstandard.ZstdError, EOFError) as error:
            raise ValueError(f"the file cannot be unpacked: {error}") from error
        if self._progress:
            self._progress(self._file.tell())
        return piece


class _Frames(io.RawIOBase):
    """What frames of zstd hold. A file that ends amid a frame is an error: its own reader takes it for an end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._left = file, memoryview(b"")
        self._frame: Any = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            is_between = self._frame is None or self._frame.eof
            piece = (self._frame.unused_data if self._frame else b"") or self._file.read(_PACKED)
            if not piece and not is_between:
                raise EOFError("the last frame has no end")
            if not piece:
                return 0
            if is_between:
                self._frame = zstandard.ZstdDecompressor().decompressobj()
            self._left = memoryview(self._frame.decompress(piece))
        given = min(len(buffer), len(self._left))
        buffer[:given], self._left = self._left[:given], self._left[given:]
        return given


class _Counted:
    """A file written to, that says how many bytes it was given."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file, self._progress, self._bytes = file, progress, 0

    def write(self, piece: bytes) -> int:
        self._file.write(piece)
        self._bytes += len(piece)
        self._progress(self._bytes)
        return len(piece)

    def flush(self) -> None:
        self._file.flush()


def format_of(path: Path) -> ox.RdfFormat:
    """The format by the ending: .nq, .trig or .jsonld, with .gz or .zst behind it or not."""
    name = path.name.removesuffix(".gz").removesuffix(".zst")
    form = ox.RdfFormat.from_extension(name.rsplit(".", 1)[-1])
    if form is None or not form.supports_datasets or "." not in name:
        raise BadInput(f"{path}: the ending must be .nq, .trig or .jsonld, with .gz or .zst behind it or not")
    return form


@contextmanager
def reading(path: Path, progress: Progress | None = None) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked."""
    with path.open("rb") as file:
        stream: IO[bytes] = file
        if path.suffix == ".gz":
            stream = cast(IO[bytes], gzip.GzipFile(fileobj=file, mode="rb"))
        elif path.suffix == ".zst":
            stream = cast(IO[bytes], _Frames(file))
        yield cast(IO[bytes], _Unpacked(file, stream, progress))


@contextmanager
def packed(file: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """The open file, packed by the ending of its name; the same data are the same bytes."""
    if name.endswith(".gz"):
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0) as zipped:
            yield cast(IO[bytes], zipped)
    elif name.endswith(".zst"):
        with zstandard.ZstdCompressor().stream_writer(file, closefd=False) as stream:
            yield cast(IO[bytes], stream)
    else:
        yield file


def load_dump(store: Store, path: Path, *, progress: Progress | None = None) -> None:
    """Put the graphs of a file into the store, in the place of those of the same name.

    An empty folder takes the file by Oxigraph's bulk loader and is empty again after a failure; else graph
    after graph is replaced, a long one part by part. Raises BadInput for a file that cannot be read. The index
    has to follow.
    """
    form = format_of(path)
    try:
        with reading(path, progress) as file:
            if isinstance(store, EmbeddedStore) and next(iter(store.inner), None) is None:
                store.mark_stale()
                _load_all(store, file, form)
            else:
                _load_graphs(store, file, form)
        store.flush()
    except (SyntaxError, ValueError) as error:
        raise BadInput(f"{path}: {' '.join(str(error).split())[:300]}") from error
    except OSError as error:
        raise StoreBroken(f"{path} cannot be read: {error}") from error


def _load_all(store: EmbeddedStore, file: IO[bytes], form: ox.RdfFormat) -> None:
    with store.writing() as inner:
        try:
            if form == ox.RdfFormat.N_QUADS:
                _load_lines(inner, Lines(file, most=_BATCH))
            else:
                _load_quads(inner, ox.parse(file, form, rename_blank_nodes=True))
        except BaseException:
            inner.clear()
            raise


def _load_lines(inner: ox.Store, lines: Lines) -> None:
    """While one thread sorts and writes a part, another reads the next."""

    def load() -> None:
        try:
            while part := lines.part():
                with closing(part):
                    _load_part(inner, part)
        except BaseException:
            lines.stop()
            raise

    with ThreadPoolExecutor(_THREADS) as threads:
        for loaded in [threads.submit(load) for _ in range(_THREADS)]:
            loaded.result()
    rest = lines.rest()
    if rest is not None:
        try:
            _load_quads(inner, ox.parse(rest, ox.RdfFormat.N_QUADS, rename_blank_nodes=True))
        except SyntaxError as error:
            raise _placed(error, lines.count) from error


def _load_part(inner: ox.Store, part: Part) -> None:
    try:
        inner.bulk_load(input=cast(IO[bytes], part), format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise _placed(error, part.before) from error


def _load_quads(inner: ox.Store, quads: Iterator[ox.Quad]) -> None:
    for first in quads:
        inner.bulk_extend(chain((first,), islice(quads, _BATCH - 1)))


def _placed(error: SyntaxError, before: int) -> SyntaxError:
    """The error of a part with the line of the whole file."""
    return SyntaxError(_LINE.sub(lambda found: f"line {int(found[1]) + before}", str(error)))


def _load_graphs(store: Store, file: IO[bytes], form: ox.RdfFormat) -> None:
    seen: set[str] = set()
    unflushed = 0
    for batch in _batches(_parts(file, form)):
        store.mark_stale({name for name, _ in batch})
        for name, triples in batch:
            if name not in seen and len(triples) < _OF_GRAPH:
                store.replace(name, triples)
            else:
                if name not in seen:
                    store.drop(name)
                store.add(name, triples)
            seen.add(name)
            unflushed += len(triples)
        if unflushed >= _OF_MEMORY:  # what is not on the disk is held in memory
            store.flush()
            unflushed = 0


def _parts(file: IO[bytes], form: ox.RdfFormat) -> Iterator[tuple[str, list[Triple]]]:
    """Graphs with their triples; a long graph comes in parts, and a file may go back and forth between graphs."""
    quads = ox.parse(file, form, rename_blank_nodes=True)
    for name, group in groupby(quads, key=lambda quad: quad.graph_name):
        if not isinstance(name, ox.NamedNode):
            raise ValueError("holds statements outside of named graphs")
        triples = ((from_ox(quad.subject), from_ox(quad.predicate), from_ox(quad.object)) for quad in group)
        while part := list(islice(triples, _OF_GRAPH)):
            yield name.value, part


def _batches(parts: Iterator[tuple[str, list[Triple]]]) -> Iterator[list[tuple[str, list[Triple]]]]:
    batch: list[tuple[str, list[Triple]]] = []
    for part in parts:
        batch.append(part)
        if len(batch) == _GRAPHS or sum(len(triples) for _, triples in batch) >= _OF_GRAPH:
            yield batch
            batch = []
    if batch:
        yield batch


def dump(store: Store, path: Path) -> None:
    """Write all graphs to a file; the format and the packing are those of its ending."""
    form = format_of(path)
    try:
        with path.open("wb") as file, packed(file, path.name) as out:
            write(store, out, form)
    except DISK_ERRORS as error:
        raise StoreBroken(f"{path} cannot be written: {error}") from error


def write(store: Store, out: IO[bytes], form: ox.RdfFormat, *, progress: Progress | None = None) -> None:
    """Write all graphs to an open file."""
    prefixes = None if form == ox.RdfFormat.N_QUADS else PREFIXES
    stream = cast(IO[bytes], _Counted(out, progress)) if progress else out
    if isinstance(store, EmbeddedStore):
        store.inner.dump(stream, form, prefixes=prefixes)
    else:
        ox.serialize(_quads(store), stream, form, prefixes=prefixes)


def _quads(store: Store) -> Iterator[ox.Quad]:
    for graph in store.graphs():
        name = ox.NamedNode(graph)
        lines = "\n".join(triple_text(triple) for triple in store.read(graph)).encode()
        for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, name)
