from __future__ import annotations

import pytest

import queries
from queries.database import Database, DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_a_community_has_its_register_its_band_its_places_and_its_way_up(city: Database) -> None:
    row = queries.community_profile(city, **ASKED, community="330203001001").iloc[0]
    assert row[["community_name", "unit_name", "street_name", "households"]].tolist() == [
        "鼓楼社区",
        "海曙区",
        "鼓楼街道",
        800,
    ]
    assert row[["score", "gap", "band_name", "symbol", "city_place", "city_ranked_count", "unit_place"]].tolist() == [
        59.5,
        -0.5,
        "培育",
        "◐",
        4,
        4,
        1,
    ]
    assert row[["unit_ranked_count", "path_status", "step_count", "target_band_name"]].tolist() == [
        1,
        "可达",
        1,
        "达标",
    ]


def test_a_community_without_a_total_still_has_its_register(city: Database) -> None:
    frame = queries.community_profile(city, period="2026Q2", standard="example-2026", community="330212099001")
    assert frame["community_name"].tolist() == ["新晖社区"]
    assert frame[["status", "score", "path_status"]].isna().all(axis=None)


@pytest.mark.parametrize("code", ["", "330226001001", "'; drop table community"])
def test_an_unknown_code_is_no_row(city: Database, code: str) -> None:
    assert queries.community_profile(city, **ASKED, community=code).empty


def test_the_interval_of_places_stands_beside_the_place(city: DuckDBDatabase) -> None:
    city.connection.execute("update index_score set rank_low = 2, rank_high = 4 where area_code = '330203001001'")
    row = queries.community_profile(city, **ASKED, community="330203001001").iloc[0]
    assert row[["city_place", "rank_low", "rank_high"]].tolist() == [4, 2, 4]
