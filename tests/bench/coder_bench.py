"""The coder against bare spaCy on the same text, two processes against one, and what loading costs."""

import subprocess
import sys

import spacy

from kg.settings import Settings
from kg.sources.reading import read_articles
from kg.text.coder import Coder
from tests.bench.timing import ratio, seconds, show

BATCH = 64

LOAD = """
import resource, time
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.lexicon import load_lexicon
from kg.knowledge.ontology import load_ontology
import datetime, decimal, csv, yaml
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
kept = load_gazetteer(None), load_lexicon(None), load_ontology(None)
spent = time.perf_counter() - start
print(f"{spent:.2f} s, {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024:.0f} MB")
"""


def main() -> None:
    articles = list(read_articles(["seeds/articles"]))
    texts = [article.text for article in articles]
    settings = Settings()
    nlp = spacy.load(settings.spacy_model)
    coder = Coder(settings)

    def bare() -> None:
        for _ in nlp.pipe(texts, batch_size=BATCH):
            pass

    def code(processes: int = 1) -> None:
        for _ in coder.code_many(articles * processes, processes=processes):
            pass

    show("text to events / bare nlp.pipe", ratio(code, bare), "at most 1.10")
    code(2)
    both = sorted(2 * seconds(code) / seconds(lambda: code(2)) for _ in range(3))
    show("two processes, times the speed of one", (both[1], both[0], both[2]), "at least 1.80")
    loaded = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)
    print(f"{'knowledge loads in':<60} {loaded.stdout.strip()}  aim below 1 s and 80 MB")
