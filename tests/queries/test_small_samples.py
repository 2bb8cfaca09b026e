from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_those_listed_have_a_size_and_a_shrunk_rate_but_no_rate(city: DuckDBDatabase) -> None:
    expected = pd.DataFrame(
        {
            "indicator_code": ["E1"],
            "indicator_name": ["垃圾分类准确率"],
            "community_code": ["330212099001"],
            "community_name": ["新晖社区"],
            "unit_code": ["3302GX"],
            "unit_name": ["高新区"],
            "street_name": ["新明街道"],
            "sample_size": [7],
            "shrunk": [81.25],
            "city_rate": [80.0],
        }
    )
    assert_frame_equal(queries.small_samples(city, **ASKED), expected, check_dtype=False)


def test_units_restrict_the_list(city: DuckDBDatabase) -> None:
    assert queries.small_samples(city, **ASKED, units=("330212",)).empty
    assert len(queries.small_samples(city, **ASKED, units=("3302GX", "330212"))) == 1
