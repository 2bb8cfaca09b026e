"""Funnels: between what limits a rate lies by chance, where the true rates of places differ a little among themselves.

True rates have a mean μ and a standard deviation τ; of a place with a population N (all its stairways, say), the true rate
is that of all N. Any two cases of one place then agree with the correlation ρ = (Nτ²/μ(1 − μ) − 1)/(N − 1), without a
population ρ = τ²/μ(1 − μ), and the successes among n cases follow a Pólya distribution: beta-binomial if ρ > 0, binomial if
ρ = 0, hypergeometric if ρ < 0. A place inspected whole has no chance left: τ alone makes its limits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, special, stats

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

INNER_TAIL, OUTER_TAIL = 0.025, 0.001  # on either side: the limits of 95 % and of 99.8 %
_CERTAIN = 1e-6  # a standard deviation as good as none
_INDEPENDENT = 1e-8  # a correlation that no number of cases tells from none
_FEWEST = 10  # places that can tell how far places spread
_LEVEL = 0.025  # at which τ is certainly not larger
_MOST_COUNTED = 10_000  # cases; above, single ones make no difference and a beta distribution stands in


@dataclass(frozen=True)
class Spread:
    """The pooled rate of places, how far their true rates spread, and how far they may (all as shares of 1)."""

    mean: float
    tau: float
    most: float


def spread_of_rates(rate: npt.ArrayLike, size: npt.ArrayLike, population: npt.ArrayLike = np.inf) -> Spread:
    """The pooled rate of places and how far their true rates spread (Paule & Mandel 1982, as NHS England's SHMI).

    τ² is what makes Q, the squared distances from the weighted mean, each over its variance, as large as there are degrees
    of freedom; 0 where chance alone makes as much. What makes Q as small as chance makes it once in forty is the upper
    97.5 % limit (Q profile, Viechtbauer 2007). Places inspected whole have no chance to be weighed by and take no part,
    unless so few others are there that nobody else could tell.

    Args:
        rate: of each place, as a share of 1.
        size: cases of each place, at least 1.
        population: that the cases were drawn from; infinity for people asked, of whom there are always more.

    Returns:
        The rate of all cases together, τ and the upper limit of τ; NaN without any place.
    """
    rates, cases, whole = _together(rate, size, population)
    if not rates.size:
        return Spread(math.nan, math.nan, math.nan)
    mean = float((rates * cases).sum() / cases.sum())
    chance = _left(cases, whole) / cases
    if (chance > 0).sum() >= _FEWEST:
        rates, chance = rates[chance > 0], chance[chance > 0]
    most = mean * (1 - mean)
    freedom = rates.size - 1

    def q(square: float) -> float:
        weight = 1 / (square + (most - square) * chance)
        centre = (weight * rates).sum() / weight.sum()
        return float((weight * (rates - centre) ** 2).sum())

    def square_of(goal: float) -> float:
        if q(_CERTAIN**2) <= goal:
            return 0.0
        return most if q(most) >= goal else float(optimize.brentq(lambda square: q(square) - goal, _CERTAIN**2, most))

    if most <= _CERTAIN or not freedom:
        return Spread(mean, 0.0, 0.0)
    return Spread(mean, math.sqrt(square_of(freedom)), math.sqrt(square_of(stats.chi2.ppf(_LEVEL, freedom))))


def _together(*values: npt.ArrayLike) -> tuple[Floats, ...]:
    return tuple(np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values)))


def _left(cases: Floats, whole: Floats) -> Floats:
    """What a finite population leaves of the variance, (N - n)/(N - 1): 0 where all were inspected."""
    with np.errstate(divide="ignore", invalid="ignore"):
        left = (whole - cases) / (whole - 1)
    return np.where(np.isinf(whole), 1.0, np.where(cases >= whole, 0.0, left))


def standard_deviation(size: npt.ArrayLike, spread: Spread, population: npt.ArrayLike = np.inf) -> Floats:
    """Of the rate among so many cases: √(τ² + (μ(1 - μ) - τ²)/n · (N - n)/(N - 1)), as a share of 1."""
    cases, whole = _together(size, population)
    return _deviation(cases, whole, spread.mean, _between(spread, cases, whole))


def _deviation(cases: Floats, whole: Floats, mean: float, square: Floats) -> Floats:
    return np.sqrt(square + (mean * (1 - mean) - square) * _left(cases, whole) / cases)


def _between(spread: Spread, cases: Floats, whole: Floats) -> Floats:
    """τ² for each place: of what its upper limit adds, as large a share as this makes of the place's variance.

    Where chance is large, how well τ is known hardly matters; a place inspected whole is held against nothing else. And a
    few whole cases cannot have just any rate: rounding adds 1/(12N²).
    """
    square, more = spread.tau**2, spread.most**2 - spread.tau**2
    variance = _deviation(cases, whole, spread.mean, np.full_like(cases, square)) ** 2
    added = np.divide(more * more, more + variance, out=np.zeros_like(cases), where=more + variance > 0)
    return np.minimum(square + added + 1 / (12 * whole**2), spread.mean * (1 - spread.mean))


def funnel_limits(
    size: npt.ArrayLike, spread: Spread, *, tail: float, population: npt.ArrayLike = np.inf
) -> tuple[Floats, Floats]:
    """The lowest and the highest rate that so many cases have where nothing is unusual.

    Exact, whole cases being counted: where a mean or a population between two whole numbers leaves a choice, the wider. How
    true rates are distributed nobody knows: the limits are the wider ones of a beta distribution, whose long tail is on the
    side where there is room, and of a normal one.

    Args:
        size: cases of each place, at least 1.
        spread: of the true rates.
        tail: the probability beyond either limit, at most.
        population: see ``spread_of_rates``.

    Returns:
        The limits as shares of 1; a rate on its limit is within.
    """
    cases, whole = _together(size, population)
    is_counted = (cases <= _MOST_COUNTED) & (0 < spread.mean < 1)
    low, high = np.empty_like(cases), np.empty_like(cases)
    low[~is_counted], high[~is_counted] = _widest(_approximate, cases[~is_counted], whole[~is_counted], spread, tail)
    if is_counted.any():
        kinds, kind = np.unique(np.stack([cases[is_counted], whole[is_counted]], axis=1), axis=0, return_inverse=True)
        lowest, highest = _widest(_counted, kinds[:, 0], kinds[:, 1], spread, tail)
        low[is_counted], high[is_counted] = lowest[kind], highest[kind]
    return low, high


def smooth_limits(
    size: npt.ArrayLike, spread: Spread, *, tail: float, population: npt.ArrayLike = np.inf
) -> tuple[Floats, Floats]:
    """``funnel_limits`` as a line to be drawn: for sizes that need not be whole, with nothing counted."""
    cases, whole = _together(size, population)
    return _widest(_approximate, cases, whole, spread, tail)


def _widest(
    limits: Callable[[Floats, Floats, float, Floats, float], tuple[Floats, Floats]],
    cases: Floats,
    whole: Floats,
    spread: Spread,
    tail: float,
) -> tuple[Floats, Floats]:
    square = _between(spread, cases, whole)
    low, high = limits(cases, whole, spread.mean, square, tail)
    lowest, highest = limits(cases, whole, spread.mean, np.zeros_like(square), tail)
    reach = stats.norm.isf(tail) * np.sqrt(square)
    return (
        np.clip(np.minimum(low, spread.mean - np.hypot(spread.mean - lowest, reach)), 0, 1),
        np.clip(np.maximum(high, spread.mean + np.hypot(highest - spread.mean, reach)), 0, 1),
    )


def _approximate(cases: Floats, whole: Floats, mean: float, square: Floats, tail: float) -> tuple[Floats, Floats]:
    """Of the beta distribution of the same mean and variance."""
    deviation = _deviation(cases, whole, mean, square)
    is_certain = deviation < _CERTAIN
    prior = np.maximum(mean * (1 - mean) / np.where(is_certain, 1, deviation) ** 2 - 1, _CERTAIN)
    law = np.maximum(mean * prior, _CERTAIN), np.maximum((1 - mean) * prior, _CERTAIN)
    return (
        np.where(is_certain, mean, special.betaincinv(*law, tail)),
        np.where(is_certain, mean, special.betainccinv(*law, tail)),
    )


def _counted(cases: Floats, whole: Floats, mean: float, square: Floats, tail: float) -> tuple[Floats, Floats]:
    """Of the Pólya distribution."""
    share, others = square / (mean * (1 - mean)), np.maximum(np.maximum(whole, cases), 2) - 1
    correlation = np.minimum(share - (1 - share) / others, 1 - _INDEPENDENT)
    count = cases.astype(np.int64)
    return _beyond(count, correlation, mean, tail) / count, 1 - _beyond(count, correlation, 1 - mean, tail) / count


def _beyond(count: Whole, correlation: Floats, mean: float, tail: float) -> Whole:
    """How many numbers of successes, from 0 upwards, are too few: their probability together is at most ``tail``."""
    # 1 - tail of the probability lies above the last of them, so that it cannot be above mean / (1 - tail)
    looked_at = np.minimum(count, np.ceil(count * mean / (1 - tail)).astype(np.int64)) + 1
    starts = np.concatenate([[0], np.cumsum(looked_at)[:-1]])
    place = np.repeat(np.arange(count.size), looked_at)
    successes = np.arange(place.size) - starts[place]
    chance = np.empty(place.size)
    for is_kind, law in (
        (correlation > _INDEPENDENT, _beta_binomial),
        (np.abs(correlation) <= _INDEPENDENT, _binomial),
        (correlation < -_INDEPENDENT, _hypergeometric),
    ):
        own = is_kind[place]
        chance[own] = law(successes[own], count[place[own]], correlation[place[own]], mean)
    total = np.cumsum(chance)
    below = total - np.concatenate([[0.0], total[starts[1:] - 1]])[place]
    return np.add.reduceat(below <= tail, starts, dtype=np.int64)


def _beta_binomial(successes: Whole, count: Whole, correlation: Floats, mean: float) -> Floats:
    prior = 1 / correlation - 1
    return np.asarray(stats.betabinom.pmf(successes, count, mean * prior, (1 - mean) * prior))


def _binomial(successes: Whole, count: Whole, _: Floats, mean: float) -> Floats:
    return np.asarray(stats.binom.pmf(successes, count, mean))


def _hypergeometric(successes: Whole, count: Whole, correlation: Floats, mean: float) -> Floats:
    among = np.ceil(1 - 1 / correlation - 1e-9)
    successful = np.floor(among * mean + 1e-9)  # of those; rounded down, too few are the likelier
    return np.asarray(np.exp(stats.hypergeom.logpmf(successes, among, successful, count)))
