from __future__ import annotations

from typing import Any

import pytest

import queries
from queries.database import Database, Excerpt

ASKED = {"period": "2026Q3", "standard": "example-2026"}
FILTERS: list[dict[str, Any]] = [
    {},
    {"ranked": 2},
    {"ranked": 0},
    {"area_kind": "street"},
    {"area_kind": "unit", "ranked": 1},
    {"units": ("330212",)},
    {"streets": ("330203001",)},
    {"kinds": ("商品房",)},
    {"bands": ("none", "passing")},
    {"weak_dimensions": ("O",)},
    {"search": "DC"},
    {"search": "没有"},
]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_counts_are_those_of_the_league(city: Database, filters: dict[str, Any]) -> None:
    league = queries.league_table(city, **ASKED, **filters)
    counts = queries.league_counts(city, **ASKED, **filters)
    for row in counts.itertuples():
        is_same = league["progress"] == row.progress if isinstance(row.progress, str) else league["progress"].isna()
        own = league[(league["status"] == row.status) & is_same]
        assert row.area_count == len(own) > 0
        assert row.above_count == (queries.round_half_up(own["score"].astype(float)) >= 60).sum()
        assert row.passing_count == own["passing_count"].sum()
        assert row.placed_count == own["place"].notna().sum()
    assert counts["area_count"].sum() == len(league)


def test_sheets_put_together_are_the_whole_answer(city: Database) -> None:
    whole = queries.league_table(city, **ASKED)
    sheets = [queries.league_table(Excerpt(city, after, 4), **ASKED) for after in (0, 4, 8)]
    assert [len(sheet) for sheet in sheets] == [4, 2, 0]
    assert [code for sheet in sheets for code in sheet["area_code"]] == whole["area_code"].tolist()
    assert sheets[1].reset_index(drop=True)["place"].equals(whole["place"].iloc[4:].reset_index(drop=True))
