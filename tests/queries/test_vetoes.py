from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase


def test_vetoes_come_by_code(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "delete from veto; "
        "insert into veto values ('example-2026', 'X2', '弄虚作假', '以核查结论为准', 'default'), "
        "('example-2026', 'X1', '责任事故', '', 'sourced'), ('example-2025', 'X1', '旧', '', 'default')"
    )
    expected = pd.DataFrame(
        {
            "indicator_code": ["X1", "X2"],
            "veto_name": ["责任事故", "弄虚作假"],
            "note": ["", "以核查结论为准"],
            "basis": ["sourced", "default"],
        }
    )
    assert_frame_equal(queries.vetoes(city, standard="example-2026"), expected, check_dtype=False)
