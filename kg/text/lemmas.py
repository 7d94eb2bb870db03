"""Repairs lemmas by a known vocabulary: the lemmatizer makes "stag" of "staged" and keeps "Sanctions"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Lemmas:
    """Knows the verbs and nouns that rules name."""

    def __init__(self, verbs: Iterable[str], nouns: Iterable[str]) -> None:
        self.verbs, self.nouns = frozenset(verbs), frozenset(nouns)

    def repaired(self, word: str, lemma: str, pos: str) -> str:
        """The lemma, or for an unknown one the known word that the form belongs to."""
        known = self.verbs if pos in ("VERB", "AUX") else self.nouns if pos in ("NOUN", "PROPN") else None
        if known is None or lemma in known:
            return lemma
        stems = _verb_stems(word) if known is self.verbs else _noun_stems(word)
        for stem in (*stems, *_spellings(lemma)):
            if stem in known:
                return stem
        return lemma


def _verb_stems(word: str) -> Iterator[str]:
    yield word
    for ending in ("ing", "ed", "es", "s", "d"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            yield stem + "e"
            yield stem
            if len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]
            if stem.endswith("i"):
                yield stem[:-1] + "y"


def _noun_stems(word: str) -> Iterator[str]:
    yield word
    for ending, restored in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word[: -len(ending)] + restored


def _spellings(lemma: str) -> Iterator[str]:
    for here, there in (("ise", "ize"), ("ize", "ise"), ("our", "or"), ("or", "our"), ("yse", "yze")):
        if lemma.endswith(here):
            yield lemma[: -len(here)] + there
    if lemma.endswith("l"):
        yield lemma + "l"
    if lemma.endswith("ll"):
        yield lemma[:-1]
