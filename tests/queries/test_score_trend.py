from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database


def test_a_trend_runs_from_old_to_new(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "period": ["2026Q2", "2026Q3"],
            "score": [74.5, 76.0],
            "lower_score": [74.5, 76.0],
            "standard_error": [0.6, 0.5],
            "change": [np.nan, 1.5],
            "turnover_change": [np.nan, 0.0],
            "progress": [None, "明显进步"],
        }
    )
    assert_frame_equal(queries.score_trend(city, standard="example-2026"), expected, check_dtype=False)


def test_a_trend_stays_within_one_standard(city: Database) -> None:
    trend = queries.score_trend(city, standard="example-2025", area_kind="community", area_code="330203001001")
    assert trend["score"].tolist() == [40.0]
