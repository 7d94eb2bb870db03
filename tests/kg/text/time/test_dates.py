from __future__ import annotations

from datetime import date

import pytest

from kg.edtf import edtf
from kg.text.time.dates import find_dates

ON = date(2024, 10, 28)  # a Monday


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("said on Oct 28 that", "2024-10-28", "2024-10-28", "day"),
        ("late last year", "2023-09-01", "2023-12-31", "interval"),
        ("later this year", "2024-10-28", "2024-12-31", "interval"),
        ("earlier this year", "2024-01-01", "2024-10-28", "year"),
        ("on Oct. 24", "2024-10-24", "2024-10-24", "day"),
        ("on 3 May 2023", "2023-05-03", "2023-05-03", "day"),
        ("the 3rd of May", "2024-05-03", "2024-05-03", "day"),
        ("on December 31", "2023-12-31", "2023-12-31", "day"),
        ("on 2024-10-01", "2024-10-01", "2024-10-01", "day"),
        ("Oct 24-26", "2024-10-24", "2024-10-26", "interval"),
        ("since August", "2024-08-01", "2024-10-28", "interval"),
        ("in February 2022", "2022-02-01", "2022-02-28", "month"),
        ("in May", "2024-05-01", "2024-05-31", "month"),
        ("in November", "2023-11-01", "2023-11-30", "month"),
        ("for weeks", "2024-09-30", "2024-10-28", "interval"),
        ("late on Sunday", "2024-10-27", "2024-10-27", "day"),
        ("on Tuesday", "2024-10-22", "2024-10-22", "day"),
        ("last Friday", "2024-10-25", "2024-10-25", "day"),
        ("next Monday", "2024-11-04", "2024-11-04", "day"),
        ("yesterday", "2024-10-27", "2024-10-27", "day"),
        ("last month", "2024-09-01", "2024-09-30", "month"),
        ("this week", "2024-10-28", "2024-10-28", "week"),
        ("this month", "2024-10-01", "2024-10-28", "month"),
        ("last week", "2024-10-21", "2024-10-27", "week"),
        ("two weeks ago", "2024-10-14", "2024-10-20", "week"),
        ("two days earlier", "2024-10-26", "2024-10-26", "day"),
        ("in the 1970s", "1970-01-01", "1979-12-31", "decade"),
        ("from 1991 to 1995", "1991-01-01", "1995-12-31", "interval"),
        ("from March 2021 to June 2022", "2021-03-01", "2022-06-30", "interval"),
        ("between March and May", "2024-03-01", "2024-05-31", "interval"),
        ("next year", "2025-01-01", "2025-12-31", "year"),
        ("in 1988", "1988-01-01", "1988-12-31", "year"),
        ("the first quarter of 2023", "2023-01-01", "2023-03-31", "quarter"),
        ("in the past three months", "2024-07-28", "2024-10-28", "interval"),
        ("last summer", "2024-06-01", "2024-08-31", "interval"),
        ("over the weekend", "2024-10-26", "2024-10-27", "interval"),
        ("a year ago", "2023-01-01", "2023-12-31", "year"),
    ],
)
def test_find_dates(text: str, first: str, last: str, precision: str) -> None:
    (when,) = find_dates(text, ON)
    assert (when.first.isoformat(), when.last.isoformat(), when.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "text",
    ["2,000 troops", "sent 2000 troops", "May said it may", "a 10-year-old", "a 48-hour strike", "€2022"],
)
def test_find_dates_leaves_alone(text: str) -> None:
    assert list(find_dates(text, ON)) == []


@pytest.mark.parametrize(
    "text", ["on Friday", "for weeks", "last month", "since August", "on Oct 28", "today"]
)
def test_undated_articles_are_not_read_against_today(text: str) -> None:
    assert list(find_dates(text, None)) == []


def test_absolute_dates_need_no_article_date() -> None:
    assert [when.first for when in find_dates("in February 2022", None)] == [date(2022, 2, 1)]


def test_future_clauses_look_ahead() -> None:
    (when,) = find_dates("on Friday", ON, is_future=lambda _: True)
    assert when.first == date(2024, 11, 1)


def test_earlier_counts_from_the_date_before() -> None:
    found = list(find_dates("On Oct 20 he left. Two days earlier he had met them.", ON))
    assert [when.first for when in found] == [date(2024, 10, 20), date(2024, 10, 18)]


@pytest.mark.parametrize(
    ("first", "last", "precision", "expected"),
    [
        (date(2024, 10, 28), date(2024, 10, 28), "day", "2024-10-28"),
        (date(2024, 10, 1), date(2024, 10, 31), "month", "2024-10"),
        (date(2024, 1, 1), date(2024, 12, 31), "year", "2024"),
        (date(1970, 1, 1), date(1979, 12, 31), "decade", "197X"),
        (date(2023, 1, 1), date(2023, 3, 31), "quarter", "2023-33"),
        (date(2024, 8, 1), date(2024, 10, 28), "interval", "2024-08-01/2024-10-28"),
        (date(2024, 8, 1), None, "interval", "2024-08-01/.."),
        (None, None, "unknown", ""),
    ],
)
def test_edtf(first: date | None, last: date | None, precision: str, expected: str) -> None:
    assert edtf(first, last, precision) == expected
