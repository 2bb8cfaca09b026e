from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_every_unit_with_communities_says_how_far_it_has_reported(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "unit_code": ["330203", "330212", "3302GX"],
            "unit_name": ["海曙区", "鄞州区", "高新区"],
            "community_count": [2, 3, 1],
            "rated_count": [1, 3, 1],
            "waiting_count": [1, 1, 0],
            "insufficient_count": [1, 0, 0],
            "unreported_count": [1, 1, 0],
        }
    )
    assert_frame_equal(queries.unit_reporting(city, **ASKED), expected, check_dtype=False)


def test_the_units_add_up_to_the_city(city: Database) -> None:
    reporting = queries.unit_reporting(city, **ASKED)
    total = queries.area_score(city, **ASKED).iloc[0]
    assert reporting["rated_count"].sum() == total["rated_count"]
    assert reporting["community_count"].sum() == total["community_count"]


def test_units_are_restricted(city: Database) -> None:
    assert queries.unit_reporting(city, **ASKED, units=("3302GX",))["unit_code"].tolist() == ["3302GX"]
