from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database, DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_every_month_of_the_quarters_so_far_has_a_row(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "month": ["2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09"],
            "activity_count": [99, 0, 0, 3, 9, 1],
            "participants": [999, 0, 0, 100, 250, 20],
            "activity_rate": [99000 / 1800, 0.0, 0.0, 3000 / 3600, 9000 / 3600, 1000 / 3600],
            "households": [1800] * 3 + [3600] * 3,
        }
    )
    assert_frame_equal(queries.activity_months(city, **ASKED), expected, check_dtype=False)


def test_units_and_dimensions_restrict(city: Database) -> None:
    months = queries.activity_months(city, **ASKED, units=("330212",), dimensions=("P",))
    assert months["activity_count"].tolist() == [0, 0, 0, 0, 3, 0]


def test_a_quarter_without_a_ledger_is_null(city: DuckDBDatabase) -> None:
    city.connection.execute("delete from activity_month where period = '2026Q2'")
    assert queries.activity_months(city, **ASKED)["activity_count"].isna().tolist() == [True] * 3 + [False] * 3


def test_nothing_after_the_period_is_shown(city: Database) -> None:
    months = queries.activity_months(city, period="2026Q2", standard="example-2026")
    assert months["month"].tolist() == ["2026-04", "2026-05", "2026-06"]
