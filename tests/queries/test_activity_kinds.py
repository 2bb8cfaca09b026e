from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_kinds_are_counted_the_most_frequent_first(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "dimension_code": ["A", "P", "A"],
            "category": ["文化活动", "志愿服务", "文化活动"],
            "activity_kind": ["文艺演出", "=1+1", "读书会"],
            "activity_count": [9, 3, 1],
            "participants": [300, 50, 20],
            "activity_rate": [2.5, 3000 / 3600, 1000 / 3600],
        }
    )
    kinds = queries.activity_kinds(city, **ASKED)
    assert_frame_equal(kinds.drop(columns="dimension_name"), expected, check_dtype=False)
    assert kinds["dimension_name"].isna().all(), "the standard has no such dimensions"


def test_units_and_dimensions_restrict_kinds(city: Database) -> None:
    kinds = queries.activity_kinds(city, **ASKED, units=("330203",), dimensions=("A",))
    assert kinds["activity_count"].tolist() == [3, 1]
    assert queries.activity_kinds(city, **ASKED, units=("330226",)).empty
