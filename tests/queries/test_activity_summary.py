from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database, DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_activities_of_the_city_by_dimension_and_in_all(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "dimension_code": ["all", "E", "O"],
            "dimension_name": ["全部", "社区环境", "社区秩序"],
            "position": [0, 1, 2],
            "activity_count": [13, 0, 0],
            "participants": [370, 0, 0],
            "activity_rate": [13000 / 3600, 0.0, 0.0],
            "households": [3600] * 3,
            "community_count": [6] * 3,
            "inactive_count": [4, 6, 6],
        }
    )
    assert_frame_equal(queries.activity_summary(city, **ASKED), expected, check_dtype=False)


def test_the_rate_of_a_unit_is_the_map_s(city: Database) -> None:
    row = queries.activity_summary(city, **ASKED, units=("330212",)).iloc[0]
    assert row["activity_rate"] == 9000 / 2100
    assert row["inactive_count"] == 2


def test_without_a_ledger_nothing_is_counted(city: DuckDBDatabase) -> None:
    city.connection.execute("delete from activity_count where period = '2026Q3'")
    summary = queries.activity_summary(city, **ASKED)
    assert summary[["activity_count", "participants", "activity_rate", "inactive_count"]].isna().all(axis=None)
    assert summary["community_count"].tolist() == [6] * 3
