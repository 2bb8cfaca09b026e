from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database, DuckDBDatabase


def test_targets_come_by_measure_in_the_order_of_their_periods(city: DuckDBDatabase) -> None:
    city.connection.execute("update target set basis = 'default'")
    expected = pd.DataFrame(
        {
            "measure": ["index", "share_passing", "share_passing", "share_passing"],
            "period": ["2026Q3", "2026Q2", "2026Q4", "2027Q4"],
            "value": [66.0, 40.0, 70.0, 80.0],
            "basis": ["default"] * 4,
        }
    )
    assert_frame_equal(queries.targets(city, standard="example-2026"), expected, check_dtype=False)


def test_a_standard_without_targets_has_none(city: Database) -> None:
    assert queries.targets(city, standard="example-2025").empty
