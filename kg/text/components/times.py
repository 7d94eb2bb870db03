"""`kg_times`: date expressions of a Doc as intervals relative to the article's date."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.text.components.actors import article_date
from kg.text.components.extensions import set_extensions
from kg.text.dates import find_dates

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
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
    times = []
    future = partial(_is_future, doc)
    for when in find_dates(doc.text, article_date(doc), is_future=future):
        span = doc.char_span(when.start, when.end, alignment_mode="expand")
        if span is None:
            continue
        times.append(
            {
                "start": span.start,
                "end": span.end,
                "first": when.first.isoformat(),
                "last": when.last.isoformat(),
                "precision": when.precision,
            }
        )
    doc._.kg_times = times
    return doc


def _is_future(doc: Doc, offset: int) -> bool:
    """Does the clause around a character speak of what is to come?"""
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    if span is None:
        return False
    verb: Token = span[0]
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
    return verb.tag_ == "VB" and any(child.lower_ == "to" for child in verb.children)
