"""What of what fell due is put right, against the same counted row by row."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import queries
from queries.database import DuckDBDatabase
from tests.queries.ledgers import COMMUNITIES, UNTIL, Row, fill, problems, visits

SPANS = {"2026Q3": (date(2026, 7, 1), date(2026, 9, 30)), "2026-08": (date(2026, 8, 1), date(2026, 8, 31))}
GROUPS: dict[str, Callable[[Row, Row | None], Any]] = {
    "none": lambda _problem, _visit: "",
    "category": lambda problem, _visit: problem["category"],
    "indicator": lambda problem, _visit: problem["indicator_code"] or "未编码",
    "severity": lambda problem, _visit: problem["severity"] or "未注明",
    "slot": lambda _problem, visit: (visit and visit["slot"]) or "未注明",
    "place_kind": lambda problem, _visit: problem["place_kind"] or "未注明",
    "responsible": lambda problem, _visit: problem["responsible"] or "未注明",
    "source": lambda problem, _visit: problem["source"] or "未注明",
}
RATES = {
    "filed_rate": ("filed_count", "found_count"),
    "dispatch_rate": ("dispatched_count", "filed_count"),
    "closed_rate": ("closed_count", "due_count"),
    "rework_rate": ("rework_count", "due_count"),
    "extension_rate": ("extended_count", "due_count"),
    "rectified_rate": ("rectified_count", "due_count"),
    "rectified_of_found": ("rectified_of_found_count", "found_count"),
}


@pytest.fixture(scope="module")
def ledger() -> tuple[list[Row], list[Row]]:
    chance = random.Random(11)  # noqa: S311 - no secret
    inspections = visits(chance, 150)
    return inspections, problems(chance, inspections, 900)


@pytest.fixture
def told(city: DuckDBDatabase, ledger: tuple[list[Row], list[Row]]) -> DuckDBDatabase:
    fill(city.connection, "visit", ledger[0])
    fill(city.connection, "problem", ledger[1])
    return city


def counted(
    ledger: tuple[list[Row], list[Row]], period: str, by: str, until: date
) -> dict[tuple[str, str], dict[str, int]]:
    """Every count by unit and value, row by row."""
    first, last = SPANS[period]
    inspections = {row["visit_code"]: row for row in ledger[0]}
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in ledger[1]:
        if row["found_on"] > until:
            continue
        visit = inspections.get(row["visit_code"])
        own = counts[COMMUNITIES[row["community_code"]], GROUPS[by](row, visit)]
        is_right = bool(row["verified_on"]) and row["verified_on"] <= until
        is_closed = is_right or bool(row["is_forced"])
        if first <= row["found_on"] <= min(last, until):
            own["found_count"] += 1
            own["filed_count"] += bool(row["filed_on"]) and row["filed_on"] <= until
            own["dispatched_count"] += bool(row["dispatched_on"]) and row["dispatched_on"] <= until
            own["rectified_of_found_count"] += is_right
            own["found_without_visit_count"] += visit is None
        if first <= row["due_on"] <= min(last, until):
            own["due_count"] += 1
            own["closed_count"] += is_closed
            own["rectified_count"] += is_right
            own["forced_count"] += bool(row["is_forced"])
            own["deferred_count"] += bool(row["deferred_to"])
            own["extended_count"] += bool(row["extended_to"])
            own["rework_count"] += bool(row["rework_count"])
            done, limit = row["rectified_on"] or row["verified_on"], row["extended_to"] or row["due_on"]
            own["on_time_count"] += is_closed and not row["deferred_to"] and bool(done) and done <= limit
        limit = row["deferred_to"] or row["extended_to"] or row["due_on"]
        own["overdue_count"] += limit < until and not is_closed
    return counts


@pytest.mark.parametrize("as_of", ["", "2026-09-10"])
@pytest.mark.parametrize("period", SPANS)
@pytest.mark.parametrize("by", GROUPS)
def test_every_count_is_that_of_its_rows(
    told: DuckDBDatabase, ledger: tuple[list[Row], list[Row]], period: str, by: str, as_of: str
) -> None:
    rows = queries.finding_rates(told, period=period, by=by, as_of=as_of)
    assert len(rows)
    twin = counted(ledger, period, by, date.fromisoformat(as_of) if as_of else UNTIL)
    names = [*{name for own in twin.values() for name in own}]
    for row in rows.to_dict("records"):
        own = twin[row["area_code"], "" if by == "none" else row[by]]
        assert {name: row[name] for name in names} == {name: own[name] for name in names}
        for rate, (hits, cases) in RATES.items():
            expected = own[hits] / own[cases] if own[cases] else math.nan
            assert row[rate] == pytest.approx(expected, nan_ok=True)
    seen = {(row["area_code"], "" if by == "none" else row[by]) for row in rows.to_dict("records")}
    assert {key for key, own in twin.items() if any(own.values())} <= seen


def test_the_month_of_a_count_is_that_of_its_own_day(told: DuckDBDatabase) -> None:
    months = queries.finding_rates(told, period="2026Q3", by="month", area_kind="city")
    assert months["month"].tolist() == ["2026-07", "2026-08", "2026-09"]
    august = queries.finding_rates(told, period="2026-08", area_kind="city").iloc[0]
    own = months.iloc[1]
    for name in ("found_count", "due_count", "rectified_count", "visit_count", "items_checked"):
        assert own[name] == august[name]


def test_problems_per_hundred_items_are_those_of_first_inspections(
    told: DuckDBDatabase, ledger: tuple[list[Row], list[Row]]
) -> None:
    (row,) = queries.finding_rates(told, period="2026Q3", area_kind="city").to_dict("records")
    first, last = SPANS["2026Q3"]
    inspections = {visit["visit_code"]: visit for visit in ledger[0] if first <= visit["visited_on"] <= last}
    of_first = [visit for visit in inspections.values() if visit["kind"] == "初查"]
    again = [visit for visit in inspections.values() if visit["kind"] == "复查"]
    found = [inspections.get(problem["visit_code"]) for problem in ledger[1]]
    items = sum(visit["items_checked"] for visit in of_first)
    assert (row["visit_count"], row["items_checked"]) == (len(of_first), items)
    of_visits = sum(visit is not None and visit["kind"] == "初查" for visit in found)
    assert row["per_100_items"] == pytest.approx(100 * of_visits / items)
    rechecked = sum(visit["items_checked"] for visit in again)
    refound = sum(visit is not None and visit["kind"] == "复查" for visit in found)
    assert row["true_close_rate"] == pytest.approx((rechecked - refound) / rechecked)


def test_rates_of_a_bulletin_come_out_as_printed(city: DuckDBDatabase) -> None:
    """Zhengzhou, a week of April 2019, in thousandths of its counts: rounded once they are those it printed."""
    counts = {"found": 51_571, "filed": 51_229, "dispatched": 49_151}
    due = {"due": 52_434, "closed": 43_523, "on_time": 40_394, "rework": 276, "extended": 104}
    city.connection.execute("delete from problem")
    common = "'330203001001', '堆物'"
    city.connection.execute(
        "insert into problem (finding_code, community_code, category, found_on, due_on, filed_on, dispatched_on) "
        f"select 'N' || i, {common}, date '2026-09-28', date '2026-10-20', "
        f"case when i < {counts['filed']} then date '2026-09-28' end, "
        f"case when i < {counts['dispatched']} then date '2026-09-29' end from range({counts['found']}) as t (i)"
    )
    city.connection.execute(
        "insert into problem (finding_code, community_code, category, found_on, due_on, rectified_on, verified_on, "
        "rework_count, extended_to) "
        f"select 'D' || i, {common}, date '2026-06-01', date '2026-07-10', "
        f"case when i < {due['on_time']} then date '2026-07-09' when i < {due['closed']} then date '2026-07-20' end, "
        f"case when i < {due['closed']} then date '2026-07-21' end, "
        f"case when i < {due['rework']} then 1 end, "
        f"case when i < {due['extended']} then date '2026-07-12' end from range({due['due']}) as t (i)"
    )
    (row,) = queries.finding_rates(city, period="2026Q3", area_kind="city").to_dict("records")
    printed = {name: round(100 * row[f"{name}_rate"], 2) for name in ("filed", "dispatch", "closed", "on_time")}
    assert printed == {"filed": 99.34, "dispatch": 95.94, "closed": 83.01, "on_time": 77.04}
    assert (round(100 * row["rework_rate"], 2), round(100 * row["extension_rate"], 2)) == (0.53, 0.20)


def test_units_restrict_and_a_small_rate_has_a_wide_interval(city: DuckDBDatabase) -> None:
    """Six problems and one late: 83.3 %, from 43.6 to 97.0."""
    rows = [
        {
            "finding_code": f"F{number}",
            "community_code": "330203001001",
            "category": "堆物",
            "found_on": date(2026, 7, 1),
            "due_on": date(2026, 7, 9),
            "rectified_on": date(2026, 7, 8) if number else None,
            "verified_on": date(2026, 7, 8) if number else None,
        }
        for number in range(6)
    ]
    fill(city.connection, "problem", rows)
    city.connection.execute("delete from visit")
    (row,) = queries.finding_rates(city, period="2026Q3", units=("330203",)).to_dict("records")
    assert [round(100 * row[f"rectified_rate{limit}"], 1) for limit in ("", "_low", "_high")] == [83.3, 43.6, 97.0]
    assert queries.finding_rates(city, period="2026Q3", units=("330212",)).empty
