"""`kg_syntax`: gives a finite verb back to sentences that the parser read as one noun phrase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

_NOMINAL = ("NOUN", "PROPN", "PRON")
_OF_THE_VERB = ("advcl", "punct", "npadvmod", "prep", "ccomp", "cc", "conj")


@Language.factory(
    "kg_syntax",
    requires=["token.tag", "token.dep", "token.head", "token.pos"],
    assigns=["token.tag", "token.dep", "token.head", "token.pos"],
)
def build_syntax(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component; it runs before names are looked for, so that no name swallows a verb."""
    return mend_verbs


def mend_verbs(doc: Doc) -> Doc:
    """In "Arnor scrambled jets" make `scrambled` the verb, `Arnor` its subject, `jets` its object."""
    found = [(token, left) for token in doc if token.dep_ == "amod" and (left := _subject(token)) is not None]
    if not found:
        return doc
    heads = [token.head.i for token in doc]
    deps = [token.dep_ for token in doc]
    tags = [token.tag_ for token in doc]
    kinds = [token.pos_ for token in doc]
    for verb, subject in found:
        noun = verb.head.i
        heads[verb.i] = verb.i if heads[noun] == noun else heads[noun]
        deps[verb.i], kinds[verb.i] = deps[noun], "VERB"
        tags[verb.i] = "VBD" if tags[verb.i] == "VBN" else tags[verb.i]
        for child in doc[noun].children:
            if child.i < verb.i:
                heads[child.i] = subject.i
            elif child.i > noun and child.dep_ in _OF_THE_VERB:
                heads[child.i] = verb.i
        heads[subject.i], deps[subject.i] = verb.i, "nsubj"
        heads[noun], deps[noun] = verb.i, "dobj"
    return _written(doc, heads, deps, tags, kinds)


def _subject(verb: Token) -> Token | None:
    """The noun phrase right before a finite verb that was read as a modifier; None if it is one."""
    noun = verb.head
    if noun.i < verb.i or noun.pos_ not in _NOMINAL:
        return None
    own = [child for child in verb.children if child.dep_ == "nsubj" and child.i < verb.i]
    if own:
        return own[-1]
    before = [child for child in noun.children if child.i < verb.i and child.pos_ in _NOMINAL]
    if not before or before[-1].right_edge.i != verb.i - 1 or before[-1].dep_ == "poss":
        return None
    subject = before[-1]
    if verb.tag_ in ("VBD", "VBP", "VBZ"):
        return subject
    # "Mordorian soldiers tortured suspects": a participle between two bare plurals
    bare = verb.tag_ == "VBN" and subject.tag_ in ("NNS", "NNPS") and noun.tag_ in ("NNS", "NNPS")
    return subject if bare and subject.dep_ in ("nmod", "dep", "nsubj") else None


def _written(doc: Doc, heads: list[int], deps: list[str], tags: list[str], kinds: list[str]) -> Doc:
    strings = doc.vocab.strings
    rows = [
        (np.uint64((head - i) & 0xFFFFFFFFFFFFFFFF), strings.add(dep), strings.add(tag), strings.add(kind))
        for i, (head, dep, tag, kind) in enumerate(zip(heads, deps, tags, kinds, strict=True))
    ]
    values: Any = np.asarray(rows, dtype=np.uint64)
    return doc.from_array(["HEAD", "DEP", "TAG", "POS"], values)
