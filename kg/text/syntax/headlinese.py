"""Headlines put as full sentences, which a parser of running text reads better than what editors print.

Commas become "and", colons "says", infinitives and bare verbs get an auxiliary; every word knows the token it
stands for, so that a parse of the wording can be carried over to the headline. Words only; nothing is parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.text.syntax.lemmas import IRREGULAR, stems_of, word_set

LONGEST = 40  # tokens of a headline
MOST = 6  # wordings that are tried
COLONS = frozenset({":", "-", "–", "—", "--"})
_NAMES = ("NNP", "NNPS")
_NOMINAL = ("NN", "NNS", "NNP", "NNPS", "CD", "PRP")
_PLURAL = ("NNS", "NNPS")
_COLLECTIVE = frozenset({"police", "people", "troops", "dozens", "hundreds", "thousands", "scores", "others"})
# What is followed by an infinitive of its own: "a bid to end the war" is no future.
_WITH_INFINITIVE = word_set(
    "bid plan plans decision effort efforts attempt attempts call calls move moves push deal pact accord vote"
    " threat threats agreement proposal offer drive order orders refusal vow promise pledge demand demands"
    " request need ability right chance time way law bill measure measures talks steps first last failure"
    " permission mandate readiness pressure powers order deadline power"
)
_STATES = word_set("ready set likely due willing poised open prepared unlikely unwilling keen eager")
# What headlines like and parsers misread, and a plainer word with the same complements.
_PLAINER = {
    "back": "support",
    "voice": "express",
    "slam": "criticise",
    "blast": "criticise",
    "eye": "consider",
}
_AFTER_PASSIVE = ("IN", "TO", "RB", "CC", ",", ":", ".", "''", "CD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A sentence of words; `origin` are the tokens behind them, None for a word that was added."""

    words: tuple[str, ...]
    origin: tuple[int | None, ...]
    verb: int | None = None  # the token that must come out as the verb of the sentence
    tags: tuple[tuple[int, str], ...] = ()  # what the parsed tags become in the headline
    lemmas: tuple[tuple[int, str], ...] = ()  # what stands for another word: ":" for "say"
    comma: int | None = None  # that parts two subjects

    def swapped(self, token: int, *words: str, verb: int | None = None, tag: str = "") -> Wording:
        """With other words for a token, of which the last stands for it."""
        at = self.origin.index(token)
        origin: tuple[int | None, ...] = (*([None] * (len(words) - 1)), token)
        return replace(
            self,
            words=(*self.words[:at], *words, *self.words[at + 1 :]),
            origin=(*self.origin[:at], *origin, *self.origin[at + 1 :]),
            verb=self.verb if verb is None else verb,
            tags=(*self.tags, (token, tag)) if tag else self.tags,
        )

    def without(self, count: int) -> Wording:
        """Without its first words, a label: "Mordor war: ..."."""
        return replace(self, words=self.words[count:], origin=self.origin[count:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The tokens of a headline or sentence as the tagger took them; `first` is the number of the first."""

    first: int
    words: Sequence[str]
    tags: Sequence[str]

    @property
    def plain(self) -> Wording:
        """The line as it stands, with its full stop."""
        tokens = range(self.first, self.first + len(self.words))
        ends = self.words[-1] in (".", "!", "?")
        stop = ((), ()) if ends else ((".",), (None,))
        return Wording(words=(*self.words, *stop[0]), origin=(*tokens, *stop[1]))


class Rewording:
    """Makes the wordings; `verbs` are lemmas that rules know, `is_speaker` tells who may be quoted."""

    def __init__(self, verbs: frozenset[str], is_speaker: Callable[[Sequence[str], bool], bool]) -> None:
        self.verbs = verbs
        self.is_speaker = is_speaker

    def wordings(self, line: Line) -> list[Wording]:
        """The ways to put a headline, the plainest first."""
        start = self._joined(line, self._spoken(line, line.plain))
        return [start, *self.with_verb(line, start)][:MOST]

    def with_verb(self, line: Line, start: Wording, *, is_headline: bool = True) -> Iterator[Wording]:
        """The wordings that make one of the words the verb, from the left; a passive in headlines only."""
        for n in range(1, len(line.words)):
            for wording in self._as_verb(line, n, start):
                if is_headline or not {"was", "were"}.intersection(wording.words).difference(line.words):
                    yield wording

    def _as_verb(self, line: Line, n: int, start: Wording) -> Iterator[Wording]:
        word, token = line.words[n].lower(), line.first + n
        before, tag = line.words[n - 1], line.tags[n - 1]
        after = line.tags[n + 1] if n + 1 < len(line.tags) else "."
        if token not in start.origin or (not line.words[n].islower()):
            return
        if word == "to":
            is_subject = n == 1 or tag in _NOMINAL
            if is_subject and before.lower() not in _WITH_INFINITIVE and after in ("VB", "VBP", "NN"):
                yield start.swapped(token, "will", verb=token + 1, tag="TO")
            return
        if word in _STATES and tag in _NOMINAL and after == "TO":
            yield start.swapped(token, "is", "scheduled", verb=token)
            return
        if n > 1 and tag not in _NOMINAL and before not in (",", ")", "'", "’", '"', "”"):
            return
        for lemma in stems_of(word, self.verbs):
            if word == lemma:
                if _is_plural(line, n):
                    yield _acting(start, token, lemma, "VBP")
            elif word.endswith("s"):
                if tag not in _PLURAL or before[0].isupper():
                    yield _acting(start, token, lemma, "VBZ")
            elif word.endswith("ed") or IRREGULAR.get(word) == lemma:
                if after in _AFTER_PASSIVE:
                    yield start.swapped(token, "were" if _is_plural(line, n) else "was", word, verb=token)
                yield start.swapped(token, "had", word, verb=token, tag="VBD")
            break

    # ---- punctuation that stands for a word ----------------------------------------------------------------

    def _joined(self, line: Line, start: Wording) -> Wording:
        """ "Arnor, Gondor sign pact": the comma between two short subjects is an "and"."""
        for n, word in enumerate(line.words[:-2]):
            if word != "," or not 1 <= n <= 5 or start.origin[0] != line.first:
                continue
            named = all(tag in (*_NOMINAL, "POS", "JJ", "HYPH", "CC", ",") for tag in line.tags[:n])
            if (
                named
                and line.words[0][0].isupper()
                and line.tags[n + 1] in (*_NAMES, "NNS", "JJ", "NN", "CD")
            ):
                if "," in line.words[n + 1 : n + 5]:
                    continue  # "Arnor, Gondor, Rohan sign pact", or an aside
                return replace(start.swapped(line.first + n, "and"), comma=line.first + n)
        return start

    def _spoken(self, line: Line, start: Wording) -> Wording:
        """ "Steward: no pact with Mordor" is said by the steward, "No pact with Mordor: steward" as well."""
        for n, word in enumerate(line.words[1:-1], start=1):
            if word not in COLONS or (word == "-" and line.tags[n] == "HYPH"):
                continue
            token = line.first + n
            left, right = line.words[:n], line.words[n + 1 :]
            if len(right) <= 4 and len(left) >= 3 and self.is_speaker(right, True):
                said = start.swapped(token, ",", "says")
            elif word == ":" and len(left) <= 5 and self.is_speaker(left, right[0] in ("'", "‘", '"', "“")):
                said = start.swapped(token, "says")
            elif word == ":" and len(left) <= 5 and len(right) >= 3:
                return start.without(n + 1)
            else:
                continue
            return replace(said, lemmas=((token, "say"),), tags=((token, "VBZ"),))
        return start


def _acting(start: Wording, token: int, lemma: str, tag: str) -> Wording:
    """With the token as the verb behind "will", in a word that is nothing but a verb."""
    wording = start.swapped(token, "will", _PLAINER.get(lemma, lemma), verb=token, tag=tag)
    return replace(wording, lemmas=(*start.lemmas, (token, lemma)))


def _is_plural(line: Line, n: int) -> bool:
    """Does what stands before token n take a plural verb?"""
    before = line.words[n - 1]
    several = any(word in ("and", ",") for word in line.words[:n])
    plural = line.tags[n - 1] in _PLURAL or before.lower() in _COLLECTIVE
    return several or plural or line.tags[n - 1] == "CD" or (before[0].isupper() and before.endswith("s"))
