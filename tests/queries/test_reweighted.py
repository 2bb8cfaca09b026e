from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}
SCORES = {
    "330203001001": {"E": 70.0, "O": 43.75},
    "330203001002": {"E": 59.994, "O": None},  # 数据不足
    "330212001001": {"E": 65.0, "O": 83.125},
    "330212001002": {"E": 60.0, "O": 90.625},
    "330212001003": {"E": 90.0, "O": None},  # 待补报, and O does not apply
    "330212099001": {"E": 90.0, "O": 85.0125},
}
HOUSEHOLDS = {
    "330203001001": 800,
    "330212001001": 1000,
    "330212001002": 500,
    "330212001003": 600,
    "330212099001": 400,
}


@pytest.fixture
def scored(city: DuckDBDatabase) -> DuckDBDatabase:
    city.connection.execute("delete from dimension_score where area_kind = 'community'")
    city.connection.executemany(
        "insert into dimension_score (standard_version, area_kind, area_code, period, dimension_code, score, "
        "passing_count, rated_count) values ('example-2026', 'community', ?, '2026Q3', ?, ?, 0, 0)",
        [[code, dimension, score] for code, scores in SCORES.items() for dimension, score in scores.items()],
    )
    return city


def expected_total(code: str, weights: dict[str, float], *, is_geometric: bool = False, floor: float = 0) -> float:
    parts = [(weights[name], score) for name, score in SCORES[code].items() if score is not None and weights[name]]
    whole = sum(weight for weight, _ in parts)
    if not is_geometric:
        return sum(weight * score for weight, score in parts) / whole
    product = 1.0
    for weight, score in parts:
        product *= max(score, floor) ** (weight / whole)
    return product


def test_the_standards_own_weights_give_the_official_totals_and_places(scored: DuckDBDatabase) -> None:
    table = queries.reweighted(scored, **ASKED, area_kind="community")
    expected = pd.DataFrame(
        {
            "mark": ["推演，不作评价依据"] * 5,
            "area_kind": ["community"] * 5,
            "area_code": ["330212099001", "330212001001", "330212001002", "330203001001", "330212001003"],
            "area_name": ["新晖社区", "东城社区", "东城社区", "鼓楼社区", "华光社区"],
            "unit_code": ["3302GX", "330212", "330212", "330203", "330212"],
            "unit_name": ["高新区", "鄞州区", "鄞州区", "海曙区", "鄞州区"],
            "score": [88.005, 72.25, 72.25, 59.5, 90.0],
            "place": [1, 2, 2, 4, float("nan")],
            "reweighted_score": [88.005, 72.25, 72.25, 59.5, 90.0],
            "reweighted_place": [1, 2, 2, 4, float("nan")],
            "score_difference": [0.0] * 5,
            "place_gain": [0, 0, 0, 0, float("nan")],
        }
    )
    assert_frame_equal(table, expected, check_dtype=False)
    assert_frame_equal(table, queries.reweighted(scored, **ASKED, area_kind="community", weights=("E=60", "O=40")))


@pytest.mark.parametrize("points", [(60, 40), (10, 90), (100, 0), (0, 7), (99, 100), (1, 0)])
def test_any_weights_give_what_the_obvious_sum_gives(scored: DuckDBDatabase, points: tuple[int, int]) -> None:
    weights = dict(zip("EO", map(float, points), strict=True))
    table = queries.reweighted(
        scored, **ASKED, area_kind="community", weights=(f"E={points[0]}", f"O={points[1]}")
    ).set_index("area_code")["reweighted_score"]
    for code in HOUSEHOLDS:
        has_any = any(score is not None and weights[name] for name, score in SCORES[code].items())
        if has_any:
            assert table[code] == pytest.approx(expected_total(code, weights), abs=1e-12)
        else:
            assert pd.isna(table[code])


def test_units_are_means_by_households_and_ranked_anew(scored: DuckDBDatabase) -> None:
    weights = {"E": 20.0, "O": 80.0}
    table = queries.reweighted(scored, **ASKED, weights=("E=20", "O=80")).set_index("area_code")
    codes = ["330212001001", "330212001002", "330212001003"]
    whole = sum(HOUSEHOLDS[code] for code in codes)
    mean = sum(HOUSEHOLDS[code] * expected_total(code, weights) for code in codes) / whole
    assert table.loc["330212", "reweighted_score"] == pytest.approx(mean)
    assert table.loc["330203", "reweighted_score"] == pytest.approx(expected_total("330203001001", weights))
    assert table["reweighted_place"].to_dict() == {"3302GX": 1, "330212": 2, "330203": 3}
    part = queries.reweighted(scored, **ASKED, weights=("E=20", "O=80"), units=("330203",))
    assert part["reweighted_place"].tolist() == [3], "filters never renumber"


def test_a_dimension_that_is_not_named_keeps_its_share(scored: DuckDBDatabase) -> None:
    one = queries.reweighted(scored, **ASKED, weights=("E=20",))
    both = queries.reweighted(scored, **ASKED, weights=("E=20", "O=40"))
    assert_frame_equal(one, both)


def test_places_move_and_gains_are_places_won(scored: DuckDBDatabase) -> None:
    table = queries.reweighted(scored, **ASKED, area_kind="community", weights=("E=0", "O=100")).set_index("area_code")
    assert table.loc["330212001002", ["place", "reweighted_place", "place_gain"]].tolist() == [2, 1, 1]
    assert table.loc["330212099001", ["place", "reweighted_place", "place_gain"]].tolist() == [1, 2, -1]


def test_no_weight_at_all_gives_no_scores_and_no_places(scored: DuckDBDatabase) -> None:
    table = queries.reweighted(scored, **ASKED, weights=("E=0", "O=0"))
    assert len(table) == 3
    assert table["reweighted_score"].isna().all()
    assert table["reweighted_place"].isna().all()


@pytest.mark.parametrize("floor", [0, 1, 50])
def test_a_geometric_standard_stays_geometric(scored: DuckDBDatabase, floor: int) -> None:
    scored.connection.execute(
        f"update standard set aggregation = 'geometric', geometric_floor = {floor} where standard_version = 'example-2026'"
    )
    table = queries.reweighted(scored, **ASKED, area_kind="community", weights=("E=20", "O=80")).set_index("area_code")
    for code in HOUSEHOLDS:
        expected = expected_total(code, {"E": 20.0, "O": 80.0}, is_geometric=True, floor=floor)
        assert table.loc[code, "reweighted_score"] == pytest.approx(expected)


def test_a_geometric_mean_of_nothing_is_nothing(scored: DuckDBDatabase) -> None:
    scored.connection.execute(
        "update standard set aggregation = 'geometric'; "
        "update dimension_score set score = 0 where area_code = '330203001001' and dimension_code = 'O'"
    )
    table = queries.reweighted(scored, **ASKED, weights=("E=50", "O=50")).set_index("area_code")
    assert table.loc["330203", "reweighted_score"] == 0
