from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database


def test_kinds_come_most_frequent_first(city: Database) -> None:
    expected = pd.DataFrame({"kind": ["商品房", "老旧小区"], "community_count": [3, 3]})
    assert_frame_equal(queries.kinds(city), expected, check_dtype=False)
