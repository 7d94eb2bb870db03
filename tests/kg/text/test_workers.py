"""Coding in processes: same answers, same order, and a killed worker costs nothing."""

import subprocess
import sys

import pytest

from kg.errors import KGError
from kg.model import Article
from kg.settings import Settings
from kg.text.coder import Coder
from kg.text.workers import Pool

ARTICLES = [
    Article(id=str(n), text=f"Arnor accused Gondor of {n} raids. Rohan sent food to Mordor.")
    for n in range(90)
]


def test_two_processes_code_as_one(coder):
    assert list(coder.code_many(ARTICLES, processes=2)) == list(coder.code_many(ARTICLES))


def test_killed_worker_is_replaced(coder):
    pool = Pool(coder.settings, 2)
    stream = pool.run(iter(ARTICLES))
    found = [next(stream)]
    for worker in pool.workers:
        worker.process.kill()
    found.extend(stream)
    pool.close()
    assert [coded.article.id for coded in found] == [article.id for article in ARTICLES]
    assert all(coded.events and not coded.problems for coded in found)


def test_bad_settings_are_reported_from_a_worker():
    coder = Coder(Settings(spacy_model="no_such_model"))
    with pytest.raises(KGError, match="no_such_model"):
        list(coder.code_many(ARTICLES[:2], processes=2))


def test_no_articles_end_at_once(coder):
    assert list(coder.code_many([], processes=2)) == []


def test_works_from_standard_input(middle_earth):
    script = f"""
from kg.model import Article
from kg.settings import Settings
from kg.text.coder import Coder
articles = [Article(id=str(n), text="Arnor attacked Gondor.") for n in range(40)]
coder = Coder(Settings(knowledge={str(middle_earth)!r}))
print(sum(len(found.events) for found in coder.code_many(articles, processes=2)))
"""
    done = subprocess.run([sys.executable, "-"], input=script.encode(), capture_output=True, check=True)
    assert done.stdout.strip() == b"40"
