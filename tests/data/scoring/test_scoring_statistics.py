"""Distributions and multiple testing against published examples and at their edges."""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.scoring.statistics import (
    change_p_values,
    composition,
    discoveries,
    lower_p_values,
    shrunk_rates,
    theil_sen,
    theil_sen_rows,
    wilson_limits,
)
from data.scoring.values import score_values

NAN, INF = float("nan"), float("inf")

# Benjamini & Hochberg (1995), section 4: 15 hypotheses of the thrombolysis trial of Neuhaus et al. (1992).
THROMBOLYSIS = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0000,
]


def test_the_published_example_of_benjamini_and_hochberg_has_four_discoveries() -> None:
    found = discoveries(np.array(THROMBOLYSIS), rate=0.05)
    assert found.tolist() == [True] * 4 + [False] * 11


def test_discoveries_do_not_depend_on_the_order() -> None:
    shuffled = np.array([THROMBOLYSIS[position * 4 % 15] for position in range(15)])
    assert discoveries(shuffled, rate=0.05).tolist() == (shuffled <= 0.0095).tolist()


def test_a_large_p_value_under_its_own_bound_lifts_the_smaller_ones_over_theirs() -> None:
    # 0.04 > 1/3 · 0.05 and 0.041 > 2/3 · 0.05, but 0.049 ≤ 3/3 · 0.05: step-up rejects all three.
    assert discoveries(np.array([0.049, 0.04, 0.041]), rate=0.05).all()


def test_a_p_value_on_its_bound_is_a_discovery() -> None:
    assert discoveries(np.array([0.025, 0.9]), rate=0.05).tolist() == [True, False]


def test_unknown_p_values_are_no_hypotheses() -> None:
    # with NaN counted, 0.04 would have to be under 0.05 / 3
    assert discoveries(np.array([0.04, NAN, NAN]), rate=0.05).tolist() == [True, False, False]
    assert discoveries(np.array([NAN, NAN]), rate=0.05).tolist() == [False, False]
    assert discoveries(np.array([]), rate=0.05).tolist() == []


def test_ties_are_discovered_together() -> None:
    assert discoveries(np.array([0.02, 0.02, 0.02, 0.9]), rate=0.05).tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    ("z", "p"), [(0.0, 1.0), (1.0, 0.317310508), (1.959963985, 0.05), (2.575829304, 0.01), (3.290526731, 0.001)]
)
def test_two_sided_p_values_are_those_of_the_normal_table(z: float, p: float) -> None:
    found = change_p_values(np.array([z * 0.7, -z * 0.7]), np.array([0.7, 0.7]), np.array([NAN, NAN]))
    assert found == pytest.approx([p, p], abs=1e-9)


@pytest.mark.parametrize(("t", "freedom"), [(12.706, 1), (4.303, 2), (2.571, 5), (2.086, 20), (1.980, 120)])
def test_two_sided_p_values_are_those_of_the_table_of_student(t: float, freedom: float) -> None:
    found = change_p_values(np.array([-t * 0.7]), np.array([0.7]), np.array([freedom]))
    assert found == pytest.approx([0.05], abs=5e-5)


def test_one_sided_p_values_are_small_below_and_certain_without_error() -> None:
    distance, errors = np.array([-2.015, 2.015, -0.1, 0.0, -1.0]), np.array([1.0, 1.0, 0.0, 0.0, NAN])
    found = lower_p_values(distance, errors, np.array([5.0, 5.0, NAN, NAN, 5.0]))
    assert found[:4] == pytest.approx([0.05, 0.95, 0, 1], abs=5e-5)
    assert np.isnan(found[4])


def test_very_large_changes_keep_a_small_p_value() -> None:
    (p,) = change_p_values(np.array([10.0]), np.array([1.0]), np.array([NAN]))
    assert p == pytest.approx(1.5239706e-23, rel=1e-6)


def test_without_error_a_change_is_certain_and_no_change_is_none() -> None:
    found = change_p_values(np.array([0.0, 0.5, -0.5]), np.zeros(3), np.full(3, NAN))
    assert found.tolist() == [1, 0, 0]


def test_an_unknown_change_or_error_has_no_p_value() -> None:
    found = change_p_values(np.array([NAN, 1.0, NAN, NAN]), np.array([1.0, NAN, NAN, 0.0]), np.full(4, 5.0))
    assert np.isnan(found).all()


# Newcombe (1998), Statistics in Medicine 17: 857-872, table I, method 3 (score, no continuity correction), 95 %.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]

RATE = """
version = "rate"
[[dimension]]
code = "D"
name = "比率"
[[indicator]]
code = "R"
name = "比率"
dimension = "D"
weight = 1
anchors = {anchors}
sampling = "rate"
{more}
"""


def rate_errors(
    folder: Path, lines: list[str], *, anchors: str = "[[0, 0], [100, 100]]", more: str = ""
) -> list[float]:
    """The standard errors of a rate's scores; every line is value, sample_size, population_size, standard_error."""
    (folder / "rate.toml").write_text(RATE.format(anchors=anchors, more=more), encoding="utf-8")
    rows = "\n".join(f"u{number},2026Q1,R,{line}" for number, line in enumerate(lines))
    header = "unit,period,indicator,value,sample_size,population_size,standard_error\n"
    (folder / "values.csv").write_text(header + rows + "\n", encoding="utf-8")
    scores = score_values(folder / "rate.toml", folder / "values.csv")
    scores = scores[scores["level"] == "indicator"].sort_values("unit")
    errors: list[float] = scores["standard_error"].tolist()
    return errors


@pytest.mark.parametrize(("count", "size", "lower", "upper"), NEWCOMBE)
def test_the_error_of_a_rate_is_the_published_width_times_what_centring_it_on_the_rate_takes(
    count: int, size: int, lower: float, upper: float, tmp_path: Path
) -> None:
    (error,) = rate_errors(tmp_path, [f"{100 * count / size!r},{size},,"])
    assert error * 3.92 / 100 == pytest.approx((upper - lower) * (1 + 1.96**2 / size), abs=1.3e-4)


def test_a_small_sample_has_no_smaller_error_than_the_binomial_one(tmp_path: Path) -> None:
    (three_of_six,) = rate_errors(tmp_path, ["50,6,,"])
    assert three_of_six == pytest.approx(100 / 3.92)  # the limits -1.2 and 101.2 are cut at 0 and 100
    assert three_of_six > 100 * math.sqrt(0.25 / 6)


def test_the_score_of_a_rate_has_the_error_of_its_limits_scores(tmp_path: Path) -> None:
    # 80 % of 100: ± 1.96 √(0.8 · 0.2 / 100 + 1.96² / 40000) = ± 8.0719; 50 → 0, 80 → 60, 95 → 100
    (error,) = rate_errors(tmp_path, ["80,100,,"], anchors="[[50, 0], [80, 60], [95, 100]]")
    assert error == pytest.approx(8.0719 * (60 / 30 + 40 / 15) / 3.92, abs=1e-4)


def test_where_the_curve_cuts_one_limit_the_other_side_stands_for_both(tmp_path: Path) -> None:
    # 90 % of 25: ± 14.0474; above 95 the curve is level, below 90 lie 10 points of 8/3 and 4.0474 of 2
    anchors = "[[50, 0], [80, 60], [95, 100]]"
    cut, beyond, at_the_end = rate_errors(tmp_path, ["90,25,,", "98,25,,", "95,25,,"], anchors=anchors)
    assert cut == pytest.approx((10 * 8 / 3 + 4.0474 * 2) / 1.96, abs=1e-3)
    half = 196 * math.sqrt(0.98 * 0.02 / 25 + 1.96**2 / 2500)  # of a score that is itself beyond: what is left
    assert beyond == pytest.approx((half - 3) * 8 / 3 / 3.92)
    half = 196 * math.sqrt(0.95 * 0.05 / 25 + 1.96**2 / 2500)
    assert at_the_end == pytest.approx(half * 8 / 3 / 1.96)


def test_a_rate_clipped_at_the_full_score_keeps_an_error_while_its_limit_is_below(tmp_path: Path) -> None:
    (error,) = rate_errors(tmp_path, ["98,30,,"], anchors="[[50, 0], [80, 60], [95, 100]]")
    assert error > 0


def test_the_finite_population_correction_shrinks_the_error_and_a_full_inspection_has_none(tmp_path: Path) -> None:
    lines = ["50,10,,", "50,10,20,", "50,10,11,", "50,10,10,", "50,10,1000000,"]
    plain, half, most, whole, vast = rate_errors(tmp_path, lines, more="finite_population = true")
    assert plain > half > most > whole == 0
    assert vast == pytest.approx(plain, rel=1e-4)
    # n (N - 1) / (N - n) = 10 · 19 / 10 = 19
    (nineteen,) = rate_errors(tmp_path, ["50,19,,"])
    assert half == pytest.approx(nineteen)
    (uncorrected,) = rate_errors(tmp_path, ["50,10,20,"])
    assert uncorrected == pytest.approx(plain)


def test_a_rate_without_a_sample_size_takes_the_supplied_error_or_none(tmp_path: Path) -> None:
    supplied, unknown, both = rate_errors(tmp_path, ["50,,,3", "50,,,", "50,10,,3"])
    assert supplied == pytest.approx(3)
    assert np.isnan(unknown)
    assert both > 10


def test_of_the_changes_found_in_simulated_worlds_no_more_than_a_tenth_are_none() -> None:
    generator = np.random.default_rng(20260101)
    false_shares, found_shares = [], []
    for world in range(500):
        real = np.where(np.arange(60) < (world % 4) * 15, generator.choice([-4, 4], 60), 0)
        errors = generator.gamma(4, 0.3, 60) + 0.1
        changes = real + errors * generator.standard_normal(60)
        found = discoveries(change_p_values(changes, errors, np.full(60, NAN)), rate=0.10)
        false_shares.append((found & (real == 0)).sum() / max(found.sum(), 1))
        found_shares.append(found[real != 0].mean() if real.any() else 1.0)
    tolerance = 3 * float(np.std(false_shares)) / math.sqrt(len(false_shares))
    assert np.mean(false_shares) <= 0.10 + tolerance
    assert np.mean(found_shares) > 0.6


@pytest.mark.parametrize(("count", "lower", "upper"), [(5, 0.021544, 0.111750), (65, 0.552544, 0.736358)])
def test_wilson_limits_of_a_hundred_are_the_published_ones(count: int, lower: float, upper: float) -> None:
    found = wilson_limits(count, 100)
    assert (round(float(found[0]), 6), round(float(found[1]), 6)) == (lower, upper)


def test_wilson_limits_are_those_of_newcombe_s_table() -> None:
    counts, sizes, lower, upper = np.array(NEWCOMBE).T
    found = wilson_limits(counts, sizes)
    assert found[0] == pytest.approx(lower, abs=6e-5)
    assert found[1] == pytest.approx(upper, abs=6e-5)


def test_wilson_limits_at_the_edges() -> None:
    lower, upper = wilson_limits([0, 0, 7, NAN], [0, 10, 7, 5])
    assert (lower[0], upper[0]) == (0, 1)
    assert lower[1] == 0
    assert upper[2] == 1
    assert np.isnan([lower[3], upper[3]]).all()
    # 55 % of 20 is 11.000000000000002
    assert wilson_limits(0.55 * 20, 11)[1] == 1
    for count, size in [(3, 2), (-1, 2), (0, -1)]:
        with pytest.raises(ValueError, match="样本数"):
            wilson_limits(count, size)


@settings(max_examples=50, deadline=None)
@given(count=st.integers(0, 300), more=st.integers(0, 300), z=st.floats(0.5, 4))
def test_a_wilson_limit_is_the_rate_that_the_share_is_just_z_errors_from(count: int, more: int, z: float) -> None:
    size = count + more
    lower, upper = (float(limit) for limit in wilson_limits(count, size, z=z))
    assert 0 <= lower <= upper <= 1
    for limit in (lower, upper):
        distance = count - size * limit
        assert distance**2 == pytest.approx(z * z * size * limit * (1 - limit), abs=1e-6)


def test_the_published_example_of_sen_has_a_slope_of_4() -> None:
    # Sen (1968), section 6: t = 1, 2, 3, 4, 10, 12, 18
    values = np.full(18, NAN)
    values[[0, 1, 2, 3, 9, 11, 17]] = [9, 15, 19, 20, 45, 55, 78]
    assert theil_sen(values) == 4


def test_a_slope_needs_two_values() -> None:
    assert math.isnan(theil_sen([]))
    assert math.isnan(theil_sen([3]))
    assert math.isnan(theil_sen([NAN, 3, NAN]))
    assert theil_sen([1, NAN, NAN, 7]) == 2
    assert theil_sen_rows(np.empty((0, 5))).shape == (0,)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.integers(0, 6).flatmap(
        lambda width: st.lists(
            st.lists(st.one_of(st.just(NAN), st.integers(-20, 20).map(float)), min_size=width, max_size=width),
            min_size=1,
            max_size=4,
        )
    )
)
def test_slopes_of_many_rows_are_the_medians_of_all_pairs(rows: list[list[float]]) -> None:
    slow = []
    for row in rows:
        known = [(period, value) for period, value in enumerate(row) if not math.isnan(value)]
        slopes = [(later - value) / (end - start) for (start, value), (end, later) in combinations(known, 2)]
        slow.append(median(slopes) if slopes else NAN)
    assert theil_sen_rows(rows) == pytest.approx(slow, nan_ok=True)
    assert [theil_sen(row) for row in rows] == pytest.approx(slow, nan_ok=True)


def test_kidney_stones_are_better_treated_within_both_kinds_and_worse_in_all() -> None:
    # Charig et al. (1986), Julious & Mullee (1994): open surgery and percutaneous nephrolithotomy, small and large stones
    found = composition([87 / 350, 263 / 350], [81 / 87, 192 / 263], [270 / 350, 80 / 350], [234 / 270, 55 / 80])
    assert (round(found.total, 6), round(found.within, 6), round(found.mix, 6)) == (-0.045714, 0.053671, -0.099386)
    assert found.is_reversed


def test_a_kind_that_one_side_lacks_counts_as_mix_only() -> None:
    found = composition([0.5, 0.5, 0], [80, 60, NAN], [1, 0, 0], [70, NAN, NAN])
    assert found.total == pytest.approx(0)
    assert found.within == pytest.approx(0.75 * 10)
    assert found.mix == pytest.approx(-0.5 * 75 + 0.5 * 60)
    assert not found.is_reversed


def test_nothing_is_reversed_where_a_part_is_nothing() -> None:
    same = composition([0.1, 0.2, 0.7], [0.1, 0.2, 0.3], [0.7, 0.1, 0.2], [0.1, 0.2, 0.3])
    assert same.within == 0
    assert not same.is_reversed
    assert not composition([1], [60], [1], [70]).is_reversed


@pytest.mark.parametrize(
    ("share", "rate"),
    [([0.5, 0.4], [1, 1]), ([1.5, -0.5], [1, 1]), ([0.5, 0.5], [1, NAN]), ([0, 0], [1, 1]), ([1], [1])],
)
def test_shares_that_are_none_and_kinds_without_a_rate_are_refused(share: list[float], rate: list[float]) -> None:
    with pytest.raises(ValueError, match=r"份额|比率"):
        composition(share, rate, [0.5, 0.5], [1, 1])


parts = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 9), st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(kinds=parts)
def test_within_and_mix_make_the_difference_and_turn_round_with_the_sides(
    kinds: list[tuple[int, int, float, float]],
) -> None:
    first, second, rate, other = np.array(kinds, dtype=float).T
    first, second = first / first.sum(), second / second.sum()
    found, turned = composition(first, rate, second, other), composition(second, other, first, rate)
    assert found.within + found.mix == pytest.approx(found.total, abs=1e-9)
    assert (turned.total, turned.within, turned.mix) == pytest.approx(
        (-found.total, -found.within, -found.mix), abs=1e-9
    )
    assert turned.is_reversed == found.is_reversed


def test_shrunk_rates_worked_by_hand() -> None:
    # 2, 5 and 8 of 10: the variance 0.09 is 0.36 of 0.25, by chance it were 0.1; (0.36 - 0.1) / (1 - 0.1) = 0.26 / 0.9
    shrunk, alpha, beta = shrunk_rates([2, 5, 8], [10, 10, 10])
    prior = (0.9 - 0.26) / 0.26
    assert (alpha, beta) == pytest.approx((prior / 2, prior / 2))
    assert shrunk == pytest.approx([(prior / 2 + count) / (prior + 10) for count in (2, 5, 8)])


def test_shrunk_rates_find_the_prior_of_a_simulated_world_and_are_nearer_to_its_truth() -> None:
    generator = np.random.default_rng(2)
    size = generator.integers(3, 60, 3000)
    truth = generator.beta(8, 4, 3000)
    count = generator.binomial(size, truth)
    shrunk, alpha, beta = shrunk_rates(count, size)
    assert alpha / (alpha + beta) == pytest.approx(2 / 3, abs=0.01)
    assert alpha + beta == pytest.approx(12, abs=1.2)
    assert np.mean((shrunk - truth) ** 2) < 0.6 * np.mean((count / size - truth) ** 2)


def test_rates_that_differ_no_more_than_by_chance_are_all_the_mean() -> None:
    for count, size in [([3, 6, 3], [10, 20, 10]), ([4], [10]), ([5, 5, 5], [10, 11, 9]), ([0, 1, 0], [1, 1, 1])]:
        shrunk, alpha, beta = shrunk_rates(count, size)
        mean = sum(count) / sum(size)
        assert shrunk == pytest.approx([mean] * len(count), abs=1e-6)
        assert alpha / (alpha + beta) == pytest.approx(mean)


def test_rates_of_all_or_nothing_shrink_to_themselves() -> None:
    assert shrunk_rates([10, 20], [10, 20])[0] == pytest.approx([1, 1])
    assert shrunk_rates([0, 0], [10, 20])[0] == pytest.approx([0, 0])
    shrunk, alpha, beta = shrunk_rates([30, 0, 0, 30], [30, 30, 0, 30])
    assert shrunk[[0, 1, 3]] == pytest.approx([1, 0, 1], abs=1e-6)
    assert shrunk[2] == pytest.approx(alpha / (alpha + beta)) == pytest.approx(2 / 3, abs=0.01)


def test_only_what_was_not_seen_is_shrunk() -> None:
    prior = (0.9 - 0.26) / 0.26  # as worked above
    shrunk, *_ = shrunk_rates([2, 5, 8], [10, 10, 10], [10, 40, INF])
    # all ten seen; ten of forty seen, thirty like the mean; endlessly many not seen
    assert shrunk == pytest.approx([0.2, 0.5, (prior / 2 + 8) / (prior + 10)])
    shrunk, *_ = shrunk_rates([2, 5, 8], [10, 10, 10], [40, 8, 10])
    assert shrunk == pytest.approx([0.25 * 0.2 + 0.75 * (prior / 2 + 2) / (prior + 10), 0.5, 0.8])


def test_an_area_without_cases_has_the_mean_and_without_any_case_there_is_none() -> None:
    shrunk, alpha, beta = shrunk_rates([2, 5, 8, 0], [10, 10, 10, 0])
    assert shrunk[3] == pytest.approx(alpha / (alpha + beta)) == pytest.approx(0.5)
    nothing, *prior = shrunk_rates([0, 0], [0, 0])
    assert np.isnan([*nothing, *prior]).all()
    assert shrunk_rates([], [])[0].shape == (0,)
    with pytest.raises(ValueError, match="样本数"):
        shrunk_rates([3], [2])


@settings(max_examples=60, deadline=None)
@given(areas=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=8))
def test_a_shrunk_rate_lies_between_the_rate_and_the_mean(areas: list[tuple[int, int]]) -> None:
    count, size = np.array([x for x, _ in areas], dtype=float), np.array([x + more for x, more in areas], dtype=float)
    shrunk, alpha, beta = shrunk_rates(count, size)
    if not size.any():
        return
    mean = alpha / (alpha + beta)
    assert 0 <= mean <= 1
    rate = np.where(size > 0, count / np.maximum(size, 1), mean)
    assert (shrunk >= np.minimum(rate, mean) - 1e-9).all()
    assert (shrunk <= np.maximum(rate, mean) + 1e-9).all()
