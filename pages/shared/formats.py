"""How numbers, changes and dates are written on the screen: as everywhere (:mod:`queries.formats`)."""

from queries.formats import (
    BASES,
    MISSING,
    arrow,
    day,
    half_width,
    is_missing,
    literal,
    moment,
    number,
    percent,
    period_name,
    rounded,
    share,
    signed,
    unbroken,
)

__all__ = [
    "BASES",
    "MISSING",
    "arrow",
    "day",
    "half_width",
    "is_missing",
    "literal",
    "moment",
    "number",
    "percent",
    "period_name",
    "rounded",
    "share",
    "signed",
    "unbroken",
]
