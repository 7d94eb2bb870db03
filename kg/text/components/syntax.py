"""`kg_syntax`: gives a finite verb back to headlines and sentences that the parser read as one noun phrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.knowledge.cues import load_cues
from kg.knowledge.gazetteer import Gazetteer, load_gazetteer
from kg.knowledge.lexicon import load_lexicon
from kg.text.actors.sectors import WORDING
from kg.text.prose.headline import vocabulary_of
from kg.text.syntax.headlinese import LONGEST, Line, Rewording, Wording
from kg.text.syntax.parses import Parse, Row, carried

_NOMINAL = ("NOUN", "PROPN", "PRON")
_OF_THE_VERB = ("advcl", "punct", "npadvmod", "prep", "ccomp", "cc", "conj")
_STOPS = frozenset({".", "!", "?", "…", "..."})
_NO_NAME_TAGS = frozenset({"NN", "NNS", "JJ", "VB", "VBP", "VBZ", "VBD", "RB", "UH", "FW"})
_SPEAKING = frozenset({"actor", "seat", "person", "capital"})


class SyntaxMender:
    """The component: words a headline as a sentence where its own parse cannot be right, and carries that over.

    `parse` runs the pipes before this one.
    """

    def __init__(
        self,
        *,
        parse: Callable[[list[Doc]], list[Doc]],
        verbs: frozenset[str],
        english: frozenset[str],
        gazetteer: Gazetteer,
    ) -> None:
        self.parse, self.english, self.gazetteer = parse, english | verbs, gazetteer
        self.rewording = Rewording(verbs, self._is_speaker)

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with better heads, labels and tags."""
        chosen: dict[int, Row] = {}
        for first, last, is_headline in units_of(doc):
            chosen.update(self._reworded(doc, first, last, is_headline))
        for token in doc:
            if token.is_title and token.tag_ in _NO_NAME_TAGS and self._is_surname(token.text):
                row = chosen.get(token.i, (token.head.i, token.dep_, "", "", token.lemma_))
                chosen[token.i] = (row[0], row[1], "NNP", "PROPN", row[4])
        if chosen:
            doc = _carried_over(doc, chosen)
        return mend_verbs(doc)

    def _reworded(self, doc: Doc, first: int, last: int, is_headline: bool) -> dict[int, Row]:
        """What changes in one unit; nothing where its parse is sound or no wording has a sounder one."""
        line = Line(
            first=first,
            words=[token.text for token in doc[first:last]],
            tags=[token.tag_ for token in doc[first:last]],
        )
        least = _parse_of(doc, first, last).faults(self.english)
        plain = line.plain
        tried = (
            self.rewording.wordings(line)
            if is_headline
            else list(self.rewording.with_verb(line, plain, is_headline=False))
        )
        if is_headline and tried[0] != plain:
            least += 1  # what it says by its punctuation is never read right
        if not least or not tried or (not is_headline and least < 5):
            return {}
        best: dict[int, Row] = {}
        for wording, parse in zip(tried, self._parses(doc, tried), strict=True):
            at = wording.origin.index(wording.verb) if wording.verb is not None else None
            faults = parse.faults(self.english, at)
            if faults < least:
                least, best = faults, carried(parse, wording)
        return best and {**_labelled(doc, first, min(best)), **best}

    def _parses(self, doc: Doc, wordings: Sequence[Wording]) -> list[Parse]:
        docs = [
            Doc(
                doc.vocab,
                words=list(wording.words),
                spaces=[token is None or bool(doc[token].whitespace_) for token in wording.origin],
            )
            for wording in wordings
        ]
        return [_parse_of(one, 0, len(one)) for one in self.parse(docs)]

    def _is_surname(self, word: str) -> bool:
        """Is a capitalised word a statesman's name, and no word of English that is commoner?"""
        low = word.lower()
        if low in WORDING.common_surnames or (low in self.english and low not in WORDING.surnames_first):
            return False
        return bool(self.gazetteer.person(word, None))

    def _is_speaker(self, words: Sequence[str], any_actor: bool) -> bool:
        """Does a name or role that can speak end these words?"""
        for start in range(len(words)):
            hit = self.gazetteer.lookup(words, start)
            if hit is None or start + hit[0] != len(words):
                continue
            entries = hit[1]
            if any(
                e.type in ("role", "seat") or (e.type in _SPEAKING and e.kind != "state") for e in entries
            ):
                return True
            return any_actor and any(e.type in _SPEAKING for e in entries)
        return bool(self.gazetteer.person(words[-1], None)) and words[-1][0].isupper()


@Language.factory(
    "kg_syntax",
    default_config={"folder": None},
    requires=["token.tag", "token.dep", "token.head", "token.pos", "token.lemma"],
    assigns=["token.tag", "token.dep", "token.head", "token.pos", "token.lemma"],
)
def build_syntax(nlp: Language, name: str, folder: str | None) -> SyntaxMender:
    """The component; it runs before names are looked for, so that no name swallows a verb."""
    path = Path(folder) if folder else None

    def parse(docs: list[Doc]) -> list[Doc]:
        for other, pipe in nlp.pipeline:
            if other == name:
                break
            docs = list(pipe.pipe(docs)) if hasattr(pipe, "pipe") else [pipe(doc) for doc in docs]
        return docs

    return SyntaxMender(
        parse=parse,
        verbs=frozenset([*load_lexicon(path).verbs, *load_cues(path).verbs]) - {"be", "have", "do"},
        english=frozenset(word for word, kind in vocabulary_of(nlp).items() if kind != "noun"),
        gazetteer=load_gazetteer(path),
    )


def units_of(doc: Doc) -> Iterator[tuple[int, int, bool]]:
    """Spans of tokens with whether they are headlines: short paragraphs without a full stop; else sentences."""
    start = 0
    for end in [*(token.i for token in doc if "\n\n" in token.text), len(doc)]:
        last = end
        while last > start and doc[last - 1].is_space:
            last -= 1
        if 3 <= last - start <= LONGEST and not _STOPS.intersection(token.text for token in doc[start:last]):
            yield start, last, True
        elif last > start:
            for sentence in doc[start:last].sents:  # type: ignore[attr-defined]
                if sentence.end - sentence.start > 3:
                    yield sentence.start, min(sentence.end, last), False
        start = end + 1


def _labelled(doc: Doc, first: int, start: int) -> dict[int, Row]:
    """A label that a headline was read without ("Mordor war: ...") hangs loosely on its first word."""
    return {
        token.i: (start, "punct" if token.is_punct else "dep", token.tag_, token.pos_, token.lemma_)
        if token.is_punct or token.i + 2 >= start
        else (token.i + 1, "compound", token.tag_, token.pos_, token.lemma_)
        for token in doc[first:start]
    }


def _parse_of(doc: Doc, first: int, last: int) -> Parse:
    span = doc[first:last]
    return Parse(
        words=[token.text for token in span],
        tags=[token.tag_ for token in span],
        pos=[token.pos_ for token in span],
        lemmas=[token.lemma_.lower() for token in span],
        deps=[token.dep_ for token in span],
        heads=[token.head.i - first if first <= token.head.i < last else token.i - first for token in span],
    )


def _carried_over(doc: Doc, chosen: dict[int, Row]) -> Doc:
    columns = [
        chosen.get(token.i, (token.head.i, token.dep_, token.tag_, token.pos_, token.lemma_)) for token in doc
    ]
    heads, deps, tags, kinds, lemmas = (list(column) for column in zip(*columns, strict=True))
    return _written(doc, heads, deps, tags, kinds, lemmas)


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
    return _written(doc, heads, deps, tags, kinds, [token.lemma_ for token in doc])


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


def _written(
    doc: Doc, heads: list[int], deps: list[str], tags: list[str], kinds: list[str], lemmas: list[str]
) -> Doc:
    add = doc.vocab.strings.add
    rows = [
        (np.uint64((head - i) & 0xFFFFFFFFFFFFFFFF), add(dep), add(tag), add(kind), add(lemma))
        for i, (head, dep, tag, kind, lemma) in enumerate(zip(heads, deps, tags, kinds, lemmas, strict=True))
    ]
    values: Any = np.asarray(rows, dtype=np.uint64)
    return doc.from_array(["HEAD", "DEP", "TAG", "POS", "LEMMA"], values)
