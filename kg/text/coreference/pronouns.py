"""Whom a pronoun means: agreement, salience, quotations and their speakers; with nobody fitting, nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc, Token

from kg.text.coreference.salience import Candidate, History, is_many, is_person, is_thing
from kg.text.syntax.words import Words

MentionRecord = dict[str, Any]
Link = tuple[Candidate, float] | None

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_MINE = frozenset({"i", "me", "my", "mine", "myself"})
_SAYING = frozenset(
    {"say", "tell", "add", "warn", "announce", "declare", "state", "write", "insist", "claim", "note",
    "argue",
     "stress", "reiterate", "vow", "pledge", "ask", "explain", "continue", "conclude"}
)  # fmt: skip
_OBJECTIVE = frozenset({"him", "her", "them"})
_STRONG = frozenset({"nsubj", "nsubjpass", "poss"})
_TOPICS = frozenset(
    {"resolution", "declaration", "text", "draft", "treaty", "agreement", "report", "statement",
     "law", "bill",
     "measure", "plan", "proposal", "document", "letter", "deal", "pact", "vote", "move", "step", "operation",
     "attack", "decision"}
)  # fmt: skip
_AGAINST = frozenset(
    {"freeze", "seize", "attack", "bomb", "invade", "expel", "arrest", "detain", "raid", "strike",
     "shell", "condemn",
     "accuse", "criticise", "criticize", "denounce", "reject", "close", "ban", "block", "violate"}
)  # fmt: skip
_TAKING = _AGAINST - {"close", "ban", "block"}
_EMPTY_VERBS = frozenset({"be", "seem", "appear", "take", "remain", "become"})
_SHORT = 5  # tokens of a sentence that does not change the topic: `Russia abstained.`
_CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "advcl", "acl"})


class Pronouns:
    """Resolves the pronouns of one Doc against the history of its actors so far."""

    def __init__(
        self,
        doc: Doc,
        words: Words,
        history: History,
        at: Mapping[int, MentionRecord],
        gender: Mapping[str, str],
    ) -> None:
        self.doc = doc
        self.words = words
        self.history = history
        self.at = at
        self.gender = gender
        self.quoted = _quoted(words)

    def resolve(self, token: Token, number: int) -> Link:
        """The antecedent of a pronoun in sentence `number`, with a confidence; None when no rule is sure."""
        word = token.lower_
        quoted = self.quoted[token.i]
        speaker = self._speaker(token, number) if quoted else None
        if word in _WE or word in _MINE:
            return _first_person(speaker, own=word in _MINE)
        if word in _HE or word in _SHE:
            return self._person(token, number, "f" if word in _HE else "m", speaker)
        if word in _IT and token.dep_ != "expl" and not _is_pleonastic(token):
            # as an object it mostly means what was spoken of, not who
            here = self._best(token, number, is_thing, reach=0)
            if here is not None or token.dep_ not in _STRONG or self._has_topic(number - 1):
                return here
            return self._best(token, number, is_thing, reach=1)
        if word in _THEY:
            joint = self._joint(token, number)
            if joint is not None:
                return joint
            many = self._best(token, number, is_many, reach=1)
            thing = self._best(token, number, is_thing, reach=0) if many is None else None
            return (thing[0], round(thing[1] * 0.7, 2)) if thing else many
        return None

    def _person(self, token: Token, number: int, unlike: str, speaker: Candidate | None) -> Link:
        """`he` is a person not known to be a woman, and inside a quotation not its speaker."""
        spoken = speaker.actor["id"] if speaker is not None else None

        def agrees(candidate: Candidate) -> bool:
            known = candidate.actor["id"]
            return is_person(candidate) and self.gender.get(known) != unlike and known != spoken

        return self._best(token, number, agrees, reach=3)

    def _best(self, token: Token, number: int, agrees: Any, *, reach: int) -> Link:
        dep = "poss" if token.dep_ == "poss" else self.role(token.i)
        verb = self.verb(token.i)
        verbs: tuple[int, ...] = (verb,)
        objective = token.lower_ in _OBJECTIVE or (token.lower_ == "it" and token.dep_ in ("dobj", "dative"))
        if objective and token.dep_ != "poss" and verb >= 0:
            verbs = (verb, self.words.head[verb])  # `ordered him held`: not who ordered
        above = self._governing(token, verb) if token.lower_ in _IT else ()
        owned = self.words.head[token.i] if token.dep_ == "poss" else -1
        is_taken = owned >= 0 and self.words.lemma[self.words.head[owned]] in _TAKING
        return self.history.best(
            agrees,
            sentence=number,
            dep=dep,
            reach=reach,
            verbs=verbs,
            quoted=self.quoted[token.i],
            above=above,
            shares=token.dep_ != "poss" and self.words.dep[self.words.head[token.i]] == "conj",
            against=self.verb(owned) if is_taken else -1,
        )

    def _joint(self, token: Token, number: int) -> Link:
        """`they` after a subject of several: `Arnor and Gondor said they`; in this sentence or the one before."""
        verb = -1 if token.dep_ == "poss" else self.verb(token.i)
        for last in reversed(self.history.candidates):
            if number - last.sentence > 1:
                break
            group = self._joined(last)
            role = self.role(group[0]["head"]) if len(group) > 1 else ""
            told = (
                token.lower_ == "them" and last.sentence == number
            )  # `ordered A and B to leave, accusing them`
            if role not in ("nsubj", "nsubjpass") and not (told and role in ("dobj", "dative")):
                continue
            if last.sentence == number and self.verb(group[0]["head"]) == verb:
                return None
            actors = [actor for mention in group for actor in mention["actors"]]
            if len({actor["id"] for actor in actors}) < 2:
                continue
            mention = {**group[0], "actors": actors, "plural": True}
            return Candidate(mention=mention, sentence=last.sentence, dep="nsubj", verb=verb), 0.7
        return None

    def _joined(self, last: Candidate) -> list[MentionRecord]:
        """The mentions coordinated with one that ends a coordination, in order; [] for any other."""
        words, head = self.words, last.mention["head"]
        group = [last.mention]
        while words.dep[head] == "conj" and (before := self.at.get(words.head[head])) is not None:
            if before is group[0] or not before["actors"] or before["type"] == "place":
                return []
            group.insert(0, before)
            head = before["head"]
        return group

    def _governing(self, token: Token, own: int) -> tuple[int, ...]:
        """The verbs over a pronoun's own, the nearest first: `urged Serbia to withdraw forces that it has massed`.

        `froze its assets` is mostly about another's.
        """
        verbs = [above.i for above in token.ancestors if above.pos_ == "VERB" and above.i != own]
        if token.dep_ == "poss" and verbs and self.words.lemma[verbs[0]] in _AGAINST:
            return ()
        return tuple(verbs)

    def verb(self, i: int) -> int:
        """The verb a phrase is an argument of, -1 if none; verbs that share a subject are one."""
        words = self.words
        while words.dep[i] == "conj" and words.head[i] != i:
            i = words.head[i]
        verb = words.head[i]
        if verb == i:
            return -1
        while words.dep[verb] == "conj" and words.pos[verb] == "VERB":
            if any(child.dep_ in ("nsubj", "nsubjpass") for child in self.doc[verb].children):
                break
            verb = words.head[verb]
        return verb

    def _has_topic(self, number: int) -> bool:
        """Does a sentence speak of a text, which `it` may then mean?"""
        if number < 0:
            return False
        start, end = self.words.bounds[number]
        if end - start <= _SHORT and number:
            start = self.words.bounds[number - 1][0]
        return not _TOPICS.isdisjoint(self.words.lemma[start:end])

    def role(self, i: int) -> str:
        """The grammatical role of a phrase by its head; a conjunct has the role of its first."""
        for _ in range(4):
            if self.words.dep[i] != "conj":
                break
            i = self.words.head[i]
        return self.words.dep[i]

    def _speaker(self, token: Token, number: int) -> Candidate | None:
        """Who says the quotation that a token stands in: the subject of the sentence's verb of saying."""
        start, end = self.words.bounds[number]
        for i in range(start, end):
            if self.words.lemma[i] not in _SAYING or self.quoted[i] or self.words.pos[i] != "VERB":
                continue
            for child in self.doc[i].children:
                mention = self.at.get(child.i) if child.dep_ == "nsubj" else None
                if mention is not None and mention["actors"]:
                    return Candidate(mention=mention, sentence=number, dep="nsubj", verb=i)
        return None


def _first_person(speaker: Candidate | None, *, own: bool) -> Link:
    """`I` is the speaker; `we` is the side on whose behalf a person speaks."""
    if speaker is None:
        return None
    actor = speaker.actor
    if own or actor["kind"] != "person":
        return speaker, 0.75
    if actor["country"] is None or actor["sector"] not in ("GOV", "MIL"):
        return None
    mention = {
        **speaker.mention,
        "actors": [{**actor, "id": actor["country"], "kind": "side"}],
        "plural": False,
    }
    return Candidate(mention=mention, sentence=speaker.sentence, dep="nsubj", verb=speaker.verb), 0.55


def _is_pleonastic(token: Token) -> bool:
    """`it was Moscow's business how ...`, `it is clear that ...`."""
    verb = token.head
    if verb.lemma_.lower() not in _EMPTY_VERBS:
        return False
    for child in verb.children:
        if child.dep_ in _CLAUSES and child.i > verb.i:
            return True
        if child.dep_ in ("acomp", "attr") and any(inner.dep_ in _CLAUSES for inner in child.children):
            return True
    return False


def _quoted(words: Words) -> list[bool]:
    """Which tokens stand between quotation marks; an open quotation ends with its paragraph."""
    if not any(mark in words.string for mark in '“"«'):
        return [False] * len(words)
    inside, marks = False, []
    for text in words.text:
        if text in ("“", "«", "``"):
            inside = True
        elif text in ("”", "»", "''") or "\n\n" in text:
            inside = False
        elif text == '"':
            inside = not inside
        marks.append(inside)
    return marks
