from __future__ import annotations

import queries
from queries.database import Database, DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_only_communities_below_the_line_that_one_item_lifts(city: Database) -> None:
    frame = queries.one_step_away(city, **ASKED)
    columns = ["community_code", "community_name", "unit_name", "street_name", "score", "indicator_name", "gain"]
    assert frame[columns].to_numpy().tolist() == [
        ["330203001001", "鼓楼社区", "海曙区", "鼓楼街道", 59.5, "车辆停放有序率", 6.5]
    ]


def test_units_restrict(city: Database) -> None:
    assert queries.one_step_away(city, **ASKED, units=("330212",)).empty
    assert len(queries.one_step_away(city, **ASKED, units=("330203", "330212"))) == 1


def test_two_steps_and_blocked_ways_do_not_count(city: DuckDBDatabase) -> None:
    city.connection.execute("update improvement_path set step_count = 2 where community_code = '330203001001'")
    assert queries.one_step_away(city, **ASKED).empty
    city.connection.execute("update improvement_path set step_count = 1, status = '否决'")
    assert queries.one_step_away(city, **ASKED).empty
