"""POLECAT events: PLOVER codes, tab-separated with a header, as Dataverse publishes them."""

from __future__ import annotations

from kg.sources.datasets.records import Party, Record
from kg.sources.datasets.tables import Row, day, number, one
from kg.sources.datasets.world import World

NEEDED = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Actor Name", "Actor Country",
    "Primary Actor Sector", "Recipient Name", "Recipient Country", "Primary Recipient Sector", "Placename",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Source", "Publication Date",
)  # fmt: skip


def read_row(row: Row, world: World) -> Record:
    """One event. Raises ValueError."""
    key, plover = one(row, "Event ID"), one(row, "Event Type").upper()
    if plover not in world.ontology.types:
        raise ValueError(f"'Event Type' is {plover!r}, no PLOVER event type")
    told = _first(row["Event Mode"])
    mode = told.lower().replace(" ", "-") if told else None
    label = _first(row["Placename"])
    return Record(
        id=key,
        story=key,
        plover=plover,
        mode=mode if mode in world.ontology.modes(plover) else None,
        cameo=world.ontology.default_cameo(plover),
        source=_party(row, "Actor", world),
        action=f"{row['Event Type']} {told}".strip(),
        target=_party(row, "Recipient", world),
        more=(label,) if label else (),
        day=day(row, "Event Date"),
        published=day(row, "Publication Date") if row["Publication Date"] else None,
        publisher=_first(row["Source"]),
        place=world.place(
            label,
            _first(row["Country"]),
            number(row, "Latitude", most=90),
            number(row, "Longitude", most=180),
            _first(row["GeoNames ID"]),
        ),
    )


def _first(cell: str) -> str:
    """The first of several values; `None` stands for none."""
    value = cell.partition(";")[0].strip()
    return "" if value == "None" else value


def _party(row: Row, of: str, world: World) -> Party:
    name, country = _first(row[f"{of} Name"]), world.parties.country(_first(row[f"{of} Country"]))
    sector = _first(row[f"Primary {of} Sector"]) or None
    return world.parties.named(
        name, country, sector, day(row, "Event Date"), text=name or _first(row[f"{of} Country"])
    )
