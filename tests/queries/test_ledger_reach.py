"""A unit that has not handed in the newest month is told apart from those that have."""

from __future__ import annotations

import queries
from queries.database import DuckDBDatabase


def test_who_has_the_newest_month_of_the_span(city: DuckDBDatabase) -> None:
    """Tickets: 海曙 and 鄞州 to August, 高新 to September. Problems: 海曙 and 鄞州 in the quarter."""
    rows = queries.ledger_reach(city, period="2026Q3").set_index("unit_name")
    assert rows.index.tolist() == ["海曙区", "鄞州区", "高新区"]
    assert rows["has_appeals"].tolist() == [False, False, True]
    assert rows["has_problems"].tolist() == [True, True, False]
    august = queries.ledger_reach(city, period="2026-08").set_index("unit_name")
    assert august["has_appeals"].tolist() == [True, True, True]
    assert queries.ledger_reach(city, period="2026Q3", units=("330212",))["has_appeals"].tolist() == [False]
