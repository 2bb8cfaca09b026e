from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}
AREAS = ("city:city", "unit:330212")


def test_values_and_scores_stand_side_by_side_with_what_earns_the_line(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "delete from anchor_piece; insert into anchor_piece values "
        "('example-2026', 'E1', 1, 40, 0, 70, 40), ('example-2026', 'E1', 2, 70, 40, 100, 100)"
    )
    profile = queries.indicator_profile(city, **ASKED, areas=AREAS)
    shown = ["dimension_name", "indicator_name", "area_name", "scored_period", "state", "measured_value", "unit_text"]
    shown += ["decimals", "score", "gap", "line_value", "full_value", "rated_count"]
    expected = pd.DataFrame(
        {
            "dimension_name": ["社区环境"] * 2,
            "indicator_name": ["垃圾分类准确率"] * 2,
            "area_name": ["全市", "鄞州区"],
            "scored_period": ["2026Q3"] * 2,
            "state": ["value"] * 2,
            "measured_value": [80.25, 78.0],
            "unit_text": ["%"] * 2,
            "decimals": [1] * 2,
            "score": [61.0, 56.0],
            "gap": [1.0, -4.0],
            "line_value": [80.0] * 2,
            "full_value": [100.0] * 2,
            "rated_count": [5, 3],
        }
    )
    assert_frame_equal(profile[shown], expected, check_dtype=False)


def test_a_falling_curve_is_read_backwards_too(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "delete from anchor_piece; insert into anchor_piece values "
        "('example-2026', 'E1', 1, 0, 100, 10, 60), ('example-2026', 'E1', 2, 10, 60, 40, 0)"
    )
    row = queries.indicator_profile(city, **ASKED, areas=("city:city",)).iloc[0]
    assert (row["line_value"], row["full_value"]) == (10, 0)


def test_a_dimension_restricts_the_indicators(city: DuckDBDatabase) -> None:
    assert len(queries.indicator_profile(city, **ASKED, areas=AREAS, dimensions=("E",))) == 2
    assert queries.indicator_profile(city, **ASKED, areas=AREAS, dimensions=("O",)).empty
