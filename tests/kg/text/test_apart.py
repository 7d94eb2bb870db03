"""The coder in its own process: same answers, and a killed process costs nothing."""

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from kg.errors import Busy, KGError
from kg.model import Article
from kg.settings import Settings
from kg.text.apart import CoderApart, _Turns
from tests.kg.text.test_workers import ARTICLES


@pytest.fixture(scope="module")
def apart(coder) -> Iterator[CoderApart]:
    found = CoderApart(coder.settings)
    yield found
    found.close()


def kill(coder: CoderApart) -> None:
    assert coder._process is not None
    os.kill(coder._process._process.pid, signal.SIGKILL)


def test_it_codes_as_the_coder_here(coder, apart):
    assert list(apart.code_many(ARTICLES[:20])) == list(coder.code_many(ARTICLES[:20]))
    assert apart.version == coder.version


def test_killed_process_is_replaced(apart):
    stream = apart.code_many(ARTICLES[:20])
    found = [next(stream)]
    kill(apart)
    found.extend(stream)
    assert [coded.article.id for coded in found] == [article.id for article in ARTICLES[:20]]
    assert all(coded.events and not coded.problems for coded in found)


def test_article_that_ends_two_processes_is_told(apart, monkeypatch):
    ask = apart._ask

    def deadly(batch):
        if any(article.id == "3" for article in batch):
            kill(apart)
        return ask(batch)

    apart.code(ARTICLES[0])
    monkeypatch.setattr(apart, "_ask", deadly)
    found = list(apart.code_many(ARTICLES[:5]))
    assert [coded.problems for coded in found if not coded.events] == [
        ("it ended two processes of the coder",)
    ]


def test_single_text_goes_before_a_list(apart):
    order = []
    with apart._turns.take(is_urgent=True):
        threads = []
        for name, is_urgent in (("list", False), ("text", True)):

            def work(name=name, is_urgent=is_urgent):
                with apart._turns.take(is_urgent=is_urgent):
                    order.append(name)

            threads.append(threading.Thread(target=work))
            threads[-1].start()
        while apart._turns._urgent == 0:
            threading.Event().wait(0.001)
    for thread in threads:
        thread.join()
    assert order == ["text", "list"]


def test_bad_settings_are_reported():
    coder = CoderApart(Settings(spacy_model="no_such_model"))
    with pytest.raises(KGError, match="no_such_model"):
        coder.code(Article(id="a", text="Arnor accused Gondor of raids on its land."))
    coder.close()
    with pytest.raises(Busy):
        coder.code(ARTICLES[0])


def test_a_stream_of_single_texts_lets_a_long_list_get_on():
    turns, order = _Turns(), []
    begun, end = threading.Event(), threading.Event()

    def single() -> None:
        while not end.is_set():
            with turns.take(is_urgent=True):
                order.append("single")
                begun.set()

    def many() -> None:
        begun.wait()
        for _ in range(20):
            with turns.take(is_urgent=False):
                order.append("list")

    singles = [threading.Thread(target=single) for _ in range(3)]
    patient = threading.Thread(target=many)
    for thread in [*singles, patient]:
        thread.start()
    patient.join(timeout=60)
    end.set()
    for thread in singles:
        thread.join()
    assert order.count("list") == 20


def test_a_list_that_waits_lets_a_few_single_texts_go_first():
    turns, order = _Turns(), []
    waiting = []

    def take(name: str, is_urgent: bool) -> None:
        with turns.take(is_urgent=is_urgent):
            order.append(name)

    with turns.take(is_urgent=True):
        waiting.append(threading.Thread(target=take, args=("list", False)))
        waiting += [threading.Thread(target=take, args=("single", True)) for _ in range(6)]
        for thread in waiting:
            thread.start()
        while (turns._urgent, turns._patient) != (6, 1):
            time.sleep(0.001)
    for thread in waiting:
        thread.join()
    assert order == [*["single"] * 4, "list", *["single"] * 2]
