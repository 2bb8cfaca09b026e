from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase


def test_anchors_are_the_ends_of_the_pieces_each_once(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "delete from anchor_piece; "
        "insert into anchor_piece values ('example-2026', 'E1', 2, 80, 60, 95, 100), "
        "('example-2026', 'E1', 1, 50, 0, 80, 60), ('example-2025', 'E1', 1, 0, 0, 1, 100)"
    )
    expected = pd.DataFrame({"indicator_code": ["E1"] * 3, "value": [50.0, 80.0, 95.0], "score": [0.0, 60.0, 100.0]})
    assert_frame_equal(queries.anchors(city, standard="example-2026"), expected, check_dtype=False)
