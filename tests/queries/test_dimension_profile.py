from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database
from queries.filter_words import filter_words
from queries.parameters import BadParameter, NotAllowed, read_filters, restrict

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_areas_stand_side_by_side_each_in_its_period(city: Database) -> None:
    profile = queries.dimension_profile(
        city, **ASKED, areas=("community:330203001001", "city:city@2026Q2", "unit:3302GX", "unit:x", "city:city@2020Q1")
    )
    shown = ["area_kind", "area_code", "area_name", "unit_name", "scored_period", "score", "gap", "band_name", "symbol"]
    expected = pd.DataFrame(
        {
            "area_kind": ["city", "unit", "community"],
            "area_code": ["city", "3302GX", "330203001001"],
            "area_name": ["全市", "高新区", "鼓楼社区"],
            "unit_name": [np.nan, "高新区", "海曙区"],
            "scored_period": ["2026Q2", "2026Q3", "2026Q3"],
            "score": [74.5, 88.005, 59.5],
            "gap": [14.5, 28.005, -0.5],
            "band_name": ["得分在线上", "得分在线上", "培育"],
            "symbol": ["＋", "＋", "◐"],
        }
    )
    assert_frame_equal(profile[shown], expected, check_dtype=False)
    assert [list(scores) for scores in profile["dimension_scores"]] == [[73.0, 76.75], [90.0, 85.0125], [70.0, 43.75]]


def test_the_same_area_now_and_before_are_two_rows(city: Database) -> None:
    profile = queries.dimension_profile(city, **ASKED, areas=("city:city", "city:city@2026Q2"))
    assert profile["scored_period"].tolist() == ["2026Q2", "2026Q3"]


def test_no_area_is_no_row(city: Database) -> None:
    assert queries.dimension_profile(city, **ASKED, areas=()).empty


def test_an_address_names_areas_in_its_own_order_and_unknown_ones_are_refused(city: Database) -> None:
    given = {"areas": ["unit:330212", "city:city@2026Q2"]}
    filters = read_filters(city, queries.dimension_profile, given)
    assert filters["areas"] == ("unit:330212", "city:city@2026Q2")
    assert filter_words(city, queries.dimension_profile, filters) == ["鄞州区", "全市2026Q2"]
    assert restrict(city, queries.dimension_profile, filters, ("330212",))["areas"] == ("unit:330212",)
    with pytest.raises(NotAllowed):
        restrict(city, queries.dimension_profile, filters, ("330203",))
    with pytest.raises(BadParameter, match="“unit:9”不存在"):
        read_filters(city, queries.dimension_profile, {"areas": ["unit:9"]})
