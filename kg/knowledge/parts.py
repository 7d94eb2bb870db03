"""Parts of a state, such as its military: `PRK.MIL`, "North Korea (military)"."""

from kg.model import Actor

_WORDS = {
    "GOV": "government", "MIL": "military", "REB": "rebels", "OPP": "opposition", "PTY": "political parties",
    "COP": "police", "JUD": "courts", "LEG": "legislature", "SPY": "intelligence services", "BUS": "business",
    "CVL": "civilians", "LAB": "workers", "EDU": "education", "REF": "refugees", "ELI": "elites",
    "CRM": "criminals", "REL": "religious communities", "MED": "health workers", "JRN": "journalists",
    "UAF": "armed men", "IGO": "intergovernmental bodies", "NGO": "non-governmental bodies",
    "IMG": "militants across borders", "MNC": "multinational companies",
}  # fmt: skip


def part_of(state: Actor | None, sector: str) -> Actor:
    """The part of a state that has this sector; without a state `ANY.MIL`, troops of nobody knows whom."""
    word = _WORDS.get(sector, sector.lower())
    return Actor(
        id=f"{state.id if state else 'ANY'}.{sector}",
        label=f"{state.label} ({word})" if state else f"{word} (country not named)",
        kind="sector",
        country=state.country if state else None,
        sector=sector,
    )
