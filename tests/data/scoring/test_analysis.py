"""What is judged once a version is built, against slow and obvious twins on a small demonstration city."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import duckdb
import pytest

from data.scoring.funnels import funnel_limits, spread_of_rates
from data.scoring.statistics import composition, shrunk_rates
from data.versions.store import Store
from queries.database import DuckDBDatabase, open_database

STANDARD, PERIOD = "example-2026", "2026Q3"
ONE = f"standard_version = '{STANDARD}' and period = '{PERIOD}'"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def city(sample_city: Callable[[float], Store]) -> Iterator[duckdb.DuckDBPyConnection]:
    database = open_database(sample_city(0.1), 1)  # as pages do: two ways to open one file do not go together
    assert isinstance(database, DuckDBDatabase)
    with database.connection.cursor() as cursor:
        yield cursor


def rows(city: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    result = city.execute(sql)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


def half_up(score: float) -> float:
    return math.floor(score * 100 + 0.5 + 1e-9) / 100


@pytest.mark.parametrize("kind", ["unit", "street", "community"])
def test_an_interval_counts_whom_the_critical_value_tells_apart(city: duckdb.DuckDBPyConnection, kind: str) -> None:
    ranked = rows(city, f"select * from index_score where {ONE} and area_kind = '{kind}' and status = '参评'")
    assert len(ranked) > 5
    for own in ranked:
        if own["standard_error"] is None:
            assert (own["rank_low"], own["rank_high"], own["critical_value"]) == (1, len(ranked), None)
            continue
        better = worse = 0
        for other in ranked:
            if other["standard_error"] is None:
                continue
            needed = own["critical_value"] * math.hypot(own["standard_error"], other["standard_error"])
            lead = half_up(other["score"]) - half_up(own["score"])
            better += lead > needed
            worse += -lead > needed
        assert (own["rank_low"], own["rank_high"]) == (1 + better, len(ranked) - worse)
        assert own["rank_low"] <= own["city_place"] <= own["rank_high"]


def test_places_not_given_have_no_interval(city: duckdb.DuckDBPyConnection) -> None:
    others = rows(city, "select rank_low, rank_high, critical_value from index_score where city_place is null")
    assert others
    assert all(value is None for row in others for value in row.values())


def quarters(period: str) -> int:
    return int(period[:4]) * 4 + int(period[5])


@pytest.mark.parametrize("kind", ["city", "unit", "street", "community"])
def test_a_pace_is_the_median_slope_of_six_quarters_beside_what_the_goal_needs(
    city: duckdb.DuckDBPyConnection, kind: str
) -> None:
    paces = {row["area_code"]: row for row in rows(city, f"select * from pace where {ONE} and area_kind = '{kind}'")}
    assert paces
    target, due = city.execute(
        f"select value, period from target where standard_version = '{STANDARD}' and measure = 'index' "
        f"and period > '{PERIOD}' order by period limit 1"
    ).fetchone() or (None, None)
    scores: dict[str, dict[int, float]] = {}
    for row in rows(
        city,
        f"select area_code, period, score from index_score where standard_version = '{STANDARD}' "
        f"and area_kind = '{kind}' and status != '数据不足' and score is not null",
    ):
        scores.setdefault(row["area_code"], {})[quarters(row["period"])] = row["score"]
    now = quarters(PERIOD)
    for code, known in scores.items():
        window = {quarter: score for quarter, score in known.items() if now - 6 < quarter <= now}
        if now not in window or len(window) < 4:
            assert code not in paces
            continue
        slope = statistics.median((window[b] - window[a]) / (b - a) for a, b in combinations(sorted(window), 2))
        goal = 60.0 if kind == "community" else target
        left = quarters(due) - now
        needed = (goal - window[now]) / left
        if half_up(window[now]) >= goal:
            verdict = "已达"
        elif slope >= needed:
            verdict = "可达"
        else:
            verdict = "需提速" if slope > 0 and needed <= 2 * slope else "难达"
        own = paces[code]
        assert own["achieved"] == pytest.approx(slope)
        assert own["needed"] == pytest.approx(needed)
        assert (own["goal"], own["due_period"], own["quarters_left"]) == (goal, due, left)
        assert (own["period_count"], own["verdict"]) == (len(window), verdict)


def test_there_is_no_pace_below_four_quarters(city: duckdb.DuckDBPyConnection) -> None:
    (first, fourth), *_ = city.execute(
        "select min(period), (select period from period order by period offset 3 limit 1) from period"
    ).fetchall()
    earliest = city.execute("select min(period), min(period_count) from pace").fetchone()
    assert earliest == (fourth, 4)
    assert first < fourth


def test_every_band_of_places_lies_within_all_places_and_the_stable_ones_in_a_quarter(
    city: duckdb.DuckDBPyConnection,
) -> None:
    for kind in ("unit", "community"):
        bands = rows(
            city,
            "select weight_sensitivity.*, index_score.city_place from weight_sensitivity "
            "inner join index_score using (standard_version, area_kind, area_code, period) "
            f"where {ONE} and area_kind = '{kind}'",
        )
        (count,) = city.execute(
            f"select count(*) from index_score where {ONE} and area_kind = '{kind}' and status = '参评'"
        ).fetchone() or (0,)
        assert len(bands) == count
        for band in bands:
            low = min(band["arithmetic_low"], band["geometric_low"])
            high = max(band["arithmetic_high"], band["geometric_high"])
            assert 1 <= low <= high <= count
            is_first, is_last = high <= 0.25 * count, low > 0.75 * count
            assert band["stability"] == ("稳居前列" if is_first else "稳居后列" if is_last else None)
        # the standard's own weights lie in the middle of what is drawn
        inside = [band for band in bands if band["arithmetic_low"] <= band["city_place"] <= band["arithmetic_high"]]
        assert len(inside) >= 0.9 * count


def test_the_geometric_place_is_that_of_the_geometric_scores(city: duckdb.DuckDBPyConnection) -> None:
    bands = rows(
        city,
        "select geometric_place, geometric_score from weight_sensitivity "
        "inner join index_score using (standard_version, area_kind, area_code, period) "
        f"where {ONE} and area_kind = 'community'",
    )
    scores = [half_up(band["geometric_score"]) for band in bands]
    for band, score in zip(bands, scores, strict=True):
        assert band["geometric_place"] == 1 + sum(other > score for other in scores)


def test_a_rate_is_held_against_the_city_for_its_sample_and_population(city: duckdb.DuckDBPyConnection) -> None:
    kinds = set()
    for summary in rows(city, f"select * from rate_summary where {ONE}"):
        item = summary["indicator_code"]
        measured = rows(
            city,
            "select measurement.community_code, measurement.value, measurement.sample_size, is_small_sample, "
            "case when is_finite_population then population_size else 'inf'::double end as population "
            "from measurement inner join indicator_score on measurement.community_code = indicator_score.area_code "
            "and measurement.period = indicator_score.period "
            "and measurement.indicator_code = indicator_score.indicator_code "
            "inner join indicator on indicator_score.standard_version = indicator.standard_version "
            "and indicator_score.indicator_code = indicator.indicator_code "
            f"where indicator.standard_version = '{STANDARD}' and area_kind = 'community' "
            f"and measurement.period = '{PERIOD}' "
            f"and measurement.indicator_code = '{item}' and measurement.state = 'value' and sample_size is not null",
        )
        counted = [row for row in measured if not row["is_small_sample"]]
        spread = spread_of_rates(
            [row["value"] / 100 for row in counted],
            [row["sample_size"] for row in counted],
            [row["population"] for row in counted],
        )
        assert (summary["mean"], summary["tau"], summary["tau_limit"]) == pytest.approx(
            (100 * spread.mean, 100 * spread.tau, 100 * spread.most)
        )
        assert summary["community_count"] == len(measured)
        assert summary["small_count"] == len(measured) - len(counted)
        sizes = [row["sample_size"] for row in measured]
        found = [row["value"] / 100 * row["sample_size"] for row in measured]
        shrunk, *_ = shrunk_rates(found, sizes, [row["population"] for row in measured])
        drawn = {row["community_code"]: value for row, value in zip(measured, shrunk, strict=True)}
        signals = rows(city, f"select * from rate_signal where {ONE} and indicator_code = '{item}'")
        assert len(signals) == summary["community_count"] - summary["hidden_count"]
        known = {row["community_code"]: row for row in measured}
        places = [known[signal["community_code"]] for signal in signals]
        limits = funnel_limits(
            [row["sample_size"] for row in places],
            spread,
            tail=0.001,
            population=[row["population"] for row in places],
        )
        for signal, row, low, high in zip(signals, places, *limits, strict=True):
            assert signal["shrunk"] == pytest.approx(100 * drawn[signal["community_code"]])
            if row["is_small_sample"]:
                assert row["sample_size"] >= 5
                judged = ("rate", "z", "lower_limit", "upper_limit", "signal")
                assert [signal[name] for name in judged] == [None] * 5
                continue
            assert signal["population_size"] == (None if math.isinf(row["population"]) else row["population"])
            assert (signal["lower_limit"], signal["upper_limit"]) == pytest.approx((100 * low, 100 * high))
            count = round(row["value"] / 100 * row["sample_size"]) / row["sample_size"]
            word = "明显高于" if count > high + 1e-9 else "明显低于" if count < low - 1e-9 else "在范围内"
            assert signal["signal"] == word
            assert (signal["z"] > 0) == (row["value"] / 100 > spread.mean)
            is_whole = row["sample_size"] >= row["population"]
            kinds.add("whole" if is_whole else "drawn" if row["population"] < math.inf else "people")
            if is_whole:
                assert signal["shrunk"] == pytest.approx(row["value"])
    assert kinds == {"whole", "drawn", "people"}


def test_too_few_people_asked_count_as_missing_and_the_fewest_are_not_listed(city: duckdb.DuckDBPyConnection) -> None:
    small = rows(
        city,
        "select indicator_score.*, measurement.sample_size, index_score.status, index_score.unreported_count "
        "from indicator_score inner join measurement on indicator_score.area_code = measurement.community_code "
        "and indicator_score.period = measurement.period "
        "and indicator_score.indicator_code = measurement.indicator_code "
        "inner join index_score on indicator_score.standard_version = index_score.standard_version "
        "and indicator_score.area_kind = index_score.area_kind and indicator_score.area_code = index_score.area_code "
        "and indicator_score.period = index_score.period "
        "where indicator_score.area_kind = 'community' and indicator_score.is_small_sample",
    )
    assert small
    for row in small:
        assert row["sample_size"] < 10
        assert (row["state"], row["score"], row["value"]) == ("unreported", None, None)
        assert row["status"] != "参评"
        assert row["unreported_count"] >= 1
    hidden = city.execute("select count(*) from rate_signal where rate is null and sample_size < 5").fetchone()
    assert hidden == (0,)


def test_every_pair_of_units_is_compared_within_kinds(city: duckdb.DuckDBPyConnection) -> None:
    members = rows(
        city,
        "select community.unit_code, kind, community.households, score from index_score "
        "inner join community on index_score.area_code = community.community_code "
        f"where {ONE} and area_kind = 'community' and status != '数据不足'",
    )
    kinds = sorted({row["kind"] for row in members})

    def side(unit: str) -> tuple[list[float], list[float]]:
        own = [row for row in members if row["unit_code"] == unit]
        total = sum(row["households"] for row in own)
        shares, rates = [], []
        for kind in kinds:
            alike = [row for row in own if row["kind"] == kind]
            weight = sum(row["households"] for row in alike)
            shares.append(weight / total)
            rates.append(sum(row["households"] * row["score"] for row in alike) / weight if weight else math.nan)
        return shares, rates

    pairs = rows(city, f"select * from composition where {ONE}")
    units = {row["unit_code"] for row in members}
    assert len(pairs) == len(units) * (len(units) - 1) / 2
    for pair in pairs:
        parts = composition(*side(pair["unit_code"]), *side(pair["other_code"]))
        assert (pair["difference"], pair["within_kinds"], pair["mix"]) == pytest.approx(
            (parts.total, parts.within, parts.mix)
        )
        assert pair["is_reversed"] == parts.is_reversed


def test_falls_are_counted_until_one_period_does_not_fall(city: duckdb.DuckDBPyConnection) -> None:
    trend: dict[tuple[str, str], int] = {}
    found = rows(
        city,
        "select area_kind, area_code, period, change, fall_count from index_score "
        f"where standard_version = '{STANDARD}' order by period",
    )
    for row in found:
        key = (row["area_kind"], row["area_code"])
        is_falling = row["change"] is not None and round(row["change"], 2) < 0
        trend[key] = trend.get(key, 0) + 1 if is_falling else 0
        assert row["fall_count"] == trend[key]
    assert any(row["fall_count"] >= 2 for row in found)
