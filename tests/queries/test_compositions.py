from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_pairs_whose_order_turns_come_first(city: DuckDBDatabase) -> None:
    expected = pd.DataFrame(
        {
            "unit_code": ["330212", "330203", "330203"],
            "unit_name": ["鄞州区", "海曙区", "海曙区"],
            "other_code": ["3302GX", "330212", "3302GX"],
            "other_name": ["高新区", "鄞州区", "高新区"],
            "difference": [0.5, -2.0, 1.0],
            "within_kinds": [-0.75, -1.5, 1.0],
            "mix": [1.25, -0.5, 0.0],
            "is_reversed": [True, False, False],
        }
    )
    assert_frame_equal(queries.compositions(city, **ASKED), expected, check_dtype=False)


def test_units_are_touched_by_a_pair_and_among_holds_both(city: DuckDBDatabase) -> None:
    def pairs(**units: tuple[str, ...]) -> list[list[str]]:
        return queries.compositions(city, **ASKED, **units)[["unit_code", "other_code"]].to_numpy().tolist()

    assert pairs(units=("3302GX",)) == [["330212", "3302GX"], ["330203", "3302GX"]]
    assert pairs(units=("3302GX",), among=("3302GX", "330203")) == [["330203", "3302GX"]]
    assert pairs(among=("3302GX",)) == []
