from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database, DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}
GULOU = "330203001001"
MINE = f"standard_version = 'example-2026' and area_code = '{GULOU}'"


@pytest.fixture
def three_quarters(city: DuckDBDatabase) -> DuckDBDatabase:
    """The quarter before last, in which 鼓楼 had 71 and 52 in its dimensions of weight 0.6 and 0.4."""
    city.connection.execute(
        "insert into period values ('2026Q1', date '2026-01-01', date '2026-03-31', null);"
        "update period set previous_period = '2026Q1' where period = '2026Q2';"
        "insert into dimension_score by name select 'example-2026' as standard_version, 'community' as area_kind, "
        f"'{GULOU}' as area_code, '2026Q1' as period, unnest(['E', 'O']) as dimension_code, "
        "unnest([71.0, 52.0]) as score, 1 as passing_count, 1 as rated_count"
    )
    return city


def test_who_does_not_pass_and_really_falls_is_listed_with_what_pulls_it_down(three_quarters: Database) -> None:
    expected = pd.DataFrame(
        {
            "community_code": [GULOU],
            "community_name": ["鼓楼社区"],
            "unit_code": ["330203"],
            "unit_name": ["海曙区"],
            "street_name": ["鼓楼街道"],
            "status": ["参评"],
            "score": [59.5],
            "symbol": ["◐"],
            "band_name": ["培育"],
            "two_period_change": [-3.5],
            "fall_count": [2],
            "dimension_code": ["O"],
            "dimension_name": ["社区秩序"],
            "contribution": [0.4 * (43.75 - 52)],
            "certainty": ["待复核"],
            "verdict": ["待复核"],
        }
    )
    assert_frame_equal(queries.focus_list(three_quarters, **ASKED), expected, check_dtype=False)


def test_without_the_quarter_before_last_no_dimension_is_named(city: Database) -> None:
    row = queries.focus_list(city, **ASKED).iloc[0]
    assert pd.isna(row["dimension_name"])
    assert pd.isna(row["contribution"])


def test_a_dimension_that_rose_is_not_responsible(three_quarters: DuckDBDatabase) -> None:
    three_quarters.connection.execute("update dimension_score set score = 10 where period = '2026Q1'")
    assert pd.isna(queries.focus_list(three_quarters, **ASKED)["dimension_code"].iloc[0])


@pytest.mark.parametrize(
    "change",
    [
        "fall_count = 1",
        "two_period_progress = '在抽样误差内'",
        "two_period_progress = null",
        "passing_count = 1",
        "status = '数据不足'",
    ],
)
def test_every_condition_must_hold(city: DuckDBDatabase, change: str) -> None:
    city.connection.execute(f"update index_score set {change} where {MINE}")
    assert queries.focus_list(city, **ASKED).empty


@pytest.mark.parametrize(
    ("certainty", "verdict"), [("确定未达标", "确定未达标"), ("可能达标", "待复核"), (None, "待复核")]
)
def test_only_a_sure_verdict_is_given(city: DuckDBDatabase, certainty: str | None, verdict: str) -> None:
    city.connection.execute(f"update index_score set certainty = ? where {MINE}", [certainty])
    assert queries.focus_list(city, **ASKED)["verdict"].tolist() == [verdict]


def test_the_largest_fall_comes_first_and_units_restrict(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "update index_score set two_period_change = -4, two_period_progress = '明显退步', fall_count = 3 "
        "where area_code = '330212001003'"
    )
    assert queries.focus_list(city, **ASKED)["community_name"].tolist() == ["华光社区", "鼓楼社区"]
    assert queries.focus_list(city, **ASKED, units=("330203",))["community_name"].tolist() == ["鼓楼社区"]
