from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database, DuckDBDatabase

LISTS = ["dimension_scores", "trend"]

# The communities in the order of the table, by the end of their codes.
XINHUI, DONGCHENG, DONGCHENG_2, GULOU, HUAGUANG, XIUSHUI = EVERYBODY = (
    "330212099001",
    "330212001001",
    "330212001002",
    "330203001001",
    "330212001003",
    "330203001002",
)


def _league(city: Database, **filters: Any) -> pd.DataFrame:
    return queries.league_table(city, **{"period": "2026Q3", "standard": "example-2026", **filters})


def _codes(city: Database, **filters: Any) -> tuple[str, ...]:
    return tuple(_league(city, **filters)["area_code"])


def test_communities_come_best_first_then_unreported_then_without_data(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "area_kind": ["community"] * 6,
            "area_code": EVERYBODY,
            "area_name": ["新晖社区", "东城社区", "东城社区", "鼓楼社区", "华光社区", "秀水社区"],
            "unit_code": ["3302GX", "330212", "330212", "330203", "330212", "330203"],
            "unit_name": ["高新区", "鄞州区", "鄞州区", "海曙区", "鄞州区", "海曙区"],
            "street_name": ["新明街道", "东柳街道", "东柳街道", "鼓楼街道", "东柳街道", "鼓楼街道"],
            "kind": ["商品房", "商品房", "老旧小区", "老旧小区", "商品房", "老旧小区"],
            "status": ["参评", "参评", "参评", "参评", "待补报", "数据不足"],
            "place": [1, 2, 2, 4, None, None],
            "unit_place": [1, 1, 1, 1, None, None],
            "rank_low": [np.nan] * 6,
            "rank_high": [np.nan] * 6,
            "ranked_count": [4, 4, 4, 4, None, None],
            "next_code": [DONGCHENG, DONGCHENG_2, GULOU, None, None, None],
            "is_tied_with_next": [True, True, True, None, None, None],
            "score": [88.005, 72.25, 72.25, 59.5, 90.0, None],
            "lower_score": [88.005, 72.25, 72.25, 59.5, 54.0, 20.0],
            "gap": [28.005, 12.25, 12.25, -0.5, 30.0, None],
            "change": [None, 0.25, None, -2.5, None, None],
            "turnover_change": [None, 0.0, None, 0.0, None, None],
            "progress": [None, "在抽样误差内", None, "明显退步", None, None],
            "place_change": [None, 0, None, -1, None, None],
            "certainty": ["确定达标", "可能达标", "确定达标", "待复核", "可能达标", None],
            "band_code": ["exemplary", "passing", "passing", "developing", "developing", None],
            "band_name": ["典范", "达标", "达标", "培育", "培育", None],
            "symbol": ["★", "●", "●", "◐", "◐", None],
            "band_position": [1, 2, 2, 3, 3, None],
            "coverage": [1.0, 1.0, 1.0, 1.0, 0.8, 0.5],
            "unreported_count": [0, 0, 0, 0, 1, 1],
            "community_count": [1] * 6,
            "rated_count": [1, 1, 1, 1, 1, 0],
            "passing_count": [1, 1, 1, 0, 0, 0],
            "households": [400, 1000, 500, 800, 600, 300],
        }
    )
    league = _league(city)
    assert list(league.columns) == [*expected.columns, *LISTS]
    assert_frame_equal(league[list(expected.columns)], expected, check_dtype=False)


def test_lists_hold_the_dimensions_and_the_trend_with_gaps(city: Database) -> None:
    league = _league(city).set_index("area_code")
    np.testing.assert_array_equal(league.loc[GULOU, "dimension_scores"], [70.0, 43.75])
    np.testing.assert_array_equal(league.loc[XIUSHUI, "dimension_scores"], [59.994, np.nan])
    np.testing.assert_array_equal(league.loc[XINHUI, "trend"], [np.nan, 88.005])


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ({"units": ("330203",)}, (GULOU, XIUSHUI)),
        ({"units": ("330203", "3302GX")}, (XINHUI, GULOU, XIUSHUI)),
        ({"units": ("330226",)}, ()),
        ({"streets": ("330212001",)}, (DONGCHENG, DONGCHENG_2, HUAGUANG)),
        ({"kinds": ("老旧小区",)}, (DONGCHENG_2, GULOU, XIUSHUI)),
        ({"bands": ("passing", "none")}, (DONGCHENG, DONGCHENG_2, XIUSHUI)),
        ({"statuses": ("待补报", "数据不足")}, (HUAGUANG, XIUSHUI)),
        ({"weak_dimensions": ("O",)}, (GULOU,)),
        ({"units": ("330212",), "kinds": ("商品房",), "statuses": ("参评",)}, (DONGCHENG,)),
        ({"search": "东城"}, (DONGCHENG, DONGCHENG_2)),
        ({"search": " DCsq "}, (DONGCHENG, DONGCHENG_2)),
        ({"search": "099001"}, (XINHUI,)),
        ({"search": "无此社区"}, ()),
        ({"search": "%"}, ()),
        ({"period": "2026Q2"}, (DONGCHENG, GULOU)),
        ({"standard": "example-2025"}, (GULOU,)),
        ({"period": "1999Q1"}, ()),
    ],
    ids=str,
)
def test_filters_choose(city: Database, filters: dict[str, Any], codes: tuple[str, ...]) -> None:
    assert _codes(city, **filters) == codes


def test_filters_never_renumber(city: Database) -> None:
    assert _league(city, units=("330203",), statuses=("参评",))["place"].tolist() == [4]


def test_weak_is_below_the_line_after_rounding_and_no_data_is_not_weak(city: Database) -> None:
    # 59.99499999999999 is 60.00, 59.994 is 59.99; 秀水 has no data in O.
    assert _codes(city, weak_dimensions=("E",)) == (XIUSHUI,)
    assert _codes(city, weak_dimensions=("E", "O")) == (GULOU, XIUSHUI)


def test_quotes_in_a_search_are_searched_for(city: Database) -> None:
    assert _codes(city, search="' or 1 = 1 --") == ()


def test_units_are_ranked_with_the_households_of_their_communities(city: Database) -> None:
    units = _league(city, area_kind="unit")
    assert units["area_name"].tolist() == ["高新区", "鄞州区", "海曙区"]
    assert units["place"].tolist() == [1, 2, 3]
    assert units["households"].tolist() == [400, 2100, 1100]
    assert units["street_name"].isna().all()


def test_streets_are_ranked_under_their_reporting_unit(city: Database) -> None:
    streets = _league(city, area_kind="street")
    assert streets["area_name"].tolist() == ["新明街道", "东柳街道", "鼓楼街道"]
    assert streets["unit_name"].tolist() == ["高新区", "鄞州区", "海曙区"]
    assert streets["households"].tolist() == [400, 2100, 1100]


def test_filters_that_an_area_does_not_have_are_ignored(city: Database) -> None:
    assert _codes(city, area_kind="unit", kinds=("商品房",), streets=("330203001",)) == ("3302GX", "330212", "330203")
    assert _codes(city, area_kind="street", kinds=("商品房",), streets=("330203001",)) == ("330203001",)
    assert _codes(city, area_kind="unit", units=("330212",)) == ("330212",)
    assert _codes(city, area_kind="unit", bands=("developing",)) == ("3302GX", "330212", "330203")
    assert _codes(city, area_kind="unit", weak_dimensions=("O",)) == ("330203",)
    assert _codes(city, area_kind="street", search="东柳") == ("330212001",)


def test_the_score_of_a_unit_is_over_or_under_the_line_and_bands_are_of_communities(city: Database) -> None:
    units = _league(city, area_kind="unit").set_index("area_name")
    assert units["band_name"].dropna().to_dict() == {
        "高新区": "得分在线上",
        "鄞州区": "得分在线上",
        "海曙区": "得分在线下",
    }
    assert not units["certainty"].str.contains("达标", na=False).any()


def test_only_the_first_places_are_given_and_the_rest_stand_by_band_and_code(city: Database) -> None:
    league = _league(city, ranked=1)
    assert tuple(league["area_code"]) == (XINHUI, DONGCHENG, DONGCHENG_2, GULOU, HUAGUANG, XIUSHUI)
    assert league["place"].dropna().tolist() == [1]
    assert league["unit_place"].dropna().tolist() == [1]
    assert league["place_change"].isna().all()


def test_all_who_share_the_last_place_given_have_it(city: Database) -> None:
    assert _league(city, ranked=2)["place"].dropna().tolist() == [1, 2, 2]
    assert _league(city, ranked=0)["place"].dropna().tolist() == [1, 2, 2, 4]


def test_by_change_real_movers_come_first_and_nothing_else_orders(city: DuckDBDatabase) -> None:
    assert _codes(city, order="change") == (GULOU, XINHUI, DONGCHENG, DONGCHENG_2, HUAGUANG, XIUSHUI)
    city.connection.execute(
        f"update index_score set progress = '明显进步', change = 1.5 where area_code = '{DONGCHENG_2}'"
        f"; update index_score set progress = '在抽样误差内', change = 9 where area_code = '{XINHUI}'"
    )
    assert _codes(city, order="change")[:3] == (DONGCHENG_2, GULOU, XINHUI)


def test_neighbours_are_tied_where_the_larger_critical_value_does_not_tell_them_apart(city: DuckDBDatabase) -> None:
    def tied(critical: float, error: float) -> list[bool]:
        city.connection.execute(
            "update index_score set standard_error = 1, critical_value = 2, rank_low = 1, rank_high = 3 "
            "where area_kind = 'unit' and period = '2026Q3'"
        )
        city.connection.execute(
            "update index_score set critical_value = ?, standard_error = ? "
            "where area_kind = 'unit' and area_code = '330212' and period = '2026Q3'",
            [critical, error],
        )
        return _league(city, area_kind="unit")["is_tied_with_next"].tolist()[:2]

    # 88.01, 77.32, 59.50: differences of 10.69 and 17.82, an error of sqrt(2).
    assert tied(2.0, 1.0) == [False, False]
    assert tied(7.56, 1.0) == [True, False]
    assert tied(2.0, 12.0) == [True, True]
    units = _league(city, area_kind="unit")
    assert units["rank_high"].tolist() == [3, 3, 3]
    assert units["next_code"].tolist()[:2] == ["330212", "330203"]


def test_an_unknown_error_tells_nothing_apart_and_none_at_all_everything_but_the_same(city: DuckDBDatabase) -> None:
    units = "area_kind = 'unit' and period = '2026Q3'"
    city.connection.execute(f"update index_score set critical_value = 2, standard_error = 0 where {units}")
    assert _league(city, area_kind="unit")["is_tied_with_next"].tolist() == [False, False, None]
    city.connection.execute(f"update index_score set score = 77.324 where {units} and area_code = '3302GX'")
    assert _league(city, area_kind="unit")["is_tied_with_next"].tolist() == [True, False, None]
    city.connection.execute(
        f"update index_score set critical_value = null, standard_error = null where {units} and area_code = '330203'"
    )
    assert _league(city, area_kind="unit")["is_tied_with_next"].tolist() == [True, True, None]


def test_who_has_no_place_has_no_interval_and_no_neighbour(city: DuckDBDatabase) -> None:
    city.connection.execute("update index_score set rank_low = 1, rank_high = 4 where city_place is not null")
    league = _league(city, ranked=1)
    assert league["rank_low"].dropna().tolist() == [1]
    assert league["next_code"].isna().all()
    assert league["is_tied_with_next"].isna().all()
