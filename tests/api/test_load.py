"""Two writers, six readers and two viewers beside a crowd that never asks: nothing fails, nobody waits for long,
and memory does not grow."""

from pathlib import Path

import pytest

from tests.bench.load_bench import SECONDS, run

MOST_GROWTH = 0.10
# The 99th percentile of each sort of call against that of the API's answers, which share one interpreter with
# all that is not made apart. Pages took six times as long when they shared it too.
MOST_APART = 5


@pytest.mark.timeout(SECONDS + 480)
def test_everybody_is_served_and_memory_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(tmp_path / "store", SECONDS)
    with capsys.disabled():
        print("\n" + "\n".join(found.lines()))
    assert found.errors == []
    assert all(found.times[sort] for sort in ("read", "view", "write"))
    assert set(found.memory) == {"server", "pages", "coder"}
    assert found.growth < MOST_GROWTH
    waits = {
        sort: found.slowest(sort) / found.slowest("read") for sort, times in found.times.items() if times
    }
    assert max(waits.values()) < MOST_APART, waits
