"""GDELT 2.0 event exports: 61 columns, tabs, no header."""

from __future__ import annotations

from urllib.parse import urlsplit

from kg.sources.datasets.records import Party, Record
from kg.sources.datasets.tables import Row, day, number, one
from kg.sources.datasets.world import World

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
    "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR),
    *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{of}Geo_{name}" for of in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
NEEDED = COLUMNS


def read_row(row: Row, world: World) -> Record:
    """One event. Raises ValueError."""
    key, code = one(row, "GLOBALEVENTID"), one(row, "EventCode")
    plover, mode = world.coded(code)
    on = day(row, "SQLDATE", "%Y%m%d")
    address = row["SOURCEURL"]
    label = row["ActionGeo_FullName"]
    return Record(
        id=key,
        story=address or key,
        plover=plover,
        mode=mode,
        cameo=code,
        source=_party(row, "Actor1", world),
        action=code,
        target=_party(row, "Actor2", world),
        more=tuple(part for part in (label, address) if part),
        day=on,
        published=day(row, "DATEADDED", "%Y%m%d%H%M%S") if row["DATEADDED"] else None,
        publisher=(urlsplit(address).hostname or "").removeprefix("www."),
        url=address if address.startswith(("http://", "https://")) else "",
        place=world.place(
            label,
            # The country is the last part of the name; the code beside it is FIPS 10-4, not ISO 3166.
            label.rpartition(",")[2].strip(),
            number(row, "ActionGeo_Lat", most=90),
            number(row, "ActionGeo_Long", most=180),
        ),
        goldstein=number(row, "GoldsteinScale", most=10),
    )


def _party(row: Row, of: str, world: World) -> Party:
    code, name = row[f"{of}Code"], row[f"{of}Name"]
    on = day(row, "SQLDATE", "%Y%m%d")
    return world.parties.cameo(code, name, on, group=row[f"{of}KnownGroupCode"])
