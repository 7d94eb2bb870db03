"""Coding in processes: same answers, same order, and a killed worker costs nothing."""

import multiprocessing

import pytest

from kg.errors import KGError
from kg.model import Article
from kg.settings import Settings
from kg.text.coder import Coder

ARTICLES = [
    Article(id=str(n), text=f"Arnor accused Gondor of {n} raids. Rohan sent food to Mordor.")
    for n in range(90)
]


def test_two_processes_code_as_one(coder):
    assert list(coder.code_many(ARTICLES, processes=2)) == list(coder.code_many(ARTICLES))


def test_killed_worker_is_replaced(coder):
    stream = coder.code_many(ARTICLES, processes=2)
    found = [next(stream)]
    multiprocessing.active_children()[0].kill()
    found.extend(stream)
    assert [coded.article.id for coded in found] == [article.id for article in ARTICLES]
    assert all(coded.events and not coded.problems for coded in found)


def test_bad_settings_are_reported_from_a_worker():
    coder = Coder(Settings(spacy_model="no_such_model"))
    with pytest.raises(KGError, match="no_such_model"):
        list(coder.code_many(ARTICLES[:2], processes=2))


def test_no_articles_end_at_once(coder):
    assert list(coder.code_many([], processes=2)) == []
