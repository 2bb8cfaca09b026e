"""One value's score against the scoring of a publication, indicator by indicator, inside and outside the anchors."""

from __future__ import annotations

from itertools import pairwise, product

import pandas as pd
import pytest

import queries
from data.reading.standards import read_standard
from data.scoring import load_standards, score_items
from data.settings import REFERENCE
from data.standard import Standard
from queries.database import DuckDBDatabase

ODD = Standard.model_validate(
    {
        "version": "odd",
        "line": 50,
        "dimension": [{"code": "D", "name": "维度"}],
        "indicator": [
            {"code": "G1", "name": "状态", "dimension": "D", "weight": 1, "grades": {"A": 100, "B": 66, "C#": 0}},
            {"code": "D1", "name": "扣分", "dimension": "D", "weight": 1, "deduction": {"points": 15, "cap": 40}},
            {
                "code": "F1",
                "name": "平台",
                "dimension": "D",
                "weight": 1,
                "anchors": [(0, 10), (5, 50), (7, 50), (9, 90)],
            },
        ],
    }
)
SAMPLES = ((0, 0), (40, 0), (60, 50))


@pytest.fixture
def standards(empty_city: DuckDBDatabase) -> tuple[DuckDBDatabase, list[Standard]]:
    loaded = [read_standard(REFERENCE / "standard" / "example-2026.toml"), ODD]
    load_standards(empty_city.connection, loaded)
    return empty_city, loaded


def cases(standards: list[Standard]) -> pd.DataFrame:
    """Values below, on, between and above every anchor, each grade, with samples of several sizes."""
    rows = []
    for standard in standards:
        for part in standard.indicator:
            values = [value for value, _ in part.curve]
            points = [*values, *(sum(pair) / 2 for pair in pairwise(values))]
            points += [values[0] - 7, values[-1] + 7] if values and part.sampling != "rate" else []
            samples = SAMPLES if part.sampling == "rate" else SAMPLES[:1]
            for value, (sample, population) in product(dict.fromkeys(points), samples):
                rows.append((standard.version, part.code, value, "", sample, population))
            rows += [(standard.version, part.code, None, grade, 0, 0) for grade in part.grades]
    return pd.DataFrame(rows, columns=["standard", "indicator", "value", "grade", "sample_size", "population_size"])


def test_every_score_is_that_of_the_scoring(standards: tuple[DuckDBDatabase, list[Standard]]) -> None:
    database, loaded = standards
    given = cases(loaded).reset_index(names="number")
    database.connection.register("given", given)
    database.connection.execute(
        "create temp table item as select standard as standard_version, number as area_code, '2026Q3' as period, "
        "indicator as indicator_code, 'value' as state, value, nullif(grade, '') as grade, "
        "nullif(sample_size, 0) as sample_size, nullif(population_size, 0) as population_size, "
        "cast(null as double) as standard_error, false as is_carried_forward from given"
    )
    score_items(database.connection)
    scored = database.connection.execute(
        "select score, standard_error, degrees_of_freedom from item_score order by area_code"
    ).df()
    for row, expected in zip(given.to_dict("records"), scored.to_dict("records"), strict=True):
        asked = {name: row[name] for name in ("standard", "indicator", "grade", "sample_size", "population_size")}
        value = "" if pd.isna(row["value"]) else float(row["value"])
        answer = queries.value_score(database, **asked, value=value).iloc[0]
        assert answer["score"] == pytest.approx(expected["score"], abs=1e-12), row
        for column in ("standard_error", "degrees_of_freedom"):
            assert answer[column] == pytest.approx(expected[column], abs=1e-12, nan_ok=True), row
        line = next(standard.line for standard in loaded if standard.version == row["standard"])
        assert answer["distance"] == pytest.approx(answer["score"] - line)


def test_a_value_that_means_nothing_has_no_score(standards: tuple[DuckDBDatabase, list[Standard]]) -> None:
    database, _ = standards
    assert queries.value_score(database, standard="odd", indicator="G1", grade="Z")["score"].isna().tolist() == [True]
    assert queries.value_score(database, standard="odd", indicator="D1", value="viel")["score"].isna().tolist() == [
        True
    ]
    assert queries.value_score(database, standard="odd", indicator="Z9", value=1.0).empty
