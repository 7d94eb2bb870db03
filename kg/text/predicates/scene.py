"""A parsed text together with its mentions of actors, and the look-ups that rules need over both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kg.text.syntax.tree import PREMODIFIERS, SUBJECTS, Tree

MentionDict = dict[str, Any]
# What names the party inside "the US offer", "attacks by rebels", "the arrest of activists": nearest first.
INSIDE = (
    "poss",
    "by",
    "modifier",
    "of",
    "from",
    "agent",
    "with",
    "between",
    "against",
    "among",
    "to",
    "on",
    "in",
)
# Who does this to a deal is no party of it.
BROKERING = frozenset(
    {"broker", "mediate", "facilitate", "sponsor", "negotiate", "oversee", "guarantee", "host"}
)
# "two billion in aid" is as much as two billions of it.
_MONEY = frozenset(
    {"million", "billion", "trillion", "dollar", "euro", "pound", "yen", "ruble", "rouble", "yuan"}
)
NAMING = frozenset({"actor", "demonym", "person", "place", "pronoun"})
_PERSON_KINDS = ("person",)


@dataclass(frozen=True, slots=True)
class Party:
    """One actor of one mention, and how far the reading of the sentence can be trusted for it."""

    mention: MentionDict
    actor: dict[str, Any]
    trust: float
    how: str


class Scene:
    """Tree and mentions of one text."""

    def __init__(
        self,
        tree: Tree,
        mentions: Sequence[MentionDict],
        at: Callable[[int], Sequence[MentionDict]],
        partitive: frozenset[str],
    ) -> None:
        self.tree = tree
        self.mentions = mentions
        self.partitive = partitive
        self._at = at
        self._memo: dict[int, list[MentionDict]] = {}
        self.covering: dict[int, MentionDict] = {}
        for mention in mentions:
            for i in range(mention["start"], mention["end"]):
                self.covering[i] = mention

    def at(self, i: int) -> list[MentionDict]:
        """Mentions that resolve the noun phrase headed by token i."""
        if i not in self._memo:
            self._memo[i] = list(self._at(i))
        return self._memo[i]

    def is_actor(self, i: int) -> bool:
        """Does token i head a mention that can act?"""
        return any(m["type"] != "place" for m in self.at(i))

    def is_state(self, i: int) -> bool:
        """Does token i head a state that acts, or its government, but not its people?"""
        return any(
            m["type"] != "place"
            and not m["plural"]
            and a["kind"] in ("state", "sector")
            and a["sector"] == "GOV"
            for m in self.at(i)
            for a in m["actors"][:1]
        )

    def speaks_for(self, speakers: Iterable[int], i: int) -> bool:
        """Is token i the state of a speaker who governs it: "the minister said Arnor would not"?"""
        states = {p.actor["country"] for p in self.parties(i) if p.actor["kind"] == "state"} - {None}
        return any(
            p.actor["country"] in states and p.actor["sector"] in ("GOV", "MIL")
            for s in speakers
            for p in self.parties(s)
        )

    def is_same(self, i: int, j: int) -> bool:
        """Are two tokens part of one mention: the name and the title before it?"""
        return i in self.covering and self.covering[i] is self.covering.get(j)

    def is_person(self, i: int) -> bool:
        """Does token i head a mention of persons?"""
        return any(
            m["type"] == "person" or any(a["kind"] in _PERSON_KINDS for a in m["actors"]) for m in self.at(i)
        )

    def is_place(self, i: int) -> bool:
        """Does token i head a place, or a state named as one?"""
        return any(m["type"] == "place" or any(a["kind"] == "state" for a in m["actors"]) for m in self.at(i))

    def through(self, i: int) -> list[int]:
        """Token i, or what a partitive noun counts: activists in "a number of activists"."""
        tree = self.tree
        found = [i]
        for j in found:
            if tree.lemmas[j] in self.partitive or tree.pos[j] == "NUM":
                for prep in tree.of(j, "prep"):
                    of_money = tree.lower[prep] == "in" and tree.lemmas[j] in _MONEY
                    if of_money or tree.lower[prep] in ("of", "to", "than"):
                        found.extend(k for p in tree.of(prep, "pobj") for k in tree.conjuncts(p))
            if len(found) > 12:
                break
        return found

    def meant(self, i: int) -> int:
        """The subject of saying that a pronoun repeats ("the union said it would"), else token i."""
        tree = self.tree
        if tree.lower[i] in ("it", "they", "he", "she", "we") and tree.deps[i] in SUBJECTS:
            clause = tree.heads[i]
            if tree.deps[clause] == "ccomp":
                return next(iter(tree.of(tree.heads[clause], "nsubj")), i)
        return i

    def parties(self, i: int, *, places: bool = False) -> list[Party]:
        """The actors that the noun phrase at token i itself names."""
        found: list[Party] = []
        for step, j in enumerate(self.through(i)):
            for mention in self.at(j):
                if mention["type"] == "place" and not places:
                    continue
                found.extend(_parties_of(mention, 1.0 if step == 0 else 0.95, "named"))
            if found:
                return self._of_several([self._placed(party, j) for party in found], j)
        tree = self.tree
        for k in tree.of(i, "appos"):
            for j in tree.conjuncts(k):
                for mention in self.at(j):
                    if mention["type"] != "place" or places:
                        found.extend(_parties_of(mention, 0.9, "apposition"))
        return found

    def _placed(self, party: Party, i: int) -> Party:
        """A role without a country has that of the phrase around it: "parties to the conflict in Iraq"."""
        actor = party.actor
        # a role without a country of its own, or with one guessed from the context
        guessed = actor["country"] is None or party.mention.get("bare", False)
        if not guessed or actor["kind"] != "sector" or actor["sector"] is None:
            return party
        around = self._around(i)
        if around is None:
            return party
        country, how = around
        actor = {**actor, "id": f"{country}.{actor['sector']}", "country": country}
        return Party(party.mention, actor, party.trust * 0.85, f"{party.how}, country by {how}")

    def _of_several(self, found: list[Party], i: int) -> list[Party]:
        """One role of several countries is as many parties: "delegations from Arnor and Gondor"."""
        tree = self.tree
        if len(found) != 1 or found[0].actor["kind"] != "sector" or found[0].actor["sector"] is None:
            return found
        party, sector = found[0], found[0].actor["sector"]
        parties = {party.actor["country"]: party}
        for prep in tree.of(i, "prep"):
            if tree.lower[prep] in ("of", "from"):
                for p in tree.of(prep, "pobj"):
                    for k in tree.conjuncts(p):
                        for mention in self.at(k):
                            for actor in mention["actors"]:
                                if actor["kind"] == "state" and mention["start"] >= party.mention["end"]:
                                    parties.setdefault(
                                        actor["country"], _in_sector(party, mention, actor, sector)
                                    )
        return list(parties.values()) if party.actor["country"] else found

    def _around(self, i: int) -> tuple[str, str] | None:
        tree = self.tree
        last = max(tree.below(i))
        for mention in self.mentions:
            if i < mention["start"] <= last and self._belongs(mention["head"], i):
                for actor in mention["actors"]:
                    if actor["country"]:
                        return actor["country"], self.text_of(mention)
        return None

    def text_of(self, mention: MentionDict) -> str:
        """The words of a mention."""
        return " ".join(self.tree.words[mention["start"] : mention["end"]])

    def _belongs(self, j: int, i: int) -> bool:
        """Is token j reached from the noun at i by phrases alone, or by a participle?"""
        tree = self.tree
        for above in tree.above(j):
            if above == i:
                return True
            if tree.is_verb(above) and tree.deps[above] != "acl":
                return False
        return False

    def inside(
        self,
        i: int,
        *,
        places: bool = False,
        depth: int = 2,
        ways: tuple[str, ...] = INSIDE,
        without: Collection[str] = (),
    ) -> list[Party]:
        """The actors named within the noun phrase at token i: owners, modifiers, of- and by-phrases."""
        for way in ways:
            found: list[Party] = []
            for k in self._ways(i, way):
                if way == "modifier" and not any(m["type"] in NAMING for m in self.at(k)):
                    continue  # "a foreign agents law" is about agents, not theirs
                found.extend(p for p in self.parties(k, places=places) if p.actor["id"] not in without)
                if not found and depth > 1:
                    found.extend(self.inside(k, places=places, depth=depth - 1, without=without))
            if found:
                return [Party(p.mention, p.actor, p.trust * 0.9, way) for p in found]
        return []

    def _ways(self, i: int, way: str) -> list[int]:
        tree = self.tree
        if way == "poss":
            return [tree.antecedent(j) for k in tree.of(i, "poss") for j in tree.conjuncts(k)]
        if way == "modifier":
            return [
                j for k in tree.kids[i] if k < i and tree.deps[k] in PREMODIFIERS for j in tree.conjuncts(k)
            ]
        if way == "agent":
            return [
                j
                for k in tree.of(i, "acl", "relcl")
                if tree.lemmas[k] not in BROKERING
                for agent in tree.of(k, "agent")
                for p in tree.of(agent, "pobj")
                for j in tree.conjuncts(p)
            ]
        return [
            j
            for prep in tree.of(i, "prep")
            if tree.lower[prep] == way
            for p in tree.of(prep, "pobj")
            for j in tree.conjuncts(p)
        ]

    def slot(
        self,
        tokens: Iterable[int],
        *,
        places: bool = False,
        deep: bool = False,
        without: Collection[str] = (),
    ) -> list[Party]:
        """The actors of a slot's tokens, each once; `without` names actors that are passed over."""
        found: list[Party] = []
        for i in tokens:
            if deep:
                found.extend(self.inside(i, places=places, without=without))
            else:
                found.extend(self.parties(i, places=places))
        return distinct(found)


def distinct(parties: Iterable[Party]) -> list[Party]:
    """The parties without repeated actors, first mention kept."""
    seen: dict[tuple[str, str | None, int], Party] = {}
    for party in parties:
        known = party.actor["country"] or party.actor["kind"] in (
            "international body",
            "armed group",
            "person",
        )
        key = (party.actor["id"], party.actor["sector"], -1 if known else party.mention["start"])
        seen.setdefault(key, party)
    return list(seen.values())


def _in_sector(party: Party, mention: MentionDict, state: dict[str, Any], sector: str) -> Party:
    """The same role in another country."""
    actor = {
        **party.actor,
        "id": f"{state['id']}.{sector}",
        "country": state["country"],
        "label": party.actor["label"].replace(party.actor["country"], state["label"]),
    }
    return Party(mention, actor, party.trust * 0.95, "one of several countries")


def _parties_of(mention: MentionDict, trust: float, how: str) -> list[Party]:
    return [Party(mention, actor, trust * mention["confidence"], how) for actor in mention["actors"]]
