"""Date expressions in a text, read relative to the article's date; without it only absolute ones resolve."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kg.text.time.intervals import DAYS, MONTH, MONTHS, NUMBERS, READERS, SEASONS, UNIT, YEAR

_DAY_NAME = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_N = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_TO = r"\s?(?:to|until|till|and|through|-|–|—)\s?"
_PART = r"(?:(?:early|mid|late|beginning of|end of|middle of|start of)[ -](?:on |in |the )?)?"
_ABOUT = r"(?:(?:more than|over|about|almost|nearly|around|at least) )?"
_SEASON = "(?:" + "|".join(SEASONS) + ")"
_LONG = r"(?:days|weeks|months|years|decades)"


def _behind(*words: str) -> str:
    """Only behind one of these words."""
    return "(?:" + "|".join(f"(?<={word})" for word in words) + ")"


_BEHIND = _behind("in ", "since ", "until ", "from ", "by ", "during ", "of ", "before ", "after ")
_BEHIND_MONTH = _behind(
    "in ", "since ", "until ", "from ", "by ", "during ", "of ", "for ", "early ", "late ", "mid-", "before ",
    "after ", "between ", "and ", "to ",
)  # fmt: skip
# Earlier kinds win where several fit at the same place.
_PATTERNS = {
    "iso": (rf"{YEAR}-[01]\d-[0-3]\d",),
    "days": (
        rf"(?:{MONTH} {_DAY}{_TO}(?:{MONTH} )?{_DAY}|{_DAY}{_TO}{_DAY} {MONTH})(?:,? {YEAR})?(?![\d,])",
    ),
    "day": (
        rf"(?:{_DAY_NAME},? )?(?:{MONTH} {_DAY}(?!\d|,\d|\.\d)|(?:the )?{_DAY} (?:of )?{MONTH})"
        rf"(?:,? {YEAR})?",
    ),
    "decade": (rf"(?:the )?{_PART}(?:the )?(?:(?:1[89]|20)\d0s|['’]\d0s)",),
    "years": (rf"(?:from |between )?{YEAR}{_TO}{YEAR}",),
    "quarter": (rf"(?:the )?(?:first|second|third|fourth|1st|2nd|3rd|4th) (?:quarter|half)(?: of)? {YEAR}",),
    "season": (
        rf"{_PART}(?:the )?(?:last|this|next|past) {_SEASON}",
        rf"{_PART}(?:the )?{_SEASON}(?: of)? {YEAR}",
    ),
    "month": (
        rf"{_PART}(?:last|this|next|past) {MONTH}",
        rf"{_PART}{MONTH},?(?: of)? {YEAR}",
        rf"{_BEHIND_MONTH}{MONTH}(?! \d)(?=\W|$)",
        rf"(?:early|late|mid)[ -]{MONTH}(?! \d)",
    ),
    "year": (
        rf"{_BEHIND}{_PART}{YEAR}(?![-\d%,]\d)",
        rf"(?<=the ){YEAR}(?= [a-z])",
        rf"(?:early|mid|late)[ -]{YEAR}",
    ),
    "span": (
        rf"(?:for|in|over|during|within) (?:the )?(?:past|last|next|coming|recent|previous)(?: {_N})? {UNIT}",
        rf"for {_ABOUT}(?:the )?(?:(?:{_N} )?{_LONG}|a (?:day|week|month|year|decade))\b",
        rf"(?:in )?recent {_LONG}",
        rf"the (?:past|last|next|coming) {_N} {UNIT}",
    ),
    "ago": (rf"{_ABOUT}(?:{_N} )?{UNIT} (?:ago|earlier|before|later|afterwards)\b",),
    "relative": (
        rf"(?:the )?(?:last|past|previous|this|next|coming|following) {_DAY_NAME}\b",
        r"(?:(?:earlier|later|early|mid|late)[ -])?(?:the )?(?:last|past|previous|this|next|coming|following) "
        r"(?:week|month|year|weekend|quarter|decade|night|morning|afternoon|evening)\b",
        r"the (?:week|month|year|day) before\b",
    ),
    "weekday": (
        rf"{_PART}{_DAY_NAME}(?: (?:night|morning|afternoon|evening|noon))?",
        rf"{_PART}on (?:mon|tues?|wed|thurs?|fri|sat|sun)\b",
    ),
    "deictic": (
        r"(?:the )?day (?:before yesterday|after tomorrow)",
        r"earlier today|today|yesterday|tomorrow|tonight|overnight|(?:over )?the weekend",
    ),
}
_ANY = re.compile(
    r"(?<![\w$€£])(?:" + "|".join(f"(?P<{kind}>{'|'.join(p)})" for kind, p in _PATTERNS.items()) + r")(?!\w)",
    re.IGNORECASE,
)
_OPENINGS = (
    "the early mid late from between in over during for last this next past previous coming recent"
    " first second"
    " third fourth on today yesterday tomorrow tonight overnight day days week weeks month months year years"
    " quarter decade decades about almost nearly around more at beginning end middle start earlier later"
    " hour hours minutes"
    " within following"
)
_FIRST = re.compile(
    r"(?:(?<=\s)|(?<=[(“‘\"'—–-])|^)(?:\d|['’]\d0s|(?:"
    + "|".join(sorted({*MONTHS, *DAYS, *NUMBERS, *SEASONS, *_OPENINGS.split()}, key=len, reverse=True))
    + r")\b)",
    re.IGNORECASE,
)
_SINCE = re.compile(r"since\s+(?:(?:late|early|about|around)\s+(?:on\s+)?)?$", re.IGNORECASE)
_BRIDGES = {("from", "to"), ("from", "until"), ("between", "and")}


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
    """Date expressions from left to right; `is_future(offset)` tells if the clause speaks of the future."""
    before: When | None = None
    for match in _matches(text):
        when = _read(text, match, before, on, is_future(match.start()))
        if when is None:
            continue
        if before is not None and when.start != before.start:
            yield before
        before = when
    if before is not None:
        yield before


def _read(text: str, match: re.Match[str], before: When | None, on: date | None, future: bool) -> When | None:
    """One expression; `two days earlier` counts from the date before it, `from March to May` is one."""
    words = match.group().lower()
    relative = words.endswith(("earlier", "before", "later", "afterwards"))
    dated = before is not None and before.precision == "day"
    anchor = before.first if before is not None and dated and relative else on
    interval = READERS[match.lastgroup or ""](words, anchor, future)
    if interval is None:
        return None
    first, last, precision = interval
    when = When(start=match.start(), end=match.end(), first=first, last=last, precision=precision)
    if before is not None and before.end < when.start <= before.end + 7 and _bridged(text, before, when):
        return replace(when, start=before.start, first=before.first, precision="interval")
    since = _SINCE.search(text, max(0, when.start - 24), when.start)
    if since and on is not None and when.first <= on:
        return replace(when, start=since.start(), last=on, precision="interval")
    return when


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
    opening = text[max(0, left.start - 9) : left.start].lower().split()
    return bool(opening) and (opening[-1], joint) in _BRIDGES and left.first <= right.last
