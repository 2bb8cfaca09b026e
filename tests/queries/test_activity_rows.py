from __future__ import annotations

import pandas as pd
import pytest

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}
_LEDGER = """
delete from activity;
insert into activity values
('H2', '330203001001', timestamp '2026-09-30 23:30', 'E', '志愿服务', '清洁', 20, 12),
('H1', '330203001001', timestamp '2026-09-30 23:30', 'A', '文化活动', '=1+1', 30, 15),
('H3', '330212099001', timestamp '2026-07-01 00:00', 'O', '文化活动', '读书会', 8, 8),
('H0', '330203001001', timestamp '2026-06-30 23:59', 'E', '文化活动', '读书会', 9, 9),
('H4', '330203001001', timestamp '2026-10-01 00:00', 'E', '文化活动', '读书会', 9, 9)
"""


@pytest.fixture
def ledger(city: DuckDBDatabase) -> DuckDBDatabase:
    city.connection.execute(_LEDGER)
    return city


def test_every_activity_of_the_quarter_is_a_row(ledger: DuckDBDatabase) -> None:
    rows = queries.activity_rows(ledger, **ASKED)
    assert rows["activity_code"].tolist() == ["H3", "H1", "H2"]
    first = rows.iloc[0]
    assert first["held_at"] == pd.Timestamp("2026-07-01 00:00")
    assert (first["unit_name"], first["street_name"], first["community_name"]) == ("高新区", "新明街道", "新晖社区")
    assert (first["dimension_name"], first["category"], first["activity_kind"]) == ("社区秩序", "文化活动", "读书会")
    assert (first["participants"], first["participating_households"]) == (8, 8)


def test_a_dimension_of_another_standard_has_no_name(ledger: DuckDBDatabase) -> None:
    rows = queries.activity_rows(ledger, **ASKED).set_index("activity_code")
    assert rows["dimension_name"].isna().tolist() == [False, True, False]


def test_units_and_dimensions_restrict(ledger: DuckDBDatabase) -> None:
    assert queries.activity_rows(ledger, **ASKED, units=("3302GX",))["activity_code"].tolist() == ["H3"]
    assert queries.activity_rows(ledger, **ASKED, dimensions=("E", "O"))["activity_code"].tolist() == ["H3", "H2"]


def test_communities_that_did_not_stand_are_left_out(ledger: DuckDBDatabase) -> None:
    assert queries.activity_rows(ledger, period="2026Q3", standard="example-2025")["activity_code"].tolist() == [
        "H1",
        "H2",
    ]
