import random
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kg.index import trees
from kg.index.encoding import Column, Texts
from kg.index.trees import PAGE, Encoder, PageFile, trees_of

TABLES = """
CREATE TABLE events (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, a INTEGER, b INTEGER, day INTEGER, is_so INTEGER NOT NULL
);
CREATE INDEX events_id ON events (id);
CREATE INDEX events_a ON events (a, day DESC);
CREATE INDEX events_pair ON events (a, b, day DESC);
CREATE INDEX events_day ON events (day DESC);
CREATE TABLE pairs (
  level INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL, score INTEGER,
  PRIMARY KEY (level, a, b)
) WITHOUT ROWID;
CREATE INDEX pairs_back ON pairs (level, b, a, score);
CREATE INDEX pairs_score ON pairs (score DESC);
"""
INDICES = {
    "events": ("events_id", "events_a", "events_pair", "events_day"),
    "pairs": ("pairs_back", "pairs_score"),
}
Rows = list[tuple[object, ...]]


def some_rows(count: int) -> dict[str, Rows]:
    source = random.Random(count)

    def number(low: int, high: int, absent: float = 0.1) -> int | None:
        return None if source.random() < absent else source.randint(low, high)

    events: Rows = [
        (
            2 * n + 1, f"evt_{source.getrandbits(64):016x}" if n % 3 else "ö" * source.randint(0, 99),
            number(1, count), number(-3, 70_000), number(738_000, 739_000), source.randint(0, 1),
        )
        for n in range(count)
    ]  # fmt: skip
    keys = sorted({(number(0, 1, 0), number(1, count, 0), number(1, 9, 0)) for _ in range(count)})  # type: ignore[type-var]
    return {"events": events, "pairs": [(*key, number(-(10**12), 10**12)) for key in keys]}


def column(values: tuple[object, ...]) -> Column:
    if isinstance(values[0], str):
        texts = [str(value).encode() for value in values]
        return Texts.of(b"".join(texts), np.array([len(text) for text in texts]))
    size = np.int64 if max(abs(int(str(value or 0))) for value in values) >= 1 << 31 else np.int32
    return np.array([np.iinfo(size).min if value is None else value for value in values], size)


def made(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.executescript(TABLES)
    return connection


def listed(connection: sqlite3.Connection) -> list[Rows]:
    """All rows in the order of each tree."""
    return [
        connection.execute(f"SELECT * FROM {table} {by}").fetchall()
        for table, indices in INDICES.items()
        for by in ("NOT INDEXED", *(f"INDEXED BY {index}" for index in indices))
    ]


@pytest.mark.parametrize("count", [0, 1, 2, *range(70, 200, 5), 2_000, 20_000])
def test_trees_are_those_that_sqlite_makes(
    tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trees, "_ROWS", 3_000)
    rows = some_rows(count)
    ours, theirs = made(tmp_path / "ours.db"), made(Path(":memory:"))
    found = {table: trees_of(ours, table) for table in rows}
    ours.close()
    with PageFile(tmp_path / "ours.db") as pages, closing(Encoder()) as encoder:
        for table, held in rows.items():
            names = [row[1] for row in theirs.execute(f"PRAGMA table_info({table})")]
            if held:
                columns = map(column, zip(*held, strict=True))
                leaves = encoder.begin(found[table], dict(zip(names, columns, strict=True)))
                pages.fill(found[table], leaves)
            theirs.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", held)
    ours = sqlite3.connect(tmp_path / "ours.db", isolation_level=None)
    assert ours.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert listed(ours) == listed(theirs)
    for connection in (ours, theirs):
        connection.execute("DELETE FROM events WHERE n % 5 = 0")
        connection.execute(
            "INSERT INTO events SELECT n + 1, id || 'x', a, b, day, is_so FROM events WHERE n % 3 = 0"
        )
        connection.execute("UPDATE pairs SET score = score / 2, a = -a WHERE b > 5")
    assert listed(ours) == listed(theirs)
    assert ours.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_page_of_the_locks_stays_empty(tmp_path: Path) -> None:
    path = tmp_path / "large.db"
    with path.open("wb") as file:
        file.truncate((trees.LOCKED - 2) * PAGE)  # a hole: it takes no room
    with PageFile(path) as pages:
        block = np.full((3, PAGE), ord("x"), np.uint8)
        assert pages._append([block]) == [trees.LOCKED - 1, trees.LOCKED + 1, trees.LOCKED + 2]
    with path.open("rb") as file:
        file.seek((trees.LOCKED - 1) * PAGE)
        assert file.read(2 * PAGE) == bytes(PAGE) + b"x" * PAGE


def test_an_index_of_some_rows_only_is_refused(tmp_path: Path) -> None:
    connection = made(tmp_path / "index.db")
    connection.execute("CREATE INDEX events_so ON events (a) WHERE is_so")
    with pytest.raises(ValueError, match="events_so is partial"):
        trees_of(connection, "events")
