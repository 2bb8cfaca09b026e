from __future__ import annotations

import queries
from queries.database import Database, DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_communities_without_activities_come_by_unit_and_say_when_they_last_had_one(city: Database) -> None:
    rows = queries.inactive_communities(city, **ASKED)
    assert rows["area_code"].tolist() == ["330203001002", "330212001002", "330212001003", "330212099001"]
    assert rows["unit_name"].tolist() == ["海曙区", "鄞州区", "鄞州区", "高新区"]
    assert rows["last_period"].fillna("").tolist() == ["", "", "2026Q2", ""]
    assert rows["households"].tolist() == [300, 500, 600, 400]


def test_without_activities_of_a_dimension_is_more_communities(city: Database) -> None:
    rows = queries.inactive_communities(city, **ASKED, units=("330203",), dimensions=("P",))
    assert rows["area_code"].tolist() == ["330203001001", "330203001002"]


def test_a_quarter_without_a_ledger_names_nobody(city: DuckDBDatabase) -> None:
    city.connection.execute("delete from activity_count where period = '2026Q3'")
    assert queries.inactive_communities(city, **ASKED).empty
