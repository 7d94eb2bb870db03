"""ACLED events: comma-separated with a header, as its data export gives them."""

from __future__ import annotations

import re

from kg.sources.datasets.records import Party, Record
from kg.sources.datasets.tables import Row, day, number, one
from kg.sources.datasets.world import World

NEEDED = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "actor2",
    "country", "location", "latitude", "longitude", "source", "notes",
)  # fmt: skip
# ACLED's sub-event types in PLOVER; those that are no act of one party on another are not here.
_CODES: dict[str, tuple[str, str | None, str]] = {
    "Armed clash": ("ASSAULT", None, "190"),
    "Government regains territory": ("ASSAULT", "seize", "190"),
    "Non-state actor overtakes territory": ("ASSAULT", "seize", "190"),
    "Chemical weapon": ("ASSAULT", "unconventional", "204"),
    "Air/drone strike": ("ASSAULT", "aerial", "195"),
    "Suicide bomb": ("ASSAULT", "suicide-attack", "1831"),
    "Shelling/artillery/missile attack": ("ASSAULT", "heavy-weapons", "194"),
    "Remote explosive/landmine/IED": ("ASSAULT", "explosives", "183"),
    "Grenade": ("ASSAULT", "explosives", "183"),
    "Sexual violence": ("ASSAULT", "sexual", "1821"),
    "Attack": ("ASSAULT", None, "180"),
    "Abduction/forced disappearance": ("ASSAULT", "abduct", "181"),
    "Peaceful protest": ("PROTEST", "demo", "141"),
    "Protest with intervention": ("PROTEST", "demo", "141"),
    "Excessive force against protesters": ("PROTEST", "demo", "141"),
    "Violent demonstration": ("PROTEST", "riot", "145"),
    "Mob violence": ("PROTEST", "riot", "145"),
    "Agreement": ("AGREE", None, "030"),
    "Arrests": ("COERCE", "arrest", "173"),
    "Looting/property destruction": ("COERCE", "seize", "171"),
}
# How ACLED names parties, and their sectors.
_SECTORS = (
    (re.compile(r"^Military Forces of "), "MIL"),
    (re.compile(r"^Police Forces of "), "COP"),
    (re.compile(r"^Government of "), "GOV"),
    (re.compile(r"^Protesters \("), "CVL"),
    (re.compile(r"^Rioters \("), "CVL"),
    (re.compile(r"^Civilians \("), "CVL"),
    (re.compile(r"^Unidentified (Armed Group|Military Forces|Gang)"), "UAF"),
)
_YEARS = re.compile(r" \(\d{4}-(\d{4})?\)")
_OF = re.compile(r" of (?:the )?(.+?)(?: \(|$)")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_PRECISION = {"1": "day", "2": "week", "3": "month"}


def read_row(row: Row, world: World) -> Record | None:
    """One event; None for developments that are no act between parties. Raises ValueError."""
    key, kind = one(row, "event_id_cnty"), one(row, "sub_event_type")
    on = day(row, "event_date")
    precision = _PRECISION.get(row["time_precision"])
    if precision is None:
        raise ValueError(f"'time_precision' is {row['time_precision']!r}, not 1, 2 or 3")
    if kind not in _CODES:
        return None
    plover, mode, cameo = _CODES[kind]
    return Record(
        id=key,
        story=key,
        plover=plover,
        mode=mode,
        cameo=cameo,
        source=_party(row, "actor1", world),
        action=kind,
        target=_party(row, "actor2", world),
        more=tuple(part for part in (row["location"], row["notes"]) if part),
        day=on,
        precision=precision,  # type: ignore[arg-type]
        published=on,
        publisher=row["source"],
        place=world.place(
            row["location"],
            row["country"],
            number(row, "latitude", most=90),
            number(row, "longitude", most=180),
        ),
    )


def _party(row: Row, column: str, world: World) -> Party:
    text = row[column]
    plain = _YEARS.sub("", text)
    sector = next((code for form, code in _SECTORS if form.search(text)), None)
    if sector is None:
        bare = _IN_BRACKETS.sub("", plain).strip()
        found = world.parties.named(plain.partition(":")[0], None, None, day(row, "event_date"), text=text)
        if found.actor is None and bare != plain:
            return world.parties.named(bare, None, None, day(row, "event_date"), text=text)
        return found
    of, inside = _OF.search(text), _IN_BRACKETS.search(plain)
    country = world.parties.country(of[1] if of else inside[1] if inside else row["country"])
    return world.parties.named("", country, sector, day(row, "event_date"), text=text)
