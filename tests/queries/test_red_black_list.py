"""红榜 and 黑榜: only whoever is beyond the line for certain, within a kind, with the rule and its inputs on each row."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from scipy.special import ndtri

import queries
from data.scoring.statistics import wilson_limits
from queries.database import DuckDBDatabase
from tests.queries.ledgers import Row, fill, problems, visits

CODES = ["330203001001", "330203001002", "330212001001", "330212001002"]


def due(community: str, place: str, count: int, put_right: int, *, is_forced: bool = False) -> list[Row]:
    return [
        {
            "finding_code": f"{community}{place}{number}",
            "community_code": community,
            "category": "堆物",
            "place_kind": place,
            "found_on": date(2026, 8, 1),
            "due_on": date(2026, 8, 20),
            "verified_on": date(2026, 8, 15) if number < put_right else None,
            "is_forced": is_forced and number >= put_right,
        }
        for number in range(count)
    ]


def verdicts(city: DuckDBDatabase, side: str, **asked: Any) -> dict[tuple[str, str], tuple[str, str]]:
    rows = queries.red_black_list(city, period="2026-08", side=side, area_kind="community", **asked)
    return {(row["area_code"], row["place_kind"]): (row["verdict"], row["rule"]) for row in rows.to_dict("records")}


def test_only_the_certain_are_named(city: DuckDBDatabase) -> None:
    rows = [
        *due(CODES[0], "小区", 100, 100),
        *due(CODES[1], "小区", 100, 60),
        *due(CODES[2], "小区", 12, 12),
        *due(CODES[3], "小区", 9, 0),
        *due(CODES[0], "楼道", 100, 89),
    ]
    fill(city.connection, "problem", rows)
    assert verdicts(city, "red") == {
        (CODES[0], "小区"): ("红榜", "区间整段高于线"),
        (CODES[2], "小区"): ("待复核", "区间跨线"),
    }
    assert verdicts(city, "black") == {
        (CODES[1], "小区"): ("黑榜", "区间整段低于线"),
        (CODES[3], "小区"): ("待复核", "到期不足 10 个"),
        (CODES[0], "楼道"): ("待复核", "区间跨线"),
    }


def test_what_is_closed_by_force_is_not_put_right(city: DuckDBDatabase) -> None:
    fill(city.connection, "problem", due(CODES[0], "小区", 40, 10, is_forced=True))
    assert verdicts(city, "black")[CODES[0], "小区"][0] == "黑榜"


def test_the_line_is_that_of_the_standard_and_says_where_it_comes_from(city: DuckDBDatabase) -> None:
    fill(city.connection, "problem", due(CODES[0], "小区", 100, 80))
    (row,) = queries.red_black_list(city, period="2026-08", side="black").to_dict("records")
    assert (row["line"], row["citation"], row["verdict"]) == (0.9, "示例", "黑榜")
    city.connection.execute("update standard set rectified_line = 60, rectified_line_citation = '市文明办：办法'")
    assert queries.red_black_list(city, period="2026-08", side="black").empty
    (row,) = queries.red_black_list(city, period="2026-08", side="red").to_dict("records")
    assert (row["line"], row["citation"], row["verdict"]) == (0.6, "市文明办：办法", "红榜")


@pytest.mark.parametrize("by", ["place_kind", "kind"])
@pytest.mark.parametrize("area_kind", ["unit", "street", "community"])
def test_every_verdict_follows_from_what_stands_on_its_row(city: DuckDBDatabase, area_kind: str, by: str) -> None:
    """Against Wilson's limits that hold for all at once; a twin of the quantile that SQL approximates."""
    chance = random.Random(2)  # noqa: S311 - no secret
    fill(city.connection, "problem", problems(chance, visits(chance, 80), 3000))
    asked: dict[str, Any] = {"period": "2026Q3", "area_kind": area_kind, "by": by}
    sides = {side: queries.red_black_list(city, side=side, **asked).to_dict("records") for side in ("red", "black")}
    every = [*sides["red"], *sides["black"]]
    places = sum(row["due_count"] >= 10 for row in every)
    due_count = queries.finding_rates(city, period="2026Q3", area_kind="city")["due_count"].iloc[0]
    assert sum(row["due_count"] for row in every) == due_count
    for side, rows in sides.items():
        for row in rows:
            low, high = wilson_limits(row["rectified_count"], row["due_count"], z=float(ndtri(1 - 0.025 / places)))
            found = (row["rectified_rate_low"], row["rectified_rate_high"])
            assert found == (pytest.approx(float(low), abs=1e-3), pytest.approx(float(high), abs=1e-3))
            beyond = found[0] > row["line"] if side == "red" else found[1] < row["line"]
            is_certain = row["due_count"] >= 10 and beyond
            assert row["verdict"] == ({"red": "红榜", "black": "黑榜"}[side] if is_certain else "待复核")


def test_who_asks_changes_no_verdict(city: DuckDBDatabase) -> None:
    chance = random.Random(4)  # noqa: S311 - no secret
    fill(city.connection, "problem", problems(chance, visits(chance, 80), 3000))
    every = queries.red_black_list(city, period="2026Q3", side="black", area_kind="unit")
    own = queries.red_black_list(city, period="2026Q3", side="black", area_kind="unit", units=("330212",))
    assert own.equals(every[every["unit_code"] == "330212"].reset_index(drop=True))
