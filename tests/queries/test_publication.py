from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database


def test_a_version_says_what_it_is(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "version": [7],
            "is_demonstration": [True],
            "register_note": ["测试口径：6个社区"],
            "boundary_source": ["测试边界"],
            "boundary_vintage": ["2026"],
            "map_approval_number": [""],
            "data_until": pd.to_datetime(["2026-09-30"]),
        }
    )
    assert_frame_equal(queries.publication(city), expected, check_dtype=False)
