"""Every question of the catalogue gives on ClickHouse what it gives on DuckDB, row by row."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

import queries
from data.dialect import translated
from queries.catalogue import QUESTIONS
from queries.clickhouse import ClickHouseDatabase
from queries.database import Database
from queries.parameters import read_filters
from tests.queries.ledgers import OF_LARGE_CITIES

# Values that a filter may take besides its default; every one is asked by itself, so that no branch of the SQL is left out.
OTHERS: dict[str, list[Any]] = {
    "as_of": ["2026-08-31"],
    "area_kind": ["city", "unit", "street", "community"],
    "order": ["change"],
    "ranked": [0],
    "search": ["演示", "ysjd"],
    "units": [("330212",), ("330203", "3302GX")],
    "bands": [("passing", "none")],
    "statuses": [("参评",)],
    "weak_dimensions": [("E",)],
    "measure": ["change", "dimension:E", "share_passing"],
    "areas": [("city:city", "unit:330212@2025Q3", "unit:330212")],
    "dimensions": [("A",)],
    "grade": ["A"],
}
# What may have nothing to say of a city as small as this one.
SILENT = {"community_vetoes", "compositions", "focus_list", "grades", "inactive_communities", "small_samples"}
SILENT |= OF_LARGE_CITIES
ALONE: dict[str, Any] = {
    "indicator": "E1",
    "value": 82.5,
    "grade": "",
    "sample_size": 200.0,
    "population_size": 0.0,
    "earlier": "",
    "area_kind": "unit",
    "weights": ("E=30", "O=20", "V=20", "P=20", "A=10"),
    "dimension": "E",
}


def arguments(database: Database, name: str) -> Iterator[dict[str, Any]]:
    """What a question is asked with: its defaults, then each other value of each filter."""
    parts = QUESTIONS[name].parameters
    newest = read_filters(database, queries.area_score, {})
    climbing = (
        "select max(community_code) as code from improvement where period = $period and standard_version = $standard"
    )
    code = database.frame(climbing, {"period": newest["period"], "standard": newest["standard"]})["code"].iloc[0]
    base: dict[str, Any] = {}
    for key, part in parts.items():
        if key in ALONE and (part.default is part.empty or key == "weights"):
            base[key] = ALONE[key]
        elif key in {"community", "area_code"} and part.default is part.empty:
            base[key] = code if key == "community" else "330212"
        elif part.default is not part.empty:
            base[key] = part.default
        elif part.annotation == tuple[str, ...]:
            base[key] = ()
        else:
            base[key] = newest[key] if key in {"period", "standard"} else ""
    yield base
    for key, values in OTHERS.items():
        if key in parts:
            yield from (base | {key: value} for value in values if base[key] != value)
    if "by" in parts:
        yield from (base | {"by": value} for value in QUESTIONS[name].choices("by"))
        yield base | {"period": f"{base['period'][:4]}-08"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answers_are_equal_row_by_row(name: str, duck: Database, house: ClickHouseDatabase) -> None:
    question = QUESTIONS[name]
    rows = 0
    for asked in arguments(duck, name):
        expected, found = question(duck, **asked), question(house, **asked)
        pd.testing.assert_frame_equal(found, expected, rtol=1e-9, atol=1e-11, check_dtype=False, obj=f"{name} {asked}")
        rows += len(expected)
    assert rows or name in SILENT


def test_a_stream_gives_the_rows_of_the_frame(duck: Database, house: ClickHouseDatabase) -> None:
    asked = read_filters(duck, queries.activity_rows, {})
    streamed = queries.activity_rows.batches(house, **asked).read_all()
    expected = queries.activity_rows.batches(duck, **asked).read_all()
    assert streamed.num_rows == expected.num_rows > 1000
    assert streamed.column_names == expected.column_names
    for name in streamed.column_names:
        pairs = itertools.islice(zip(streamed[name], expected[name], strict=True), 2000)
        assert all(found.as_py() == value.as_py() for found, value in pairs), name


def test_a_value_can_say_nothing_but_itself() -> None:
    for text in ("'; drop table community; --", "\\' or 1=1", "a\\\\'b", "社区'名"):
        sql = translated("select community_code from community where community_name = $name", {"name": text}, "d")
        assert sql.count("DROP") == 0
        assert "civility" not in sql
    query = "select $name as said"
    assert "--" in translated(query, {"name": "--"}, "d")


@pytest.mark.parametrize(
    "text", ["'; drop table community; --", "\\", "\\' or 1=1 --", "a\\\\'b", "社区'名", "\n\t", "%_", "$x", ""]
)
def test_any_text_comes_back_as_it_went(text: str, house: ClickHouseDatabase) -> None:
    frame = house.frame("select $name as said from community limit 1", {"name": text})
    assert frame["said"].tolist() == [text]
