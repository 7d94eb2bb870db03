"""`kg_coref`: surnames, pronouns and descriptions linked to earlier actors of the article, by rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.knowledge.gazetteer import load_gazetteer
from kg.text.actors.context import DOMESTIC
from kg.text.actors.sectors import WORDING, Records
from kg.text.components.extensions import set_extensions
from kg.text.coreference.descriptions import DEFINITE, NOUNS, PERSONS, TWO, Descriptions
from kg.text.coreference.identity import Identities
from kg.text.coreference.links import MentionRecord, fill, link, linked_mention
from kg.text.coreference.pronouns import Pronouns
from kg.text.coreference.salience import Candidate, History
from kg.text.coreference.story import Pairs, home_of, main_country
from kg.text.syntax.words import POSSESSIVE, words_of

_REGIMES = frozenset({"junta", "regime", "ruler"})  # of the country of the article, not of the one last named


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

    def resolve(doc: Doc) -> Doc:
        doc._.kg_actors = Linker(doc, records).run()
        doc.user_data.pop("kg_heads", None)
        return doc

    return resolve


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
        self.descriptions = Descriptions(
            self.words, self.at, self.history, self.pronouns, self.pairs, records
        )
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
        kept = [mention for mention in self.mentions if mention["start"] not in self.descriptions.replaced]
        return sorted([*kept, *added], key=lambda mention: mention["start"])

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
            fill(
                mention, self.described[start - 1]["actors"][0], 0.6, self.records
            )  # the kingdom's ambassador
        found = self.pronouns.resolve(self.doc[mention["owner"]], number) if mention["owner"] >= 0 else None
        if found is not None:
            parts: list[dict[str, Any]] = []
            for owner in found[0].mention["actors"]:
                fill(mention, owner, found[1] * 0.9, self.records)
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
            TWO.isdisjoint(words.lower[mention["start"] : head])
            or words.lemma[head] not in WORDING.pair_nouns
        ):
            return []
        return self.pairs.last(number, states=False, persons=words.lemma[head] in PERSONS)

    def _is_guess(self, mention: MentionRecord) -> bool:
        """`the junta` took the only country of its sentence, which the rest of the article may correct."""
        definite = self.words.lower[mention["start"]] in DEFINITE
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
            link(mention, chosen, "description", 0.7)
            mention["type"] = "actor"

    def _role(self, mention: MentionRecord, number: int) -> None:
        """A role noun without a country: the same role before, else the same sector close by."""
        role, sector = mention["role"], mention["sector"]
        definite = self.words.lower[mention["start"]] in DEFINITE
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
            link(mention, often, "same role before", 0.7)
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
                link(mention, close[0], "same sector before", 0.55)

    def _at_home(self, mention: MentionRecord) -> None:
        """Police, protesters or `the government` of an article about one country are that country's."""
        domestic = mention["sector"] in DOMESTIC or not mention["human"]
        definite = self.words.lower[mention["start"]] in DEFINITE
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
            return linked_mention(i, i + 1, actors, "pronoun", confidence, plural=candidate.mention["plural"])
        known = self.identities.surname(self.words.lower[i]) if self.words.text[i][0].isupper() else None
        if known is not None and (i == 0 or self.words.text[i - 1] != "-"):
            mention = linked_mention(i, i + 1, [dict(actor) for actor in known["actors"]], "surname", 0.9)
            mention["type"] = "person"
            return mention
        if pos == "NOUN" and self.words.lemma[i] in NOUNS:
            return self.descriptions.resolve(self.doc[i], self.words.lemma[i], number)
        return None

    def _side(self, actor: dict[str, Any]) -> dict[str, Any]:
        """`we` is the speaker's state."""
        if actor["kind"] == "side":
            return self.records.state(actor["country"])
        return dict(actor)
