"""Bands of places under other weights against a slow twin, and by what must be so."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.scoring import sensitivity
from data.scoring.sensitivity import RankBands, rank_bands

NAN = float("nan")


def test_weights_may_be_huge() -> None:
    scores, dimensions = [[80.0, 40.0, 60.0], [40.0, 70.0, 65.0], [60.0, 60.0, 20.0]], [0, 0, 1]
    usual, huge = (
        rank_bands(scores, [1.0 * factor, 3.0 * factor, 2.0 * factor], dimensions, draws=50)
        for factor in (1.0, 2.0**1021)
    )
    assert np.isfinite(huge.geometric_score).all()
    assert huge.arithmetic_low.tolist() == usual.arithmetic_low.tolist()
    assert huge.geometric_score.tolist() == usual.geometric_score.tolist()


def slow_totals(row: list[float], weights: list[float], dimension_of: list[int], floor: float) -> tuple[float, float]:
    """The roll-up as the standard words it."""
    scores, shares = {}, {}
    for dimension in sorted(set(dimension_of)):
        own = [k for k in range(len(row)) if dimension_of[k] == dimension]
        present = [k for k in own if not math.isnan(row[k]) and weights[k] > 0]
        if present:
            scores[dimension] = sum(weights[k] * row[k] for k in present) / sum(weights[k] for k in present)
            shares[dimension] = sum(weights[k] for k in own)
    if not scores:
        return NAN, NAN
    whole = sum(shares.values())
    arithmetic = sum(shares[d] / whole * scores[d] for d in scores)
    return arithmetic, math.prod(max(scores[d], floor) ** (shares[d] / whole) for d in scores)


def slow_means(totals: list[float], groups: list[int] | None, households: list[float]) -> list[float]:
    if groups is None:
        return totals
    means = []
    for group in sorted(set(groups)):
        own = [k for k in range(len(totals)) if groups[k] == group and not math.isnan(totals[k])]
        weight = sum(households[k] for k in own)
        means.append(sum(households[k] * totals[k] for k in own) / weight if weight else NAN)
    return means


def slow_places(scores: list[float]) -> list[int]:
    printed = [math.nan if math.isnan(score) else math.floor(score * 100 + 0.5 + 1e-9) for score in scores]
    return [0 if math.isnan(one) else 1 + sum(other > one for other in printed) for one in printed]


def slow_bands(
    rows: list[list[float]],
    weights: list[float],
    dimension_of: list[int],
    groups: list[int] | None,
    households: list[float],
    draws: int,
) -> list[list[tuple[int, int]]]:
    factors = np.random.default_rng(1).uniform(0.75, 1.25, (draws, len(weights))).tolist()
    places: list[list[list[int]]] = [[], []]
    for line in factors:
        drawn = [factor * weight for factor, weight in zip(line, weights, strict=True)]
        drawn = [weight / (sum(drawn) or 1) for weight in drawn]
        totals = [slow_totals(row, drawn, dimension_of, 1.0) for row in rows]
        for kind in (0, 1):
            places[kind].append(slow_places(slow_means([total[kind] for total in totals], groups, households)))
    low, high = math.floor(0.05 * (draws - 1)), math.ceil(0.95 * (draws - 1))
    return [
        [(sorted(one)[low], sorted(one)[high]) for one in zip(*drawn_places, strict=True)] for drawn_places in places
    ]


def bands_of(found: RankBands) -> list[list[tuple[int, int]]]:
    return [
        list(zip(found.arithmetic_low.tolist(), found.arithmetic_high.tolist(), strict=True)),
        list(zip(found.geometric_low.tolist(), found.geometric_high.tolist(), strict=True)),
    ]


some_scores = st.lists(
    st.lists(st.one_of(st.just(NAN), st.sampled_from([0.0, 55.0, 60.0, 61.0, 62.5, 100.0])), min_size=5, max_size=5),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(
    rows=some_scores,
    weights=st.lists(st.sampled_from([0.0, 1.0, 2.0, 5.0]), min_size=5, max_size=5),
    dimension_of=st.lists(st.integers(0, 2), min_size=5, max_size=5),
    groups=st.none() | st.lists(st.sampled_from([3, 7, 8]), min_size=6, max_size=6),
    households=st.lists(st.sampled_from([0.0, 100.0, 300.0]), min_size=6, max_size=6),
)
def test_bands_are_those_of_the_slow_twin(
    rows: list[list[float]],
    weights: list[float],
    dimension_of: list[int],
    groups: list[int] | None,
    households: list[float],
) -> None:
    groups = groups and groups[: len(rows)]
    households = households[: len(rows)]
    found = rank_bands(
        rows, weights, dimension_of, groups=groups, group_weights=groups and households, draws=24, seed=1
    )
    assert bands_of(found) == slow_bands(rows, weights, dimension_of, groups, households, 24)
    own = [slow_totals(row, weights, dimension_of, 1.0)[1] for row in rows]
    own = slow_means(own, groups, households)
    assert found.geometric_score == pytest.approx(own, nan_ok=True)
    assert found.geometric_place.tolist() == slow_places(found.geometric_score.tolist())


def test_how_many_draws_are_worked_on_at_a_time_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(5)
    scores, weights, dimensions = generator.uniform(40, 90, (30, 8)), np.arange(1, 9), np.arange(8) // 3
    whole = rank_bands(scores, weights, dimensions, draws=100)
    monkeypatch.setattr(sensitivity, "_BLOCK", 200)
    assert bands_of(rank_bands(scores, weights, dimensions, draws=100)) == bands_of(whole)


def test_without_spread_the_band_is_the_place() -> None:
    found = rank_bands([[80, 60], [60, 60], [90, 20]], [1, 1], [0, 1], spread=0, draws=50)
    assert bands_of(found) == [[(1, 1), (2, 2), (3, 3)]] * 2
    assert found.geometric_score == pytest.approx([math.sqrt(4800), 60, math.sqrt(1800)])
    assert found.geometric_place.tolist() == [1, 2, 3]


def test_an_area_ahead_in_every_item_is_first_under_all_weights() -> None:
    generator = np.random.default_rng(6)
    scores = generator.uniform(40, 80, (20, 6))
    scores[4] = 81
    found = rank_bands(scores, np.ones(6), [0, 0, 1, 1, 2, 2], spread=0.99, confidence=1, draws=200)
    assert [band[4] for band in bands_of(found)] == [(1, 1)] * 2


def test_a_wider_spread_and_a_higher_confidence_widen_the_band() -> None:
    generator = np.random.default_rng(7)
    scores, weights, dimensions = generator.normal(70, 4, (40, 10)), np.ones(10), np.arange(10) // 2

    def width(**options: float) -> float:
        found = rank_bands(scores, weights, dimensions, draws=200, **options)
        return float((found.arithmetic_high - found.arithmetic_low).mean())

    assert width(spread=0.1) < width() < width(spread=0.5)
    assert width(confidence=0.5) < width() < width(confidence=1)


def test_a_place_within_a_hundredth_is_shared() -> None:
    found = rank_bands([[70.004], [70.0], [70.006]], [1], [0], draws=10)
    assert bands_of(found)[0] == [(2, 2), (2, 2), (1, 1)]


def test_the_weak_dimension_costs_more_under_the_geometric_mean_but_not_below_the_floor() -> None:
    found = rank_bands([[100, 0], [48, 48]], [1, 1], [0, 1], draws=100)
    assert found.geometric_score == pytest.approx([10, 48])
    assert found.geometric_place.tolist() == [2, 1]
    assert found.geometric_high.tolist() == [2, 1]
    assert rank_bands([[100, 0]], [1, 1], [0, 1], floor=0, draws=10).geometric_score.tolist() == [0]


def test_what_has_no_score_has_no_place_and_a_group_is_of_those_that_have() -> None:
    scores = [[NAN, NAN], [70, 70], [90, NAN], [NAN, NAN]]
    found = rank_bands(scores, [1, 1], [0, 1], draws=20)
    assert found.geometric_place.tolist() == [0, 2, 1, 0]
    assert np.isnan(found.geometric_score[[0, 3]]).all()
    grouped = rank_bands(scores, [1, 1], [0, 1], groups=[1, 1, 1, 2], group_weights=[900, 100, 300, 100], draws=20)
    assert grouped.geometric_score == pytest.approx([85, NAN], nan_ok=True)
    assert grouped.geometric_place.tolist() == [1, 0]
    assert grouped.arithmetic_high.tolist() == [1, 0]


def test_no_area_has_no_band() -> None:
    assert bands_of(rank_bands(np.empty((0, 3)), [1, 1, 1], [0, 0, 1], draws=10)) == [[], []]


def test_arguments_that_do_not_fit_are_refused() -> None:
    for weights, dimensions in [([1], [0]), ([1, 1], [0]), ([1, -1], [0, 0]), ([1, NAN], [0, 0])]:
        with pytest.raises(ValueError, match="权重"):
            rank_bands([[70, 80]], weights, dimensions)
    for groups, households in [([1, 2], [1, 1]), ([1], [1, 1]), ([1], [-1])]:
        with pytest.raises(ValueError, match="权重"):
            rank_bands([[70, 80]], [1, 1], [0, 0], groups=groups, group_weights=households)
