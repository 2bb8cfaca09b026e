from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import queries
from queries.database import Database, DuckDBDatabase
from tests.queries.ledgers import appeals, fill, problems, visits


def _units(city: Database, measure: str) -> pd.DataFrame:
    return queries.area_measure(city, period="2026Q3", standard="example-2026", measure=measure)


def test_the_map_shows_every_unit_also_without_data(city: Database) -> None:
    expected = pd.DataFrame(
        {
            "area_kind": ["unit"] * 4,
            "area_code": ["330203", "330212", "330226", "3302GX"],
            "area_name": ["海曙区", "鄞州区", "宁海县", "高新区"],
            "short_name": ["海曙", "鄞州", "宁海", "高新"],
            "unit_code": ["330203", "330212", "330226", "3302GX"],
            "unit_name": ["海曙区", "鄞州区", "宁海县", "高新区"],
            "host_code": [None, None, None, "330212"],
            "host_name": [None, None, None, "鄞州区"],
            "street_code": pd.Series([None] * 4, dtype="str"),
            "longitude": [np.nan] * 4,
            "latitude": [np.nan] * 4,
            "position_quality": pd.Series([None] * 4, dtype="str"),
            "value": [59.5, 77.32, np.nan, 88.005],
            "line": [60.0, 60.0, 60.0, 60.0],
            "distance": [-0.5, 17.32, np.nan, 28.005],
            "rated_count": [1, 3, 0, 1],
            "community_count": [2, 3, 0, 1],
        }
    )
    assert_frame_equal(_units(city, "index"), expected, check_dtype=False)


def test_streets_have_their_own_position_and_are_chosen_by_unit(city: Database) -> None:
    streets = queries.area_measure(
        city, period="2026Q3", standard="example-2026", area_kind="street", units=("330212", "3302GX")
    )
    shown = ["area_kind", "area_code", "area_name", "unit_code", "longitude", "latitude", "position_quality", "value"]
    expected = pd.DataFrame(
        {
            "area_kind": ["street"] * 2,
            "area_code": ["330212001", "330212099"],
            "area_name": ["东柳街道", "新明街道"],
            "unit_code": ["330212", "3302GX"],
            "longitude": [121.58, 121.62],
            "latitude": [29.86, 29.88],
            "position_quality": ["street", "schematic"],
            "value": [77.32, 88.005],
        }
    )
    assert_frame_equal(streets[shown], expected, check_dtype=False)
    assert streets["host_name"].fillna("").tolist() == ["", "鄞州区"]


def test_communities_are_chosen_by_street_also_without_data(city: Database) -> None:
    communities = queries.area_measure(
        city, period="2026Q3", standard="example-2026", area_kind="community", streets=("330203001",)
    )
    assert communities["area_name"].tolist() == ["鼓楼社区", "秀水社区"]
    assert _values(communities) == [59.5, None]
    assert communities["rated_count"].tolist() == [1, 0]


def test_streets_and_communities_agree_with_the_league_table_to_the_digit(city: Database) -> None:
    for kind in ("street", "community"):
        asked = {"period": "2026Q3", "standard": "example-2026", "area_kind": kind}
        league = queries.league_table(city, **asked).set_index("area_code")["score"]
        measured = queries.area_measure(city, **asked).set_index("area_code")["value"]
        assert league.sort_index().to_dict() == pytest.approx(measured.sort_index().to_dict(), nan_ok=True)


@pytest.mark.parametrize(
    ("measure", "street", "community"),
    [
        ("share_passing", 100 * 2 / 3, 100.0),
        ("change", 0.25, 0.25),
        ("coverage", 100.0, 100.0),
        ("dimension:O", None, 83.125),
        ("activities", 9000 / 2100, None),
    ],
)
def test_every_measure_is_answered_below_the_unit(
    city: Database, measure: str, street: float | None, community: float | None
) -> None:
    def first(kind: str) -> float:
        rows = queries.area_measure(
            city, period="2026Q3", standard="example-2026", area_kind=kind, measure=measure, streets=("330212001",)
        )
        return float(rows["value"].iloc[0])

    assert street is None or first("street") == pytest.approx(street)
    assert community is None or first("community") == pytest.approx(community)


def test_a_street_without_communities_that_period_is_left_out(city: Database) -> None:
    assert queries.area_measure(city, period="2026Q2", standard="example-2026", area_kind="street").empty


def test_the_map_and_the_league_table_agree_to_the_digit(city: Database) -> None:
    league = queries.league_table(city, period="2026Q3", standard="example-2026", area_kind="unit")
    measured = _units(city, "index").set_index("unit_code")
    for row in league.itertuples():
        assert measured.loc[row.unit_code, "value"] == row.score
        assert measured.loc[row.unit_code, "distance"] == row.gap


def _values(units: pd.DataFrame) -> list[float | None]:
    return [None if np.isnan(value) else round(value, 6) for value in units["value"]]


def test_a_dimension_and_an_indicator_are_shown_by_their_score(city: Database) -> None:
    assert _values(_units(city, "dimension:O")) == [43.75, None, None, None]
    assert _values(_units(city, "indicator:E1")) == [66.0, 56.0, None, None]
    assert set(_units(city, "indicator:E1")["line"]) == {60.0}


def test_the_share_passing_is_held_against_the_target_due_next(city: Database) -> None:
    share = _units(city, "share_passing")
    assert _values(share) == [0.0, 66.666667, None, 100.0]
    assert set(share["line"]) == {70.0}


def test_without_a_target_the_share_passing_is_held_against_zero(city: DuckDBDatabase) -> None:
    city.connection.execute("delete from target")
    assert set(_units(city, "share_passing")["line"]) == {0.0}


def test_a_change_is_held_against_zero(city: Database) -> None:
    change = _units(city, "change")
    assert _values(change) == [-2.5, 0.25, None, None]
    assert set(change["line"]) == {0.0}


def test_coverage_is_the_share_of_communities_with_a_total(city: Database) -> None:
    coverage = _units(city, "coverage")
    assert _values(coverage) == [50.0, 100.0, None, 100.0]
    assert set(coverage["line"].round(4)) == {66.6667}


def test_activities_are_counted_per_thousand_households_against_the_citys_rate(city: Database) -> None:
    activities = _units(city, "activities")
    assert _values(activities) == [round(4000 / 1100, 6), round(9000 / 2100, 6), None, 0.0]
    assert set(activities["line"].round(6)) == {round(13000 / 3600, 6)}
    assert activities["rated_count"].tolist() == [2, 3, 0, 1]


def test_no_ledger_of_activities_is_not_zero_activities(city: DuckDBDatabase) -> None:
    city.connection.execute("delete from activity_count")
    activities = _units(city, "activities")
    assert _values(activities) == [None, None, None, None]
    assert activities["line"].isna().all()


@pytest.mark.parametrize("kind", ["unit", "community"])
@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        ("appeals:on_time_rate", ("on_time_count", "due_count")),
        ("appeals:solve_rate", ("solved_count", "reached_count")),
        ("appeals:satisfy_rate", ("satisfied_count", "reached_count")),
        ("findings:rectified_rate", ("rectified_count", "due_count")),
    ],
)
def test_a_rate_of_a_ledger_is_that_of_its_page_and_of_few_there_is_none(
    city: DuckDBDatabase, measure: str, counts: tuple[str, str], kind: str
) -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    city.connection.execute("delete from appeal; delete from problem")
    fill(city.connection, "appeal", appeals(chance, 120))
    fill(city.connection, "problem", problems(chance, visits(chance, 40), 120))
    rates = queries.appeal_rates if measure.startswith("appeals") else queries.finding_rates
    hits, cases = counts
    told = rates(city, period="2026Q3", area_kind=kind)
    expected = {row["area_code"]: 100 * row[hits] / row[cases] for row in told.to_dict("records") if row[cases] >= 10}
    assert expected or kind == "community"
    shown = queries.area_measure(city, period="2026Q3", standard="example-2026", measure=measure, area_kind=kind)
    assert dict(shown.dropna(subset=["value"])[["area_code", "value"]].itertuples(index=False)) == pytest.approx(
        expected
    )
    assert shown["line"].iloc[0] == pytest.approx(100 * told[hits].sum() / told[cases].sum())
