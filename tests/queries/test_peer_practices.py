from __future__ import annotations

import pytest

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026", "community": "330203001001"}


@pytest.fixture(autouse=True)
def peers(city: DuckDBDatabase) -> None:
    city.connection.execute(
        "insert into peer values ('example-2026', '2026Q3', '330203001001', 1, '330212001002', 0.5), "
        "('example-2026', '2026Q3', '330203001001', 2, '330212001001', 0.6)"
    )
    city.connection.execute(
        "insert into dimension_score by name select 'example-2026' as standard_version, 'community' as area_kind, "
        "'330212001002' as area_code, '2026Q3' as period, 'O' as dimension_code, 90.0 as score, 1 as rated_count, "
        "1 as passing_count"
    )
    city.connection.execute(
        "insert into indicator_score by name select 'example-2026' as standard_version, 'community' as area_kind, "
        "'330212001002' as area_code, '2026Q3' as period, 'O1' as indicator_code, 'value' as state, 10.0 as value, "
        "85.0 as score, 0.4 as effective_weight, false as is_carried_forward, 1 as rated_count"
    )


def test_the_best_peer_of_each_dimension_stands_beside_ones_own(city: DuckDBDatabase) -> None:
    frame = queries.peer_practices(city, **ASKED)
    columns = ["dimension_code", "best_code", "indicator_name", "measured_value", "best_value", "score", "best_score"]
    assert frame[columns].to_numpy().tolist() == [
        ["E", "330212001001", "垃圾分类准确率", 85.0, 82.5, 70.0, 65.0],
        ["O", "330212001002", "车辆停放有序率", 56.25, 10.0, 43.75, 85.0],
    ]
    assert frame["weighted_gap"].tolist() == pytest.approx([0.6 * -5, 0.4 * 41.25])


def test_one_dimension_can_be_asked_for(city: DuckDBDatabase) -> None:
    assert queries.peer_practices(city, **ASKED, dimensions=("O",))["dimension_code"].tolist() == ["O"]


def test_only_peers_that_may_be_seen_are_compared(city: DuckDBDatabase) -> None:
    assert queries.peer_practices(city, **ASKED, units=("330203",)).empty


def test_items_that_either_lacks_are_left_out(city: DuckDBDatabase) -> None:
    city.connection.execute("update indicator_score set state = 'unreported' where area_code = '330212001002'")
    assert queries.peer_practices(city, **ASKED)["indicator_code"].tolist() == ["E1"]


def test_graded_items_are_compared_by_their_grades(city: DuckDBDatabase) -> None:
    city.connection.execute("update measurement set grade = 'C' where indicator_code = 'O1'")
    city.connection.execute(
        "insert into measurement by name select '330212001002' as community_code, '2026Q3' as period, "
        "'O1' as indicator_code, 'reported' as origin, 'value' as state, 'A' as grade, false as is_carried_forward"
    )
    frame = queries.peer_practices(city, **ASKED, dimensions=("O",))
    assert frame[["grade", "best_grade"]].to_numpy().tolist() == [["C", "A"]]
