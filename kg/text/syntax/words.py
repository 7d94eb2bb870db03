"""The tokens of a text as parallel lists: one shape for a parsed Doc and for a bare phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from spacy.tokens import Doc

DIRECTIONS = frozenset({"north", "south", "east", "west"})  # halves of names: North and South Korea
POSSESSIVE = frozenset({"'s", "’s", "'", "’", "`s", "´s", "'S", "’S"})
_CLOSED = {
    "DET": "the a an this that these those some any all both several many most few each every no"
    " another other"
    " such certain various",
    "ADP": "of in from at for with by to on near under against throughout across inside into over after"
    " before since during between among about around within without outside along through towards"
    " toward off behind"
    " despite amid as representing calling opposed loyal close allied via per than like",
    "CCONJ": "and or but nor & plus",
    "PRON": "who which whom whose where when he she it they we him them us i you his her its their our my"
    " your",
    "AUX": "is are was were be been has have had will would",
    "VERB": "active serving based living linked accused suspected fleeing held led",
    "ADV": "very also recently newly highly mostly allegedly",
    "NOUN": "dozens hundreds thousands millions scores tens",
    "NUM": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty"
    " thirty forty fifty sixty seventy eighty ninety hundred thousand million",
}
_CLASS = {word: pos for pos, words in _CLOSED.items() for word in words.split()}
DETERMINERS = frozenset(_CLOSED["DET"].split())
PREPOSITIONS = frozenset(_CLOSED["ADP"].split())
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
    string: str = ""  # the text of the Doc
    offsets: list[int] = field(default_factory=list)  # of the first character of each token

    def __len__(self) -> int:
        return len(self.text)


_LISTED: WeakKeyDictionary[Doc, Words] = WeakKeyDictionary()
_ATTRIBUTES: list[int | str] = ["ORTH", "LEMMA", "POS", "DEP", "HEAD", "SENT_START", "SPACY"]
_STRINGS: dict[int, str] = {}  # spaCy's hashes are the same in every vocabulary
_MOST_STRINGS = 200_000


def words_of(doc: Doc) -> Words:
    """The words of a tagged and parsed Doc; made once a Doc, since reading token by token is slow."""
    listed = _LISTED.get(doc)
    if listed is not None:
        return listed
    if len(_STRINGS) > _MOST_STRINGS:
        _STRINGS.clear()
    if len(doc) == 0:
        return words_in("")
    orth, lemma, pos, dep, head, begins, spaced = doc.to_array(_ATTRIBUTES).view("int64").T.tolist()
    text = _strings(doc, orth)
    starts = [i for i, begin in enumerate(begins) if begin == 1 or i == 0]
    bounds = list(zip(starts, [*starts[1:], len(orth)], strict=True))
    spelt = [word + " " if space else word for word, space in zip(text, spaced, strict=True)]
    words = Words(
        text=text,
        string="".join(spelt),
        offsets=list(accumulate(map(len, spelt), initial=0))[:-1],
        lower=[word.lower() for word in text],
        lemma=[word.lower() for word in _strings(doc, lemma)],
        pos=_strings(doc, pos),
        dep=_strings(doc, dep),
        head=[i + offset for i, offset in enumerate(head)],
        sent=[n for n, (start, end) in enumerate(bounds) for _ in range(start, end)],
        bounds=bounds,
        parsed=True,
    )
    _LISTED[doc] = words
    return words


def _strings(doc: Doc, hashes: list[int]) -> list[str]:
    """The strings of one column of a Doc's attributes."""
    strings, store = _STRINGS, doc.vocab.strings
    for key in set(hashes).difference(strings):
        strings[key] = store[key & 0xFFFFFFFFFFFFFFFF]
    return [strings[key] for key in hashes]


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
        elif low in _CLASS and not (word.isupper() and len(word) > 1):
            yield _CLASS[low]
        elif word[0].isdigit():
            yield "NUM"
        elif not any(map(str.isalnum, word)):
            yield "PUNCT"
        else:
            yield "PROPN" if word[0].isupper() else "NOUN"
