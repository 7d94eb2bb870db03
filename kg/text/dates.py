"""Date expressions as intervals relative to an article's date; without that date only absolute ones resolve."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_DAYS |= {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_NUMBERS = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "a": 1,
    "an": 1,
    "couple of": 2,
    "a couple of": 2,
    "several": 0,
    "few": 0,
    "a few": 0,
    "some": 0,
    "dozen": 12,
}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}

_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b(?:\.(?= ?\d))?"
_DAY_NAME = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]|20)\d\d"
_N = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNIT = r"(?:day|week|month|year|quarter|decade|weekend|hour|minute)s?"
_TO = r"\s?(?:to|until|till|and|through|-|–|—)\s?"
_PART = r"(?:(?:early|mid|late|beginning of|end of|middle of|start of)[ -](?:on |in |the )?)?"

_PATTERNS = {
    "iso": rf"{_YEAR}-[01]\d-[0-3]\d",
    "days": rf"(?:{_MONTH} {_DAY}{_TO}(?:{_MONTH} )?{_DAY}|{_DAY}{_TO}{_DAY} {_MONTH})(?:,? {_YEAR})?(?![\d,])",
    "day": rf"(?:{_DAY_NAME},? )?(?:{_MONTH} {_DAY}(?!\d|,\d|\.\d)|(?:the )?{_DAY} (?:of )?{_MONTH})(?:,? {_YEAR})?",
    "decade": rf"(?:the )?{_PART}(?:the )?(?:{_YEAR[:-4]}\d0s|['’]\d0s)",
    "years": rf"(?:from |between )?{_YEAR}{_TO}{_YEAR}",
    "quarter": rf"(?:the )?(?:first|second|third|fourth|1st|2nd|3rd|4th) (?:quarter|half)(?: of)? {_YEAR}",
    "season": rf"{_PART}(?:the )?(?:(?:last|this|next|past) (?:spring|summer|autumn|fall|winter)"
    rf"|(?:spring|summer|autumn|fall|winter)(?: of)? {_YEAR})",
    "month": rf"{_PART}(?:(?:last|this|next|past) {_MONTH}|{_MONTH},?(?: of)? {_YEAR})|"
    rf"(?:(?<=in )|(?<=since )|(?<=until )|(?<=from )|(?<=by )|(?<=during )|(?<=of )|(?<=for )|(?<=early )|(?<=late )"
    rf"|(?<=mid-)|(?<=before )|(?<=after )){_MONTH}(?! \d)|(?:early|late|mid)[ -]{_MONTH}(?! \d)",
    "year": rf"(?:(?<=in )|(?<=since )|(?<=until )|(?<=from )|(?<=by )|(?<=of )|(?<=during )|(?<=before )|(?<=after ))"
    rf"{_PART}{_YEAR}(?![-\d%,]\d)|(?<=the ){_YEAR}(?= [a-z])|(?:early|mid|late)[ -]{_YEAR}",
    "span": rf"(?:for|in|over|during|within) (?:the )?(?:past|last|next|coming|recent|previous)(?: {_N})? {_UNIT}|"
    rf"for (?:(?:more than|over|about|almost|nearly|around|at least) )?(?:the )?(?:{_N} )?(?:days|weeks|months|years|decades|a (?:day|week|month|year|decade))\b|"
    rf"(?:in )?recent (?:days|weeks|months|years|decades)|the (?:past|last|next|coming) {_N} {_UNIT}",
    "ago": rf"(?:(?:about|almost|nearly|around|more than|over) )?(?:{_N} )?{_UNIT} (?:ago|earlier|before|later|afterwards)\b",
    "relative": rf"(?:the )?(?:last|past|previous|this|next|coming|following) (?:{_DAY_NAME}|week|month|year|weekend|quarter|decade|"
    r"night|morning|afternoon|evening)\b|the (?:week|month|year|day) before\b",
    "weekday": rf"{_PART}{_DAY_NAME}(?: (?:night|morning|afternoon|evening|evening|noon))?|"
    rf"{_PART}on (?:mon|tues?|wed|thurs?|fri|sat|sun)\b(?!\w)",
    "deictic": r"(?:(?:the )?day (?:before yesterday|after tomorrow))|earlier today|today|yesterday|tomorrow|tonight|overnight",
}  # fmt: skip
_ANY = re.compile(
    r"(?<![\w$€£])(?:" + "|".join(f"(?P<{k}>{v})" for k, v in _PATTERNS.items()) + r")(?!\w)", re.IGNORECASE
)
_FIRST = re.compile(
    r"(?:(?<=\s)|(?<=[(“‘\"'—–-])|^)(?:\d|['’]\d0s|(?:"
    + "|".join(
        sorted(
            {*_MONTHS, *(name for name in _DAYS if len(name) > 4), *_NUMBERS, *_SEASONS}
            | set(
                "the early mid late from between in over during within for last this next past coming recent first".split()
            )
            | set(
                "second third fourth on today yesterday tomorrow tonight overnight day week month year".split()
            )
            | set(
                "days weeks months years quarter decade decades about almost nearly around more following".split()
            )
            | set("beginning end middle start earlier hours hour minutes previous".split()),
            key=len,
            reverse=True,
        )
    )
    + r")\b)",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"(since|until|till|by|from|before|after|between)\s+(?:(?:late|early|about|around)\s+(?:on\s+)?)?$",
    re.IGNORECASE,
)
_PIECES = re.compile(rf"{_MONTH}|{_YEAR}|\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An interval of days, both ends included, found at characters `start` to `end`."""

    start: int
    end: int
    first: date
    last: date
    precision: str


def find_dates(
    text: str, on: date | None, *, is_future: Callable[[int], bool] = lambda _: False
) -> Iterator[When]:
    """Date expressions from left to right; `is_future(offset)` tells whether the clause speaks of the future."""
    before: When | None = None
    for match in _matches(text):
        kind = match.lastgroup or ""
        anchor = (
            before.first
            if before is not None and match.group().endswith(("earlier", "before", "later", "afterwards"))
            else on
        )
        interval = _READERS[kind](match.group().lower(), anchor, is_future(match.start()))
        if interval is None:
            continue
        first, last, precision = interval
        when = When(start=match.start(), end=match.end(), first=first, last=last, precision=precision)
        if before is not None and before.end < when.start <= before.end + 5 and _bridged(text, before, when):
            when = replace(when, start=before.start, first=before.first, precision="interval")
        relation = _RELATION.search(text, max(0, when.start - 24), when.start)
        if relation and relation.group(1).lower() == "since" and on is not None and when.first <= on:
            when = replace(when, start=relation.start(), last=max(on, when.first), precision="interval")
        before = when
        yield when


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Expressions without overlap; the long pattern is only tried where a first word of one stands."""
    done = 0
    for word in _FIRST.finditer(text):
        if word.start() >= done and (match := _ANY.match(text, word.start())):
            done = match.end()
            yield match


def _bridged(text: str, left: When, right: When) -> bool:
    """`from March to May`, `between March 2021 and May 2022`."""
    joint = text[left.end : right.start].strip().lower()
    before = text[max(0, left.start - 9) : left.start].lower().split()
    opening = before[-1] if before else ""
    return (opening, joint) in {
        ("from", "to"),
        ("from", "until"),
        ("between", "and"),
    } and left.first <= right.last


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
        if low in _MONTHS:
            months.append(_MONTHS[low])
        elif len(piece) == 4:
            year = int(piece)
        else:
            days.append(int(piece))
    return months, days, year


def _nearest_year(month: int, day: int, on: date | None, future: bool) -> int | None:
    """The year that makes a date without one come last before (or, said of the future, next after) the article."""
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
    if not months:
        return None
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
    year = int(re.findall(_YEAR, text)[0])
    first, last = date(year, 1, 1), date(year, 12, 31)
    return _part_of(text, first, last) or (first, last, "year")


def _read_years(text: str, on: date | None, future: bool) -> Interval:
    first, last = (int(year) for year in re.findall(_YEAR, text)[:2])
    return (date(first, 1, 1), date(last, 12, 31), "interval") if first <= last else None


def _read_decade(text: str, on: date | None, future: bool) -> Interval:
    digits = re.findall(r"\d+", text)[0]
    year = int(digits) if len(digits) == 4 else (1900 if int(digits) >= 30 else 2000) + int(digits)
    first, last = date(year, 1, 1), date(year + 9, 12, 31)
    return _part_of(text, first, last) or (first, last, "decade")


def _read_quarter(text: str, on: date | None, future: bool) -> Interval:
    year = int(re.findall(_YEAR, text)[0])
    n = next(
        k
        for k, word in enumerate(("first|1st", "second|2nd", "third|3rd", "fourth|4th"))
        if re.search(word, text)
    )
    if "half" in text:
        return (date(year, 1 + 6 * n, 1), _end_of_month(year, 6 + 6 * n), "interval") if n < 2 else None
    return date(year, 1 + 3 * n, 1), _end_of_month(year, 3 + 3 * n), "quarter"


def _read_season(text: str, on: date | None, future: bool) -> Interval:
    name = next(name for name in _SEASONS if name in text)
    begin, end = _SEASONS[name]
    found = re.findall(_YEAR, text)
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
        if word in _NUMBERS:
            return _NUMBERS[word]
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
    unit = re.findall(_UNIT, text)[-1]
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
    unit = re.findall(_UNIT, text)[-1]
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
    if word in _DAYS:
        return _weekday(_DAYS[word], on, ahead, strict=behind or ahead)
    if word == "weekend":
        saturday = (
            on + timedelta(days=5 - on.weekday()) + timedelta(weeks=ahead - (behind and on.weekday() < 7))
        )
        return saturday, saturday + timedelta(days=1), "interval"
    return _unit_around(_shift(on, word, ahead - behind), word)


def _weekday(weekday: int, on: date, future: bool, *, strict: bool = False) -> Interval:
    """The nearest such day behind the article's date, or ahead of it when the clause speaks of the future."""
    back = (on.weekday() - weekday) % 7 or (7 if strict else 0)
    ahead = (weekday - on.weekday()) % 7 or (7 if strict else 0)
    day = on + timedelta(days=ahead) if future else on - timedelta(days=back)
    return day, day, "day"


def _read_weekday(text: str, on: date | None, future: bool) -> Interval:
    if on is None:
        return None
    name = next(name for name in _DAYS if re.search(rf"\b{name}\b", text))
    return _weekday(_DAYS[name], on, future)


def _read_deictic(text: str, on: date | None, future: bool) -> Interval:
    if on is None:
        return None
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


_READERS: dict[str, Callable[[str, date | None, bool], Interval]] = {
    "iso": _read_iso, "days": _read_days, "day": _read_day, "decade": _read_decade, "years": _read_years,
    "quarter": _read_quarter, "season": _read_season, "month": _read_month, "year": _read_year, "span": _read_span,
    "ago": _read_ago, "relative": _read_relative, "weekday": _read_weekday, "deictic": _read_deictic,
}  # fmt: skip
