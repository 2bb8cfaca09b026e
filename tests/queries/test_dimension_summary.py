from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database


def test_dimensions_of_the_city(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "dimension_code": ["E", "O"],
            "dimension_name": ["社区环境", "社区秩序"],
            "position": [1, 2],
            "score": [74.0, 79.0],
            "change": [1.0, 2.25],
            "turnover_change": [float("nan")] * 2,
            "passing_count": [4, 3],
            "rated_count": [5, 4],
            "share_passing": [80.0, 75.0],
            "effective_weight": [0.6, 0.4],
        }
    )
    summary = queries.dimension_summary(city, period="2026Q3", standard="example-2026")
    assert_frame_equal(summary, expected, check_dtype=False)


def test_a_dimension_without_data_has_no_score_and_no_share(city: Database) -> None:
    summary = queries.dimension_summary(
        city, period="2026Q3", standard="example-2026", area_kind="community", area_code="330203001002"
    )
    assert summary["score"].isna().tolist() == [False, True]
    assert summary["share_passing"].isna().tolist() == [False, True]
    assert summary["rated_count"].tolist() == [1, 0]


def test_an_area_without_rows_still_has_every_dimension(city: Database) -> None:
    summary = queries.dimension_summary(
        city, period="2026Q3", standard="example-2026", area_kind="unit", area_code="330226"
    )
    assert summary["dimension_code"].tolist() == ["E", "O"]
    assert summary["score"].isna().all()
