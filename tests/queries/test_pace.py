from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_the_pace_of_the_city_against_its_next_target(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "area_kind": ["city"],
            "area_code": ["city"],
            "area_name": ["全市"],
            "unit_name": [np.nan],
            "score": [76.0],
            "goal": [80.0],
            "due_period": ["2027Q1"],
            "quarters_left": [2],
            "achieved": [1.5],
            "needed": [2.0],
            "period_count": [6],
            "verdict": ["需提速"],
        }
    )
    assert_frame_equal(queries.pace(city, **ASKED), expected, check_dtype=False)
    assert_frame_equal(queries.pace(city, **ASKED, area_code="city"), expected, check_dtype=False)


def test_units_come_in_the_order_of_the_register_and_restrict(city: Database) -> None:
    units = queries.pace(city, **ASKED, area_kind="unit")
    assert units["area_name"].tolist() == ["海曙区", "高新区"]
    assert units["verdict"].tolist() == ["难达", "已达"]
    assert queries.pace(city, **ASKED, area_kind="unit", area_code="3302GX")["area_name"].tolist() == ["高新区"]
    assert queries.pace(city, **ASKED, area_kind="unit", units=("330203",))["area_name"].tolist() == ["海曙区"]


def test_there_is_no_pace_of_who_has_too_few_quarters(city: Database) -> None:
    assert queries.pace(city, **ASKED, area_kind="unit", area_code="330212").empty
    assert queries.pace(city, period="2026Q2", standard="example-2026").empty
    assert queries.pace(city, **ASKED, units=("330203",)).empty, "the city is nobody's unit"
