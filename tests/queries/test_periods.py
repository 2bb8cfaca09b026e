from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database, DuckDBDatabase
from queries.parameters import read_filters


def test_periods_come_newest_first(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "period": ["2026Q3", "2026Q2"],
            "starts_on": pd.to_datetime(["2026-07-01", "2026-04-01"]),
            "ends_on": pd.to_datetime(["2026-09-30", "2026-06-30"]),
            "previous_period": ["2026Q2", None],
            "is_default": [True, False],
        }
    )
    assert_frame_equal(queries.periods(city), expected, check_dtype=False)


def test_a_quarter_of_which_too_few_are_rated_is_not_the_default(city: DuckDBDatabase) -> None:
    def default(rated: int, share: str = "2.0 / 3") -> str:
        city.connection.execute(f"update standard set minimum_rated_share = {share}")
        city.connection.execute(f"update city_reporting set rated_count = {rated} where period = '2026Q3'")
        (period,) = queries.periods(city).query("is_default")["period"]
        assert read_filters(city, queries.band_counts, {})["period"] == period, "by whichever door"
        return str(period)

    city.connection.execute(
        "insert into city_reporting values ('example-2026', '2026Q3', 6, 5), ('example-2025', '2026Q2', 2, 2)"
    )
    assert default(4) == "2026Q3", "4 of 6 are two thirds"
    assert default(3) == "2026Q2"
    assert default(3, "0.5") == "2026Q3"
    city.connection.execute("update city_reporting set rated_count = 0")
    assert default(0) == "2026Q3", "the newest where there is none"
