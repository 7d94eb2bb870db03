"""Numbers, dates and types in words for people."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from kg.model import Event, Precision, Quad

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
MINUS = "−"

MODALITY_WORDS = {
    "reported": "reported",
    "future": "announced, not yet done",
    "possible": "possible, not said to have happened",
    "hypothetical": "only under a condition",
    "historic": "in the past",
}
POLARITY_WORDS = {"negated": "said not to have happened", "denied": "denied"}


def number(value: float) -> str:
    """`1,586`."""
    return f"{value:,.0f}".replace("-", MINUS)


def signed(value: float) -> str:
    """`−7.7`, `+3.2`, `0.0`: one decimal with a true minus."""
    rounded = round(value, 1) + 0.0
    return f"{rounded:+.1f}".replace("-", MINUS) if rounded else "0.0"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 actor`, `2 actors`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def day(value: date | None) -> str:
    """`12 Dec 2024`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else "no date"


def month(name: str) -> str:
    """`Oct 2024` of `2024-10`."""
    return f"{MONTHS[int(name[5:7]) - 1]} {name[:4]}"


def when(first: date | None, last: date | None, precision: Precision = "day") -> str:
    """An event's date as precisely as it is known."""
    if first is None:
        return "no date"
    if precision == "month":
        return f"{MONTHS[first.month - 1]} {first.year}"
    if precision == "year":
        return str(first.year)
    if precision == "decade":
        return f"{first.year // 10 * 10}s"
    if precision == "quarter":
        return f"{(first.month + 2) // 3}. quarter {first.year}"
    if last is None or last == first:
        return day(first)
    if precision == "week":
        return f"week of {day(first)}"
    return f"{day(first)} – {day(last)}"


def span(first: date | None, last: date | None) -> str:
    """`Jan 2023 – Dec 2024`."""
    if first is None or last is None:
        return "no dates"
    start, end = (f"{MONTHS[d.month - 1]} {d.year}" for d in (first, last))
    return start if start == end else f"{start} – {end}"


def window(first: date, until: date) -> str:
    """`May – Oct 2024` of a half-open window."""
    last = until - timedelta(days=1)
    start = MONTHS[first.month - 1] + ("" if first.year == last.year else f" {first.year}")
    end = f"{MONTHS[last.month - 1]} {last.year}"
    return end if (first.year, first.month) == (last.year, last.month) else f"{start} – {end}"


def percent(share: float) -> str:
    """`93 %` with a narrow space."""
    return f"{share * 100:.0f}\u202f%"


def type_word(plover: str) -> str:
    """`ASSAULT` -> `assault`."""
    return plover.lower().replace("_", " ")


def side(quad: Quad) -> str:
    """`conflict` or `cooperation`."""
    return "conflict" if quad.endswith("conflict") else "cooperation"


def counted(event: Event) -> bool:
    """Is it one of a line's events? Denied, negated, future and possible acts are shown, not counted."""
    return event.polarity == "affirmed" and event.modality in ("asserted", "reported", "historic")


def caution(event: Event) -> str:
    """What a reader must know before taking the sentence as a fact; empty for plain facts."""
    said = [POLARITY_WORDS.get(event.polarity, ""), MODALITY_WORDS.get(event.modality, "")]
    return "; ".join(part for part in said if part)


def safe_link(url: str) -> str:
    """The address if it leads to the web, else an empty string: a `javascript:` link is never a link."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
