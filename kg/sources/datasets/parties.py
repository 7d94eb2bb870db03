"""Actors of event data sets: by curated name, else by country and sector."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kg.knowledge.gazetteer import Entry, Gazetteer
from kg.knowledge.parts import part_of
from kg.model import Actor
from kg.sources.datasets.records import Party

# CAMEO's agents, the second and later three letters of an actor code, as PLOVER sectors. CAMEO's MED is the
# media, PLOVER's is medicine.
CAMEO_SECTORS = {
    "GOV": "GOV", "MIL": "MIL", "REB": "REB", "INS": "REB", "SEP": "REB", "OPP": "OPP", "PTY": "PTY",
    "COP": "COP", "JUD": "JUD", "LEG": "LEG", "SPY": "SPY", "BUS": "BUS", "MNC": "MNC", "CVL": "CVL",
    "LAB": "LAB", "EDU": "EDU", "REF": "REF", "ELI": "ELI", "CRM": "CRM", "MED": "JRN", "HLH": "MED",
    "UAF": "UAF", "IGO": "IGO", "NGO": "NGO", "NGM": "NGO", "IMG": "IMG", "REL": "REL", "SET": "CVL",
}  # fmt: skip
# CAMEO's codes of bodies and groups that are not ours.
CAMEO_GROUPS = {
    "UNO": "UN", "NAT": "NATO", "NATO": "NATO", "EEC": "EU", "ARL": "ARABLEAGUE", "ASN": "ASEAN",
    "OPC": "OPEC", "IAE": "IAEA", "WHO": "WHO", "IMF": "IMF", "WBK": "WORLDBANK", "WTO": "WTO",
    "AFU": "AU", "SCE": "OSCE", "ICC": "ICC", "GCC": "GCC", "OAS": "OAS", "CIS": "CIS", "HMS": "HAMAS",
    "HEZ": "HEZBOLLAH", "TAL": "TALIBAN", "ALQ": "ALQAEDA", "PLO": "PLO", "AMN": "AMNESTY", "HRW": "HRW",
}  # fmt: skip
# CAMEO's country codes that are not those of ISO 3166.
CAMEO_COUNTRIES = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "KSV": "XKX", "PAL": "PSE"}
_ACTING = ("actor", "person", "seat", "capital")


class Parties:
    """Resolves what records say of an actor; the same words give the same actor."""

    def __init__(self, gazetteer: Gazetteer, sectors: Iterable[str]) -> None:
        self._gazetteer = gazetteer
        self._sectors = frozenset(sectors)

    def country(self, code: str) -> str | None:
        """The ISO 3166 code behind a country's code or name."""
        code = CAMEO_COUNTRIES.get(code, code)
        known = self._gazetteer.actor(code) if code else None
        if known is not None and known.kind == "state":
            return known.country
        for entry in self._gazetteer.readings(code) if code else ():
            if entry.type == "actor" and entry.kind == "state" and entry.country:
                return self._gazetteer.country(entry.country)
        return None

    def cameo(self, code: str, name: str, on: date | None, *, group: str = "") -> Party:
        """The actor of a CAMEO code such as `RUSMIL` or `IGOUNO`."""
        parts = [code[at : at + 3] for at in range(0, len(code), 3)]
        for part in (group, *parts):
            known = self._gazetteer.actor(CAMEO_GROUPS.get(part, ""))
            if known is not None:
                return Party(actor=known, text=name or code, method="code of a group")
        country = self.country(parts[0]) if parts else None
        agents = parts[1:] if country else parts
        sector = next((CAMEO_SECTORS[part] for part in agents if part in CAMEO_SECTORS), None)
        return self.named(name, country, sector, on, text=name or code)

    def named(
        self, name: str, country: str | None, sector: str | None, on: date | None, *, text: str = ""
    ) -> Party:
        """The curated actor of that name in that country, else the part of the country, else nobody."""
        shown = text or name
        for entry in self._gazetteer.readings(name) if name else ():
            if entry.type in _ACTING and entry.actor and entry.holds(on) and self._fits(entry, country):
                known = self._gazetteer.actor(entry.actor)
                if known is not None and not (known.kind == "state" and sector not in (None, "GOV")):
                    return Party(actor=_acting(known, entry.sector or sector), text=shown, method="name")
        sector = sector if sector in self._sectors else None
        state = self._gazetteer.actor(country) if country else None
        if state is not None and sector in (None, "GOV"):
            return Party(actor=_acting(state, sector), text=shown, method="country")
        if sector is not None:
            return Party(actor=part_of(state, sector), text=shown, method="country and sector")
        return Party(actor=None, text=shown, method="")

    def _fits(self, entry: Entry, country: str | None) -> bool:
        return country is None or entry.country is None or self._gazetteer.country(entry.country) == country


def _acting(known: Actor, sector: str | None) -> Actor:
    """A state with the sector that acts for it."""
    return replace(known, sector=sector) if known.kind == "state" and sector else known
