"""Intervals of ranks and who may be among the best: the published example, slow twins, and worlds whose truth is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.scoring import critical_values, ranks
from data.scoring.critical_values import Floats
from data.scoring.ranks import Flags
from data.scoring.statistics import competition_ranks, possible_top, rank_intervals

INF, NAN = float("inf"), float("nan")

# OECD, PISA 2018, mean mathematics score and its standard error of the 37 members, as in the data set pisa2018 of the R
# package csranks; its vignette "Inference for Ranks" publishes the intervals.
PISA = {
    "Australia": (491.3600252, 1.939833031),
    "Austria": (498.9423138, 2.970998694),
    "Belgium": (508.0703063, 2.262662011),
    "Canada": (512.0169429, 2.357475749),
    "Chile": (417.4065563, 2.41588757),
    "Colombia": (390.9322732, 2.989559274),
    "Czech Republic": (499.4676508, 2.460661531),
    "Denmark": (509.3983746, 1.735002337),
    "Estonia": (523.4145802, 1.743602224),
    "Finland": (507.3013618, 1.967920411),
    "France": (495.4075794, 2.320214487),
    "Germany": (500.0437805, 2.647083096),
    "Greece": (451.3703438, 3.091228197),
    "Hungary": (481.0826364, 2.319596741),
    "Iceland": (495.1873762, 1.953082603),
    "Ireland": (499.632894, 2.198621128),
    "Israel": (463.0345488, 3.498563228),
    "Italy": (486.5898573, 2.780045867),
    "Japan": (526.9732502, 2.471475318),
    "Korea": (525.933002, 3.121394315),
    "Latvia": (496.1263306, 1.962766789),
    "Lithuania": (481.1911884, 1.953282039),
    "Luxembourg": (483.421485, 1.097632409),
    "Mexico": (408.8014734, 2.493225544),
    "Netherlands": (519.2309824, 2.632277885),
    "New Zealand": (494.489676, 1.705942856),
    "Norway": (500.9637885, 2.219044878),
    "Poland": (515.6478747, 2.602085176),
    "Portugal": (492.4874062, 2.684570081),
    "Slovak Republic": (486.1648542, 2.555595707),
    "Slovenia": (508.8975441, 1.363877596),
    "Spain": (481.3926126, 1.462417763),
    "Sweden": (502.3877022, 2.654250935),
    "Switzerland": (515.3147131, 2.908003898),
    "Turkey": (453.5077774, 2.260406789),
    "United Kingdom": (501.7698992, 2.564428111),
    "United States": (478.2447174, 3.235444099),
}
PISA_SCORES, PISA_ERRORS = np.array(list(PISA.values())).T
UNITED_KINGDOM = list(PISA).index("United Kingdom")


def test_the_united_kingdom_is_13th_in_pisa_2018_and_may_be_7th_to_23rd() -> None:
    assert competition_ranks(PISA_SCORES)[UNITED_KINGDOM] == 13
    lower, upper = rank_intervals(PISA_SCORES, PISA_ERRORS)
    assert (lower[UNITED_KINGDOM], upper[UNITED_KINGDOM]) == (7, 23)


def test_percentiles_of_simulated_ranks_would_be_too_narrow() -> None:
    noisy = PISA_SCORES + PISA_ERRORS * np.random.default_rng(1).standard_normal((4000, len(PISA)))
    places = 1 + (noisy > noisy[:, [UNITED_KINGDOM]]).sum(axis=1)
    assert np.quantile(places, [0.025, 0.975]).tolist() == [11, 19]


def test_twelve_systems_may_be_among_the_five_best_in_pisa_2018_and_thirteen_in_a_single_step() -> None:
    assert possible_top(PISA_SCORES, PISA_ERRORS, 5).sum() == 12
    assert possible_top(PISA_SCORES, PISA_ERRORS, 5, step_down=False).sum() == 13


def test_the_published_example_of_competition_ranks() -> None:
    assert competition_ranks((1, 3, 4, 4, 4, 7, 7, 10)).tolist() == [8, 7, 4, 4, 4, 2, 2, 1]
    assert competition_ranks([]).tolist() == []
    assert competition_ranks([-0.0, 0.0, -INF, INF]).tolist() == [2, 2, 4, 1]


def test_what_has_no_score_has_no_rank() -> None:
    with pytest.raises(ValueError, match="没有得分"):
        competition_ranks([1, NAN])


# The slow twins: the definitions, pair by pair, on the same simulated numbers.


def simulated(count: int, draws: int, seed: int) -> list[list[float]]:
    numbers: list[list[float]] = np.random.default_rng(seed).standard_normal((draws, count)).tolist()
    return numbers


def lead(scores: list[float], errors: list[float], j: int, i: int) -> float:
    error = math.hypot(errors[i], errors[j])
    if error == 0:
        return 0 if scores[i] == scores[j] else math.copysign(INF, scores[j] - scores[i])
    return 0 if error == INF else (scores[j] - scores[i]) / error


def slow_intervals(scores: list[float], errors: list[float], draws: int, seed: int) -> list[tuple[int, int]]:
    known = [i for i in range(len(scores)) if errors[i] < INF]
    numbers = [dict(zip(known, line, strict=True)) for line in simulated(len(known), draws, seed)]
    found = []
    for i in range(len(scores)):
        others = [j for j in known if i in known and j != i and errors[i] + errors[j] > 0]
        largest = [
            max(
                (abs(z[i] * errors[i] - z[j] * errors[j]) / math.hypot(errors[i], errors[j]) for j in others),
                default=0.0,
            )
            for z in numbers
        ]
        critical = float(np.quantile(largest, 0.95))
        leads = [lead(scores, errors, j, i) for j in range(len(scores)) if j != i]
        better, worse = sum(t > critical for t in leads), sum(t < -critical for t in leads)
        found.append((1 + better, len(scores) - worse))
    return found


def slow_top(scores: list[float], errors: list[float], k: int, draws: int, seed: int) -> list[bool]:
    able = [i for i in range(len(scores)) if 0 < errors[i] < INF]
    numbers = [dict(zip(able, line, strict=True)) for line in simulated(len(able), draws, seed)]
    pairs = {(j, i) for j in range(len(scores)) for i in range(len(scores)) if j != i and errors[i] + errors[j] < INF}
    better = dict.fromkeys(range(len(scores)), 0)
    while True:
        largest = [
            max(
                (
                    (z.get(j, 0) * errors[j] - z.get(i, 0) * errors[i]) / math.hypot(errors[i], errors[j])
                    for j, i in pairs
                    if errors[i] + errors[j] > 0
                ),
                default=0.0,
            )
            for z in numbers
        ]
        critical = max(0.0, float(np.quantile(largest, 0.95))) if largest else 0.0
        told = {(j, i) for j, i in pairs if lead(scores, errors, j, i) > critical}
        if not told:
            return [better[i] < k for i in range(len(scores))]
        for _, i in told:
            better[i] += 1
        pairs -= told


some_areas = st.lists(
    st.tuples(st.integers(0, 12).map(float), st.sampled_from([0.0, 0.0, 0.4, 1.0, 1.7, 5.0, INF])), max_size=7
)


@settings(max_examples=60, deadline=None)
@given(areas=some_areas, seed=st.integers(0, 9))
def test_intervals_are_those_of_the_slow_twin(areas: list[tuple[float, float]], seed: int) -> None:
    scores, errors = [score for score, _ in areas], [error for _, error in areas]
    lower, upper = rank_intervals(scores, errors, draws=60, seed=seed)
    assert list(zip(lower.tolist(), upper.tolist(), strict=True)) == slow_intervals(scores, errors, 60, seed)


@settings(max_examples=60, deadline=None)
@given(areas=some_areas, seed=st.integers(0, 9), k=st.integers(0, 4))
def test_the_possible_best_are_those_of_the_slow_twin(areas: list[tuple[float, float]], seed: int, k: int) -> None:
    scores, errors = np.array([score for score, _ in areas]), np.array([error for _, error in areas])
    found = possible_top(scores, errors, k, draws=60, seed=seed)
    assert found.tolist() == slow_top(scores.tolist(), errors.tolist(), k, 60, seed)


@settings(max_examples=60, deadline=None)
@given(areas=some_areas, seed=st.integers(0, 9), step_down=st.booleans())
def test_intervals_and_possible_best_agree_with_the_ranks(
    areas: list[tuple[float, float]], seed: int, *, step_down: bool
) -> None:
    scores, errors = np.array([score for score, _ in areas]), np.array([error for _, error in areas])
    places = competition_ranks(scores)
    lower, upper = rank_intervals(scores, errors, draws=60, seed=seed)
    assert ((lower >= 1) & (lower <= places) & (places <= upper) & (upper <= len(scores))).all()
    assert (lower[np.isinf(errors)] == 1).all()
    assert (upper[np.isinf(errors)] == len(scores)).all()
    for k in range(len(scores) + 1):
        possible = possible_top(scores, errors, k, draws=60, seed=seed, step_down=step_down)
        assert possible[places <= k].all()
        assert possible.sum() >= min(k, len(scores))


@pytest.mark.parametrize("candidates", [1, 2, 5])
@pytest.mark.parametrize("cutoff", [INF, 2.5, 0.5])
def test_too_few_candidates_are_enlarged_until_none_left_out_could_lead(
    candidates: int, cutoff: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(critical_values, "_CANDIDATES", candidates)
    monkeypatch.setattr(critical_values, "_PAIRS", 50)
    generator = np.random.default_rng(3)
    scores, errors = generator.normal(70, 3, 40), generator.gamma(2, 1, 40)
    errors[:2] = 0
    numbers = generator.standard_normal((100, 40))
    numbers[:, :2] = 0
    error = np.hypot(errors[:, None], errors)
    with np.errstate(invalid="ignore", divide="ignore"):
        led = np.nan_to_num((numbers * errors)[:, :, None] - (numbers * errors)[:, None, :]) / np.maximum(error, 1e-300)
        led[:, (scores[:, None] - scores) / error > cutoff] = 0
    found = critical_values._largest_leads(numbers, scores, errors, cutoff)
    assert found == pytest.approx(np.maximum(led.max(axis=(1, 2)), 0))


def test_thousands_of_areas_are_paired_by_their_candidates_alone() -> None:
    generator = np.random.default_rng(4)
    scores, errors = generator.normal(70, 8, 700), generator.gamma(4, 0.5, 700)
    numbers = generator.standard_normal((12, 700))
    error = np.hypot(errors[:, None], errors)
    told = (scores[:, None] - scores) / error > 4
    slow = [np.where(told, 0, (line[:, None] - line) / error).max() for line in numbers * errors]
    assert critical_values._largest_leads(numbers, scores, errors, 4) == pytest.approx(slow)


SPREADS = {
    "alike": lambda generator, count: generator.gamma(4, 0.5, count),
    "some without error": lambda generator, count: np.where(
        generator.random(count) < 0.5, 0, generator.gamma(4, 0.5, count)
    ),
    "two scales": lambda generator, count: generator.choice([0.01, 10], count) * generator.uniform(1, 2, count),
    "all scales": lambda generator, count: np.exp(2 * generator.standard_normal(count)),
    "all the same": lambda _, count: np.full(count, 2.0),
}


@pytest.mark.parametrize("spread", SPREADS)
def test_interpolated_critical_values_are_the_exact_ones_within_the_noise_of_the_simulation(spread: str) -> None:
    errors: Floats = SPREADS[spread](np.random.default_rng(6), 320)
    exact, other = (
        critical_values._critical_values(errors, confidence=0.95, draws=800, seed=seed, exact=320) for seed in (1, 2)
    )
    interpolated = critical_values._critical_values(errors, confidence=0.95, draws=800, seed=1, exact=0)
    noise = np.sqrt(np.mean((exact - other) ** 2))
    assert 0.02 < noise < 0.1
    assert np.sqrt(np.mean((exact - interpolated) ** 2)) < 1.5 * noise
    assert abs(np.mean(exact - interpolated)) < 1.5 * noise


def test_intervals_of_many_areas_follow_from_interpolated_critical_values() -> None:
    generator = np.random.default_rng(7)
    scores, errors = generator.normal(75, 5, 300).round(2), generator.gamma(4, 0.5, 300)
    errors[:20], errors[20:30] = 0, INF
    lower, upper = rank_intervals(scores, errors, draws=500)
    places = competition_ranks(scores)
    assert ((lower <= places) & (places <= upper)).all()
    assert (lower[20:30] == 1).all()
    assert (upper[20:30] == 300).all()
    # a surer area of about the same score has the narrower interval
    near = np.abs(scores - 75) < 2
    width = (upper - lower)[near & np.isfinite(errors)]
    assert np.corrcoef(width, errors[near & np.isfinite(errors)])[0, 1] > 0.9


def test_intervals_are_made_of_two_halves_and_the_first_needs_no_scores() -> None:
    critical = critical_values.critical_values(PISA_ERRORS)
    assert np.array_equal(
        ranks.told_intervals(PISA_SCORES, PISA_ERRORS, critical), rank_intervals(PISA_SCORES, PISA_ERRORS)
    )
    assert ((critical > 2.8) & (critical < 3.4)).all()
    # the surest area is compared with 36 errors that are hardly its own, the least sure with one that is all of it
    assert critical[PISA_ERRORS.argmin()] > critical[PISA_ERRORS.argmax()]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_areas_have_ranks_too(count: int) -> None:
    lower, upper = rank_intervals([70.0, 90.0][:count], [1.0, 1.0][:count])
    assert lower.tolist() == [[], [1], [2, 1]][count]
    assert upper.tolist() == [[], [1], [2, 1]][count]
    assert lower.dtype == upper.dtype == np.int64
    assert possible_top([70.0, 90.0][:count], [1.0, 1.0][:count], 1).tolist() == [[], [True], [False, True]][count]


def test_without_error_every_difference_counts_and_ties_stay_ties() -> None:
    lower, upper = rank_intervals([80, 80.01, 70, 80], [0, 0, 0, 0])
    assert lower.tolist() == [2, 1, 4, 2]
    assert upper.tolist() == [3, 1, 4, 3]
    assert possible_top([80, 80.01, 70, 80], [0, 0, 0, 0], 2).tolist() == [True, True, False, True]


def test_nothing_is_told_apart_from_an_area_of_unknown_error_and_it_widens_no_other_interval() -> None:
    lower, upper = rank_intervals([90, 80, 70], [1, INF, 1])
    assert lower.tolist() == [1, 1, 2]
    assert upper.tolist() == [2, 3, 3]
    with_many = rank_intervals([90, 85.8] + [0] * 50, [1, 1] + [INF] * 50)
    assert with_many[0][:2].tolist() == [1, 2]
    assert possible_top([90, 80, 70], [1, INF, 1], 1).tolist() == [True, True, False]
    assert rank_intervals([90, 80], [INF, INF])[1].tolist() == [2, 2]


def test_the_same_seed_gives_the_same_and_a_higher_confidence_wider_intervals() -> None:
    first = rank_intervals(PISA_SCORES, PISA_ERRORS, draws=300)
    again = rank_intervals(PISA_SCORES, PISA_ERRORS, draws=300)
    wider = rank_intervals(PISA_SCORES, PISA_ERRORS, draws=300, confidence=0.99)
    assert np.array_equal(first, again)
    assert (wider[0] <= first[0]).all()
    assert (wider[1] >= first[1]).all()
    assert (wider[1] - wider[0]).sum() > (first[1] - first[0]).sum()


@pytest.mark.parametrize(
    ("score", "error"),
    [([NAN, 1], [1, 1]), ([1, 2], [NAN, 1]), ([1, 2], [-1, 1]), ([1, 2], [1]), ([INF, 1], [1, 1]), ([[1]], [[1]])],
)
def test_what_is_no_score_or_error_is_refused(score: list[float], error: list[float]) -> None:
    for refused in (lambda: rank_intervals(score, error), lambda: possible_top(score, error, 1)):
        with pytest.raises(ValueError, match=r"得分|标准误"):
            refused()


# Worlds whose truth is known: near-ties, exact ties, errors of very different sizes.


def a_world(generator: np.random.Generator, count: int) -> tuple[Floats, Floats]:
    kind = generator.integers(4)
    truth = {
        0: generator.normal(75, 5, count),
        1: generator.normal(75, 0.1, count),
        2: np.repeat(generator.normal(75, 5, count), 3)[:count] + generator.normal(0, 0.05, count),
        3: generator.integers(70, 76, count).astype(float),
    }[int(kind)]
    return truth, generator.gamma(1.5, 1.5, count) + 0.05


def true_ranks(truth: Floats) -> tuple[Floats, Floats]:
    return 1 + (truth > truth[:, None]).sum(axis=1), len(truth) - (truth < truth[:, None]).sum(axis=1)


def test_intervals_cover_the_true_ranks_in_94_of_100_cases() -> None:
    generator = np.random.default_rng(20260101)
    covered = []
    for seed in range(200):
        truth, errors = a_world(generator, 30)
        lower, upper = rank_intervals(truth + errors * generator.standard_normal(30), errors, draws=600, seed=seed)
        best, worst = true_ranks(truth)
        covered.append((lower <= best) & (worst <= upper))
    assert np.mean(covered) >= 0.94


def test_where_all_are_the_same_the_confidence_is_used_up_and_no_more() -> None:
    generator = np.random.default_rng(12)
    errors = np.tile([0.3, 1, 4], 7)
    covered = []
    for seed in range(300):
        lower, upper = rank_intervals(errors * generator.standard_normal(21), errors, draws=600, seed=seed)
        covered.append((lower == 1) & (upper == 21))
    assert 0.94 <= np.mean(covered) < 0.97


def test_every_single_area_of_a_world_is_covered() -> None:
    generator = np.random.default_rng(11)
    truth, errors = np.linspace(70, 80, 30), np.tile([0.3, 1, 4], 10)
    covered: Floats = np.zeros(30)
    for seed in range(200):
        lower, upper = rank_intervals(truth + errors * generator.standard_normal(30), errors, draws=600, seed=seed)
        best, worst = true_ranks(truth)
        covered += (lower <= best) & (worst <= upper)
    assert (covered / 200 >= 0.94).all()


@pytest.mark.parametrize("step_down", [True, False])
def test_the_possible_best_contain_all_true_best_in_94_of_100_worlds(*, step_down: bool) -> None:
    generator = np.random.default_rng(20260102)
    held: list[bool] = []
    for seed in range(120):
        truth, errors = a_world(generator, 30)
        score = truth + errors * generator.standard_normal(30)
        possible: Flags = possible_top(score, errors, 5, draws=300, seed=seed, step_down=step_down)
        held.append(bool(possible[true_ranks(truth)[0] <= 5].all()))
    assert np.mean(held) >= 0.94
