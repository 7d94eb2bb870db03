"""How much is wrong with the parse of one sentence, as far as its labels tell; and a parse carried over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from kg.text.syntax.headlinese import Wording
from kg.text.syntax.lemmas import word_set

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_FINITE = ("VBZ", "VBP", "VBD", "MD")
_NOUNS = ("NN", "NNS")
_MODIFYING = ("amod", "compound", "nmod")
_AUXILIARIES = word_set(
    "be am is are was were been being have has had do does did will would shall should may might can could"
    " must to not 's 're 've 'd 'll ’s ’re ’ve ’d ’ll get gets got getting ca wo need ought"
)
_INTRANSITIVE = word_set(
    "agree apologise apologize arrive clash collapse collide compete compromise confer continue converge crash"
    " decline depart differ disappear emerge erupt explode fail flare fraternise intervene march mass negotiate"
    " object occur participate perish plunge prevail proceed protest rally react relent remain rendezvous reply"
    " resign respond resume retaliate retire retreat return riot soar stall stop subside succeed surge surrender"
    " talk tumble vanish vote wane withdraw work worsen end start improve advance open close escape"
)


@dataclass(slots=True, kw_only=True)
class Parse:
    """One sentence; heads are positions in it."""

    words: list[str]
    tags: list[str]
    pos: list[str]
    lemmas: list[str]
    deps: list[str]
    heads: list[int]
    kids: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kids = [[] for _ in self.words]
        for i, head in enumerate(self.heads):
            if head != i:
                self.kids[head].append(i)

    @property
    def roots(self) -> list[int]:
        """The tokens over all others; more than one if the parser saw several sentences."""
        return [i for i, head in enumerate(self.heads) if head == i and self.words[i].strip()]

    def below(self, i: int) -> list[int]:
        """Token i and all under it, in text order."""
        found = [i]
        for j in found:
            found.extend(self.kids[j])
        return sorted(found)

    def faults(self, verbs: Collection[str], expected: int | None = None) -> int:
        """Points for what no sentence of the news has; `verbs` are those of the language."""
        roots = self.roots
        if not roots:
            return 9
        root = roots[0]
        points = 2 * (len(roots) - 1) + 3 * (expected is not None and expected != root)
        points += sum(self._is_odd(i) for i in range(len(self.words)))
        if self.tags[root][:2] not in ("VB", "MD"):
            return points + 5
        points += 2 * (self.lemmas[root] not in verbs)
        subjects = [k for k in self.kids[root] if self.deps[k] in _SUBJECTS]
        if not subjects:
            return points + 2
        points += len(subjects) - 1 + 2 * (subjects[0] > root and self.lemmas[root] != "say")
        points += self._swallows_verb(subjects[0], root)
        points += self._disagrees(subjects[0], root) + self._lacks_object(root)
        points += sum(
            self.tags[k] in ("VBZ", "VBP") and self.deps[k] != "relcl" for k in self._phrase(subjects[0])
        )
        return points

    def _swallows_verb(self, subject: int, root: int) -> bool:
        """ "Arnor delays vote on treaty": a bare plural before a verb without an object may be the verb itself."""
        owned = any(self.deps[k] == "compound" for k in self.kids[subject])
        bare = self.tags[subject] == "NNS" and subject == root - 1 and self.tags[root] in ("VBP", "VB")
        return (
            bare and owned and (self.lemmas[root] not in _INTRANSITIVE or self.lemmas[root] == "vote")
            and not any(self.deps[k] in ("dobj", "xcomp", "ccomp", "prt", "aux", "advcl") for k in self.kids[root])
        )  # fmt: skip

    def _lacks_object(self, root: int) -> bool:
        """ "Visit to Mordor postponed": what looks like a past tense is a passive."""
        if self.tags[root] != "VBD" or not self.words[root].endswith("ed") or self.words[-1] == ".":
            return False
        return self.lemmas[root] not in _INTRANSITIVE and not any(
            self.deps[k] in ("dobj", "ccomp", "xcomp", "prt", "oprd", "dative") for k in self.kids[root]
        )

    def _phrase(self, i: int) -> list[int]:
        """A noun phrase without its clauses."""
        found = [i]
        for j in found:
            found.extend(k for k in self.kids[j] if self.deps[k] not in ("relcl", "acl"))
        return found

    def _is_odd(self, i: int) -> bool:
        label, tag = self.deps[i], self.tags[i]
        if label == "dep" or (label in _MODIFYING and tag in (*_FINITE, "VB")):
            return True
        if label in ("aux", "auxpass"):
            return self.words[i].lower() not in _AUXILIARIES
        if label in ("xcomp", "ccomp", "conj") and tag in ("VB", "VBP") and self.tags[self.heads[i]] == "VB":
            return (
                not any(self.deps[k] in ("aux", "mark", "nsubj", "cc") for k in self.kids[i])
                and label != "conj"
            )
        if label == "ccomp" and (tag in _FINITE or tag in _NOUNS):
            return tag in _NOUNS or not any(self.deps[k] in _SUBJECTS for k in self.kids[i])
        if label == "appos":
            noun = self.heads[i]
            return self.tags[noun] in _NOUNS and not {",", "(", "-", "–", ":"}.intersection(
                self.words[noun:i]
            )
        return label in ("dobj", "pobj", "nsubj") and tag in (*_FINITE, "VB")

    def _disagrees(self, subject: int, root: int) -> bool:
        several = any(self.deps[k] in ("conj", "cc") for k in self.kids[subject])
        if self.tags[root] == "VBP":
            return self.tags[subject] in ("NN", "NNP") and not several and self.words[subject][-1] != "s"
        return self.tags[root] == "VBZ" and self.tags[subject] == "NNS"


Row = tuple[int, str, str, str, str]  # head, label, tag, class, lemma of a token


def carried(parse: Parse, wording: Wording) -> dict[int, Row]:
    """Token -> row of the parsed wording; words that were added are left out."""
    origin = wording.origin
    tags, lemmas = dict(wording.tags), dict(wording.lemmas)
    found: dict[int, Row] = {}
    for n, token in enumerate(origin):
        if token is None:
            continue
        above = parse.heads[n]
        while origin[above] is None and parse.heads[above] != above:
            above = parse.heads[above]
        head = origin[above]
        tag = tags.get(token, parse.tags[n])
        lemma = lemmas.get(token, parse.lemmas[n])
        found[token] = (token if head is None else head, parse.deps[n], tag, parse.pos[n], lemma)
    if wording.comma is not None:
        _part(found, wording.comma)
    return found


def _part(rows: dict[int, Row], comma: int) -> None:
    """Two subjects, of which the parser made the first a modifier of the second: "Arnor, Gondor rebels"."""
    left = next((i for i in sorted(rows) if i < comma and rows[i][0] >= comma), None)
    if left is None or rows[left][1] not in _MODIFYING:
        return
    noun = rows[left][0]
    head, label = rows[noun][:2]
    rows[left] = (noun if head == noun else head, label, *rows[left][2:])
    rows[noun] = (left, "conj", *rows[noun][2:])
    for i, row in list(rows.items()):
        if i > comma and i != noun and row[0] == left:
            rows[i] = (noun, "compound" if row[1] == "conj" else row[1], *row[2:])
