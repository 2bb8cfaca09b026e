from __future__ import annotations

import pytest

import queries
from queries.database import Database, DuckDBDatabase


@pytest.mark.parametrize(
    ("area_kind", "area_code", "name", "score"),
    [
        ("city", "city", "全市", 76.0),
        ("unit", "330212", "鄞州区", 77.32),
        ("street", "330212099", "新明街道", 88.005),
        ("community", "330212001002", "东城社区", 72.25),
    ],
)
def test_every_kind_of_area_has_a_name_and_a_total(
    city: Database, area_kind: str, area_code: str, name: str, score: float
) -> None:
    area = queries.area_score(city, period="2026Q3", standard="example-2026", area_kind=area_kind, area_code=area_code)
    assert area[["area_name", "area_code", "score"]].to_numpy().tolist() == [[name, area_code, score]]


def test_the_columns_are_those_of_the_table(city: DuckDBDatabase) -> None:
    table = city.frame("select * from index_score limit 0", {})
    area = queries.area_score(city, period="2026Q3", standard="example-2026")
    assert [name for name in area.columns if name != "turnover_change"] == ["area_name", *table.columns]


def test_what_the_levels_differ_by_beyond_the_change_is_who_was_rated(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "update index_score set change = 0.4 where area_kind = 'city' and period = '2026Q3'"
        "; insert into index_score by name select * replace ('2026Q2' as period, 75.0 as score) "
        "from index_score where area_code = '3302GX' and period = '2026Q3'"
    )
    asked = {"period": "2026Q3", "standard": "example-2026"}
    assert queries.area_score(city, **asked)["turnover_change"].tolist() == [pytest.approx(76.0 - 74.5 - 0.4)]
    units = queries.league_table(city, **asked, area_kind="unit").set_index("area_code")
    assert units["turnover_change"].isna().tolist() == [True, True, True]  # no change, or nothing before
    assert queries.score_trend(city, standard="example-2026")["turnover_change"].round(9).tolist()[1:] == [1.1]


def test_an_unknown_area_is_no_row(city: Database) -> None:
    area = queries.area_score(city, period="2026Q3", standard="example-2026", area_kind="unit", area_code="330226")
    assert area.empty
