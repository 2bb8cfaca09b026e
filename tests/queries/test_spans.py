"""Which spans the ledgers can speak of, and when an earlier one was as old as the one that is shown."""

from __future__ import annotations

import queries
from queries.database import DuckDBDatabase


def test_an_earlier_span_is_told_at_the_same_age(city: DuckDBDatabase) -> None:
    """The data reach to 30 September: a month that is over is held against one told at its end, a year so far against nine months."""
    city.connection.execute(
        "insert or replace into span values ('2026-09', 'month', '2026-09-01', '2026-09-30', '2026-08', null), "
        "('2026-08', 'month', '2026-08-01', '2026-08-31', null, null), "
        "('2026', 'year', '2026-01-01', '2026-12-31', '2025', '2025'), "
        "('2025', 'year', '2025-01-01', '2025-12-31', null, null)"
    )
    rows = queries.spans(city).set_index("span")
    assert rows.loc["2026-09", ["previous_span", "previous_as_of"]].tolist() == ["2026-08", "2026-08-31"]
    assert rows.loc["2026", ["year_before_span", "year_before_as_of"]].tolist() == ["2025", "2025-09-30"]
    assert rows.loc["2025", ["previous_span", "previous_as_of"]].isna().all()
    assert rows.loc["2026", "span_name"] == "2026年初以来"
