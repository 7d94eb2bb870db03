"""Intervals of days in the Extended Date/Time Format (EDTF, ISO 8601-2), as short as the precision allows."""

from datetime import date

_QUARTERS = {1: 33, 4: 34, 7: 35, 10: 36}


def edtf(first: date | None, last: date | None, precision: str) -> str:
    """`2024-10-28`, `2024-10`, `2024`, `197X`, `2024-33` (a quarter) or `2024-08-01/2024-10-28`; "" if unknown."""
    if first is None and last is None:
        return ""
    if first is None or last is None:
        return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"
    if precision == "day" and first == last:
        return first.isoformat()
    if precision == "month":
        return first.strftime("%Y-%m")
    if precision == "year":
        return f"{first.year:04d}"
    if precision == "decade":
        return f"{first.year // 10:03d}X"
    if precision == "quarter" and first.month in _QUARTERS:
        return f"{first.year:04d}-{_QUARTERS[first.month]}"
    return f"{first.isoformat()}/{last.isoformat()}"
