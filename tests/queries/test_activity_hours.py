from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_hours_of_the_week_add_up_over_units(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "weekday": [1, 6, 7],
            "hour": [9, 14, 19],
            "activity_count": [3, 3, 7],
            "activity_rate": [3000 / 3600, 3000 / 3600, 7000 / 3600],
        }
    )
    assert_frame_equal(queries.activity_hours(city, **ASKED), expected, check_dtype=False)


def test_units_and_dimensions_restrict_hours(city: Database) -> None:
    hours = queries.activity_hours(city, **ASKED, units=("330212",), dimensions=("A",))
    assert hours[["weekday", "hour", "activity_count"]].to_numpy().tolist() == [[7, 19, 6]]
