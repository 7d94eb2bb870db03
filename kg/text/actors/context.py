"""The country of a role noun that names none: from a place near it, or the only country of the sentence."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from kg.text.actors.resolved import Found
from kg.text.actors.rolephrases import RolePhrases
from kg.text.actors.sectors import Record
from kg.text.syntax.words import Words

# Sectors that act at home: police, protesters, rebels. Soldiers, diplomats and officials also act abroad.
DOMESTIC = frozenset(
    {"CVL", "OPP", "REB", "COP", "LAB", "EDU", "REF", "MED", "CRM", "UAF", "JUD", "LEG", "PTY", "ELI"}
)
LOCATING = frozenset(
    {"in", "at", "from", "throughout", "across", "inside", "near", "around", "within", "outside", "on"}
)
_STEPS = 7
_REGIMES = ("junta", "regime", "military rulers", "military government")
_ALIKE = ("counterpart", "counterparts", "opposite number", "opposite numbers")


def settle(words: Words, found: list[Found], roles: RolePhrases, on: date | None) -> None:
    """Give bare role nouns a country where the sentence tells it; the others stay bare."""
    sentences: dict[int, list[Found]] = defaultdict(list)
    for mention in found:
        sentences[words.sent[mention.start]].append(mention)
    for mentions in sentences.values():
        for n, mention in enumerate(mentions):
            if mention.resolved.role.endswith(_ALIKE):
                _match(roles, mention, mentions[:n], on)
            if not mention.resolved.bare:
                continue
            hit = _country(words, mention, mentions)
            if hit is not None:
                _give(roles, mention, *hit, on)


def _match(roles: RolePhrases, mention: Found, before: list[Found], on: date | None) -> None:
    """`their Moldovan counterparts` have the sector, or the office, of those who meet them."""
    model = next(
        (other.resolved for other in reversed(before) if other.resolved.type in ("role", "person")), None
    )
    resolved = mention.resolved
    if model is None or not model.actors or not model.actors[0]["sector"]:
        return
    resolved.sector = model.sector or model.actors[0]["sector"]
    if resolved.bare or resolved.sector in ("IGO", "NGO", "ELI", "CVL"):
        return
    if not resolved.plural and model.role:
        resolved.role, resolved.titled = model.role, True
    states = [roles.records.state(actor["country"]) for actor in resolved.actors if actor["country"]]
    roles.complete(resolved, states, on, method="counterpart")


def _give(
    roles: RolePhrases, mention: Found, country: str, method: str, confidence: float, on: date | None
) -> None:
    resolved = mention.resolved
    if resolved.type == "person":
        for actor in resolved.actors:
            actor["country"], actor["affiliation"] = country, actor["affiliation"] or country
        resolved.bare = False
        resolved.method = method
    else:
        roles.complete(resolved, [roles.records.state(country)], on, method=method)
    resolved.confidence = confidence


def _country(words: Words, mention: Found, mentions: list[Found]) -> tuple[str, str, float] | None:
    sector = mention.resolved.sector or "GOV"
    inside = [other for other in mentions if _within(words, other, mention)]
    country = _first_country(inside)
    if country is not None:
        return country, "role + place in its phrase", 0.75
    person = mention.resolved.type == "person"
    if person and (not mention.resolved.role or sector in ("JRN", "CVL", "EDU", "MED", "LAB", "BUS")):
        return None
    at_home = sector in DOMESTIC or person or mention.resolved.role.endswith(_REGIMES)
    places = [other for other in mentions if other is not mention and _is_located(words, other)]
    near = min(
        places,
        key=lambda other: (other.start < mention.start, abs(other.start - mention.start)),
        default=None,
    )
    if at_home and near is not None and near.resolved.actors and near.resolved.actors[0]["country"]:
        return near.resolved.actors[0]["country"], "role + place of its sentence", 0.6
    countries = {
        actor["country"]
        for other in mentions
        if not other.resolved.bare
        for actor in other.resolved.actors
        if actor["country"]
    }
    definite = words.lower[mention.start] == "the"
    if len(countries) == 1 and (sector in DOMESTIC or definite):
        return countries.pop(), "only country of its sentence", 0.5
    ruling = _subject(words, mention, mentions) if sector in DOMESTIC and words.parsed else None
    return (ruling, "country of the acting police", 0.5) if ruling else None


def _subject(words: Words, mention: Found, mentions: list[Found]) -> str | None:
    """`Russian police detained people`: whom the police of a country acts on is mostly of that country."""
    verb = words.head[mention.head]
    for other in mentions:
        if words.dep[other.head] == "nsubj" and words.head[other.head] == verb and other.resolved.actors:
            actor = other.resolved.actors[0]
            if actor["kind"] == "sector" and actor["sector"] in ("COP", "JUD", "SPY", "LEG"):
                return str(actor["country"]) if actor["country"] else None
    return None


def _within(words: Words, other: Found, mention: Found) -> bool:
    """Does the other mention stand in the phrase of this one: `refugees fleeing the war in Liberia`?"""
    if other.start < mention.end or not _is_located(words, other):
        return False
    if not words.parsed:
        return True
    i = other.head
    for _ in range(_STEPS):
        head = words.head[i]
        if mention.start <= head < mention.core_end:
            return True
        if head == i:
            return False
        i = head
    return False


def _is_located(words: Words, mention: Found) -> bool:
    """A place, or a state behind a preposition of place."""
    resolved = mention.resolved
    if not resolved.actors:
        return False
    if resolved.type in ("place", "capital") or resolved.actors[0]["kind"] == "state":
        i = mention.start - 1
        while i >= 0 and words.pos[i] in ("DET", "ADJ"):
            i -= 1
        out = i > 0 and words.lower[i - 1 : i + 1] == ["out", "of"]
        return i >= 0 and (out or words.lower[i] in LOCATING) and resolved.type != "demonym"
    return False


def _first_country(mentions: list[Found]) -> str | None:
    records: list[Record] = [actor for mention in mentions for actor in mention.resolved.actors]
    return next((actor["country"] for actor in records if actor["country"]), None)
