"""What an article is about as a whole: its country at home, and the two parties it sets beside each other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.text.syntax.words import Words

if TYPE_CHECKING:
    from kg.knowledge.gazetteer import Gazetteer
    from kg.text.actors.sectors import Records

MentionRecord = dict[str, Any]

_SHARE = 0.6
_REACH = 4  # sentences
_PARTIES = frozenset({"state", "sector", "armed group", "international body", "person"})


def home_of(mentions: list[MentionRecord], place: str, gazetteer: Gazetteer) -> str | None:
    """The country of most of the article's actors, or of its dateline if they do not speak against it."""
    counts = _countries(mentions)
    if not counts:
        return None
    ranked, total = counts.most_common(2), sum(counts.values())
    (first, number), second = ranked[0], ranked[-1][1]
    name = place.split("/")[0].split(",")[0].strip()
    dated = {entry.country for entry in gazetteer.readings(name)} if name else set()
    if len(dated) == 1 and (country := dated.pop()) is not None and counts[country] * 2 >= number:
        return country
    alone = number == total or (number >= 3 and number / total >= _SHARE) or number >= max(4, 2 * second)
    return str(first) if alone else None


def main_country(mentions: list[MentionRecord]) -> str | None:
    """The country named most often, the first of several; for what only the country of the story can be."""
    counts = _countries(mentions)
    return counts.most_common(1)[0][0] if counts else None


def _countries(mentions: list[MentionRecord]) -> Counter[str]:
    """How often the article's actors are of each country."""
    return Counter(
        str(actor["country"])
        for mention in mentions
        if not mention["bare"] and mention["type"] != "pronoun"
        for actor in mention["actors"][:1]
        if actor["country"]
    )


class Pairs:
    """The parties that the text joins: `A and B`, `A met with B`; for `both sides` and `the two leaders`."""

    def __init__(self, words: Words, at: dict[int, MentionRecord], records: Records) -> None:
        self.words = words
        self.at = at
        self.records = records
        self._found: list[tuple[int, list[dict[str, Any]]]] = []

    def see(self, mention: MentionRecord, number: int) -> None:
        """Remember the pair that a mention is the second of."""
        if mention["type"] == "place" or not mention["actors"]:
            return
        first = self._partner(mention["head"])
        if first is not None and self._is_aside(first["head"]):
            return
        if first is None or first["type"] == "place" or not first["actors"]:
            return
        pair = [first["actors"][0], mention["actors"][0]]
        if all(actor["kind"] in _PARTIES for actor in pair) and pair[0]["id"] != pair[1]["id"]:
            self._found.append((number, pair))

    def _partner(self, head: int) -> MentionRecord | None:
        """The mention joined to the one with this head by `and` or `with`."""
        words = self.words
        above = words.head[head]
        if words.dep[head] == "conj":
            return self.at.get(above)
        verb = above if words.dep[head] == "dobj" else -1
        if words.lower[above] == "with" and words.dep[head] == "pobj":
            verb = words.head[above]
        if verb >= 0:
            for i in range(max(0, verb - 25), verb):
                if words.dep[i] == "nsubj" and words.head[i] == verb:
                    return self.at.get(i)
        return None

    def _is_aside(self, head: int) -> bool:
        """`brokered by A and B`, `thanked A and B`: not the two sides."""
        words = self.words
        above = words.head[head]
        return words.lower[above] in ("by", "through", "via") or words.lemma[above] in ("thank", "praise")

    def last(self, number: int, *, states: bool, persons: bool) -> list[dict[str, Any]]:
        """The pair joined last, persons as their states if those are asked for; [] without one."""
        near = [pair for sentence, pair in reversed(self._found) if number - sentence <= _REACH]
        if persons:
            return next(([dict(actor) for actor in pair] for pair in near if _persons(pair) == 2), [])
        # Two presidents who announce a deal are seldom the two countries that made it.
        apart = [pair for _, pair in self._found if not _persons(pair)]
        for pair in (*(pair for pair in near if not _persons(pair)), *apart, *near):
            rolled = [self._rolled(actor, states) for actor in pair]
            if all(rolled) and rolled[0]["id"] != rolled[1]["id"]:
                return rolled
        return []

    def _rolled(self, actor: dict[str, Any], states: bool) -> dict[str, Any]:
        """A person or a part of a state stands for the state; a group for itself unless states are meant."""
        part = actor["kind"] in ("person", "sector") or (states and actor["kind"] == "armed group")
        if part and actor["country"]:
            return self.records.state(actor["country"])
        if states and actor["kind"] != "state":
            return {}
        return dict(actor)


def _persons(pair: list[dict[str, Any]]) -> int:
    """How many of a pair are persons."""
    return sum(actor["kind"] == "person" for actor in pair)
