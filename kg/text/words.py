"""The tokens of a text as parallel lists: one shape for a parsed Doc and for a bare phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

POSSESSIVE = frozenset({"'s", "’s", "'", "’", "`s", "´s", "'S", "’S"})
DETERMINERS = frozenset(
    {
        "the", "a", "an", "this", "that", "these", "those", "some", "any", "all", "both", "several", "many", "most",
        "few", "each", "every", "no", "another", "other", "such", "certain", "various",
    }
)  # fmt: skip
PREPOSITIONS = frozenset(
    {
        "of", "in", "from", "at", "for", "with", "by", "to", "on", "near", "under", "against", "throughout", "across",
        "inside", "into", "over", "after", "before", "since", "during", "between", "among", "about", "around", "within",
        "without", "outside", "along", "through", "towards", "toward", "off", "behind", "despite", "amid", "as",
        "representing", "calling", "opposed", "loyal", "close", "allied", "via", "per", "than", "like",
    }
)  # fmt: skip
OTHER_CLOSED = {
    **dict.fromkeys(["and", "or", "but", "nor", "&", "plus"], "CCONJ"),
    **dict.fromkeys(["who", "which", "whom", "whose", "where", "when", "that"], "PRON"),
    **dict.fromkeys(["he", "she", "it", "they", "we", "him", "them", "us", "i", "you"], "PRON"),
    **dict.fromkeys(["his", "her", "its", "their", "our", "my", "your"], "PRON"),
    **dict.fromkeys(["is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would"], "AUX"),
    **dict.fromkeys(
        ["active", "serving", "based", "living", "linked", "accused", "suspected", "fleeing", "held", "led"],
        "VERB",
    ),
    **dict.fromkeys(["very", "also", "recently", "newly", "highly", "mostly", "allegedly"], "ADV"),
    **dict.fromkeys(["dozens", "hundreds", "thousands", "millions", "scores", "tens"], "NOUN"),
}
NUMBERS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
        "million",
    ]
)
_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|\d[\d,.]*\d|\w+(?:\.(?=\w))?(?:['’](?!s\b|S\b|\s|$)\w+)?|['’][sS]\b|\s+|[^\w\s]",
    re.UNICODE,
)


@dataclass(slots=True, kw_only=True)
class Words:
    """Tokens as lists of the same length; `head` and `dep` are -1 and "" where nothing was parsed."""

    text: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    sent: list[int]  # number of the sentence of each token
    bounds: list[tuple[int, int]]  # first token and end of each sentence
    parsed: bool
    capitals: bool = True  # does an upper-case letter mean a name here?

    def __len__(self) -> int:
        return len(self.text)


def words_of(doc: Doc) -> Words:
    """The words of a tagged and parsed Doc."""
    text = [token.text for token in doc]
    bounds = [(sent.start, sent.end) for sent in doc.sents]
    number = [n for n, (start, end) in enumerate(bounds) for _ in range(start, end)]
    return Words(
        text=text,
        lower=[word.lower() for word in text],
        lemma=[token.lemma_.lower() for token in doc],
        pos=[token.pos_ for token in doc],
        dep=[token.dep_ for token in doc],
        head=[token.head.i for token in doc],
        sent=number,
        bounds=bounds,
        parsed=True,
    )


def words_in(phrase: str) -> Words:
    """The words of a bare phrase, with word classes guessed from closed lists and capitals."""
    text = [part for part in _TOKEN.findall(phrase) if not part.isspace()]
    return Words(
        text=text,
        lower=[word.lower() for word in text],
        lemma=[word.lower() for word in text],
        pos=list(_guess(text)),
        dep=[""] * len(text),
        head=[-1] * len(text),
        sent=[0] * len(text),
        bounds=[(0, len(text))],
        parsed=False,
    )


def _guess(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        low = word.lower()
        if word in POSSESSIVE:
            yield "PART"
        elif low in OTHER_CLOSED and not word.isupper():
            yield OTHER_CLOSED[low]
        elif low in DETERMINERS:
            yield "DET"
        elif low in PREPOSITIONS:
            yield "ADP"
        elif low in NUMBERS or word[0].isdigit():
            yield "NUM"
        elif not any(map(str.isalnum, word)):
            yield "PUNCT"
        else:
            yield "PROPN" if word[0].isupper() else "NOUN"
