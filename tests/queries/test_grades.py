from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase


def test_grades_come_best_first(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "insert into grade values ('example-2026', 'E1', 'B', 66), ('example-2026', 'E1', 'A', 100), "
        "('example-2025', 'E1', 'A', 90)"
    )
    expected = pd.DataFrame({"indicator_code": ["E1", "E1"], "grade": ["A", "B"], "score": [100.0, 66.0]})
    assert_frame_equal(queries.grades(city, standard="example-2026"), expected, check_dtype=False)
