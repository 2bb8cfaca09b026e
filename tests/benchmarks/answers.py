"""When two engines gave the same answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

_MIDNIGHT = " 00:00:00"  # how some engines write a day


def same_answer(found: pd.DataFrame, expected: pd.DataFrame, about: str) -> None:
    """Refuse an answer that differs in a row, its place or a value; engines differ in types, not in what they say.

    Raises:
        AssertionError: with the question and the first difference.
    """
    missing = {*expected.columns} - {*found.columns}
    assert not missing, f"{about}: no {sorted(missing)}"
    assert len(found) == len(expected), f"{about}: {len(found)} rows, not {len(expected)}"
    for name in expected.columns:
        theirs, ours = _plain(found[name]), _plain(expected[name])
        for row, (value, wanted) in enumerate(zip(theirs, ours, strict=True)):
            assert _same(value, wanted), f"{about}: {name} of row {row} is {value!r}, not {wanted!r}"


def _plain(column: pd.Series) -> list[Any]:
    return [_value(value) for value in column]


def _value(value: Any) -> Any:
    """A value without the types of its engine; None is missing."""
    if isinstance(value, list | tuple | np.ndarray):
        return [_value(one) for one in value]
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, bool | np.bool_):
        return float(value)
    if isinstance(value, int | float | np.number | Decimal):
        return None if np.isnan(float(value)) else float(value)
    return str(pd.Timestamp(value)).removesuffix(_MIDNIGHT) if hasattr(value, "year") else value


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(value, float) and isinstance(wanted, float):
        return abs(value - wanted) <= 1e-9 * max(abs(wanted), 1.0)
    if isinstance(value, list) and isinstance(wanted, list):
        return len(value) == len(wanted) and all(map(_same, value, wanted))
    return bool(value == wanted)
