from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database


def test_periods_come_newest_first(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "period": ["2026Q3", "2026Q2"],
            "starts_on": pd.to_datetime(["2026-07-01", "2026-04-01"]),
            "ends_on": pd.to_datetime(["2026-09-30", "2026-06-30"]),
            "previous_period": ["2026Q2", None],
        }
    )
    assert_frame_equal(queries.periods(city), expected, check_dtype=False)
