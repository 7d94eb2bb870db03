"""Loading and exporting take as much memory for a long file as for a short one."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.rdf.bulk import packed
from tests.support import ROOT

# The parts are a tenth as long as they are, so that the files need not be long either.
MEASURE = """\
import sys
from pathlib import Path
from rdflib import Literal, URIRef
from kg.rdf import bulk
from kg.rdf.store import EmbeddedStore
bulk._BATCH, bulk._OF_GRAPH, bulk._OF_MEMORY = bulk._BATCH // 10, bulk._OF_GRAPH // 10, bulk._OF_MEMORY // 10
folder, file, is_empty = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "empty"
with EmbeddedStore(folder) as store:
    if not is_empty:
        store.replace("urn:g", [(URIRef("urn:s"), URIRef("urn:p"), Literal(1))])
    bulk.load_dump(store, file)
    bulk.dump(store, folder / "out.nq.zst")
    assert len(store.inner) == int(sys.argv[4]) + (not is_empty)
status = Path("/proc/self/status").read_text()
print(status.split("VmHWM:")[1].split()[0])
"""
SHORT, LONG = 50_000, 200_000


def statements(count: int, ending: str, in_one_graph: bool) -> str:
    lines = []
    for n in range(count):
        graph = f"<https://example.org/article/{0 if in_one_graph else n // 250}>"
        triple = f'<https://example.org/event/{n // 25}> <https://example.org/p{n % 25}> "what {n} says"'
        lines.append(f"{graph} {{ {triple} }}\n" if ending == "trig" else f"{triple} {graph} .\n")
    return "".join(lines)


def peak(folder: Path, ending: str, store: str, count: int, *, in_one_graph: bool) -> int:
    """The most memory that a process held which loaded so many statements and wrote them again, in KiB."""
    file = folder / f"{count}.{ending}"
    with file.open("wb") as raw, packed(raw, file.name) as out:
        out.write(statements(count, ending, in_one_graph).encode())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, folder / f"store{count}", file, store, str(count)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.parametrize(
    ("ending", "store", "in_one_graph"),
    [
        ("nq", "empty", False),
        ("nq.gz", "empty", True),
        ("nq.zst", "beside others", False),
        ("trig", "beside others", True),
    ],
)
def test_memory_does_not_grow_with_the_file(tmp_path, capsys, ending, store, in_one_graph):
    short, long = (peak(tmp_path, ending, store, count, in_one_graph=in_one_graph) for count in (SHORT, LONG))
    with capsys.disabled():
        print(f"\n{short // 1024} MiB for {SHORT} statements, {long // 1024} MiB for {LONG}")
    assert long < 1.5 * short
