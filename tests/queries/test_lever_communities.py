from __future__ import annotations

import queries
from queries.database import Database, DuckDBDatabase

ASKED = {"period": "2026Q3", "standard": "example-2026"}


def test_the_communities_behind_every_lever_are_as_many_as_it_counts(city: Database) -> None:
    levers = queries.levers(city, **ASKED)
    assert len(levers)
    for lever in levers.to_dict("records"):
        rows = queries.lever_communities(city, **ASKED, indicator=lever["indicator_code"])
        assert len(rows) == lever["community_count"]
        assert (rows["step_count"] == 1).sum() == lever["alone_count"]
        assert rows["gain"].sum() == lever["total_gain"]
        assert rows["step_count"].is_monotonic_increasing


def test_without_an_item_it_lists_all_of_them_in_their_order(city: Database) -> None:
    every = queries.lever_communities(city, **ASKED)
    levers = queries.levers(city, **ASKED).set_index("indicator_code")["community_count"]
    assert every.groupby("indicator_code").size().to_dict() == levers.to_dict()


def test_units_restrict(city: Database) -> None:
    code = queries.levers(city, **ASKED)["indicator_code"].iloc[0]
    whole = queries.lever_communities(city, **ASKED, indicator=code)
    part = queries.lever_communities(city, **ASKED, indicator=code, units=("330212",))
    assert part["community_code"].tolist() == whole[whole["unit_code"] == "330212"]["community_code"].tolist()


def test_who_passes_or_is_barred_is_not_among_them(city: DuckDBDatabase) -> None:
    code = queries.levers(city, **ASKED)["indicator_code"].iloc[0]
    city.connection.execute("update improvement_path set status = '否决'")
    assert queries.lever_communities(city, **ASKED, indicator=code).empty
