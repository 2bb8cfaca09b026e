"""One way of rounding, so that a number has the same digits wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd


@overload
def round_half_up(value: float, decimals: int = 2) -> float: ...
@overload
def round_half_up(value: npt.NDArray[np.float64], decimals: int = 2) -> npt.NDArray[np.float64]: ...
@overload
def round_half_up(value: pd.Series[float], decimals: int = 2) -> pd.Series[float]: ...
def round_half_up(value: Any, decimals: int = 2) -> Any:
    """A number, array or series rounded to ``decimals``, halves away from zero (四舍五入).

    What is short of a half by computing only counts as a half: a mean of 59.995 that came out as 59.99499999999999 is
    60.00. Scores are ranked and banded by the same rule in SQL, ``floor(score * 100 + 0.5 + 1e-9) / 100``. NaN stays
    NaN, -0.0 becomes 0.0.
    """
    steps = np.floor(np.abs(value) * 10.0**decimals + 0.5 + 1e-9)
    return np.copysign(steps, value) / 10.0**decimals + 0.0
