"""Repairs lemmas by a known vocabulary: the lemmatizer makes "stag" of "staged" and keeps "Sanctions"."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

# Past forms that the small model leaves as they stand.
IRREGULAR = {
    "forgave": "forgive", "forgiven": "forgive", "froze": "freeze", "frozen": "freeze",
    "overthrew": "overthrow", "overthrown": "overthrow", "forswore": "forswear", "forsworn": "forswear",
    "overran": "overrun", "forbade": "forbid", "forbidden": "forbid", "withdrew": "withdraw",
    "withdrawn": "withdraw", "withheld": "withhold", "upheld": "uphold", "undertook": "undertake",
    "undertaken": "undertake", "fought": "fight", "sought": "seek", "swore": "swear", "sworn": "swear",
    "shot": "shoot", "struck": "strike", "stricken": "strike", "slew": "slay", "slain": "slay",
    "fled": "flee", "flew": "fly", "flown": "fly", "drew": "draw", "drawn": "draw", "took": "take",
    "taken": "take", "gave": "give", "given": "give", "sent": "send", "spent": "spend", "lent": "lend",
    "met": "meet", "led": "lead", "held": "hold", "broke": "break", "broken": "break", "spoke": "speak",
    "spoken": "speak", "stole": "steal", "stolen": "steal", "threw": "throw", "thrown": "throw",
    "rose": "rise", "risen": "rise", "sank": "sink", "sunk": "sink", "began": "begin", "begun": "begin",
    "blew": "blow", "blown": "blow", "forsook": "forsake", "rebuilt": "rebuild", "resent": "resend",
    "rewrote": "rewrite", "bade": "bid", "besought": "beseech", "strove": "strive", "won": "win",
    "beat": "beat", "beaten": "beat", "bit": "bite", "caught": "catch", "taught": "teach",
    "bought": "buy", "brought": "bring", "thought": "think", "dealt": "deal", "laid": "lay",
    "paid": "pay", "said": "say", "told": "tell", "sold": "sell", "kept": "keep", "left": "leave",
    "lost": "lose", "made": "make", "meant": "mean", "ran": "run", "saw": "see", "seen": "see",
    "stood": "stand", "withstood": "withstand", "understood": "understand", "wrote": "write",
    "written": "write", "tore": "tear", "torn": "tear", "burnt": "burn", "hung": "hang",
    "chose": "choose", "chosen": "choose", "drove": "drive", "driven": "drive", "foresaw": "foresee",
    "partook": "partake", "retook": "retake", "retaken": "retake",
}  # fmt: skip


def word_set(words: str) -> frozenset[str]:
    """The words of a line as a set."""
    return frozenset(words.split())


class Lemmas:
    """Knows the verbs and nouns that rules name."""

    def __init__(self, verbs: Iterable[str], nouns: Iterable[str]) -> None:
        self.verbs, self.nouns = frozenset(verbs), frozenset(nouns)

    def repaired(self, word: str, lemma: str, pos: str) -> str:
        """The lemma, or for an unknown one the known word that the form belongs to."""
        known = self.verbs if pos in ("VERB", "AUX") else self.nouns if pos in ("NOUN", "PROPN") else None
        if known is None or lemma in known:
            return lemma
        if known is self.verbs and IRREGULAR.get(word) in known:
            return IRREGULAR[word]
        stems = _verb_stems(word) if known is self.verbs else _noun_stems(word)
        for stem in (*stems, *_spellings(lemma)):
            if stem in known:
                return stem
        return lemma


def stems_of(word: str, verbs: Container[str]) -> Iterator[str]:
    """The verbs, of those given, that a form may belong to, likeliest first."""
    if IRREGULAR.get(word) in verbs:
        yield IRREGULAR[word]
    yield from (stem for stem in dict.fromkeys(_verb_stems(word)) if stem in verbs)


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
