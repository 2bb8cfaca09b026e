from __future__ import annotations

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_only_vetoes_that_occurred_are_named(city: DuckDBDatabase) -> None:
    city.connection.execute("delete from veto")
    city.connection.execute(
        "insert into veto (standard_version, indicator_code, veto_name) values "
        "('example-2026', 'X1', '弄虚作假'), ('example-2025', 'X1', '旧名')"
    )
    frame = queries.community_vetoes(city, **ASKED, community="330212001003")
    assert frame.to_numpy().tolist() == [["X1", "弄虚作假", 2.0]]
    assert queries.community_vetoes(city, **ASKED, community="330203001001").empty
