"""Distributions and multiple testing against published examples and at their edges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.scoring.statistics import change_p_values, discoveries
from data.scoring.values import score_values

NAN, INF = float("nan"), float("inf")

# Benjamini & Hochberg (1995), section 4: 15 hypotheses of the thrombolysis trial of Neuhaus et al. (1992).
THROMBOLYSIS = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
    1.0000,
]  # fmt: skip


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
    found = change_p_values(np.array([z * 0.7, -z * 0.7]), np.array([0.7, 0.7]))
    assert found == pytest.approx([p, p], abs=1e-9)


def test_very_large_changes_keep_a_small_p_value() -> None:
    (p,) = change_p_values(np.array([10.0]), np.array([1.0]))
    assert p == pytest.approx(1.5239706e-23, rel=1e-6)


def test_without_error_a_change_is_certain_and_no_change_is_none() -> None:
    found = change_p_values(np.array([0.0, 0.5, -0.5]), np.array([0.0, 0.0, 0.0]))
    assert found.tolist() == [1, 0, 0]


def test_an_unknown_change_or_error_has_no_p_value() -> None:
    found = change_p_values(np.array([NAN, 1.0, NAN, NAN]), np.array([1.0, NAN, NAN, 0.0]))
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
def test_wilson_limits_are_the_published_ones(
    count: int, size: int, lower: float, upper: float, tmp_path: Path
) -> None:
    (error,) = rate_errors(tmp_path, [f"{100 * count / size!r},{size},,"])
    assert error * 3.92 / 100 == pytest.approx(upper - lower, abs=1e-4)
    # One-sided curves show each limit by itself: below the rate only the lower limit moves the score, above the upper.
    rate = 100 * count / size
    (below,) = rate_errors(tmp_path, [f"{rate!r},{size},,"], anchors=f"[[-100, 0], [{rate!r}, 100]]")
    (above,) = rate_errors(tmp_path, [f"{rate!r},{size},,"], anchors=f"[[{rate!r}, 0], [200, 100]]")
    assert rate - below * 3.92 * (rate + 100) / 100 == pytest.approx(100 * lower, abs=0.0051)
    assert rate + above * 3.92 * (200 - rate) / 100 == pytest.approx(100 * upper, abs=0.0051)


def test_the_error_of_a_rate_goes_through_the_anchors() -> None:
    # 80 % of 25: Wilson 60.87–91.14 (Newcombe's formula); 50 → 0, 80 → 60, 95 → 100.
    z, n, p = 1.96, 25, 0.8
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    assert (round(100 * (centre - half), 2), round(100 * (centre + half), 2)) == (60.87, 91.14)


def test_the_score_of_a_rate_has_the_error_of_its_limits_scores(tmp_path: Path) -> None:
    (error,) = rate_errors(tmp_path, ["80,25,,"], anchors="[[50, 0], [80, 60], [95, 100]]")
    lower, upper = (60.87 - 50) / 30 * 60, 60 + (91.14 - 80) / 15 * 40
    assert error == pytest.approx((upper - lower) / 3.92, abs=0.01)


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
