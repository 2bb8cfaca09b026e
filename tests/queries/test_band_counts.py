from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database


def test_every_band_is_counted_and_those_without_data_last(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "band_code": ["exemplary", "passing", "developing", "remedial", "none"],
            "band_name": ["典范", "达标", "培育", "整改", "数据不足"],
            "symbol": ["★", "●", "◐", "▲", "○"],
            "position": [1, 2, 3, 4, 5],
            "community_count": [1, 2, 2, 0, 1],
        }
    )
    counts = queries.band_counts(city, period="2026Q3", standard="example-2026")
    assert_frame_equal(counts, expected, check_dtype=False)


def test_a_unit_counts_its_own_communities_only(city: Database) -> None:
    counts = queries.band_counts(city, period="2026Q3", standard="example-2026", units=("330203",))
    assert counts["community_count"].tolist() == [0, 0, 1, 0, 1]


def test_a_unit_without_communities_counts_zero(city: Database) -> None:
    counts = queries.band_counts(city, period="2026Q3", standard="example-2026", units=("330226",))
    assert counts["community_count"].tolist() == [0, 0, 0, 0, 0]
