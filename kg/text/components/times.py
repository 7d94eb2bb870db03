"""`kg_times`: date expressions of a Doc as intervals relative to the article's date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.text.components.actors import article_date
from kg.text.components.extensions import set_extensions
from kg.text.syntax.words import words_of
from kg.text.time.dates import find_dates

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_DURATIVE = frozenset(
    {
        "last",
        "continue",
        "remain",
        "rule",
        "live",
        "wait",
        "hold",
        "detain",
        "occupy",
        "fight",
        "be",
        "rage",
        "govern",
    }
)
_AHEAD = frozenset(
    {"plan", "due", "schedule", "expect", "set", "intend", "prepare", "hope", "aim", "poise", "slate"}
)


@Language.factory(
    "kg_times", requires=["token.pos", "token.dep", "token.head", "token.lemma"], assigns=["doc._.kg_times"]
)
def build_times(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component; it needs nothing but `doc._.kg_date`."""
    set_extensions()
    return find_times


def find_times(doc: Doc) -> Doc:
    """Set `doc._.kg_times`: {"start", "end", "first", "last", "precision"} in order of the text."""
    words = words_of(doc)
    future = partial(_is_future, doc, words.offsets)
    found = find_dates(words.string, article_date(doc), is_future=future)
    doc._.kg_times = [
        {
            "start": bisect_right(words.offsets, when.start) - 1,
            "end": bisect_left(words.offsets, when.end),
            "first": when.first.isoformat(),
            "last": when.last.isoformat(),
            "precision": when.precision,
        }
        for when in found
        if not words.string.startswith(("for ", "For "), when.start) or _lasts(doc, words.offsets, when.start)
    ]
    return doc


def _lasts(doc: Doc, offsets: list[int], offset: int) -> bool:
    """`has warned for weeks` runs up to now; `eased its sanctions for six months` does not."""
    verb: Token = doc[bisect_right(offsets, offset) - 1].head
    for _ in range(3):
        if verb.pos_ in ("VERB", "AUX") or verb.head.i == verb.i:
            break
        verb = verb.head
    perfect = any(child.lemma_ == "have" for child in verb.children)
    return perfect or verb.tag_ == "VBG" or verb.lemma_ in _DURATIVE


def _is_future(doc: Doc, offsets: list[int], offset: int) -> bool:
    """Does the clause around a character speak of what is to come?"""
    verb: Token = doc[bisect_right(offsets, offset) - 1]
    for _ in range(8):
        if verb.pos_ in ("VERB", "AUX") or verb.head.i == verb.i:
            break
        verb = verb.head
    for _ in range(2):
        if any(child.lower_ in _FUTURE for child in verb.children) or verb.lemma_.lower() in _AHEAD:
            return True
        if verb.dep_ != "xcomp" or verb.head.i == verb.i:
            break
        verb = verb.head
    infinitive = verb.tag_ == "VB" and any(child.lower_ == "to" for child in verb.children)
    return infinitive and verb.head.tag_ in ("VBZ", "VBP", "VB")
