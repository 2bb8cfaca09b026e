from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database, DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_only_ways_to_the_line_count(city: Database) -> None:
    """鼓楼 needs O1 alone; 东城 passes already and 华光 waits for a report."""
    expected = pd.DataFrame(
        {
            "dimension_name": ["社区秩序"],
            "indicator_code": ["O1"],
            "indicator_name": ["车辆停放有序率"],
            "community_count": [1],
            "alone_count": [1],
            "total_gain": [6.5],
            "median_gain": [6.5],
        }
    )
    assert_frame_equal(queries.levers(city, **ASKED), expected, check_dtype=False)


def test_the_item_of_most_communities_comes_first(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "update improvement_path set status = '可达', step_count = 2 where community_code = '330212001003';"
        "insert into improvement by name select 'example-2026' as standard_version, '330212001003' as community_code, "
        "'2026Q3' as period, unnest([1, 2]) as position, unnest(['E1', 'O1']) as indicator_code, 50.0 as from_score, "
        "60.0 as to_score, unnest([3.0, 1.5]) as gain, 'passing' as target_band_code"
    )
    rows = queries.levers(city, **ASKED)
    columns = ["indicator_code", "community_count", "alone_count", "total_gain", "median_gain"]
    assert rows[columns].to_numpy().tolist() == [["O1", 2, 1, 8.0, 4.0], ["E1", 1, 0, 3.0, 3.0]]
    own = queries.levers(city, **ASKED, units=("330212",))
    assert own["indicator_code"].tolist() == ["E1", "O1"], "of as many communities, by the order of the standard"
    assert queries.levers(city, **ASKED, units=("330226",)).empty


def test_blocked_ways_do_not_count(city: DuckDBDatabase) -> None:
    city.connection.execute("update improvement_path set status = '无路径' where community_code = '330203001001'")
    assert queries.levers(city, **ASKED).empty
