from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database


def test_bands_come_best_first(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "band_code": ["exemplary", "passing", "developing", "remedial"],
            "band_name": ["典范", "达标", "培育", "整改"],
            "symbol": ["★", "●", "◐", "▲"],
            "position": [1, 2, 3, 4],
            "minimum_score": [85.0, 60.0, 50.0, 0.0],
            "minimum_dimension_score": [75.0, 60.0, 0.0, 0.0],
            "requires_all_reported": [True, True, False, False],
            "requires_no_veto": [True, True, True, False],
        }
    )
    assert_frame_equal(queries.bands(city, standard="example-2026"), expected, check_dtype=False)
