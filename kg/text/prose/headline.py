"""Headlines in title case or capitals, re-cased before they are parsed; lengths never change."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

from kg.text.actors.sectors import WORDING, singular
from kg.text.syntax.words import DETERMINERS, PREPOSITIONS

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.knowledge.gazetteer import Entry, Gazetteer

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)?|['’][sS]\b|\d[\d.,]*|[^\w\s]")
_FUNCTION = PREPOSITIONS | DETERMINERS | {
    "and", "or", "but", "nor", "is", "are", "was", "were", "be", "been", "has", "have", "had", "will",
    "not", "if",
    "so", "yet", "its", "his", "her", "their", "who", "upon", "onto", "it", "he", "she", "they",
}  # fmt: skip
DATE_NAMES = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name) - {
    "march"
}
_SIDES = frozenset({"north", "south", "west"})
_LONGEST = 250  # characters; a headline is no paragraph
_WORDS_AT_LEAST = 3
_SHARE = 0.75  # of the content words that must be capitals


class Recaser:
    """Re-cases the headlines of a text with one gazetteer and the words that the lemmatizer knows."""

    def __init__(self, gazetteer: Gazetteer, nlp: Language) -> None:
        self.gazetteer = gazetteer
        self.known = vocabulary_of(nlp)

    def __call__(self, text: str) -> str:
        """The text with its headlines in sentence case; every offset stays what it was."""
        parts = text.split("\n\n")
        return "\n\n".join(self._recase(part) if is_headline(part) else part for part in parts)

    def _recase(self, line: str) -> str:
        tokens = [(match.group(), match.start()) for match in _TOKEN.finditer(line)]
        words = [word for word, _ in tokens]
        shouted = _is_shouted(words)
        kept = self._names(words, shouted)
        out = list(line)
        for n, (word, at) in enumerate(tokens):
            new = self._word(words, n, kept, shouted)
            if len(new) == len(word):
                out[at : at + len(word)] = new
        first = next((at for word, at in tokens if word[0].isalpha()), None)
        if first is not None:
            out[first] = out[first].upper() if len(out[first].upper()) == 1 else out[first]
        return "".join(out)

    def _names(self, words: list[str], shouted: bool) -> dict[int, bool]:
        """Tokens that belong to a curated name -> whether they are its capitals as they stand."""
        looked = [_capital(word) if shouted and len(word) > 3 else word for word in words]
        kept: dict[int, bool] = {}
        i = 0
        while i < len(words):
            hit = self.gazetteer.lookup(looked, i)
            if hit is not None and not self._is_common(words[i : i + hit[0]], hit[1]):
                for j in range(i, i + hit[0]):
                    kept[j] = True
                i += hit[0]
            else:
                i += hit[0] if hit is not None else 1
        return kept

    def _is_common(self, words: list[str], entries: tuple[Entry, ...]) -> bool:
        """A role noun, or an English word that only a weak reading makes a name."""
        if all(entry.type == "role" or entry.weak for entry in entries):
            return not words[0].isupper() or len(words[0]) > 4
        return False

    def _word(self, words: list[str], n: int, kept: dict[int, bool], shouted: bool) -> str:
        word = words[n]
        if not word[0].isalpha():
            return word.lower() if word[0] in "'’" else word
        low = word.lower()
        if n in kept:
            if shouted and len(word) > 4 and word.isupper() and "." not in word:
                return _capital(word)
            is_word = low in _FUNCTION and (shouted or not word.isupper())
            return low if is_word and n else word
        if word.isupper() and len(word) > 1 and not shouted:
            return word  # an abbreviation: WHO, GDP
        if low in _FUNCTION:
            return low
        if any(char.isupper() for char in word[1:]) and not shouted:
            return word  # McConnell
        if low in _SIDES and n + 1 < len(words) and words[n + 1].lower() in ("'s", "’s"):
            return _capital(word) if shouted else word  # the North's: one of two states
        if low in DATE_NAMES or self._is_name(words, n, low, kept):
            return _capital(word) if shouted else word
        return low

    def _is_name(self, words: list[str], n: int, low: str, kept: dict[int, bool]) -> bool:
        """A word no table has is a name unless English has it, or a title or surname stands beside it."""
        if self._is_person(words, n, low):
            return True
        if not self._is_english(low):
            return True
        after = words[n + 1].lower() if n + 1 < len(words) else ""
        before = words[n - 1].lower() if n else ""
        if before.rstrip(".") in WORDING.honorifics or low.rstrip(".") in WORDING.honorifics:
            return True
        is_noun_only = self.known.get(low) == "noun"
        unknown_next = (
            after.isalpha() and after not in _FUNCTION and not self._is_english(after) and n + 1 not in kept
        )
        return bool(is_noun_only and unknown_next and words[n + 1][0].isupper() and low in _FIRST_NAMES)

    def _is_person(self, words: list[str], n: int, low: str) -> bool:
        if not self.gazetteer.person(words[n].capitalize(), None):
            return False
        if low not in WORDING.common_surnames and (
            self.known.get(low, "noun") == "noun" or low in WORDING.surnames_first
        ):
            return True
        before = words[n - 1].lower() if n else ""
        return before in WORDING.titles or before in _FIRST_NAMES or before.rstrip(".") in WORDING.honorifics

    def _is_english(self, low: str) -> bool:
        if low in self.known:
            return True
        stems = [singular(low)]
        for ending, replacements in (
            ("ed", ("", "e")),
            ("ing", ("", "e")),
            ("es", ("", "e")),
            ("d", ("",)),
            ("ly", ("",)),
        ):
            if low.endswith(ending):
                stems += [low[: -len(ending)] + replacement for replacement in replacements]
        if any(stem in self.known for stem in stems):
            return True
        return any(len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in self.known for stem in stems)


_FIRST_NAMES = WORDING.female | WORDING.male_names


def is_headline(line: str) -> bool:
    """Is this line in title case or in capitals throughout?"""
    if len(line) > _LONGEST or "\n" in line.strip():
        return False
    words: list[str] = _TOKEN.findall(line)
    behind = ["", *words]  # the word before each: the second part of Cease-fire does not count
    content = [
        word
        for word, before in zip(words, behind, strict=False)
        if word[0].isalpha() and before != "-" and word.lower() not in _FUNCTION
    ]
    if len(content) < _WORDS_AT_LEAST:
        return False
    capital = sum(word[0].isupper() for word in content)
    plain = sum(word[0].islower() for word in content)
    return capital / len(content) >= _SHARE and plain <= (0 if line.rstrip().endswith(".") else 1)


def _is_shouted(words: list[str]) -> bool:
    """In capitals throughout?"""
    letters = [word for word in words if word[0].isalpha()]
    return sum(word.isupper() for word in letters) / max(len(letters), 1) > 0.8


def _capital(word: str) -> str:
    return word[0] + word[1:].lower() if len(word[1:].lower()) == len(word) - 1 else word


def vocabulary_of(nlp: Language) -> dict[str, str]:
    """English words -> "noun" when they are only that, from the tables of the lemmatizer."""
    if not nlp.has_pipe("lemmatizer"):
        return {}
    lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    known: dict[str, str] = {}
    for name in ("noun", "verb", "adj", "adv"):
        for table in ("lemma_index", "lemma_exc"):
            if lookups.has_table(table):
                for word in lookups.get_table(table).get(name, ()):
                    known[word] = "noun" if name == "noun" else "any"
    return known
