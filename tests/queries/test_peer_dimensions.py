from __future__ import annotations

import pytest

import queries
from queries.database import DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026", "community": "330203001001"}


@pytest.fixture(autouse=True)
def peers(city: DuckDBDatabase) -> None:
    """Totals of the peers: 72.25, 90, 88.005; in E 59.995 of the first and 59.99 (not rated) of 秀水."""
    city.connection.execute(
        "insert into peer values ('example-2026', '2026Q3', '330203001001', 1, '330212001001', 0.5), "
        "('example-2026', '2026Q3', '330203001001', 2, '330203001002', 0.6), "
        "('example-2026', '2026Q3', '330203001001', 3, '330212001003', 0.7), "
        "('example-2026', '2026Q3', '330203001001', 4, '330212099001', 0.8)"
    )


def test_place_median_and_best_are_among_the_rated_peers(city: DuckDBDatabase) -> None:
    frame = queries.peer_dimensions(city, **ASKED).set_index("dimension_code")
    assert frame.index.tolist() == ["total", "E", "O"]
    total = frame.loc["total"]
    assert total[["score", "peer_median", "peer_count", "peer_place"]].tolist() == [59.5, 88.005, 3, 4]
    assert total[["best_score", "gap_to_best", "best_name", "best_unit_name"]].tolist() == [
        88.005,
        59.5 - 88.005,
        "新晖社区",
        "高新区",
    ]
    assert (
        90.0 in queries.league_table(city, **{name: ASKED[name] for name in ("period", "standard")})["score"].tolist()
    ), "a peer that waits for a report is not the best"
    assert frame.loc["E", ["score", "peer_count", "peer_place", "best_code"]].tolist() == [70.0, 1, 1, "330212001001"]
    assert frame.loc["O", ["peer_place", "gap_to_best"]].tolist() == [2, 43.75 - 83.125]


def test_the_best_is_one_that_may_be_seen_but_place_and_median_are_of_all(city: DuckDBDatabase) -> None:
    total = queries.peer_dimensions(city, **ASKED, units=("3302GX", "330203")).iloc[0]
    assert total[["best_name", "best_score", "peer_median", "peer_place"]].tolist() == ["新晖社区", 88.005, 88.005, 4]
    none = queries.peer_dimensions(city, **ASKED, units=("330203",)).iloc[0]
    assert none[["best_code", "best_name", "best_unit_name", "best_score", "gap_to_best"]].isna().all()
    assert none["peer_count"] == 3


def test_equal_scores_share_a_place_and_the_nearer_is_the_best(city: DuckDBDatabase) -> None:
    city.connection.execute("update index_score set score = 59.504 where area_code in ('330212001001', '330212001003')")
    total = queries.peer_dimensions(city, **ASKED).iloc[0]
    assert total["peer_place"] == 2
    city.connection.execute("update index_score set score = 59.501 where area_code = '330212099001'")
    total = queries.peer_dimensions(city, **ASKED).iloc[0]
    assert total[["peer_place", "best_code"]].tolist() == [1, "330212001001"]


def test_a_community_without_enough_data_has_peers_but_no_place(city: DuckDBDatabase) -> None:
    city.connection.execute("insert into peer values ('example-2026', '2026Q3', '330203001002', 1, '330212001001', 1)")
    frame = queries.peer_dimensions(city, **{**ASKED, "community": "330203001002"})
    assert frame[["score", "peer_place", "gap_to_best"]].isna().all(axis=None)
    assert frame["best_score"].notna().all()


def test_without_peers_there_is_no_row(city: DuckDBDatabase) -> None:
    assert queries.peer_dimensions(city, **{**ASKED, "community": "330212001002"}).empty
