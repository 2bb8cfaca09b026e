"""Units as people write them in headings, and what turns one into another."""

from __future__ import annotations

import re
import unicodedata

_MULTIPLES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "亿": 100_000_000,
}
_SHARES = {"%": 1.0, "百分比": 1.0, "百分率": 1.0, "百分数": 1.0, "百分点": 1.0, "‰": 0.1, "千分比": 0.1, "‱": 0.01}
_SAME = {
    "平方公里": "km2",
    "平方千米": "km2",
    "平方米": "m2",
    "㎡": "m2",
    "人次数": "人次",
    "度": "°",
    "岁": "年",
    "周岁": "年",
}


def factor_between(written: str, unit: str) -> float | None:
    """By what a number in the written unit is multiplied to be one in the other; None where nothing exact does.

    Units are the same but for the width of their letters, a few other names, and multiples (百户, 万人/km²).
    """
    written, unit = _plain(written), _plain(unit)
    if written == unit:
        return 1
    if unit.startswith("%"):
        return _SHARES.get(written.removesuffix(unit.removeprefix("%")) or written)
    for name, multiple in _MULTIPLES.items():
        if unit and name and written == name + unit:
            return multiple
    return None


def _plain(unit: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", unit)).casefold()
    for other, name in _SAME.items():
        plain = plain.replace(other, name)
    return plain
