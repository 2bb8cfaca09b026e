from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_rates_come_in_the_standards_order_with_their_counts(city: DuckDBDatabase) -> None:
    city.connection.execute("""
        insert into anchor_piece values
        ('example-2026', 'E1', 1, 50, 0, 80, 60), ('example-2026', 'O1', 1, 0, 100, 40, 0)
    """)
    expected = pd.DataFrame(
        {
            "indicator_code": ["E1", "O1"],
            "indicator_name": ["垃圾分类准确率", "车辆停放有序率"],
            "dimension_code": ["E", "O"],
            "is_about_people": [False, False],
            "is_higher_better": [True, False],
            "city_rate": [80.0, 10.0],
            "tau": [1.5, 0.0],
            "tau_limit": [4.0, 2.5],
            "community_count": [5, 1],
            "judged_count": [3, 1],
            "below_count": [1, 0],
            "above_count": [1, 0],
            "inside_count": [1, 1],
            "small_count": [2, 0],
            "hidden_count": [1, 0],
        }
    )
    assert_frame_equal(queries.rate_summaries(city, **ASKED), expected, check_dtype=False)


def test_another_period_or_standard_is_never_mixed_in(city: DuckDBDatabase) -> None:
    assert queries.rate_summaries(city, period="2026Q2", standard="example-2026")["judged_count"].tolist() == [0]
    assert queries.rate_summaries(city, period="2026Q3", standard="example-2025").empty
