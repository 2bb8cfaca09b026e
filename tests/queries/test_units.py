from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database


def test_units_come_in_their_order_and_hosted_ones_name_their_host(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "unit_code": ["330203", "330212", "330226", "3302GX"],
            "unit_name": ["海曙区", "鄞州区", "宁海县", "高新区"],
            "short_name": ["海曙", "鄞州", "宁海", "高新"],
            "host_code": [None, None, None, "330212"],
            "host_name": [None, None, None, "鄞州区"],
            "position": [1, 2, 3, 4],
        }
    )
    assert_frame_equal(queries.units(city), expected, check_dtype=False)
