from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_bands_stand_beside_the_official_place_and_carry_the_mark(city: DuckDBDatabase) -> None:
    expected = pd.DataFrame(
        {
            "mark": ["推演，不作评价依据"] * 2,
            "area_kind": ["unit"] * 2,
            "area_code": ["3302GX", "330203"],
            "area_name": ["高新区", "海曙区"],
            "unit_code": ["3302GX", "330203"],
            "unit_name": ["高新区", "海曙区"],
            "place": [1, 3],
            "place_count": [2, 2],
            "arithmetic_low": [1, 3],
            "arithmetic_high": [1, 3],
            "geometric_low": [1, 2],
            "geometric_high": [2, 3],
            "geometric_place": [1, 3],
            "stability": [float("nan"), "稳居后列"],
        }
    )
    assert_frame_equal(queries.weight_sensitivities(city, **ASKED), expected, check_dtype=False)


def test_units_restrict_rows_but_not_the_count(city: DuckDBDatabase) -> None:
    own = queries.weight_sensitivities(city, **ASKED, units=("330203",))
    assert own[["area_code", "place_count"]].to_numpy().tolist() == [["330203", 2]]
    communities = queries.weight_sensitivities(city, **ASKED, area_kind="community")
    assert communities[["area_name", "unit_name", "stability"]].to_numpy().tolist() == [
        ["新晖社区", "高新区", "稳居前列"]
    ]
