"""What date expressions mean: each kind as an interval of days with a precision, seen from a day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
DAYS |= {name[:3]: n for name, n in DAYS.items()} | {"tues": 1, "thur": 3, "thurs": 3}
NUMBERS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "a": 1,
    "an": 1,
    "couple of": 2,
    "a couple of": 2,
    "several": 0,
    "few": 0,
    "a few": 0,
    "some": 0,
    "dozen": 12,
}  # fmt: skip  (0: a number not told)
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
YEAR = r"(?:1[89]|20)\d\d"
UNIT = r"(?:day|week|month|year|quarter|decade|weekend|hour|minute)s?"
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b(?:\.(?= ?\d))?"
_PIECES = re.compile(rf"{MONTH}|{YEAR}|\d+", re.IGNORECASE)

Interval = tuple[date, date, str] | None


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _pieces(text: str) -> tuple[list[int], list[int], int | None]:
    """Month numbers, days and the year of an expression."""
    months, days, year = [], [], None
    for piece in _PIECES.findall(text):
        low = piece.rstrip(".")
        if low in MONTHS:
            months.append(MONTHS[low])
        elif len(piece) == 4:
            year = int(piece)
        else:
            days.append(int(piece))
    return months, days, year


def _nearest_year(month: int, day: int, on: date | None, future: bool) -> int | None:
    """The year that puts a date last before the article or, said of the future, next after it."""
    if on is None:
        return None
    for year in (on.year, on.year - 1) if not future else (on.year, on.year + 1):
        found = _safe(year, month, day)
        if found is None:
            continue
        if (not future and found <= on + timedelta(days=31)) or (future and found >= on - timedelta(days=7)):
            return year
    return on.year


def _read_iso(text: str, on: date | None, future: bool) -> Interval:
    day = _safe(int(text[:4]), int(text[5:7]), int(text[8:10]))
    return (day, day, "day") if day else None


def _read_day(text: str, on: date | None, future: bool) -> Interval:
    months, days, year = _pieces(text)
    if not months or not days:
        return None
    year = year or _nearest_year(months[0], days[0], on, future)
    day = _safe(year, months[0], days[0]) if year else None
    return (day, day, "day") if day else None


def _read_days(text: str, on: date | None, future: bool) -> Interval:
    months, days, year = _pieces(text)
    if len(days) < 2 or not months:
        return None
    year = year or _nearest_year(months[0], days[0], on, future)
    if year is None:
        return None
    first, last = _safe(year, months[0], days[0]), _safe(year, months[-1], days[1])
    if first and last and last < first:
        last = _safe(year + 1, months[-1], days[1])
    return (first, last, "interval") if first and last else None


def _part_of(text: str, first: date, last: date) -> Interval | None:
    """`early`, `mid`, `late` cut an interval into thirds."""
    third = (last - first) / 3
    if re.match(r"(?:the )?(?:early|beginning|start)", text):
        return first, first + third, "interval"
    if re.match(r"(?:the )?(?:mid|middle)", text):
        return first + third, last - third, "interval"
    if re.match(r"(?:the )?(?:late|end)", text):
        return last - third, last, "interval"
    return None


def _read_month(text: str, on: date | None, future: bool) -> Interval:
    months, _, year = _pieces(text)
    month = months[0]
    if year is None:
        if on is None:
            return None
        if "last" in text or "past" in text:
            year = on.year if month < on.month else on.year - 1
        elif "next" in text:
            year = on.year if month > on.month else on.year + 1
        elif future:
            year = on.year if month >= on.month else on.year + 1
        else:
            year = on.year if month <= on.month or "this" in text else on.year - 1
    first, last = date(year, month, 1), _end_of_month(year, month)
    return _part_of(text, first, last) or (first, last, "month")


def _read_year(text: str, on: date | None, future: bool) -> Interval:
    year = int(re.findall(YEAR, text)[0])
    first, last = date(year, 1, 1), date(year, 12, 31)
    return _part_of(text, first, last) or (first, last, "year")


def _read_years(text: str, on: date | None, future: bool) -> Interval:
    first, last = (int(year) for year in re.findall(YEAR, text)[:2])
    return (date(first, 1, 1), date(last, 12, 31), "interval") if first <= last else None


def _read_decade(text: str, on: date | None, future: bool) -> Interval:
    digits = re.findall(r"\d+", text)[0]
    year = int(digits) if len(digits) == 4 else (1900 if int(digits) >= 30 else 2000) + int(digits)
    first, last = date(year, 1, 1), date(year + 9, 12, 31)
    return _part_of(text, first, last) or (first, last, "decade")


def _read_quarter(text: str, on: date | None, future: bool) -> Interval:
    year = int(re.findall(YEAR, text)[0])
    n = next(
        k
        for k, word in enumerate(("first|1st", "second|2nd", "third|3rd", "fourth|4th"))
        if re.search(word, text)
    )
    if "half" in text:
        return (date(year, 1 + 6 * n, 1), _end_of_month(year, 6 + 6 * n), "interval") if n < 2 else None
    return date(year, 1 + 3 * n, 1), _end_of_month(year, 3 + 3 * n), "quarter"


def _read_season(text: str, on: date | None, future: bool) -> Interval:
    name = next(name for name in SEASONS if name in text)
    begin, end = SEASONS[name]
    found = re.findall(YEAR, text)
    if found:
        year = int(found[0])
    elif on is None:
        return None
    else:
        year = on.year
        if ("last" in text or "past" in text) and (end if end > 2 else 14) >= on.month:
            year -= 1
        if "next" in text and begin <= on.month:
            year += 1
    return date(year, begin, 1), _end_of_month(year + (end < begin), end), "interval"


def _count(text: str) -> int | None:
    """The number in an expression: 0 for a few, None without one."""
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits.group())
    for word in re.findall(r"[a-z]+", text):
        if word in NUMBERS:
            return NUMBERS[word]
    return None


def _shift(day: date, unit: str, n: int) -> date:
    if unit.startswith(("hour", "minute")):
        return day
    if unit.startswith("day"):
        return day + timedelta(days=n)
    if unit.startswith("week"):
        return day + timedelta(weeks=n)
    months = n * {"m": 1, "q": 3, "y": 12, "d": 120}[unit[0]]
    index = day.year * 12 + day.month - 1 + months
    year, month = min(max(index // 12, 1), 9998), index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _read_span(text: str, on: date | None, future: bool) -> Interval:
    """`for weeks`, `in the past three months`: an interval that ends (or begins) with the article."""
    if on is None:
        return None
    unit = re.findall(UNIT, text)[-1]
    count = _count(re.sub(r"^for (?:a )", "for 1 ", text).replace("past", "").replace("last", ""))
    n = count or (1 if not unit.endswith("s") else 4)
    if "next" in text or "coming" in text:
        return on, _shift(on, unit, n), "interval"
    if future and text.startswith("for"):
        return None
    return _shift(on, unit, -n), on, "interval"


def _read_ago(text: str, on: date | None, future: bool) -> Interval:
    if on is None:
        return None
    unit = re.findall(UNIT, text)[-1]
    count = _count(text)
    sign = 1 if text.endswith(("later", "afterwards")) else -1
    if not count:
        a, b = _shift(on, unit, sign * 2), _shift(on, unit, sign * 5)
        return min(a, b), max(a, b), "interval"
    day = _shift(on, unit, sign * count)
    return _unit_around(day, unit)


def _unit_around(day: date, unit: str) -> Interval:
    """The whole week, month, year ... that a day lies in."""
    if unit.startswith(("day", "hour", "minute")):
        return day, day, "day"
    if unit.startswith("weekend"):
        saturday = day - timedelta(days=day.weekday()) + timedelta(days=5)
        return saturday, saturday + timedelta(days=1), "interval"
    if unit.startswith("week"):
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6), "week"
    if unit.startswith("month"):
        return day.replace(day=1), _end_of_month(day.year, day.month), "month"
    if unit.startswith("quarter"):
        month = (day.month - 1) // 3 * 3 + 1
        return date(day.year, month, 1), _end_of_month(day.year, month + 2), "quarter"
    if unit.startswith("year"):
        return date(day.year, 1, 1), date(day.year, 12, 31), "year"
    start = day.year // 10 * 10
    return date(start, 1, 1), date(start + 9, 12, 31), "decade"


def _read_relative(text: str, on: date | None, future: bool) -> Interval:
    if on is None:
        return None
    word = text.split()[-1]
    if text.endswith("before"):
        unit = text.split()[-2]
        return _unit_around(_shift(on, unit, -1), unit)
    if word in ("night", "morning", "afternoon", "evening"):
        day = on - timedelta(days=1) if "last" in text or "previous" in text else on
        return day, day, "day"
    ahead = any(w in text for w in ("next", "coming", "following"))
    behind = any(w in text for w in ("last", "past", "previous"))
    if word in DAYS:
        return _weekday(DAYS[word], on, ahead, strict=behind or ahead)
    if word == "weekend":
        saturday = (
            on + timedelta(days=5 - on.weekday()) + timedelta(weeks=ahead - (behind and on.weekday() < 7))
        )
        return saturday, saturday + timedelta(days=1), "interval"
    around = _unit_around(_shift(on, word, ahead - behind), word)
    if around is not None and text.startswith("later") and around[1] >= on:
        return on, around[1], "interval"
    if (
        around is not None
        and not text.startswith("earlier")
        and (part := _part_of(text, around[0], around[1]))
    ):
        return part
    if around is not None and not (ahead or behind or future):
        return around[0], min(around[1], on), around[2]  # what happened this month has happened by now
    return around


def _weekday(weekday: int, on: date, future: bool, *, strict: bool = False) -> Interval:
    """The nearest such day behind the article's date, or ahead of it when the clause speaks of the future."""
    back = (on.weekday() - weekday) % 7 or (7 if strict else 0)
    ahead = (weekday - on.weekday()) % 7 or (7 if strict else 0)
    day = on + timedelta(days=ahead) if future else on - timedelta(days=back)
    return day, day, "day"


def _read_weekday(text: str, on: date | None, future: bool) -> Interval:
    if on is None:
        return None
    name = next(name for name in DAYS if re.search(rf"\b{name}\b", text))
    return _weekday(DAYS[name], on, future)


def _read_deictic(text: str, on: date | None, future: bool) -> Interval:
    if on is None:
        return None
    if "weekend" in text:
        return _read_relative("this weekend" if future else "last weekend", on, future)
    shift = 0
    if "before yesterday" in text:
        shift = -2
    elif "after tomorrow" in text:
        shift = 2
    elif "yesterday" in text or "overnight" in text:
        shift = -1 if "yesterday" in text else 0
    elif "tomorrow" in text:
        shift = 1
    day = on + timedelta(days=shift)
    return day, day, "day"


READERS: dict[str, Callable[[str, date | None, bool], Interval]] = {
    "iso": _read_iso, "days": _read_days, "day": _read_day, "decade": _read_decade, "years": _read_years,
    "quarter": _read_quarter, "season": _read_season, "month": _read_month, "year": _read_year,
    "span": _read_span,
    "ago": _read_ago, "relative": _read_relative, "weekday": _read_weekday, "deictic": _read_deictic,
}  # fmt: skip
