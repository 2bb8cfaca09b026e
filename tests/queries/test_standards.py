from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database


def test_standards_come_newest_first(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "standard_version": ["example-2026", "example-2025"],
            "standard_name": ["新标准（示例细则）", "旧标准"],
            "valid_from": pd.to_datetime(["2026-07-01", "2025-01-01"]),
            "is_example": [True, True],
            "notice": ["示例细则", "示例细则"],
            "aggregation": ["arithmetic", "arithmetic"],
            "geometric_floor": [0.0, 0.0],
            "line": [60.0, 60.0],
            "minimum_coverage": [0.75, 0.5],
            "minimum_rated_share": [2 / 3, 2 / 3],
            "false_discovery_rate": [0.1, 0.1],
            "minimum_change": [1.0, 1.0],
        }
    )
    assert_frame_equal(queries.standards(city), expected, check_dtype=False)
