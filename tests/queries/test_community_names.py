from __future__ import annotations

import queries
from queries.database import Database


def test_communities_come_by_name_and_those_of_one_name_by_code(city: Database) -> None:
    names = queries.community_names(city)
    assert sorted(names["community_code"]) == sorted(set(names["community_code"]))
    assert names.loc[names["community_name"] == "东城社区", "community_code"].tolist() == [
        "330212001001",
        "330212001002",
    ]
    assert len(names) == 6


def test_units_restrict(city: Database) -> None:
    frame = queries.community_names(city, units=("3302GX",))
    assert frame.iloc[0].tolist() == ["330212099001", "新晖社区", "新晖", "xhsq", "3302GX", "高新", "新明街道"]
    assert len(frame) == 1
