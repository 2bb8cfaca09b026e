"""How numbers, changes and dates are written on the screen: as everywhere (:mod:`queries.formats`)."""

from data.clock import moment
from queries.formats import (
    MISSING,
    arrow,
    day,
    half_width,
    in_unit,
    is_missing,
    literal,
    number,
    parts,
    percent,
    period_name,
    places,
    rounded,
    share,
    shares,
    signed,
    unbroken,
)

__all__ = [
    "MISSING",
    "arrow",
    "day",
    "half_width",
    "in_unit",
    "is_missing",
    "literal",
    "moment",
    "number",
    "parts",
    "percent",
    "period_name",
    "places",
    "rounded",
    "share",
    "shares",
    "signed",
    "unbroken",
]
