from __future__ import annotations

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_every_quarter_and_dimension_has_a_row_with_zeros(city: DuckDBDatabase) -> None:
    city.connection.execute("insert into activity_count values ('330203001001', '2026Q2', 'E', 2, 30)")
    frame = queries.community_activities(city, **ASKED, community="330203001001")
    assert frame[["held_in", "dimension_code", "activity_count", "participants"]].to_numpy().tolist() == [
        ["2026Q3", "E", 0, 0],
        ["2026Q3", "O", 0, 0],
        ["2026Q2", "E", 2, 30],
        ["2026Q2", "O", 0, 0],
    ]


def test_later_quarters_are_not_counted(city: DuckDBDatabase) -> None:
    frame = queries.community_activities(city, period="2026Q2", standard="example-2026", community="330203001001")
    assert set(frame["held_in"]) == {"2026Q2"}
