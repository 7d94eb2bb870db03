"""Whole stores from and to files of N-Quads or TriG, plain or compressed, in memory that does not grow."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
import zstandard

from kg.errors import BadInput, StoreBroken
from kg.rdf.store import DISK_ERRORS, EmbeddedStore, Store
from kg.rdf.terms import Triple, from_ox
from kg.rdf.vocab import PREFIXES

Progress = Callable[[int], None]  # is told how many bytes of the file have been read


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
            unpacker = zstandard.ZstdDecompressor()
            stream = cast(IO[bytes], unpacker.stream_reader(file, read_across_frames=True))
        yield cast(IO[bytes], _Unpacked(file, stream, progress))


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to, packed by its ending; the same data are the same bytes."""
    with path.open("wb") as file:
        if path.suffix == ".gz":
            with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed:
                yield cast(IO[bytes], packed)
        elif path.suffix == ".zst":
            with zstandard.ZstdCompressor().stream_writer(file, closefd=False) as stream:
                yield cast(IO[bytes], stream)
        else:
            yield file


def load_dump(store: Store, path: Path, *, progress: Progress | None = None) -> None:
    """Put the graphs of a file into the store, in the place of those of the same name.

    An empty folder takes the file by Oxigraph's bulk loader and is empty again after a failure; else graph
    after graph is replaced. Raises BadInput for a file that cannot be read. The index is stale then.
    """
    form = format_of(path)
    store.mark_stale()
    try:
        with reading(path, progress) as file:
            if isinstance(store, EmbeddedStore) and next(iter(store.inner), None) is None:
                _load_all(store, file, form)
            else:
                _load_graphs(store, file, form)
    except (SyntaxError, ValueError) as error:
        raise BadInput(f"{path}: {' '.join(str(error).split())[:300]}") from error
    except OSError as error:
        raise StoreBroken(f"{path} cannot be read: {error}") from error


def _load_all(store: EmbeddedStore, file: IO[bytes], form: ox.RdfFormat) -> None:
    with store.writing() as inner:
        try:
            inner.bulk_load(file, form)
        except BaseException:
            inner.clear()
            raise


def _load_graphs(store: Store, file: IO[bytes], form: ox.RdfFormat) -> None:
    seen: set[str] = set()
    quads = ox.parse(file, form, rename_blank_nodes=True)
    for name, group in groupby(quads, key=lambda quad: quad.graph_name):
        if not isinstance(name, ox.NamedNode):
            raise ValueError("holds statements outside of named graphs")
        triples: list[Triple] = [
            (from_ox(quad.subject), from_ox(quad.predicate), from_ox(quad.object)) for quad in group
        ]
        if name.value in seen:  # the file goes back and forth between graphs
            triples = [*store.read(name.value), *triples]
        seen.add(name.value)
        store.replace(name.value, triples)


def dump(store: EmbeddedStore, path: Path) -> None:
    """Write all graphs to a file; the format and the packing are those of its ending."""
    form = format_of(path)
    prefixes = None if form == ox.RdfFormat.N_QUADS else PREFIXES
    try:
        with writing(path) as file:
            store.inner.dump(file, form, prefixes=prefixes)
    except DISK_ERRORS as error:
        raise StoreBroken(f"{path} cannot be written: {error}") from error
