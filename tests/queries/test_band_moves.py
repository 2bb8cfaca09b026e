from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import queries
from queries.changes import move_words
from queries.database import Database, DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_those_over_the_line_in_one_period_only_are_listed_the_risen_first(city: Database) -> None:
    moves = queries.band_moves(city, **ASKED)
    expected = pd.DataFrame(
        {
            "direction": ["rose", "rose", "fell"],
            "area_code": ["330212001002", "330212099001", "330203001001"],
            "area_name": ["东城社区", "新晖社区", "鼓楼社区"],
            "unit_name": ["鄞州区", "高新区", "海曙区"],
            "street_name": ["东柳街道", "新明街道", "鼓楼街道"],
            "previous_band_name": [None, None, "达标"],
            "symbol": ["●", "★", "◐"],
            "band_name": ["达标", "典范", "培育"],
            "score": [72.25, 88.005, 59.5],
            "change": [float("nan"), float("nan"), -2.5],
            "progress": [None, None, "明显退步"],
        }
    )
    assert_frame_equal(moves[list(expected)], expected, check_dtype=False)


def test_those_that_moved_explain_the_difference_in_those_that_pass(city: Database) -> None:
    moves = queries.band_moves(city, **ASKED)["direction"].value_counts()
    passing = {
        period: queries.area_score(city, period=period, standard="example-2026").iloc[0]["passing_count"]
        for period in ("2026Q2", "2026Q3")
    }
    assert moves["rose"] - moves["fell"] == passing["2026Q3"] - passing["2026Q2"]


def test_a_move_says_what_it_rests_on_the_first_that_holds(city: DuckDBDatabase) -> None:
    asked = {**ASKED, "units": ("330203",)}

    def ground(later: str, earlier: str = "status = '参评'") -> tuple[str, str]:
        where = "where area_code = '330203001001' and period ="
        city.connection.execute(f"update index_score set {later} {where} '2026Q3'")
        city.connection.execute(f"update index_score set {earlier} {where} '2026Q2'")
        (row,) = queries.band_moves(city, **asked).to_dict("records")
        return row["ground"], row["previous_status"]

    assert ground("progress = '明显退步'") == ("超出误差", "参评")
    assert ground("progress = '略降'") == ("超出误差", "参评")
    assert ground("progress = '略升'") == ("未超出误差", "参评")
    assert ground("progress = '在抽样误差内'") == ("未超出误差", "参评")
    assert ground("progress = null") == ("误差未知", "参评")
    assert ground("is_vetoed = true") == ("一票否决", "参评")
    assert ground("status = '待补报'") == ("涉及未报", "参评")
    assert ground("status = '参评'", "status = '待补报'") == ("涉及未报", "待补报")
    assert queries.band_moves(city, **ASKED).set_index("area_code").loc["330212099001", "ground"] == "新增"


def test_moves_are_counted_by_what_they_rest_on() -> None:
    moves = pd.DataFrame(
        {
            "direction": ["rose", "rose", "rose", "fell", "fell"],
            "ground": ["超出误差", "未超出误差", "涉及未报", "超出误差", "超出误差"],
        }
    )
    assert move_words(moves) == "超出误差 1 / 2，涉及未报 1 / 0"


def test_units_are_judged_by_their_own_band_and_restricted(city: Database) -> None:
    units = queries.band_moves(city, **ASKED, area_kind="unit")
    assert units["area_name"].tolist() == ["鄞州区", "高新区"]
    assert queries.band_moves(city, **ASKED, area_kind="unit", units=("3302GX",))["area_name"].tolist() == ["高新区"]
    assert queries.band_moves(city, **ASKED, units=("330203",))["direction"].tolist() == ["fell"]


def test_the_first_period_has_nothing_to_compare_with(city: Database) -> None:
    assert queries.band_moves(city, period="2026Q2", standard="example-2026").empty


@pytest.mark.parametrize(
    "missing",
    [
        "status = '数据不足', band_code = null, score = null, minimum_dimension_score = null, unreported_count = 3",
        "status = '待补报', band_code = 'developing', score = 60, minimum_dimension_score = 60, unreported_count = 1",
    ],
)
def test_unreported_is_no_fall(city: DuckDBDatabase, missing: str) -> None:
    passing = "330212001001"
    city.connection.execute(f"update index_score set {missing} where area_code = '{passing}' and period = '2026Q3'")
    assert passing not in set(queries.band_moves(city, **ASKED)["area_code"])
    city.connection.execute(
        "update index_score set status = '待补报', score = 59.99, band_code = 'developing' "
        f"where area_code = '{passing}' and period = '2026Q3'"
    )
    fallen = queries.band_moves(city, **ASKED).set_index("area_code").loc[passing]
    assert (fallen["direction"], fallen["ground"]) == ("fell", "涉及未报"), "what was reported lies below the line"
