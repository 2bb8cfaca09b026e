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
    assert frame.iloc[0].tolist() == ["330212099001", "新晖社区", "新晖", "xhsq", "3302GX", "高新", "新明街道", 1]
    assert len(frame) == 1


def test_a_part_of_a_name_its_initials_or_a_code_find(city: Database) -> None:
    for search in ("新晖", " XHSQ ", "xhsq", "330212099001"):
        assert queries.community_names(city, search=search)["community_code"].tolist() == ["330212099001"], search
    assert queries.community_names(city, search="没有").empty


def test_the_nearest_come_first_and_the_rest_is_counted(city: Database) -> None:
    every = queries.community_names(city, search="社区")
    few = queries.community_names(city, search="社区", most=2)
    assert few["community_code"].tolist() == every["community_code"].tolist()[:2]
    assert few["found_count"].tolist() == [len(every)] * 2
    whole = every["community_name"].iloc[-1]
    assert queries.community_names(city, search=whole, most=1)["community_name"].tolist() == [whole]
