"""Answers are remembered for one version, computed once, and never for another."""

import threading
import time

import pytest

from kg.index.memo import Memo


def test_each_answer_is_computed_once_however_many_ask() -> None:
    memo, made = Memo(), []

    def compute() -> str:
        time.sleep(0.05)
        made.append(1)
        return "answer"

    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(memo.get("1", "key", compute))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["answer"] * 8
    assert len(made) == 1


def test_another_version_drops_what_was_known() -> None:
    memo = Memo()
    assert memo.get("1", "key", lambda: "old") == "old"
    assert memo.has("1", "key")
    assert not memo.has("2", "key")
    assert memo.get("2", "key", lambda: "new") == "new"
    assert memo.get("2", "key", lambda: "newer") == "new"


def test_what_was_computed_over_a_change_is_not_kept_for_the_later_version() -> None:
    memo = Memo()

    def compute() -> str:
        assert memo.get("2", "other", lambda: "meanwhile") == "meanwhile"
        return "of version 1"

    assert memo.get("1", "key", compute) == "of version 1"
    assert not memo.has("2", "key")


def test_only_the_latest_are_kept() -> None:
    memo = Memo(size=2)
    for key in "abc":
        memo.get("1", key, lambda: "answer")
    assert [memo.has("1", key) for key in "abc"] == [False, True, True]


def test_a_failure_is_told_and_leaves_nothing_behind() -> None:
    memo = Memo()
    for key in range(1000):
        with pytest.raises(ZeroDivisionError):
            memo.get("1", key, lambda: 1 / 0)
    assert not memo._computing
    assert memo.get("1", 0, lambda: "answer") == "answer"
