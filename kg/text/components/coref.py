"""`kg_coref`: surnames, pronouns and descriptions linked to earlier actors of the article, by rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.knowledge.gazetteer import load_gazetteer
from kg.text.actors.context import DOMESTIC
from kg.text.actors.sectors import WORDING, Records
from kg.text.components.extensions import set_extensions
from kg.text.coreference.epithets import states_meant
from kg.text.coreference.identity import Identities
from kg.text.coreference.pronouns import Pronouns
from kg.text.coreference.salience import Candidate, History
from kg.text.coreference.story import Pairs, home_of, main_country
from kg.text.syntax.words import POSSESSIVE, words_of

MentionRecord = dict[str, Any]

_OWNED = frozenset({"office", "country", "nation", "homeland", "administration", "side"})
_NOUNS = WORDING.state_nouns | WORDING.body_nouns | WORDING.group_nouns | WORDING.pair_nouns | _OWNED
_DEFINITE = frozenset({"the", "this", "that"})
_PERSONS = frozenset({"leader", "president", "minister"})
_REGIMES = frozenset({"junta", "regime", "ruler"})  # of the country of the article, not of the one last named
_TWO = frozenset({"two", "both", "neighbouring", "neighboring"})


@Language.factory(
    "kg_coref",
    default_config={"folder": None},
    requires=["doc._.kg_actors", "token.dep", "token.head", "token.lemma", "doc.sents"],
    assigns=["doc._.kg_actors"],
)
def build_coref(nlp: Language, name: str, folder: str | None) -> Callable[[Doc], Doc]:
    """The component; it needs the mentions of `kg_actors` and the same knowledge folder."""
    set_extensions()
    records = Records(load_gazetteer(Path(folder) if folder else None))

    def link(doc: Doc) -> Doc:
        doc._.kg_actors = Linker(doc, records).run()
        doc.user_data.pop("kg_heads", None)
        return doc

    return link


class Linker:
    """One pass over one Doc: adds resolved pronouns and descriptions, and countries to bare role nouns."""

    def __init__(self, doc: Doc, records: Records) -> None:
        self.doc = doc
        self.records = records
        self.words = words_of(doc)
        self.mentions: list[MentionRecord] = doc._.kg_actors or []
        self.at = {i: mention for mention in self.mentions for i in range(mention["start"], mention["end"])}
        self.described: dict[int, MentionRecord] = {}  # by the token behind it
        self.history = History()
        self.identities = Identities(self.words, self.at)
        self.pronouns = Pronouns(doc, self.words, self.history, self.at, self.identities.gender)
        self.pairs = Pairs(self.words, self.at, records)
        self.home = home_of(self.mentions, doc._.kg_place, records.gazetteer)

    def run(self) -> list[MentionRecord]:
        """The mentions with their links, in order."""
        added: list[MentionRecord] = []
        words, at = self.words, self.at
        for number, (start, end) in enumerate(words.bounds):
            for i in range(start, end):
                mention = at.get(i)
                if mention is not None:
                    if mention["start"] == i:
                        self._owner(mention, number)
                        self._named(mention, number)
                        self._remember(mention, number)
                elif (found := self._unnamed(i, words.pos[i], number)) is not None:
                    added.append(found)
                    self.described[found["end"]] = found
                    self._remember(found, number)
        return sorted([*self.mentions, *added], key=lambda mention: mention["start"])

    def _remember(self, mention: MentionRecord, number: int) -> None:
        """An actor that later words may mean."""
        self.pairs.see(mention, number)
        if not mention["actors"] or (mention["bare"] and mention["actors"][0]["kind"] == "sector"):
            return
        head = mention["head"]
        self.history.add(
            Candidate(
                mention=mention,
                sentence=number,
                dep=self.pronouns.role(head),
                verb=self.pronouns.verb(head),
                quoted=self.pronouns.quoted[head],
            )
        )

    # ---- named and described actors ----------------------------------------------------------------------

    def _owner(self, mention: MentionRecord, number: int) -> None:
        """`its citizens`: the owner's country."""
        if not mention["bare"] or mention["type"] != "role":
            return
        start = mention["start"]
        if start and self.words.text[start - 1] in POSSESSIVE and start - 1 in self.described:
            self._fill(mention, self.described[start - 1]["actors"][0], 0.6)  # the kingdom's ambassador
        found = self.pronouns.resolve(self.doc[mention["owner"]], number) if mention["owner"] >= 0 else None
        if found is not None:
            parts: list[dict[str, Any]] = []
            for owner in found[0].mention["actors"]:
                self._fill(mention, owner, found[1] * 0.9)
                parts += mention["actors"]
            mention["actors"] = parts

    def _named(self, mention: MentionRecord, number: int) -> None:
        """Later mentions of a person, and roles and descriptions said with `the`."""
        if mention["type"] == "person":
            self.identities.see(mention, self.words.lower)
        elif mention["bare"] and mention["plural"] and (pair := self._two(mention, number)):
            mention.update(actors=pair, method="the two of them", confidence=0.6, bare=False)
        elif mention["candidates"]:
            self._described(mention, number)
        elif (
            mention["type"] == "role"
            and mention["owner"] < 0
            and (mention["bare"] or self._is_guess(mention))
        ):
            self._role(mention, number)
            if mention["bare"] or (self._is_guess(mention) and mention["actors"][0]["country"] != self.home):
                self._at_home(mention)

    def _two(self, mention: MentionRecord, number: int) -> list[dict[str, Any]]:
        """`the two leaders`, `both presidents`: the two persons last joined."""
        words, head = self.words, mention["head"]
        if (
            _TWO.isdisjoint(words.lower[mention["start"] : head])
            or words.lemma[head] not in WORDING.pair_nouns
        ):
            return []
        return self.pairs.last(number, states=False, persons=words.lemma[head] in _PERSONS)

    def _is_guess(self, mention: MentionRecord) -> bool:
        """`the junta` took the only country of its sentence, which the rest of the article may correct."""
        definite = self.words.lower[mention["start"]] in _DEFINITE
        return definite and mention["method"] == "only country of its sentence"

    def _described(self, mention: MentionRecord, number: int) -> None:
        """`the bloc`: the body last named that it may mean, else the one last named at all."""
        bodies = [
            candidate
            for candidate in reversed(self.history.candidates)
            if candidate.actor["kind"] == "international body" and number - candidate.sentence <= 8
        ]
        wanted = mention["candidates"]
        chosen = next((body for body in bodies if body.actor["id"] in wanted), bodies[0] if bodies else None)
        if chosen is not None and (mention["bare"] or mention["vague"]):
            _link(mention, chosen, "description", 0.7)
            mention["type"] = "actor"

    def _role(self, mention: MentionRecord, number: int) -> None:
        """A role noun without a country: the same role before, else the same sector close by."""
        role, sector = mention["role"], mention["sector"]
        definite = self.words.lower[mention["start"]] in _DEFINITE
        reach = 12 if definite else 1
        same = [
            candidate
            for candidate in self.history.candidates
            if number - candidate.sentence <= reach
            and candidate.mention["role"] == role
            and candidate.actor["country"]
            and mention["plural"] <= candidate.mention["plural"]
        ]
        if same:
            often = max(same, key=lambda c: (self.history.counts[c.actor["id"]], c.sentence))
            _link(mention, often, "same role before", 0.7)
            return

        def agrees(candidate: Candidate) -> bool:
            actor = candidate.actor
            fits = actor["kind"] in ("sector", "armed group") and actor["sector"] == sector
            alike = sector != "GOV" or candidate.mention["human"] == mention["human"]
            return fits and alike and bool(actor["country"])

        regime = self.words.lemma[mention["head"]] in _REGIMES
        if (definite and not regime) or sector in ("COP", "MIL"):
            close = self.history.best(agrees, sentence=number, dep="", reach=2 if definite else 0)
            if close is not None:
                _link(mention, close[0], "same sector before", 0.55)

    def _at_home(self, mention: MentionRecord) -> None:
        """Police, protesters or `the government` of an article about one country are that country's."""
        domestic = mention["sector"] in DOMESTIC or not mention["human"]
        definite = self.words.lower[mention["start"]] in _DEFINITE
        home = self.home
        if home is None and definite and self.words.lemma[mention["head"]] in _REGIMES:
            home = main_country(self.mentions)
        if home is None or len(self.words.bounds) < 2 or not (domestic or definite):
            return
        if mention["sector"] == "BUS":  # trade is the least domestic of all sectors
            return
        actor = self.records.part(home, mention["sector"] or "GOV")
        mention.update(actors=[actor], method="country of the article", confidence=0.45, bare=False)

    # ---- words that name nobody --------------------------------------------------------------------------

    def _unnamed(self, i: int, pos: str, number: int) -> MentionRecord | None:
        if pos == "PRON":
            found = self.pronouns.resolve(self.doc[i], number)
            if found is None:
                return None
            candidate, confidence = found
            actors = [self._side(actor) for actor in candidate.mention["actors"]]
            return _mention(i, i + 1, actors, "pronoun", confidence, plural=candidate.mention["plural"])
        known = self.identities.surname(self.words.lower[i]) if self.words.text[i][0].isupper() else None
        if known is not None and (i == 0 or self.words.text[i - 1] != "-"):
            mention = _mention(i, i + 1, [dict(actor) for actor in known["actors"]], "surname", 0.9)
            mention["type"] = "person"
            return mention
        if pos == "NOUN" and self.words.lemma[i] in _NOUNS:
            return self._description(self.doc[i], self.words.lemma[i], number)
        return None

    def _side(self, actor: dict[str, Any]) -> dict[str, Any]:
        """`we` is the speaker's state."""
        if actor["kind"] == "side":
            return self.records.state(actor["country"])
        return dict(actor)

    def _description(self, token: Token, lemma: str, number: int) -> MentionRecord | None:
        """`the country`, `the group`, `both sides`, `his office`: nouns for an actor named before."""
        left = token.left_edge
        if lemma in _OWNED and left.dep_ == "poss" and left.pos_ == "PRON":
            return self._owned(token, lemma, left, number)
        if lemma in WORDING.pair_nouns and token.tag_ == "NNS":
            if not any(child.lower_ in _TWO for child in token.children):
                return None
            states = lemma in WORDING.state_nouns
            pair = self.pairs.last(number, states=states, persons=lemma in _PERSONS)
            return _mention(left.i, token.i + 1, pair, "the two of them", 0.6, plural=True) if pair else None
        if left.lower_ not in _DEFINITE or token.tag_ != "NN":
            return None
        if lemma in WORDING.state_nouns:
            return self._state(token, left, number)
        if token.i - left.i > 1:
            return None
        kinds = self._kinds(lemma)
        if not kinds:
            return None
        found = self.history.best(
            lambda c: c.actor["kind"] in kinds,
            sentence=number, dep=self.pronouns.role(token.i), reach=2, verbs=(token.head.i,),
        )  # fmt: skip
        if found is None:
            return None
        return _mention(left.i, token.i + 1, [dict(found[0].actor)], "definite description", found[1] * 0.9)

    def _state(self, token: Token, left: Token, number: int) -> MentionRecord | None:
        """`the country`, `the kingdom`, `the Gulf state`: a state of the article that may be called so."""
        meant = states_meant(self.words, left.i + 1, token.i, WORDING.epithets)
        named = (
            token.i + 2 < len(self.words)
            and self.words.lower[token.i + 1] == "of"
            and self.at.get(token.i + 2)
        )
        if meant is None or named:
            return None

        def agrees(candidate: Candidate) -> bool:
            return candidate.actor["country"] in meant if meant else candidate.actor["kind"] == "state"

        found = self.history.best(
            agrees, sentence=number, dep=self.pronouns.role(token.i), reach=6 if meant else 2,
            verbs=(token.head.i,),
        )  # fmt: skip
        confidence = found[1] * 0.9 if found else 0.6
        code = found[0].actor["country"] if found else next(iter(meant), None) if len(meant) == 1 else None
        if code is None:
            return None
        for i in range(left.i, token.i):  # `Gulf` is no place then
            if (inside := self.at.get(i)) is not None and inside["type"] in ("place", "demonym"):
                self.mentions = [mention for mention in self.mentions if mention is not inside]
        return _mention(left.i, token.i + 1, [self.records.state(code)], "definite description", confidence)

    def _kinds(self, lemma: str) -> tuple[str, ...]:
        """The kinds of actor that a noun may point back to."""
        recent = {candidate.actor["kind"] for candidate in self.history.candidates[-8:]}
        if lemma in WORDING.body_nouns and "international body" in recent:
            return ("international body",)
        return ("armed group", "civil society") if lemma in WORDING.group_nouns else ()

    def _owned(self, token: Token, lemma: str, pronoun: Token, number: int) -> MentionRecord | None:
        """`his office`, `their country`."""
        found = self.pronouns.resolve(pronoun, number)
        if found is None:
            return None
        owner, confidence = found[0].actor, found[1] * 0.9
        mention = _mention(token.i, token.i + 1, [dict(owner)], "possessive pronoun", confidence)
        if owner["country"] and lemma in ("office", "administration"):
            self._fill(mention, owner, confidence)
        elif owner["country"]:
            mention["actors"] = [self.records.state(owner["country"])]
        return mention

    def _fill(self, mention: MentionRecord, owner: dict[str, Any], confidence: float) -> None:
        """The role noun becomes the owner's part of a state, or the owner's body."""
        if owner["kind"] in ("international body", "armed group") or owner["country"] is None:
            actor = dict(owner)
        else:
            actor = self.records.part(owner["country"], mention["sector"] or "GOV")
        mention.update(
            actors=[actor], method="possessive pronoun", confidence=round(confidence, 2), bare=False
        )


def _link(mention: MentionRecord, candidate: Candidate, method: str, confidence: float) -> None:
    actors = [dict(actor) for actor in candidate.mention["actors"]]
    mention.update(actors=actors, method=method, confidence=confidence, bare=False)


def _mention(
    start: int,
    end: int,
    actors: list[dict[str, Any]],
    method: str,
    confidence: float,
    *,
    plural: bool = False,
) -> MentionRecord:
    return {
        "start": start,
        "end": end,
        "head": end - 1,
        "actors": actors,
        "method": method,
        "confidence": round(confidence, 2),
        "type": "pronoun",
        "speaker_only": False,
        "bare": False,
        "role": "",
        "sector": "",
        "plural": plural,
        "owner": -1,
        "core_end": end,
        "candidates": [],
        "human": False,
        "name": "",
        "vague": False,
    }
