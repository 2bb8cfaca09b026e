"""How numbers, changes and dates are written: on the screen, on slides and in files, the same digits everywhere."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date

from data.periods import in_words
from queries.rounding import round_half_up

MISSING = "—"
_NEARLY_ALL = 0.9  # of the places: an interval that holds them says nothing


def rounded(value: float, decimals: int = 2) -> float:
    """A number as it is printed: half up."""
    return float(round_half_up(float(value), decimals))


def is_missing(value: object) -> bool:
    """Whether a value is absent: None or not a number."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def number(value: float | None, decimals: int = 2) -> str:
    """A number half up, with a true minus sign; a dash when there is none."""
    if value is None or is_missing(value):
        return MISSING
    rounded = round_half_up(float(value), decimals)
    return f"{rounded:,.{decimals}f}".replace("-", "−")


def in_unit(written: str, unit: object, space: str = "\u00a0") -> str:
    """A written number with its unit behind it, if it has one; a percent sign stands close."""
    unit = unit if isinstance(unit, str) else ""
    return written + ("" if not unit or unit.startswith("%") else space) + unit


def signed(value: float | None, decimals: int = 2) -> str:
    """A difference with its sign: +0.80, −3.20, 0.00."""
    text = number(value, decimals)
    return f"+{text}" if text[0].isdigit() and any(digit in text for digit in "123456789") else text


def arrow(value: float | None, decimals: int = 2) -> str:
    """A change as a triangle and its size: ▲ 0.80, ▼ 1.20; neither for nothing."""
    text = signed(value, decimals)
    return {"+": f"▲ {text[1:]}", "−": f"▼ {text[1:]}"}.get(text[0], text)


def places(low: float | None, high: float | None, count: int) -> str:
    """A 名次区间 among so many places: 4–7, a single place as 2; 分不出名次 where it holds nine tenths of them or more."""
    if low is None or high is None or is_missing(float(low)) or is_missing(float(high)):
        return MISSING
    if 1 < count <= (high - low + 1) / _NEARLY_ALL:
        return "分不出名次"
    return f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"


def percent(value: float | None) -> str:
    """Percents with one decimal."""
    return MISSING if is_missing(value) else f"{number(value, 1)}%"


def share(part: float, whole: float) -> str:
    """A part of a whole in percent."""
    return percent(100 * part / whole) if whole else MISSING


def parts(values: Sequence[float], decimals: int = 2, total: float | None = None) -> list[float]:
    """Parts as they are printed beside each other: they add up to their printed total (largest remainder).

    What is missing stays so. ``total`` is the printed one where it is itself a part that was not rounded half up.
    """
    unit = 10**decimals
    known = [value for value in values if not is_missing(value)]
    lower = [math.floor(value * unit + 1e-6) for value in known]
    printed_total = rounded(math.fsum(known), decimals) if total is None else total
    missing = round(printed_total * unit) - sum(lower)
    by_remainder = sorted(range(len(known)), key=lambda at: lower[at] - known[at] * unit)  # stable: the first of equals
    for at in by_remainder[:missing]:
        lower[at] += 1
    printed = iter(lower)
    return [value if is_missing(value) else next(printed) / unit for value in values]


def shares(weights: Sequence[float]) -> list[str]:
    """What each weight is of their sum in percent, adding up to 100.0 %; without any weight each is a dash."""
    whole = math.fsum(weights)
    return (
        [percent(part) for part in parts([100 * weight / whole for weight in weights], 1)]
        if whole
        else [MISSING] * len(weights)
    )


def period_name(period: str) -> str:
    """``2026Q3`` as 2026年第三季度."""
    return in_words(period)


def half_width(standard_error: float, degrees_of_freedom: float) -> float:
    """Half of the 95 % interval of a score by Student's t; without degrees of freedom by the normal distribution."""
    from scipy.special import ndtri, stdtrit

    quantile = ndtri(0.975) if is_missing(degrees_of_freedom) else stdtrit(degrees_of_freedom, 0.975)
    return float(quantile) * standard_error


def day(value: date) -> str:
    """A date as 2026-09-30."""
    return f"{value:%Y-%m-%d}"


def literal(text: str) -> str:
    """A name in a place that reads Markdown, so that it says nothing but itself.

    Addresses are made links after the backslashes are gone: only something between their letters, which nobody sees,
    keeps them text.
    """
    text = re.sub(r"(?i)(https?|www)(?=[:.])|(?<=\S)(?=@)", "\\g<0>\N{WORD JOINER}", text)
    return re.sub(r"([\\`*_{}\[\]()#+\-.!~$:<>|])", r"\\\1", text)


def unbroken(text: str) -> str:
    """A sentence whose numbers stay on one line with what they count."""
    return re.sub(r"(?<=\d) (?=[^\d\s])", "\u00a0", text)
