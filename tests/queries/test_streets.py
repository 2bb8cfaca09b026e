from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database

EVERY_STREET = pd.DataFrame(
    {
        "street_code": ["330203001", "330212001", "330212099"],
        "street_name": ["鼓楼街道", "东柳街道", "新明街道"],
        "unit_code": ["330203", "330212", "3302GX"],
        "unit_name": ["海曙区", "鄞州区", "高新区"],
    }
)


def test_streets_stand_under_their_reporting_unit_not_their_district(city: Database) -> None:
    assert_frame_equal(queries.streets(city), EVERY_STREET, check_dtype=False)


def test_streets_of_chosen_units_only(city: Database) -> None:
    chosen = queries.streets(city, units=("3302GX", "330203"))
    assert_frame_equal(chosen, EVERY_STREET.iloc[[0, 2]].reset_index(drop=True), check_dtype=False)
