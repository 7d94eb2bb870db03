"""Can this text be read at all? Empty, binary and non-English texts are told apart in one sentence."""

from __future__ import annotations

import re

from kg.errors import BadInput

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    {"the", "of", "and", "to", "in", "on", "that", "is", "was", "for", "with", "as", "by", "has", "have",
     "said", "at", "its", "from", "it", "be", "are", "an", "not", "will", "after", "his", "were", "this", "he",
     "who", "their", "her", "they", "would", "had", "been", "over", "between", "against", "under", "into",
     "during", "when", "which", "while", "before", "about", "than", "out", "off", "up", "but", "or", "if",
     "says", "new", "former", "last", "week", "two", "more", "all", "within", "through", "until"}
)  # fmt: skip
_OTHER = frozenset(
    {"der", "die", "und", "das", "ist", "nicht", "den", "von", "mit", "auf", "le", "la", "les", "des",
    "et", "est",
     "une", "dans", "que", "pour", "el", "los", "las", "del", "por", "con", "una", "para", "il", "di",
     "che", "è", "per",
     "não", "os", "em", "uma", "het", "een", "van", "dat", "och", "att", "som", "jest", "nie", "się", "yang"}
)  # fmt: skip
_SHORT = 20  # words; below this only another script or other function words count against a text
_SENTENCE = 60  # words; up to here names may leave room for one function word only


def problem_of(text: str) -> str | None:
    """Why a text cannot be coded, as the end of a sentence; None when it can."""
    if not text.strip():
        return "is empty"
    if "\0" in text[:4096] or _controls(text[:4096]) > 0.1:
        return "is binary, not text"
    words = [word.lower() for word in _WORD.findall(text[:20_000])]
    if not words:
        return "has no words"
    return None if _is_english(words) else "is not in English"


def check_text(text: str, name: str) -> None:
    """Raises BadInput naming the text unless it can be coded."""
    problem = problem_of(text)
    if problem is not None:
        raise BadInput(f"{name}: {problem}")


def _controls(text: str) -> float:
    odd = sum((char < " " and char not in "\t\n\r\f") or char == "\ufffd" for char in text)
    return odd / max(len(text), 1)


def _is_english(words: list[str]) -> bool:
    """Enough English function words, and more of them than of other languages with Latin letters."""
    latin = sum(word.isascii() for word in words) / len(words)
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER for word in words)
    if latin < 0.5:
        return False
    if len(words) < _SHORT:
        return other <= english or other < 2
    enough = english > 0 if len(words) < _SENTENCE else english / len(words) > 0.08
    return enough and english > other
