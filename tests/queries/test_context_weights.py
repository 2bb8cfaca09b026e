from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase


def test_attributes_come_in_the_order_of_the_register(city: DuckDBDatabase) -> None:
    expected = pd.DataFrame({"attribute": ["households", "density", "other_kind"], "context_weight": [2.0, 0.5, 1.0]})
    assert_frame_equal(queries.context_weights(city, standard="example-2026"), expected, check_dtype=False)
