from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase


def test_a_standard_says_how_many_people_and_how_much_faster(city: DuckDBDatabase) -> None:
    found = queries.analysis_rules(city, standard="example-2026")
    expected = {"small_sample_counted": 10, "small_sample_listed": 5, "pace_stretch": 2.0, "rectified_line": 90.0}
    assert_frame_equal(found[list(expected)], pd.DataFrame([expected]), check_dtype=False)
    assert found["rectified_line_citation"].isna().all()
    assert queries.analysis_rules(city, standard="unknown").empty
