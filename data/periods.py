"""Quarters as they are written: 2026Q3."""

from __future__ import annotations

import re
from datetime import date, timedelta

_NUMERALS = "一二三四"


def is_period(text: str) -> bool:
    """Whether a text is a quarter of this century."""
    return re.fullmatch(r"20\d{2}Q[1-4]", text) is not None


def starts_on(period: str) -> date:
    """The first day of a quarter."""
    year, quarter = _parts(period)
    return date(year, 3 * quarter - 2, 1)


def ends_on(period: str) -> date:
    """The last day of a quarter."""
    return starts_on(next_period(period)) - timedelta(days=1)


def next_period(period: str) -> str:
    """The quarter after a quarter."""
    year, quarter = _parts(period)
    return f"{year + quarter // 4}Q{quarter % 4 + 1}"


def period_of(day: date) -> str:
    """The quarter of a day."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def in_words(period: str) -> str:
    """A quarter as it is read: 2026年第三季度."""
    year, quarter = _parts(period)
    return f"{year}年第{_NUMERALS[quarter - 1]}季度"


def _parts(period: str) -> tuple[int, int]:
    year, quarter = period.split("Q")
    return int(year), int(quarter)
