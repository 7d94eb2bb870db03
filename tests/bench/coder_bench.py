"""The coder against bare spaCy on the same text, two processes against one, and what loading costs."""

import subprocess
import sys
from collections.abc import Callable

import spacy

from kg.settings import Settings
from kg.sources.reading import read_articles
from kg.text.coder import Coder
from tests.bench.timing import ratio, seconds, show

BATCH = 64

LOAD = """
import pathlib, re, time
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.lexicon import load_lexicon
from kg.knowledge.ontology import load_ontology
import datetime, decimal, csv, yaml
def resident():
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024
before = resident()
start = time.perf_counter()
kept = load_gazetteer(None), load_lexicon(None), load_ontology(None)
spent = time.perf_counter() - start
print(f"{spent:.2f} s, {resident() - before:.0f} MB")
"""


SHORT, LONG = 2, 8  # times the sample articles


def _gain(code: Callable[[int, int], None]) -> tuple[float, float, float]:
    """How much faster two processes are once they run: what the longer work adds, start of workers left out."""
    gains = []
    for _ in range(3):
        short, long = (seconds(lambda n=n: code(n, 2)) for n in (SHORT, LONG))
        alone = seconds(lambda: code(LONG - SHORT, 1))
        gains.append(alone / (long - short))
        print(
            f"  start and {SHORT} rounds {short:.1f} s, {LONG} rounds {long:.1f} s; {LONG - SHORT} alone {alone:.1f} s"
        )
    gains.sort()
    return gains[1], gains[0], gains[-1]


def main() -> None:
    articles = list(read_articles(["seeds/articles"]))
    texts = [article.text for article in articles]
    settings = Settings()
    nlp = spacy.load(settings.spacy_model)
    coder = Coder(settings)

    def bare() -> None:
        for _ in nlp.pipe(texts, batch_size=BATCH):
            pass

    def code(times: int = 1, processes: int = 1) -> None:
        for _ in coder.code_many(articles * times, processes=processes):
            pass

    show("text to events / bare nlp.pipe", ratio(code, bare), "at most 1.10")
    show("two processes, times the speed of one", _gain(code), "at least 1.80")
    loaded = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)
    print(f"{'knowledge loads in':<60} {loaded.stdout.strip()}  aim below 1 s and 80 MB")
