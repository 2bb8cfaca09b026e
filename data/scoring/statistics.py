"""What SQL cannot say: distributions and multiple testing, on arrays."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from data.scoring.ranks import competition_ranks, possible_top, rank_intervals

__all__ = [
    "change_p_values",
    "competition_ranks",
    "discoveries",
    "possible_top",
    "rank_intervals",
]

Floats = npt.NDArray[np.float64]

_erfc = np.vectorize(math.erfc, otypes=[float])


def change_p_values(change: Floats, standard_error: Floats) -> Floats:
    """Two-sided p values of changes under a normal error, z = change ÷ standard error.

    Args:
        change: differences between two periods, NaN where there is none.
        standard_error: their standard errors, NaN where unknown; 0 means measured without error.

    Returns:
        One p value per change: NaN where the change or its error is unknown; with error 0, 1 for no change, else 0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.abs(change) / standard_error
    z = np.where(standard_error == 0, np.where(change == 0, 0.0, np.inf), z)
    p_values: Floats = np.where(
        np.isnan(change) | np.isnan(standard_error), np.nan, _erfc(np.nan_to_num(z) / math.sqrt(2))
    )
    return np.where(np.isinf(z) & ~np.isnan(change), 0.0, p_values)


def discoveries(p_values: Floats, *, rate: float) -> npt.NDArray[np.bool_]:
    """Which hypotheses fall under a false discovery rate (Benjamini & Hochberg 1995, step-up).

    Args:
        p_values: one per hypothesis; NaN is no hypothesis and does not count.
        rate: the rate to hold, such as 0.10.

    Returns:
        True where the hypothesis is rejected, that is, the change is real.
    """
    tested = ~np.isnan(p_values)
    found = np.zeros(p_values.shape, dtype=bool)
    count = int(tested.sum())
    if count == 0:
        return found
    ordered = np.sort(p_values[tested])
    passing = np.flatnonzero(ordered <= rate * np.arange(1, count + 1) / count)
    if passing.size:
        found[tested] = p_values[tested] <= ordered[passing[-1]]
    return found
