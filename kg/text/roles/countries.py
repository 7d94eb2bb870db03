"""Countries that one side of an event lends to the other, and places that stand for their people."""

from __future__ import annotations

from kg.text.predicates.scene import Party

_RULERS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_RULED = frozenset(
    {"REB", "OPP", "PTY", "CVL", "EDU", "LAB", "JRN", "REL", "MED", "ELI", "CRM", "REF", "AGR", "BUS"}
)
# Coercion that is as often aimed abroad.
_ABROAD = frozenset({"cyber", "misinformation", "deport", "seize"})
# Acts that strike the people of a place rather than its government.
_ON_PEOPLE = frozenset({"ASSAULT", "COERCE", "THREATEN"})


def share_country(sources: list[Party], targets: list[Party]) -> tuple[list[Party], list[Party]]:
    """A role without a country has that of the other side where one rules and the other is ruled."""
    return _filled(sources, targets), _filled(targets, sources)


def people_of_places(plover: str, targets: list[Party]) -> list[Party]:
    """A curfew in Minas Tirith, a bomb in Edoras: the target is the people there."""
    if plover not in _ON_PEOPLE:
        return targets
    return [_people(party) if _is_place(party) else party for party in targets]


def people_at_home(plover: str, mode: str | None, sources: list[Party]) -> list[Party]:
    """Who is meant where nobody is named: protesters face their own rulers, rulers coerce their own people."""
    sectors = {party.actor["sector"] for party in sources}
    countries = {party.actor["country"] for party in sources}
    if len(countries) != 1 or None in countries:
        return []
    if plover == "PROTEST" and sectors <= _RULED:
        sector = "GOV"
    elif plover == "COERCE" and sectors <= _RULERS and mode not in _ABROAD:
        sector = "CVL"
    else:
        return []
    (code,) = countries
    party = sources[0]
    actor = {
        **party.actor,
        "id": f"{code}.{sector}",
        "kind": "sector",
        "sector": sector,
        "affiliation": None,
    }
    return [Party(party.mention, actor, party.trust * 0.5, "at home, nobody else is named")]


def _is_place(party: Party) -> bool:
    """Is it a city, not a region: "shelled Edoras", but not "an incursion into the Westfold"?"""
    actor, place = party.actor, party.mention.get("place") or {}
    is_city = party.mention["type"] == "place" and place.get("geonames") is not None
    return is_city and actor["kind"] == "state" and actor["sector"] is None


def _people(party: Party) -> Party:
    code = party.actor["country"]
    actor = {
        **party.actor,
        "id": f"{code}.CVL",
        "kind": "sector",
        "sector": "CVL",
    }
    return Party(party.mention, actor, party.trust, f"{party.how}, people of the place")


def _filled(these: list[Party], those: list[Party]) -> list[Party]:
    others = [p.actor for p in those if p.actor["country"] and p.actor["sector"]]
    countries = {actor["country"] for actor in others}
    if len(countries) != 1 or any(actor["kind"] == "state" for actor in others):
        return these
    (country,) = countries
    sectors = {actor["sector"] for actor in others}
    return [_at_home(party, country) if sectors & _opposite(party) else party for party in these]


def _opposite(party: Party) -> frozenset[str]:
    """The sectors that a role without a country faces at home; none for who has a country."""
    actor = party.actor
    if actor["country"] is not None or actor["kind"] not in ("sector", "person"):
        return frozenset()
    if actor["sector"] in _RULED:
        return _RULERS
    if actor["sector"] == "GOV":
        return _RULED | _RULERS - {"GOV"}
    return _RULED if actor["sector"] in _RULERS else frozenset()


def _at_home(party: Party, country: str) -> Party:
    actor = party.actor
    its_id = f"{country}.{actor['sector']}" if actor["kind"] == "sector" else actor["id"]
    return Party(
        party.mention,
        {**actor, "country": country, "id": its_id},
        party.trust * 0.6,
        f"{party.how}, country of the other side",
    )
