"""What SQL cannot say: distributions, multiple testing, ranks, rates of few cases and what a difference is made of."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from data.scoring.ranks import competition_ranks, possible_top, rank_intervals

__all__ = [
    "Composition",
    "change_p_values",
    "competition_ranks",
    "composition",
    "discoveries",
    "lower_p_values",
    "possible_top",
    "rank_intervals",
    "shrunk_rates",
    "theil_sen",
    "theil_sen_rows",
    "wilson_limits",
]

Floats = npt.NDArray[np.float64]

_LARGEST_PRIOR = 1e9  # cases that a prior weighs at most, which shrinks every rate to the mean; at least their inverse
_SMALLEST_DIFFERENCE = 1e-12
_ROWS = 2**20  # slopes worked on at a time


def lower_p_values(distance: Floats, standard_error: Floats, degrees_of_freedom: Floats) -> Floats:
    """One-sided p values: how likely so low a value is where the truth is 0, by Student's t.

    Args:
        distance: from what is tested, NaN where there is none.
        standard_error: of the distances, NaN where unknown; 0 means measured without error.
        degrees_of_freedom: of the errors; NaN where they are known as well as of infinitely many.

    Returns:
        One p value per distance: NaN where the distance or its error is unknown; with error 0, 0 below and 1 from 0 on.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = distance / standard_error
    p_values: Floats = stats.t.cdf(ratio, np.where(np.isnan(degrees_of_freedom), np.inf, degrees_of_freedom))
    return np.where(standard_error == 0, np.where(np.isnan(distance), np.nan, distance >= 0), p_values)


def change_p_values(change: Floats, standard_error: Floats, degrees_of_freedom: Floats) -> Floats:
    """Two-sided p values of changes by Student's t.

    Args:
        change: differences between two periods, NaN where there is none.
        standard_error: as in ``lower_p_values``.
        degrees_of_freedom: as in ``lower_p_values``.

    Returns:
        One p value per change: NaN where the change or its error is unknown; with error 0, 1 for no change, else 0.
    """
    one_sided = lower_p_values(-np.abs(change), standard_error, degrees_of_freedom)
    return np.minimum(2 * one_sided, 1)


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
    found[tested] = stats.false_discovery_control(p_values[tested]) <= rate
    return found


def wilson_limits(
    successes: npt.ArrayLike, size: npt.ArrayLike, *, z: float = 1.959963984540054
) -> tuple[Floats, Floats]:
    """Wilson's score limits of a rate, without continuity correction (Newcombe 1998, method 3).

    Args:
        successes: of each sample.
        size: of each sample; of nothing, nothing is known: 0 to 1.
        z: standard errors; the default gives 95 % limits.

    Returns:
        The lower and the upper limits as shares of 1, NaN where an argument is.

    Raises:
        ValueError: there are fewer than 0 successes or more than cases.
    """
    count, cases = _counted(successes, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(cases == 0, 0, count * (cases - count) / cases)
    centre = (count + z * z / 2) / (cases + z * z)
    half = z * np.sqrt(spread + z * z / 4) / (cases + z * z)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def _counted(successes: npt.ArrayLike, size: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Successes and cases of the same shape; a success too many by rounding is none."""
    count, cases = np.broadcast_arrays(np.asarray(successes, dtype=float), np.asarray(size, dtype=float))
    tolerance = 1e-9 * np.maximum(1, cases)
    if (cases < 0).any() or (count < -tolerance).any() or (count > cases + tolerance).any():
        raise ValueError("次数须不小于 0，且不大于样本数")
    return np.clip(count, 0, cases), cases.copy()


def theil_sen(values: npt.ArrayLike) -> float:
    """The median of the slopes between all pairs of values at equally spaced periods (Theil 1950, Sen 1968).

    Args:
        values: one per period, NaN where there is none: a gap keeps its place and makes no pair.

    Returns:
        The change per period, NaN with fewer than two values.
    """
    return float(theil_sen_rows(np.asarray(values, dtype=float)[None, :])[0])


def theil_sen_rows(matrix: npt.ArrayLike) -> Floats:
    """``theil_sen`` of each row of a matrix of rows and periods."""
    values = np.asarray(matrix, dtype=float)
    first, second = np.triu_indices(values.shape[1], k=1)
    slopes = np.full(len(values), np.nan)
    if first.size == 0:
        return slopes
    step = max(1, _ROWS // first.size)
    for start in range(0, len(values), step):
        part = slice(start, start + step)
        # sorted, what is unknown comes last
        between = np.sort((values[part, second] - values[part, first]) / (second - first), axis=1)
        count = (~np.isnan(between)).sum(axis=1)
        middle = np.stack([np.maximum(count - 1, 0) // 2, count // 2], axis=1)
        middle = np.minimum(middle, first.size - 1)
        slopes[part] = np.where(count > 0, np.take_along_axis(between, middle, axis=1).mean(axis=1), np.nan)
    return slopes


@dataclass(frozen=True)
class Composition:
    """What the difference of two rates is made of, in the unit of the rates; ``total`` = ``within`` + ``mix``.

    ``within`` is what remains between the same kinds, ``mix`` what the different shares of the kinds make. ``is_reversed``:
    within the kinds the other side is ahead (Simpson's paradox).
    """

    total: float
    within: float
    mix: float
    is_reversed: bool


def composition(
    share_a: npt.ArrayLike, rate_a: npt.ArrayLike, share_b: npt.ArrayLike, rate_b: npt.ArrayLike
) -> Composition:
    """The difference A - B of two rates, by kinds (Kitagawa 1955).

    Args:
        share_a: of each kind in A, together 1; 0 is a kind that A lacks.
        rate_a: of each kind in A; NaN where A lacks it: the rate of B stands in, so that the kind counts as mix only.
        share_b: the same of B.
        rate_b: the same of B.

    Raises:
        ValueError: the shares of a side do not make 1 or a kind with a share has no rate.
    """
    share_of_a, share_of_b = np.asarray(share_a, dtype=float), np.asarray(share_b, dtype=float)
    own_a, own_b = np.asarray(rate_a, dtype=float), np.asarray(rate_b, dtype=float)
    if not share_of_a.shape == share_of_b.shape == own_a.shape == own_b.shape:
        raise ValueError("两方的份额与比率须一一对应")
    for share, rate in ((share_of_a, own_a), (share_of_b, own_b)):
        if not (share >= 0).all() or not math.isclose(share.sum(), 1, abs_tol=1e-6):
            raise ValueError("各类份额须不小于 0，合计为 1")
        if np.isnan(rate[share > 0]).any():
            raise ValueError("有份额的类别须有比率")
    a = np.nan_to_num(np.where(np.isnan(own_a), own_b, own_a))
    b = np.nan_to_num(np.where(np.isnan(own_b), own_a, own_b))
    total = float((share_of_a * a - share_of_b * b).sum())
    within = float(((share_of_a + share_of_b) / 2 * (a - b)).sum())
    mix = float(((a + b) / 2 * (share_of_a - share_of_b)).sum())
    is_reversed = min(abs(total), abs(within)) > _SMALLEST_DIFFERENCE and total * within < 0
    return Composition(total=total, within=within, mix=mix, is_reversed=is_reversed)


def shrunk_rates(
    successes: npt.ArrayLike, size: npt.ArrayLike, population: npt.ArrayLike = np.inf
) -> tuple[Floats, float, float]:
    """Rates pulled towards their mean, the more the fewer their cases: beta-binomial empirical Bayes.

    The prior is fitted by moments (Kleinman 1973, JASA 68: 46-54): areas weigh first as their cases, then as these and
    the correlation found within areas ask for. It weighs as alpha + beta cases. Where areas differ no more than by
    chance, or there is but one, it weighs 1e9 and every rate is practically the mean; where they could not differ more
    it weighs 1e-9 and every rate stays as it is. Only what was not seen is estimated: a population inspected whole keeps its
    rate.

    Args:
        successes: of each area; need not be whole.
        size: cases of each area; of none, the mean is all there is.
        population: that the cases were drawn from; infinity for people asked, of whom there are always more.

    Returns:
        The rates, alpha and beta: of those not seen, (alpha + successes) / (alpha + beta + size), together with those seen.
        The mean is alpha / (alpha + beta). All are NaN without any case.

    Raises:
        ValueError: there are fewer than 0 successes or more than cases.
    """
    count, cases = _counted(successes, size)
    is_known = cases > 0
    if not is_known.any():
        return np.full(cases.shape, np.nan), math.nan, math.nan
    rates = count[is_known] / cases[is_known]
    weight = cases[is_known]
    mean = correlation = 0.0
    for _ in range(2):
        mean, correlation = _moments(rates, cases[is_known], weight / weight.sum())
        weight = cases[is_known] / (1 + correlation * (cases[is_known] - 1))
    prior = (1 - correlation) / max(correlation, 1 / _LARGEST_PRIOR)
    prior = min(max(prior, 1 / _LARGEST_PRIOR), _LARGEST_PRIOR)
    alpha, beta = mean * prior, (1 - mean) * prior
    seen = np.minimum(cases / np.asarray(population, dtype=float), 1)
    rate = np.divide(count, cases, out=np.zeros_like(cases), where=is_known)
    return seen * rate + (1 - seen) * (alpha + count) / (prior + cases), alpha, beta


def _moments(rates: Floats, cases: Floats, weight: Floats) -> tuple[float, float]:
    """The weighted mean of rates and the correlation within areas, 0 to 1, that explains how they spread around it."""
    mean = float((weight * rates).sum())
    by_chance = float((weight * (1 - weight) / cases).sum())
    room = mean * (1 - mean) * (float((weight * (1 - weight)).sum()) - by_chance)
    if room <= _SMALLEST_DIFFERENCE:
        return mean, 0.0
    spread = float((weight * (rates - mean) ** 2).sum()) - mean * (1 - mean) * by_chance
    return mean, min(max(spread / room, 0.0), 1.0)


def as_printed(scores: Floats) -> Floats:
    """Scores as they are printed: half up, two decimals. Bands and places are decided on these."""
    printed: Floats = np.floor(scores * 100 + 0.5 + 1e-9) / 100
    return printed
