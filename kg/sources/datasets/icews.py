"""ICEWS events: tab-separated with a header, as Dataverse publishes them."""

from __future__ import annotations

from kg.sources.datasets.records import Party, Record
from kg.sources.datasets.tables import Row, day, number, one
from kg.sources.datasets.world import World

NEEDED = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Publisher", "City", "District",
    "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
# Words in the names of ICEWS sectors, the telling ones first.
_SECTORS = (
    ("International Government Organization", "IGO"), ("Nongovernmental Organization", "NGO"),
    ("NGO", "NGO"), ("Police", "COP"), ("Military", "MIL"), ("Army", "MIL"), ("Air Force", "MIL"),
    ("Navy", "MIL"), ("Insurgent", "REB"), ("Rebel", "REB"), ("Separatist", "REB"), ("Judicia", "JUD"),
    ("Intelligence", "SPY"), ("Opposition", "OPP"), ("Legislative", "LEG"), ("Parliament", "LEG"),
    ("Government", "GOV"), ("Executive", "GOV"), ("Parties", "PTY"), ("Party", "PTY"), ("Criminal", "CRM"),
    ("Refugee", "REF"), ("Labor", "LAB"), ("Education", "EDU"), ("Media", "JRN"), ("Medical", "MED"),
    ("Health", "MED"), ("Religious", "REL"), ("Business", "BUS"), ("General Population", "CVL"),
    ("Civilian", "CVL"), ("Social", "CVL"),
)  # fmt: skip


def read_row(row: Row, world: World) -> Record:
    """One event. Raises ValueError."""
    code = one(row, "CAMEO Code").zfill(2)
    # Spreadsheets have taken the leading zero from many copies: 42 is 042, 10 stays 10.
    code = f"0{code}" if len(code) in (2, 3) and world.ontology.cameo(code) is None else code
    plover, mode = world.coded(code)
    key, story = one(row, "Event ID"), row["Story ID"]
    places = [row[name] for name in ("City", "District", "Province", "Country") if row[name]]
    return Record(
        id=key,
        story=story or key,
        plover=plover,
        mode=mode,
        cameo=code,
        source=_party(row, "Source", world),
        action=one(row, "Event Text"),
        target=_party(row, "Target", world),
        more=tuple(dict.fromkeys(places)),
        day=day(row, "Event Date"),
        publisher=row["Publisher"],
        place=world.place(
            places[0] if places else "",
            row["Country"],
            number(row, "Latitude", most=90),
            number(row, "Longitude", most=180),
        ),
        goldstein=number(row, "Intensity", most=10),
    )


def _party(row: Row, of: str, world: World) -> Party:
    sectors = row[f"{of} Sectors"]
    sector = next((code for word, code in _SECTORS if word in sectors), None)
    country = world.parties.country(row[f"{of} Country"])
    return world.parties.named(row[f"{of} Name"], country, sector, day(row, "Event Date"))
