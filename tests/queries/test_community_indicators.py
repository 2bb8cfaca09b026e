from __future__ import annotations

import pandas as pd
import pytest

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


@pytest.fixture(autouse=True)
def anchors(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "insert into anchor_piece values ('example-2026', 'E1', 1, 50, 0, 80, 60), "
        "('example-2026', 'E1', 2, 80, 60, 100, 100), "
        "('example-2026', 'O1', 1, 0, 100, 20, 70), ('example-2026', 'O1', 2, 20, 70, 100, 30)"
    )


def test_every_item_has_its_value_and_what_earns_the_line_in_its_own_unit(city: DuckDBDatabase) -> None:
    frame = queries.community_indicators(city, **ASKED, community="330203001001")
    columns = ["indicator_code", "state", "measured_value", "line_value", "unit_text", "score", "sample_size"]
    rows = frame[columns].astype(object).where(frame[columns].notna(), None).to_numpy().tolist()
    assert rows == [
        ["E1", "value", 85.0, 80.0, "%", 70.0, 50],
        ["O1", "value", 56.25, 40.0, "%", 43.75, None],
    ]
    assert frame["gap"].tolist() == [10.0, -16.25]
    assert frame["effective_weight"].tolist() == [0.6, 0.4]


def test_what_nobody_reported_is_named_and_has_no_score(city: DuckDBDatabase) -> None:
    frame = queries.community_indicators(city, **ASKED, community="330203001002")
    assert frame["state"].tolist() == ["value", "unreported"]
    assert frame["score"].isna().tolist() == [False, True]


def test_too_small_a_sample_has_no_value_and_its_size_only_from_the_listed_number_on(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "update indicator_score set is_small_sample = true, state = 'unreported', value = null, score = null "
        "where area_code = '330203001001' and period = '2026Q3' and indicator_code = 'E1'"
    )
    for size, shown in ((5, 5), (4, None)):
        city.connection.execute(f"update measurement set sample_size = {size} where indicator_code = 'E1'")
        city.connection.execute("delete from rate_signal")
        if shown:
            city.connection.execute(
                "insert into rate_signal by name select 'example-2026' as standard_version, '2026Q3' as period, "
                "'E1' as indicator_code, '330203001001' as community_code, 5 as sample_size, 81.5 as shrunk"
            )
        row = queries.community_indicators(city, **ASKED, community="330203001001").iloc[0]
        assert row["is_small_sample"]
        assert pd.isna(row["measured_value"])
        assert (row["sample_size"] == shown) if shown else pd.isna(row["sample_size"])
        assert (row["shrunk"] == 81.5) if shown else pd.isna(row["shrunk"])
