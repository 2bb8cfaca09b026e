from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database


def test_dimensions_weigh_their_share_of_the_whole(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "dimension_code": ["E", "O"],
            "dimension_name": ["社区环境", "社区秩序"],
            "position": [1, 2],
            "weight_share": [0.6, 0.4],
        }
    )
    assert_frame_equal(queries.dimensions(city, standard="example-2026"), expected, check_dtype=False)
