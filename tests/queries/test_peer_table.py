from __future__ import annotations

import pytest

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026", "community": "330203001001"}


@pytest.fixture(autouse=True)
def peers(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "insert into peer values ('example-2026', '2026Q3', '330203001001', 1, '330212001002', 0.5), "
        "('example-2026', '2026Q3', '330203001001', 2, '330203001002', 0.75), "
        "('example-2026', '2026Q2', '330203001001', 1, '330212001003', 0.1), "
        "('example-2025', '2026Q3', '330203001001', 1, '330212001003', 0.1)"
    )


def test_peers_come_nearest_first_with_their_place_in_the_standard(city: DuckDBDatabase) -> None:
    frame = queries.peer_table(city, **ASKED)
    columns = [
        "peer_number",
        "community_code",
        "unit_name",
        "kind",
        "households",
        "context_distance",
        "status",
        "symbol",
    ]
    rows = frame[columns].astype(object).where(frame[columns].notna(), None).to_numpy().tolist()
    assert rows == [
        [1, "330212001002", "鄞州区", "老旧小区", 500, 0.5, "参评", "●"],
        [2, "330203001002", "海曙区", "老旧小区", 300, 0.75, "数据不足", None],
    ]


def test_a_peer_of_another_unit_keeps_its_context_alone(city: DuckDBDatabase) -> None:
    frame = queries.peer_table(city, **ASKED, units=("330203",))
    hidden = frame.iloc[0]
    assert hidden[["peer_number", "kind", "households", "context_distance"]].tolist() == [1, "老旧小区", 500, 0.5]
    names = ["community_code", "community_name", "unit_name", "status", "score", "band_name", "symbol"]
    assert hidden[names].isna().all()
    assert frame.iloc[1]["community_name"] == "秀水社区"
