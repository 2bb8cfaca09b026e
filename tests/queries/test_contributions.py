from __future__ import annotations

import pytest

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_the_parts_are_weight_times_change_and_sum_to_the_change_of_the_total(city: DuckDBDatabase) -> None:
    frame = queries.contributions(city, **ASKED, community="330203001001")
    assert frame["indicator_code"].tolist() == ["E1", "O1", "rest"]
    assert frame["contribution"].tolist() == pytest.approx([0.0, 0.4 * (43.75 - 49.0), -2.5 + 2.1])
    assert frame["contribution"].sum() == pytest.approx(59.5 - 62.0, abs=1e-12)


def test_an_item_that_came_is_part_of_the_rest(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "update indicator_score set state = 'unreported' where period = '2026Q2' and area_code = '330203001001'"
    )
    frame = queries.contributions(city, **ASKED, community="330203001001")
    assert frame[["indicator_code", "contribution"]].to_numpy().tolist() == [["rest", -2.5]]


def test_without_a_total_to_compare_there_is_no_row(city: DuckDBDatabase) -> None:
    for code in ("330212001002", "330203001002", "unknown"):
        assert queries.contributions(city, **ASKED, community=code).empty
