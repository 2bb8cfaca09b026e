from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_the_lowest_for_its_sample_comes_first_and_small_samples_are_left_out(city: DuckDBDatabase) -> None:
    expected = pd.DataFrame(
        {
            "indicator_code": ["E1"] * 3,
            "indicator_name": ["垃圾分类准确率"] * 3,
            "community_code": ["330203001001", "330212001002", "330212001001"],
            "community_name": ["鼓楼社区", "东城社区", "东城社区"],
            "unit_code": ["330203", "330212", "330212"],
            "unit_name": ["海曙区", "鄞州区", "鄞州区"],
            "street_name": ["鼓楼街道", "东柳街道", "东柳街道"],
            "sample_size": [100, 50, 200],
            "population_size": [150.0, None, None],
            "rate": [60.0, 80.0, 95.0],
            "city_rate": [80.0] * 3,
            "lower_limit": [67.0, 62.0, 70.5],
            "upper_limit": [91.0, 94.0, 88.5],
            "z": [-4.0, 0.0, 4.5],
            "signal": ["明显低于", "在范围内", "明显高于"],
        }
    )
    assert_frame_equal(queries.rate_signals(city, **ASKED, indicator="E1"), expected, check_dtype=False)


def test_no_indicator_means_every_one_and_units_restrict(city: DuckDBDatabase) -> None:
    assert queries.rate_signals(city, **ASKED)["indicator_code"].tolist() == ["E1", "E1", "E1", "O1"]
    own = queries.rate_signals(city, **ASKED, units=("330203",))
    assert own[["indicator_code", "community_code"]].to_numpy().tolist() == [
        ["E1", "330203001001"],
        ["O1", "330203001001"],
    ]
