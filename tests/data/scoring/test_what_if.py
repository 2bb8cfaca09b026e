"""推演 against the real scoring: nothing tried is what was published, the shortest way leads where it says."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pytest

import queries
from data.scoring.what_if import Outcome, Rules, Value, place_of, value_score, what_if
from data.versions.store import Store
from queries.database import Database, open_database

ASKED = {"period": "2026Q3", "standard": "example-2026"}
NEAR = 1e-9


@pytest.fixture(scope="module")
def database(sample_city: Callable[[float], Store]) -> Database:
    return open_database(sample_city(0.1), 1)


class City:
    """One standard's tables, and what every community measured."""

    def __init__(self, database: Database) -> None:
        self.database = database
        own = {"standard": ASKED["standard"]}
        self.weights = queries.indicators(database, **own)[["indicator_code", "weight"]]
        self.tables = (
            queries.anchors(database, **own),
            queries.grades(database, **own),
            queries.bands(database, **own),
        )
        row = queries.standards(database).set_index("standard_version").loc[ASKED["standard"]]
        self.rules = Rules(row["aggregation"], row["geometric_floor"], row["minimum_coverage"])

    def try_out(self, community: str, tries: dict[str, Value], *, is_vetoed: bool = False) -> Outcome:
        items = queries.community_indicators(self.database, **ASKED, community=community)
        items = items.merge(self.weights, on="indicator_code")
        return what_if(items, *self.tables, self.rules, tries, is_vetoed=is_vetoed)


@pytest.fixture(scope="module")
def city(database: Database) -> City:
    return City(database)


def test_huge_and_tiny_weights_do_not_overflow(city: City) -> None:
    def total(factor: float) -> float:
        items = pd.DataFrame(
            {
                "indicator_code": ["E1", "E2", "O4"],
                "dimension_code": ["E", "E", "O"],
                "weight": [1.0 * factor, 3.0 * factor, 2.0 * factor],
                "state": "value",
                "score": [80.0, 40.0, 60.0],
            }
        )
        return what_if(items, *city.tables, Rules("arithmetic", 0.0, 0.5), {}).score

    assert total(1.0) == pytest.approx((4 * 50 + 2 * 60) / 6)
    assert total(2.0**1021) == total(2.0**-1000) == total(1.0)


def test_nothing_tried_is_the_published_score_band_and_place(database: Database, city: City) -> None:
    league = queries.league_table(database, **ASKED, area_kind="community", ranked=0)
    assert set(league["status"]) == {"参评", "待补报", "数据不足"}
    for row in league.groupby("status").head(12).to_dict("records"):
        profile = queries.community_profile(database, **ASKED, community=row["area_code"]).iloc[0]
        outcome = city.try_out(row["area_code"], {}, is_vetoed=bool(profile["is_vetoed"]))
        assert outcome.status == row["status"]
        assert (outcome.band_code or None) == (profile["band_code"] if isinstance(profile["band_code"], str) else None)
        if row["status"] == "数据不足":
            continue
        assert outcome.score == pytest.approx(row["score"], abs=NEAR)
        summary = queries.dimension_summary(database, **ASKED, area_kind="community", area_code=row["area_code"])
        known = dict(zip(summary["dimension_code"], summary["score"], strict=True))
        assert outcome.dimensions == pytest.approx(known, abs=NEAR)
        if row["status"] == "参评":
            others = queries.other_scores(database, **ASKED, community=row["area_code"])
            assert place_of(outcome.score, others) == profile["city_place"]


def test_the_steps_of_the_shortest_way_lead_to_the_target_band_by_the_gains_they_name(
    database: Database, city: City
) -> None:
    league = queries.league_table(database, **ASKED, area_kind="community", ranked=0)
    reached = 0
    for code in league["area_code"]:
        steps = queries.improvement_steps(database, **ASKED, community=code)
        if steps.empty:
            continue
        profile = queries.community_profile(database, **ASKED, community=code).iloc[0]
        outcome = city.try_out(code, dict(zip(steps["indicator_code"], steps["to_value"], strict=True)))
        names = dict(zip(city.tables[2]["band_code"], city.tables[2]["band_name"], strict=True))
        assert names[outcome.band_code] == profile["target_band_name"]
        assert outcome.score == pytest.approx(profile["score"] + steps["gain"].sum(), abs=NEAR)
        reached += 1
    assert reached > 10


def test_what_was_unreported_counts_once_it_has_a_value(database: Database, city: City) -> None:
    league = queries.league_table(database, **ASKED, area_kind="community", ranked=0)
    waiting = league[league["status"] == "待补报"]["area_code"].iloc[0]
    rows = queries.community_indicators(database, **ASKED, community=waiting)
    missing = rows[(rows["state"] == "unreported")]
    outcome = city.try_out(waiting, dict(zip(missing["indicator_code"], missing["line_value"], strict=True)))
    assert outcome.status == "参评"
    assert [outcome.items[code] for code in missing["indicator_code"]] == pytest.approx([60.0] * len(missing))


ITEMS = pd.DataFrame(
    {
        "indicator_code": ["E1", "E2", "O1"],
        "dimension_code": ["E", "E", "O"],
        "weight": [3.0, 1.0, 4.0],
        "state": ["value", "unreported", "value"],
        "score": [60.0, math.nan, 90.0],
    }
)
ANCHORS = pd.DataFrame(
    {
        "indicator_code": ["E1", "E1", "E1", "O1", "O1"],
        "value": [50.0, 80, 100, 0, 20],
        "score": [0.0, 60, 100, 100, 0],
    }
)
GRADES = pd.DataFrame({"indicator_code": ["E2"] * 3, "grade": ["A", "B", "C"], "score": [100.0, 66, 33]})
BANDS = pd.DataFrame(
    {
        "band_code": ["passing", "developing", "remedial"],
        "position": [1, 2, 3],
        "minimum_score": [60.0, 50, 0],
        "minimum_dimension_score": [60.0, 0, 0],
        "requires_all_reported": [True, False, False],
        "requires_no_veto": [True, True, False],
    }
)


def small(tries: dict[str, Value], rules: Rules, *, is_vetoed: bool = False) -> Outcome:
    return what_if(ITEMS, ANCHORS, GRADES, BANDS, rules, tries, is_vetoed=is_vetoed)


ARITHMETIC = Rules("arithmetic", 0, 2 / 3)


def test_an_unreported_item_bars_the_band_and_a_grade_reports_it() -> None:
    assert (small({}, ARITHMETIC).status, small({}, ARITHMETIC).band_code) == ("待补报", "developing")
    tried = small({"E2": "B"}, ARITHMETIC)
    assert (tried.status, tried.band_code) == ("参评", "passing")
    assert tried.dimensions == {"E": pytest.approx((3 * 60 + 66) / 4), "O": 90.0}
    assert tried.score == pytest.approx(tried.dimensions["E"] / 2 + 45)
    assert small({"E2": "B"}, ARITHMETIC, is_vetoed=True).band_code == "remedial"


def test_the_bands_are_decided_on_what_is_printed() -> None:
    assert small({"E1": 79.999, "E2": "B", "O1": 8}, ARITHMETIC).band_code == "passing"
    just_short = small({"E1": 74, "E2": "A", "O1": 8}, ARITHMETIC)
    assert (just_short.dimensions["E"], just_short.band_code) == (61.0, "passing")
    assert small({"E1": 73.3, "E2": "A"}, ARITHMETIC).band_code == "developing"


def test_too_little_data_has_no_band() -> None:
    strict = Rules("arithmetic", 0, 0.8)
    assert (small({}, strict).status, small({}, strict).band_code) == ("数据不足", "")
    assert small({"E2": "C"}, strict).status == "参评"


def test_the_geometric_mean_is_the_product_above_its_floor() -> None:
    geometric = Rules("geometric", 1, 2 / 3)
    assert small({"E2": "A"}, geometric).score == pytest.approx(math.sqrt(70 * 90))
    assert small({"O1": 20}, geometric).score == pytest.approx(math.sqrt(60 * 1))
    assert small({"O1": 20}, Rules("geometric", 0, 2 / 3)).score == 0


def test_values_beyond_the_anchors_are_level_and_unknown_ones_are_refused() -> None:
    assert [value_score("O1", value, ANCHORS, GRADES) for value in (-5, 10, 99)] == [100, 50, 0]
    for code, value in (("E2", "Z"), ("X9", 1.0)):
        with pytest.raises(KeyError):
            value_score(code, value, ANCHORS, GRADES)


def test_a_place_counts_who_scores_higher_as_printed() -> None:
    others = pd.DataFrame({"score": [80.0, 60.0, 59.99], "community_count": [1, 2, 4]})
    assert [place_of(score, others) for score in (90, 60.001, 59.995, 59.9949, 10)] == [1, 2, 2, 4, 8]
