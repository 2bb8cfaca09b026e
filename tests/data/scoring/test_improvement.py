"""The shortest way up, against an exhaustive search and against the roll-up itself."""

import math
import random
from itertools import combinations, pairwise
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from data.reading.standards import read_standard
from data.scoring.peers import nearest_peers
from data.scoring.shortest_way import Scale, Task, peer_caps, shortest_way
from data.versions.manifest import Manifest
from data.versions.store import Store
from tests.data.small_city import FLAWLESS, LOW, MISSING_ONE, ON_THE_LINE, SILENT

LADDERS = (
    Scale(np.array([0.0, 50, 80, 100]), np.array([0.0, 0, 60, 100]), 1),
    Scale(np.array([30.0, 10, 0]), np.array([0.0, 60, 100]), 0),
    Scale(np.array([0.0, 3, 6]), np.array([0.0, 60, 100]), 0),
    Scale(np.array([]), np.array([0.0, 33, 66, 100]), 0, ("C#", "C", "B", "A")),
)


def earns(scale: Scale, value: float) -> float:
    """The score of a value, walked along the anchors."""
    if scale.grades:
        return float(scale.scores[int(value)])
    points = sorted(zip(scale.marks, scale.scores, strict=True))
    if value <= points[0][0]:
        return float(points[0][1])
    for (low, low_score), (high, high_score) in pairwise(points):
        if value <= high:
            return float(low_score + (high_score - low_score) * (value - low) / (high - low))
    return float(points[-1][1])


@pytest.mark.parametrize("scale", LADDERS)
def test_a_lifted_value_can_be_printed_and_earns_enough_but_not_the_value_before_it(scale: Scale) -> None:
    for wanted in np.linspace(0.5, 100, 200):
        value, score = (float(part[0]) for part in scale.lift(np.array([wanted])))
        assert score >= wanted - 1e-6
        assert score == pytest.approx(earns(scale, value))
        if scale.grades:
            assert value == 0 or scale.scores[int(value) - 1] < wanted
            continue
        assert round(value, scale.decimals) == value
        step = 10.0**-scale.decimals * (1 if scale.marks[-1] > scale.marks[0] else -1)
        assert earns(scale, value - step) < wanted + 1e-6


def test_a_level_piece_of_the_curve_is_taken_at_its_near_end() -> None:
    scale = Scale(np.array([0.0, 10, 20, 30]), np.array([0.0, 60, 60, 100]), 0)
    values, scores = scale.lift(np.array([60.0, 61.0]))
    assert values.tolist() == [10.0, 21.0]
    assert scores.tolist() == [60.0, 64.0]


# An obvious twin: plain numbers, every choice tried.


def total_of(task: Task, row: int, scores: list[float]) -> tuple[float, list[float]]:
    dimensions = []
    for number in range(task.weights.shape[1]):
        members = [item for item, dimension in enumerate(task.dimension_of) if dimension == number]
        dimensions.append(sum(task.shares[row, item] * scores[item] for item in members))
    weights = task.weights[row]
    if task.floor is None:
        return sum(weight * score for weight, score in zip(weights, dimensions, strict=True)), dimensions
    product = 1.0
    for weight, score in zip(weights, dimensions, strict=True):
        product *= max(score, task.floor) ** weight
    return product, dimensions


def half_up(score: float) -> float:
    return math.floor(score * 100 + 0.5 + 1e-9) / 100


def passes(task: Task, row: int, scores: list[float]) -> bool:
    total, dimensions = total_of(task, row, scores)
    return half_up(total) >= task.minimum[row] and all(
        half_up(score) >= task.dimension_minimum[row] for score in dimensions
    )


def cap_of(task: Task, row: int, item: int) -> float:
    start, cap = task.scores[row, item], task.caps[row, item]
    return max(start, float(task.scales[item].lift(np.array([cap]))[1][0])) if cap > start + 1e-7 else start


def fewest(task: Task, row: int) -> int | None:
    """How few items suffice when each may go to its cap; None where not even all do."""
    items = range(task.scores.shape[1])
    for count in range(len(items) + 1):
        for chosen in combinations(items, count):
            scores = [cap_of(task, row, k) if k in chosen else float(task.scores[row, k]) for k in items]
            if passes(task, row, scores):
                return count
    return None


def random_task(seed: int, items: int, dimensions: int, floor: float | None, rows: int = 40) -> Task:
    draw = random.Random(seed)  # noqa: S311
    dimension_of = [number % dimensions for number in range(items)]
    shares, weights = np.zeros((rows, items)), np.zeros((rows, dimensions))
    for row in range(rows):
        given = [draw.choice([1, 2, 3, 5]) for _ in range(items)]
        for item in range(items):
            own = sum(weight for k, weight in enumerate(given) if dimension_of[k] == dimension_of[item])
            shares[row, item] = given[item] / own
            weights[row, dimension_of[item]] += given[item] / sum(given)
    scales = tuple(draw.choice(LADDERS) for _ in range(items))
    scores = np.array([[draw.uniform(0, 100) for _ in range(items)] for _ in range(rows)])
    line = np.array([draw.choice([60.0, 85.0]) for _ in range(rows)])
    return Task(
        scores=scores,
        caps=np.array([[draw.choice([100.0, draw.uniform(40, 100)]) for _ in range(items)] for _ in range(rows)]),
        shares=shares,
        weights=weights,
        minimum=line,
        dimension_minimum=np.where(line == 60, 60.0, 75.0),
        dimension_of=np.array(dimension_of),
        scales=scales,
        floor=floor,
    )


@pytest.mark.parametrize("seed", range(12))
def test_no_choice_of_up_to_three_items_needs_fewer(seed: int) -> None:
    for items, dimensions in ((1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 3)):
        task = random_task(seed, items, dimensions, None)
        reached, is_reached = shortest_way(task)
        for row in range(len(reached)):
            count = fewest(task, row)
            assert is_reached[row] == (count is not None)
            if count is not None:
                assert (reached[row] > task.scores[row]).sum() == count


@pytest.mark.parametrize("floor", [None, 1.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_steps_reach_the_band_and_none_can_be_dropped_or_shortened(seed: int, floor: float | None) -> None:
    task = random_task(seed, 12, 4, floor)
    reached, is_reached = shortest_way(task)
    assert is_reached.any()
    for row in np.flatnonzero(is_reached):
        goal = reached[row].tolist()
        assert passes(task, row, goal)
        for item in np.flatnonzero(reached[row] > task.scores[row]):
            assert goal[item] <= cap_of(task, row, item) + 1e-9
            dropped = [float(task.scores[row, item]) if k == item else score for k, score in enumerate(goal)]
            assert not passes(task, row, dropped)


def test_what_cannot_be_reached_is_left_as_it_is() -> None:
    task = random_task(1, 12, 4, None)
    reached, is_reached = shortest_way(task)
    assert not is_reached.all()
    assert np.array_equal(reached[~is_reached], task.scores[~is_reached])


def context(**columns: list[Any]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    same = {name: [1.0] * size for name in ("share_60_plus", "share_renters", "building_age", "density")}
    return pd.DataFrame({"households": [1000] * size, **same, "kind": ["甲"] * size, **columns})


def test_peers_are_near_in_context_and_of_the_same_kind() -> None:
    ages = context(building_age=[float(number) for number in range(13)])
    assert sorted(nearest_peers(ages)[0][0].tolist()) == list(range(1, 11))
    kinds = context(kind=["甲"] * 6 + ["乙"] * 7)
    peers, distances = nearest_peers(kinds)
    assert peers[0].tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert distances[0].tolist() == [0.0] * 5 + [1.0] * 5
    assert peers[12].tolist() == [6, 7, 8, 9, 10, 11, 0, 1, 2, 3]


def test_the_standard_says_what_makes_communities_alike() -> None:
    rows = context(building_age=[1.0, 2.0, 9.0], kind=["甲", "乙", "甲"])
    assert nearest_peers(rows)[0][0].tolist()[:2] == [1, 2]
    assert nearest_peers(rows, {"other_kind": 5.0})[0][0].tolist()[:2] == [2, 1]
    assert nearest_peers(rows, {"building_age": 0.0})[0][0].tolist()[:2] == [2, 1]


def test_few_communities_have_few_peers_and_one_has_none() -> None:
    assert nearest_peers(context(building_age=[1.0, 2.0, math.nan]))[0][0].tolist()[2:] == [-1] * 8
    assert nearest_peers(context(building_age=[1.0]))[0].tolist() == [[-1] * 10]


def test_a_cap_is_the_ninetieth_percentile_of_the_peers_or_full_marks() -> None:
    draw = random.Random(3)  # noqa: S311
    scores = np.array([[draw.choice([draw.uniform(0, 100), math.nan]) for _ in range(4)] for _ in range(30)])
    scores[:, 3] = math.nan
    peers = np.array([[*draw.sample(range(30), 9), -1] for _ in range(30)])
    caps = peer_caps(scores, peers)
    for row in range(30):
        for item in range(4):
            known = [scores[peer, item] for peer in peers[row] if peer >= 0 and not math.isnan(scores[peer, item])]
            assert caps[row, item] == pytest.approx(np.percentile(known, 90) if known else 100)


# Published


@pytest.fixture
def city(published: tuple[Store, Manifest]) -> Any:
    store, _ = published
    with duckdb.connect(str(store.folder(1) / "city.duckdb"), read_only=True) as connection:
        yield connection


def status_of(city: duckdb.DuckDBPyConnection, code: str) -> tuple[Any, ...] | None:
    return city.execute(
        "select target_band_code, status, step_count from improvement_path where community_code = $code "
        "and period = '2026Q3' and standard_version = 'example-2026'",
        {"code": code},
    ).fetchone()


def test_the_best_band_and_the_unrated_have_no_path_and_the_unreported_are_blocked(
    city: duckdb.DuckDBPyConnection,
) -> None:
    assert status_of(city, FLAWLESS) is None
    assert status_of(city, SILENT) is None
    assert status_of(city, MISSING_ONE) == ("passing", "未报", 0)
    assert status_of(city, ON_THE_LINE)[0] == "exemplary"  # type: ignore[index]
    assert status_of(city, LOW)[0] == "passing"  # type: ignore[index]


def test_steps_are_counted_and_their_gains_reach_the_band(city: duckdb.DuckDBPyConnection) -> None:
    rows = city.execute(
        "select improvement_path.step_count, count(*), max(improvement.position), any_value(index_score.score) "
        "+ sum(improvement.gain), any_value(band.minimum_score) from improvement_path "
        "inner join improvement using (standard_version, community_code, period, target_band_code) "
        "inner join index_score on index_score.standard_version = improvement_path.standard_version "
        "and index_score.area_code = improvement_path.community_code "
        "and index_score.period = improvement_path.period and index_score.area_kind = 'community' "
        "inner join band on band.standard_version = improvement_path.standard_version "
        "and band.band_code = improvement_path.target_band_code "
        "group by improvement_path.standard_version, improvement_path.community_code, improvement_path.period, "
        "improvement_path.step_count"
    ).fetchall()
    assert rows
    for count, found, last, score, minimum in rows:
        assert count == found == last
        assert half_up(score) >= minimum


def test_values_earn_the_scores_they_are_said_to(
    city: duckdb.DuckDBPyConnection, published: tuple[Store, Manifest]
) -> None:
    store, _ = published
    standard = read_standard(store.folder(1) / "standard" / "example-2026.toml")
    curves = {part.code: part for part in standard.indicator}
    rows = city.execute(
        "select indicator_code, to_value, to_score, from_score from improvement where standard_version = 'example-2026'"
    ).fetchall()
    assert rows
    for code, value, score, before in rows:
        part = curves[code]
        points = Scale(*(np.array(axis, dtype=float) for axis in zip(*part.curve, strict=True)), part.decimals)
        assert score > before
        assert round(value, part.decimals) == value
        assert earns(points, value) == pytest.approx(score)
