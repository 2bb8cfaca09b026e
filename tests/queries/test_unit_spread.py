from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_small_units_have_means_but_no_tenths(city: DuckDBDatabase) -> None:
    city.connection.execute("update index_score set simple_mean = score + 1 where area_kind = 'unit'")
    expected = pd.DataFrame(
        {
            "unit_code": ["330203", "330212", "3302GX"],
            "unit_name": ["海曙区", "鄞州区", "高新区"],
            "rated_count": [1, 3, 1],
            "score": [59.5, 77.32, 88.005],
            "simple_mean": [60.5, 78.32, 89.005],
            "mean_difference": [-1.0] * 3,
            "top_mean": [float("nan")] * 3,
            "bottom_mean": [float("nan")] * 3,
            "spread": [float("nan")] * 3,
        }
    )
    assert_frame_equal(queries.unit_spread(city, **ASKED), expected, check_dtype=False)
    assert queries.unit_spread(city, **ASKED, units=("330212",))["unit_name"].tolist() == ["鄞州区"]


@pytest.mark.parametrize("count", [9, 10, 19, 20, 25])
def test_a_tenth_is_rounded_down_and_ties_do_not_widen_it(city: DuckDBDatabase, count: int) -> None:
    scores = [50.0, 50.0, *(60.0 + place for place in range(count - 4)), 99.0, 99.0]
    city.connection.execute("delete from index_score where area_kind = 'community'")
    city.connection.executemany(
        "insert into index_score (standard_version, area_kind, area_code, unit_code, period, status, score, "
        "unreported_count, is_vetoed, community_count, rated_count, passing_count) "
        "values ('example-2026', 'community', ?, '330203', '2026Q3', '参评', ?, 0, false, 1, 1, 1)",
        [[f"c{place:02}", score] for place, score in enumerate(scores)],
    )
    row = queries.unit_spread(city, **ASKED).iloc[0]
    assert row["rated_count"] == count
    tenth = count // 10
    if tenth == 0:
        assert pd.isna(row["spread"])
    else:
        ordered = sorted(scores)
        assert row["top_mean"] == pytest.approx(sum(ordered[-tenth:]) / tenth)
        assert row["bottom_mean"] == pytest.approx(sum(ordered[:tenth]) / tenth)
        assert row["spread"] == pytest.approx(row["top_mean"] - row["bottom_mean"])
