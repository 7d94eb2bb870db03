"""Answers that are kept to be given again."""

import threading

import pytest

from kg.rdf.answers import Answer, KeptAnswers


def answer(size: int, version: str = "1") -> Answer:
    return Answer(kind="rows", media_type="text/csv", body=bytes(size), version=version)


def kept_of(kept: KeptAnswers, questions: list[str]) -> list[str]:
    return [question for question in questions if kept.find("1", question)]


def test_what_was_asked_longest_ago_goes_first() -> None:
    kept = KeptAnswers(100_000)
    for question in "abcd":
        kept.keep(question, answer(20_000))
    assert kept.find("1", "a")
    kept.keep("e", answer(20_000))
    assert kept_of(kept, list("abcde")) == ["a", "c", "d", "e"]


def test_long_questions_take_room_too() -> None:
    kept = KeptAnswers(100_000)
    long = [letter * 20_000 for letter in "abcdef"]
    for question in long:
        kept.keep(question, answer(1))
    assert kept_of(kept, long) == long[-4:]


def test_an_answer_that_would_drive_out_most_others_is_not_kept() -> None:
    kept = KeptAnswers(100_000)
    kept.keep("small", answer(20_000))
    kept.keep("large", answer(30_000))
    assert kept_of(kept, ["small", "large"]) == ["small"]


def test_all_go_with_their_version() -> None:
    kept = KeptAnswers(100_000)
    for question in "abcd":
        kept.keep(question, answer(20_000))
    kept.keep("a", answer(20_000, version="2"))
    assert not kept_of(kept, list("abcd"))
    assert kept.find("2", "a")
    for question in "bcd":
        kept.keep(question, answer(20_000, version="2"))
    assert kept.find("2", "a")


def test_an_answer_kept_twice_takes_its_room_once() -> None:
    kept = KeptAnswers(100_000)
    for _ in range(50):
        kept.keep("a", answer(20_000))
    for question in "bcd":
        kept.keep(question, answer(20_000))
    assert kept_of(kept, list("abcd")) == list("abcd")


@pytest.mark.parametrize("room", [0, 10_000, 1 << 20])
def test_threads_share_it(room: int) -> None:
    kept, wrong = KeptAnswers(room), []

    def use(number: int) -> None:
        for at in range(2000):
            version, question = str(at // 500), str((at * number) % 40)
            kept.keep(question, answer(int(question) * 20, version))
            found = kept.find(version, question)
            if found and (len(found.body) != int(question) * 20 or found.version != version):
                wrong.append(found)

    threads = [threading.Thread(target=use, args=(number,)) for number in (1, 3, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
