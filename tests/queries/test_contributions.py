from __future__ import annotations

import math
from collections.abc import Callable

import pytest

import queries
from data.versions.store import Store
from queries.database import DuckDBDatabase, open_database

ASKED = {"period": "2026Q3", "standard": "example-2026"}
OWN = {"area_kind": "community", "area_code": "330203001001"}


def test_the_parts_are_weight_times_change_and_sum_to_the_change_of_the_total(city: DuckDBDatabase) -> None:
    frame = queries.contributions(city, **ASKED, **OWN)
    assert frame["indicator_code"].tolist() == ["E1", "O1", "rest"]
    assert frame["contribution"].tolist() == pytest.approx([0.0, 0.4 * (43.75 - 49.0), -2.5 + 2.1])
    assert frame["contribution"].sum() == pytest.approx(59.5 - 62.0, abs=1e-12)
    assert frame["compared_count"].tolist() == [1, 1, 1]


def test_an_item_that_came_is_part_of_the_rest(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "update indicator_score set state = 'unreported' where period = '2026Q2' and area_code = '330203001001'"
    )
    frame = queries.contributions(city, **ASKED, **OWN)
    assert frame[["indicator_code", "contribution"]].to_numpy().tolist() == [["rest", -2.5]]


def test_without_a_total_to_compare_there_is_no_row(city: DuckDBDatabase) -> None:
    for kind, code in (
        ("community", "330212001002"),
        ("community", "330203001002"),
        ("community", "unknown"),
        ("unit", "3302GX"),
        ("unit", "city"),
        ("city", "330212"),
        ("planet", "330203001001"),
    ):
        assert queries.contributions(city, **ASKED, area_kind=kind, area_code=code).empty, (kind, code)


def test_an_area_is_the_mean_by_households_of_the_communities_rated_in_both_periods(city: DuckDBDatabase) -> None:
    """鼓楼 (800 households) and one 东城 (1000) had a total in both; only 鼓楼 has items in both."""
    for kind, code, change, households in (
        ("city", "city", (800 * -2.5 + 1000 * 0.25) / 1800, 1800),
        ("unit", "330203", -2.5, 800),
        ("street", "330203001", -2.5, 800),
    ):
        frame = queries.contributions(city, **ASKED, area_kind=kind, area_code=code).set_index("indicator_code")
        assert frame["contribution"].sum() == pytest.approx(change, abs=1e-12)
        assert frame.loc["O1", "contribution"] == pytest.approx(800 * 0.4 * (43.75 - 49.0) / households)
        assert frame.loc["O1", ["previous_score", "score"]].tolist() == pytest.approx([49.0, 43.75])
        assert frame.loc["O1", "effective_weight"] == pytest.approx(0.4 * 800 / households)
        assert frame["compared_count"].tolist() == [1, 1, 2 if kind == "city" else 1]


def test_any_period_can_be_the_earlier_one(city: DuckDBDatabase) -> None:
    default = queries.contributions(city, **ASKED, **OWN)
    assert queries.contributions(city, **ASKED, **OWN, since="2026Q2").equals(default)
    assert queries.contributions(city, **ASKED, **OWN, since="2026Q3")["contribution"].tolist() == [0, 0, 0]
    back = queries.contributions(city, period="2026Q2", standard="example-2026", **OWN, since="2026Q3")
    assert back["contribution"].sum() == pytest.approx(2.5)
    assert queries.contributions(city, **ASKED, **OWN, since="1999Q1").empty


def test_the_parts_of_a_scored_city_sum_to_its_published_changes_at_every_level(
    sample_city: Callable[[float], Store],
) -> None:
    database = open_database(sample_city(0.02), 1)
    for standard in ("example-2026", "example-2025"):
        areas = database.frame(
            "select area_kind, area_code, change, two_period_change from index_score where standard_version = $standard "
            "and period = '2026Q3' and change is not null order by all",
            {"standard": standard},
        )
        assert set(areas["area_kind"]) == {"city", "unit", "street", "community"}
        for kind, code, change, change_of_two in areas.itertuples(index=False):
            asked = {"period": "2026Q3", "standard": standard, "area_kind": kind, "area_code": code}
            assert queries.contributions(database, **asked)["contribution"].sum() == pytest.approx(change, abs=1e-9)
            if not math.isnan(change_of_two):
                since = queries.contributions(database, **asked, since="2026Q1")
                assert since["contribution"].sum() == pytest.approx(change_of_two, abs=1e-9)
