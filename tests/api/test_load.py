"""Two writers, six readers and two viewers at once: nothing fails, and memory does not grow."""

from pathlib import Path

import pytest

from tests.bench.load_bench import SECONDS, run

# In two minutes caches still fill, and each write takes some 20 kB inside the RDF library (5 to 10 % were
# measured); a leak of ours is more. Ten minutes by hand tell whether it ends: `python -m tests.bench load`.
MOST_GROWTH = 0.20


@pytest.mark.timeout(SECONDS + 480)
def test_everybody_is_served_and_memory_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(tmp_path / "store", SECONDS)
    with capsys.disabled():
        print("\n" + "\n".join(found.lines()))
    assert found.errors == []
    assert all(found.times[sort] for sort in ("read", "view", "write"))
    assert found.growth < MOST_GROWTH
