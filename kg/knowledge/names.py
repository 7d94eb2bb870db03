"""A dictionary of names over tokens: the longest name at a token, with accents, hyphens and case folded.

Names and texts are cut into the same pieces: "al-Qaeda", "Al Qaeda" and the three tokens al - Qaeda are all
`al qaeda`; "U.S." is `us`, but only in capitals. Matching phrases token by token keeps 30,000 names in a few
megabytes and needs no pass over the vocabulary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Generic, TypeVar

Reading = TypeVar("Reading")

_SKIPPED = frozenset({"-", "–", "—", "‑", "‐", "/", "'", "’", "`"})
_CLITICS = frozenset({"'s", "’s"})
# Never asked to be capitals, since writers differ: Al-Qaeda, al-Qaeda; The Hague, the Hague.
_PARTICLES = frozenset(
    {"the", "of", "and", "for", "in", "on", "to", "al", "el", "ul", "ur", "as", "ash", "an", "de", "la", "le",
     "les", "du", "des", "da", "do", "dos", "di", "del", "bin", "ben", "ibn", "von", "van", "der", "den", "s",
     "d", "e", "y"}
)  # fmt: skip
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ð": "d", "Ð": "D", "þ": "th",
     "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ə": "a", "Ə": "A"}
    | dict.fromkeys("'’‘ʼʻ`´ʿʾ.", "")
)  # fmt: skip
_CUT = re.compile(r"[-–‑‐/]+")
_MARKS = re.compile(r"['’,()]")
_TOKENS = re.compile(r"'s$|’s$|[,()]")

_TAILS = frozenset(
    {"led", "backed", "based", "brokered", "mediated", "sponsored", "supported", "supplied", "made", "built",
     "occupied", "controlled", "held", "run", "ruled", "administered", "imposed", "funded", "trained",
     "allied", "style", "friendly", "born", "owned", "registered", "flagged", "appointed", "proposed"}
)  # fmt: skip

# How the text must be written for a reading to hold.
_ANY, _CAPITALS, _UPPER, _EXACT = range(4)


@lru_cache(maxsize=65536)
def pieces(token: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The folded pieces of a token and beside each how it was written: `U` upper, `C` capital, `l` lower."""
    if token in _SKIPPED:
        return (), ()
    if token in _CLITICS:
        return ("'s",), ("l",)
    if token == "&":
        return ("and",), ("l",)
    plain = token.translate(_LETTERS)
    if not plain.isascii():
        latin = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
        plain = latin or plain
    cut = [piece for piece in _CUT.split(plain) if piece]
    if not cut:
        return (token,), ("l",)
    dotted = "." in token[:-1]
    return tuple(piece.lower() for piece in cut), tuple(_writing(piece, dotted) for piece in cut)


def _writing(piece: str, dotted: bool) -> str:
    if piece.isupper() or (dotted and len(piece) < 6):
        return "U"
    return "C" if piece[:1].isupper() or piece[:1].isdigit() else "l"


def _tokens(name: str) -> list[str]:
    """A name cut as the tokenizer cuts text: possessive marks, commas and brackets apart."""
    if not _MARKS.search(name):
        return name.split()
    found: list[str] = []
    for word in name.split():
        at = 0
        for match in _TOKENS.finditer(word):
            found.extend((word[at : match.start()], match.group()))
            at = match.end()
        found.append(word[at:])
    return [token for token in found if token]


def key_of(name: str) -> str:
    """The key under which a name is found."""
    if name.isascii() and name.isalpha():
        return name.lower()
    return " ".join(piece for token in _tokens(name) for piece in pieces(token)[0])


class NameIndex(Generic[Reading]):
    """Readings by name. Earlier readings of the same name come first; `weak` ones after all others."""

    def __init__(self) -> None:
        # key -> (how written, pieces that need a capital, is weak, exact form, reading)
        self._readings: dict[str, list[tuple[int, int, bool, str, Reading]]] = {}
        self._longest: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._readings)

    def add(self, name: str, reading: Reading, *, weak: bool = False, any_case: bool = False) -> str:
        """Make `reading` one of the name's; its key. A final `?` makes it weak, a `!` exact in spelling."""
        exact = name.endswith("!")
        weak = weak or name.endswith("?")
        if exact or name.endswith("?"):
            name = name[:-1]
        if name.isascii() and name.replace(" ", "").isalpha():
            parts = tuple(name.lower().split())
            # most role nouns are written in small letters throughout
            written = (
                ("l",) * len(parts) if name.islower() else tuple(_writing(w, False) for w in name.split())
            )
        else:
            cut = [pieces(token) for token in _tokens(name)]
            parts = tuple(part for found, _ in cut for part in found)
            written = tuple(how for _, hows in cut for how in hows)
        key = " ".join(parts)
        if not parts:
            return key
        mask = 0
        for position, how in enumerate(written):
            if how != "l" and parts[position] not in _PARTICLES:
                mask |= 1 << position
        if any_case or (mask == 0 and not exact):
            style = _ANY
        elif exact:
            style = _EXACT
        else:
            style = _UPPER if len(parts) == 1 and written[0] == "U" and len(parts[0]) < 4 else _CAPITALS
        known = self._readings.setdefault(key, [])
        for position, (its_style, its_mask, its_weak, its_name, its_reading) in enumerate(known):
            if its_reading == reading and its_style == style and its_name == (name if exact else ""):
                # The same reading in another spelling: only what both ask for is asked.
                known[position] = (style, mask & its_mask, weak and its_weak, its_name, reading)
                break
        else:
            known.append((style, mask, weak, name if exact else "", reading))
        if self._longest.get(parts[0], 0) < len(parts):
            self._longest[parts[0]] = len(parts)
        return key

    def lookup(self, words: Sequence[str], start: int) -> tuple[int, tuple[Reading, ...]] | None:
        """The longest name that begins with token `start`: its number of tokens and its readings."""
        first, how = pieces(words[start])
        if not first:
            return None
        longest = self._longest.get(first[0])
        if longest is None:
            return None
        best: tuple[int, tuple[Reading, ...]] | None = None
        parts, written = list(first), list(how)
        end = start + 1
        while True:
            if len(parts) > longest:
                break
            readings = self._fitting(parts, written, words, start, end)
            if readings:
                best = end - start, readings
            while end < len(words) and words[end] in _SKIPPED:
                end += 1
            if end >= len(words):
                break
            more, more_how = pieces(words[end])
            parts += more
            written += more_how
            end += 1
        if best is None and len(first) > 1 and first[-1] in _TAILS:
            # The tokenizer leaves "U.S.-led" one token.
            readings = self._fitting([first[0]], [how[0]], words, start, start + 1)
            return (1, readings) if readings else None
        return best

    def readings(self, name: str) -> tuple[Reading, ...]:
        """All readings of a name however it is written, the default first."""
        found = self._readings.get(key_of(name), [])
        return tuple(entry[4] for entry in sorted(found, key=lambda entry: entry[2]))

    def _fitting(
        self, parts: list[str], written: list[str], words: Sequence[str], start: int, end: int
    ) -> tuple[Reading, ...]:
        known = self._readings.get(parts[0] if len(parts) == 1 else " ".join(parts))
        if known is None:
            return ()
        strong: list[Reading] = []
        weak: list[Reading] = []
        for style, mask, is_weak, exact, reading in known:
            if style == _UPPER:
                fits = written[0] == "U"
            elif style == _EXACT:
                fits = " ".join(words[start:end]) == exact
            else:
                fits = style == _ANY or all(
                    how != "l" for position, how in enumerate(written) if mask >> position & 1
                )
            if fits:
                (weak if is_weak else strong).append(reading)
        return tuple(strong + weak)
