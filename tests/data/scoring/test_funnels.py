"""Funnels: limits against the distributions they are of, and in worlds whose true rates are known."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from data.scoring.funnels import Spread, funnel_limits, smooth_limits, spread_of_rates, standard_deviation

INF = math.inf
Numbers = npt.NDArray[np.float64]


def known(mean: float, tau: float = 0.0) -> Spread:
    """A spread that is beyond doubt."""
    return Spread(mean, tau, tau)


# How far places spread


def test_the_spread_worked_by_hand() -> None:
    # 11 places, 100 asked in each, 40 … 60 said yes: the squares of the distances are 0.044, their mean over ten 0.0044;
    # chance has (1/4 - τ²)/100 of it
    spread = spread_of_rates(np.arange(40, 61, 2) / 100, np.full(11, 100))
    assert spread.mean == pytest.approx(0.5)
    assert spread.tau == pytest.approx(math.sqrt((0.0044 - 0.0025) / 0.99))
    # and once in forty chance makes them as small as 3.247 (the 2.5 % quantile of χ² with ten degrees of freedom) variances
    assert spread.most == pytest.approx(math.sqrt((0.044 / 3.24697 - 0.0025) / 0.99), rel=1e-5)


def test_where_chance_explains_all_there_is_no_spread() -> None:
    assert spread_of_rates(np.arange(45, 56) / 100, np.full(11, 100)).tau == 0
    assert spread_of_rates([1.0] * 12, [20] * 12) == Spread(1, 0, 0)
    assert spread_of_rates([0.3], [10]) == Spread(pytest.approx(0.3), 0, 0)
    assert np.isnan(spread_of_rates([], []).tau)


def test_inspecting_half_of_the_places_leaves_half_of_chance() -> None:
    spread = spread_of_rates(np.arange(40, 61, 2) / 100, np.full(11, 100), 201)
    left = 101 / 200 / 100
    assert spread.tau == pytest.approx(math.sqrt((0.0044 - 0.25 * left) / (1 - left)))


def test_places_inspected_whole_take_no_part_unless_nobody_else_can_tell() -> None:
    rates, size = np.arange(40, 61, 2) / 100, np.full(11, 100)
    drawn = spread_of_rates(rates, size)
    odd = spread_of_rates([*rates, 10 / 18], [*size, 18], [*[INF] * 11, 18])
    assert (odd.tau, odd.most) == pytest.approx((drawn.tau, drawn.most), rel=0.01)
    assert odd.mean == pytest.approx(560 / 1118)
    whole = spread_of_rates(rates, size, size)
    assert whole.tau == pytest.approx(np.std(rates, ddof=1))


def test_the_true_spread_of_a_simulated_city_is_found_whatever_the_sizes() -> None:
    generator = np.random.default_rng(3)
    size = generator.integers(10, 400, 4000)
    truth = generator.beta(0.8 * 63, 0.2 * 63, 4000)  # of standard deviation 0.05
    spread = spread_of_rates(generator.binomial(size, truth) / size, size)
    assert spread.mean == pytest.approx(0.8, abs=0.004)
    assert spread.tau == pytest.approx(0.05, abs=0.002)
    assert spread.tau < spread.most < 0.056


# Limits


@pytest.mark.parametrize("tail", [0.025, 0.001])
def test_without_a_spread_limits_are_those_of_the_binomial_distribution(tail: float) -> None:
    size = np.array([1, 5, 20, 20, 100, 333, 1000])
    for mean in (0.03, 0.5, 0.8, 0.97):
        low, high = funnel_limits(size, known(mean), tail=tail)
        assert low * size == pytest.approx(stats.binom.ppf(tail, size, mean))
        assert high * size == pytest.approx(stats.binom.isf(tail, size, mean))
    # normal limits would begin at 17.04 of 20, and 2.1 % of places lie below
    assert funnel_limits([20], known(0.97), tail=0.001)[0] == pytest.approx([0.8])
    assert stats.binom.cdf(16, 20, 0.97) > 0.001 > stats.binom.cdf(15, 20, 0.97)


def test_places_of_a_finite_population_have_the_limits_of_the_hypergeometric_distribution() -> None:
    size, population = np.array([10, 40, 60, 90]), 100
    low, high = funnel_limits(size, known(0.8), tail=0.001, population=population)
    # rounding a rate to whole places of a hundred adds next to nothing: one place at most
    assert np.abs(low * size - stats.hypergeom.ppf(0.001, 100, 80, size)).max() <= 1
    assert np.abs(high * size - stats.hypergeom.isf(0.001, 100, 80, size)).max() <= 1
    wide, _ = funnel_limits(size, known(0.8), tail=0.001)
    assert (low > wide - 0.001).all()
    assert low[-1] > wide[-1] + 0.05


@pytest.mark.parametrize(("population", "agreement"), [(INF, 0.05**2 / 0.16), (200, (200 * 0.05**2 / 0.16 - 1) / 199)])
def test_with_a_spread_limits_are_those_of_the_beta_binomial_distribution_or_wider_normal_ones(
    population: float, agreement: float
) -> None:
    size, prior = np.array([10, 50, 150]), 1 / agreement - 1
    low, high = funnel_limits(size, known(0.8, 0.05), tail=0.001, population=population)
    assert low == pytest.approx(stats.betabinom.ppf(0.001, size, 0.8 * prior, 0.2 * prior) / size, abs=0.005)
    chance = stats.binom.isf(0.001, 150, 0.8) if population == INF else stats.hypergeom.isf(0.001, 200, 160, 150)
    normal = 0.8 + math.hypot(chance / 150 - 0.8, 3.0902 * 0.05)
    assert high == pytest.approx([1, 1, normal], abs=0.01)
    assert (high >= stats.betabinom.isf(0.001, size, 0.8 * prior, 0.2 * prior) / size).all()


def test_ten_of_eighteen_is_certain_once_all_eighteen_are_inspected() -> None:
    low, high = funnel_limits([18] * 3, known(0.82), tail=0.001, population=[18, 40, INF])
    assert 13 / 18 < low[0] <= 14 / 18
    assert low[2] == pytest.approx(stats.binom.ppf(0.001, 18, 0.82) / 18)
    assert low[2] < 10 / 18
    assert (np.diff(low) < 0).all()
    assert (high <= 1).all()
    # the spread of true rates alone makes room
    low, _ = funnel_limits([18], known(0.82, 0.1), tail=0.001, population=18)
    assert 7 / 18 < low[0] < 0.82 - 3.0902 * 0.1
    assert standard_deviation([18], known(0.82, 0.1), 18) == pytest.approx([math.hypot(0.1, 1 / math.sqrt(12) / 18)])


def test_how_well_the_spread_is_known_matters_only_where_chance_is_small() -> None:
    unsure = Spread(0.8, 0.0, 0.03)
    low, _ = funnel_limits([20, 5000], unsure, tail=0.001, population=[INF, 5000])
    sure, _ = funnel_limits([20, 5000], known(0.8), tail=0.001, population=[INF, 5000])
    assert sure == pytest.approx([10 / 20, 0.8], abs=0.001)
    assert sure[0] - low[0] < 0.02
    assert sure[1] - low[1] == pytest.approx(3.0902 * 0.03, rel=0.1)


def test_limits_drawn_are_smooth_and_near_the_counted_ones() -> None:
    size = np.arange(40, 400)
    for spread in (known(0.85), known(0.85, 0.04)):
        low, high = smooth_limits(size, spread, tail=0.001)
        counted_low, counted_high = funnel_limits(size, spread, tail=0.001)
        assert np.abs(low - counted_low).max() < 1.5 / 40
        assert np.abs(high - counted_high).max() < 1.5 / 40
        assert (np.diff(low) > 0).all()
        assert (np.diff(high) <= 0).all()
    # above ten thousand cases nothing is counted
    assert funnel_limits([20_000], known(0.85), tail=0.001) == smooth_limits([20_000], known(0.85), tail=0.001)
    assert funnel_limits([50], known(1.0), tail=0.001) == (1, 1)


# Worlds


def world(
    generator: np.random.Generator, law: str, mean: float, tau: float, kind: str, count: int = 300
) -> tuple[Numbers, Numbers, Numbers]:
    """Rates, sizes and populations of places of which none is unusual: their true rates have this mean and spread."""
    if not tau:
        truth = np.full(count, mean)
    elif law == "beta":
        prior = mean * (1 - mean) / tau**2 - 1
        truth = generator.beta(mean * prior, (1 - mean) * prior, count)
    else:
        truth = np.clip(generator.normal(mean, tau, count), 0, 1)
    size = np.exp(generator.uniform(math.log(10), math.log(300), count)).astype(int)
    if kind == "people":
        return generator.binomial(size, truth) / size, size, np.full(count, INF)
    if kind == "twenty":
        return generator.binomial(20, truth) / 20, np.full(count, 20), np.full(count, INF)
    there = np.exp(generator.uniform(math.log(10), math.log(500), count)).astype(int)
    size = np.minimum(25, there) if kind == "25 places" else np.minimum(size, there)
    good = np.rint(there * truth).astype(int)
    return generator.hypergeometric(good, there - good, size) / size, size, there


def beyond(rate: Numbers, size: Numbers, population: Numbers) -> npt.NDArray[np.bool_]:
    low, high = funnel_limits(size, spread_of_rates(rate, size, population), tail=0.001, population=population)
    return (rate < low - 1e-9) | (rate > high + 1e-9)


@pytest.mark.parametrize("kind", ["people", "twenty", "25 places", "places"])
@pytest.mark.parametrize(("mean", "tau"), [(0.8, 0.0), (0.8, 0.01), (0.8, 0.05), (0.97, 0.0), (0.97, 0.02)])
def test_where_nobody_is_unusual_hardly_anybody_is_called_so_in_any_third_of_the_sizes(
    mean: float, tau: float, kind: str
) -> None:
    for law in ("beta", "normal") if tau else ("none",):
        called, whole, whole_called = np.zeros(3), 0, 0
        for seed in range(10):
            rate, size, population = world(np.random.default_rng(seed), law, mean, tau, kind)
            outside = beyond(rate, size, population)
            order = np.lexsort((population, size))
            called += [outside[third].sum() for third in np.array_split(order, 3)]
            whole += (size == population).sum()
            whole_called += (outside & (size == population)).sum()
        assert (called / 1000 <= 0.005).all(), (law, called)
        assert whole_called <= 0.005 * max(whole, 1), law


@pytest.mark.parametrize("kind", ["people", "25 places", "places"])
@pytest.mark.parametrize("tau", [0.0, 0.02])
def test_a_place_that_is_truly_unusual_is_found(kind: str, tau: float) -> None:
    found, shifted = 0, 0
    for seed in range(10):
        generator = np.random.default_rng(seed)
        rate, size, population = world(generator, "beta", 0.8, tau, kind)
        odd = generator.choice(np.flatnonzero(size >= 20), 6, replace=False)
        if kind == "people":
            rate[odd] = generator.binomial(size[odd], 0.3) / size[odd]
        else:
            good = np.rint(0.3 * population[odd]).astype(int)
            rate[odd] = generator.hypergeometric(good, population[odd] - good, size[odd]) / size[odd]
        found += beyond(rate, size, population)[odd].sum()
        shifted += odd.size
    assert found >= 0.85 * shifted
