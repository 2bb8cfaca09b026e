from __future__ import annotations

import pandas as pd

import queries
from queries.changes import reason_words
from queries.database import Database, DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}
GULOU, HUAGUANG = "330203001001", "330212001003"


def test_what_crossed_the_line_is_told_before_and_after_and_what_is_missing_named(city: DuckDBDatabase) -> None:
    """鼓楼 fell from 62 to 59.5, its 社区秩序 lay below already; 华光 misses one item."""
    city.connection.execute(
        "insert into dimension_score by name select 'example-2026' as standard_version, 'community' as area_kind, "
        f"'{GULOU}' as area_code, '2026Q2' as period, unnest(['E', 'O']) as dimension_code, "
        "unnest([59.994, 60.0]) as score, 1 as passing_count, 1 as rated_count"
    )
    words = reason_words(queries.reasons(city, **ASKED))
    assert words[GULOU] == "总分 62.00 → 59.50，社区环境 59.99 → 70.00，社区秩序 60.00 → 43.75"
    assert words[HUAGUANG].endswith("1 项未报")
    assert set(reason_words(queries.reasons(city, **ASKED, units=("330203",)))) <= {GULOU, "330203001002"}


def test_a_veto_comes_first(city: DuckDBDatabase) -> None:
    city.connection.execute(f"update index_score set is_vetoed = true where area_code = '{GULOU}'")
    assert reason_words(queries.reasons(city, **ASKED))[GULOU].startswith("一票否决")


def test_over_two_quarters_it_is_held_against_the_one_before_last(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "insert into period values ('2026Q1', date '2026-01-01', date '2026-03-31', null);"
        "update period set previous_period = '2026Q1' where period = '2026Q2';"
        "insert into index_score by name select * replace ('2026Q1' as period, 75.0 as score) from index_score "
        f"where area_code = '{GULOU}' and period = '2026Q2' and standard_version = 'example-2026'"
    )
    rows = queries.reasons(city, **ASKED)
    assert reason_words(rows, span=2)[GULOU] == "总分 75.00 → 59.50"
    assert reason_words(rows)[GULOU] == "总分 62.00 → 59.50"


def test_without_an_earlier_quarter_nothing_crossed(city: Database) -> None:
    rows = queries.reasons(city, period="2026Q2", standard="example-2026")
    assert not (rows["cause"] == "score").any()


def test_several_missing_items_are_counted() -> None:
    rows = pd.DataFrame(
        [("1", 1, "unreported", 1000, "甲项", 3), ("2", 1, "unreported", 1000, "乙项", 1)],
        columns=["area_code", "span", "cause", "position", "name", "item_count"],
    )
    assert reason_words(rows) == {"1": "3 项未报（甲项等）", "2": "1 项未报（乙项）"}
