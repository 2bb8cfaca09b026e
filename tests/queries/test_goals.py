from __future__ import annotations

from collections.abc import Callable

import pytest

import queries
from data.versions.store import Store
from queries.database import DuckDBDatabase, open_database
from queries.reports.words import goal_words

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_every_target_from_this_quarter_on_is_tracked(city: DuckDBDatabase) -> None:
    rows = queries.goals(city, **ASKED).set_index(["measure", "due_period"])
    assert rows.index.tolist() == [("index", "2026Q3"), ("share_passing", "2026Q4"), ("share_passing", "2027Q4")]
    assert rows["verdict"].tolist()[0] == "已达"
    assert set(rows["verdict"][1:]) <= {"已达", "不足四个季度"}
    city.connection.execute("update target set value = 99 where measure = 'index'")
    assert queries.goals(city, **ASKED)["verdict"].iloc[0] == "未达", "it is due"


def test_the_pace_is_the_median_of_all_slopes(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "insert into index_score by name select index_score.* replace (p as period, s as score) from index_score, "
        "(select unnest(['2025Q3', '2025Q4', '2026Q1']) as p, unnest([68.0, 76.0, 72.0]) as s) "
        "where area_kind = 'city' and period = '2026Q2' and standard_version = 'example-2026';"
        "update index_score set score = 76, passing_count = 3, rated_count = 5 where area_kind = 'city' and period = '2026Q3';"
        "update target set period = '2027Q1', value = 80 where measure = 'index'"
    )
    row = queries.goals(city, **ASKED).set_index("measure").loc["index"]
    known = [68, 76, 72, 74.5, 76]
    slopes = sorted((known[j] - known[i]) / (j - i) for j in range(5) for i in range(j))
    assert row["achieved"] == pytest.approx((slopes[4] + slopes[5]) / 2)
    assert row["needed"] == pytest.approx(2.0)
    assert row["period_count"] == 5


def test_what_is_said_of_the_score_is_what_the_pace_says(sample_city: Callable[[float], Store]) -> None:
    database = open_database(sample_city(0.1), 1)
    (period,) = queries.periods(database).query("is_default")["period"]
    asked = {"period": str(period), "standard": "example-2026"}
    pace = queries.pace(database, **asked).iloc[0]
    goals = queries.goals(database, **asked)
    goal = goals[(goals["measure"] == "index") & (goals["due_period"] == pace["due_period"])].iloc[0]
    for name in ("goal", "quarters_left", "achieved", "needed", "period_count", "verdict"):
        assert goal[name] == (pytest.approx(pace[name]) if name in {"achieved", "needed"} else pace[name])
    assert {"index", "share_passing"} == set(goals["measure"])
    words = [goal_words(row) for row in goals.to_dict("records")]
    assert any("社区达标率" in said and "→ 70%：" in said for said in words)
