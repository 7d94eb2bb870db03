"""The coder in a fictional world: the built-in knowledge with Arnor, Gondor, Mordor and Rohan added."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

import kg.knowledge
from kg.model import Article, Coded, Event
from kg.settings import Settings
from kg.text.coder import Coder
from kg.text.syntax.tree import Tree

KNOWLEDGE = Path(kg.knowledge.__file__).parent
STATES = (
    ("AAR", "Arnor", "Arnorian|Arnorians", "Fornost"),
    ("GGO", "Gondor", "Gondorian|Gondorians", "Minas Tirith"),
    ("MMO", "Mordor", "Mordorian|Mordorians", "Barad-dur"),
    ("RRO", "Rohan", "Rohirric|Rohirrim", "Edoras"),
)
DAY = date(2024, 10, 28)

Word = tuple[str, int, str, str]  # word, distance to its head, label, tag


@pytest.fixture(scope="session")
def middle_earth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge folder with four more states."""
    folder = tmp_path_factory.mktemp("middle-earth") / "knowledge"
    shutil.copytree(KNOWLEDGE, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    states = folder / "actors" / "states.tsv"
    text = states.read_text(encoding="utf-8").rstrip("\n")
    header = next(line for line in text.split("\n") if not line.startswith("#")).split("\t")
    for values in STATES:
        row = dict(zip(("id", "label", "demonyms", "capital"), values, strict=True))
        text += "\n" + "\t".join(row.get(name, "") for name in header)
    states.write_text(text + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def coder(middle_earth: Path) -> Coder:
    return Coder(Settings(knowledge=str(middle_earth)))


@pytest.fixture(scope="session")
def coded(coder: Coder) -> Callable[[str], Coded]:
    """Codes a text as an article of 28 October 2024."""
    return lambda text: coder.code(Article(id="a", text=text, date=DAY))


@pytest.fixture(scope="session")
def events(coded: Callable[[str], Coded]) -> Callable[[str], Sequence[Event]]:
    """The events of a text."""
    return lambda text: coded(text).events


@pytest.fixture(scope="session")
def make_doc() -> Callable[..., Doc]:
    """`make_doc(("Arnor", 1, "nsubj", "NNP"), ("fell", 0, "ROOT", "VBD"))`."""
    vocab = English().vocab
    kinds = {
        "N": "NOUN",
        "V": "VERB",
        "I": "ADP",
        "D": "DET",
        "J": "ADJ",
        "P": "PRON",
        "M": "AUX",
        "R": "ADV",
    }

    def make(*words: Word) -> Doc:
        tags = [tag for *_, tag in words]
        return Doc(
            vocab,
            words=[word for word, *_ in words],
            heads=[i + distance for i, (_, distance, *_) in enumerate(words)],
            deps=[label for _, _, label, _ in words],
            tags=tags,
            pos=["PROPN" if tag.startswith("NNP") else kinds.get(tag[0], "X") for tag in tags],
            lemmas=[word.lower() for word, *_ in words],
        )

    return make


@pytest.fixture(scope="session")
def make_tree(make_doc: Callable[..., Doc]) -> Callable[..., Tree]:
    """A tree without a model."""
    return lambda *words: Tree(make_doc(*words))
