"""What is answered in time and what people say of it, against the same counted row by row."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import pytest

import queries
from queries.database import DuckDBDatabase
from tests.queries.ledgers import COMMUNITIES, HOUSEHOLDS, UNTIL, Row, appeals, fill

SPANS = {"2026Q3": (date(2026, 7, 1), date(2026, 9, 30)), "2026-08": (date(2026, 8, 1), date(2026, 8, 31))}
GROUPS: dict[str, Callable[[Row], Any]] = {
    "none": lambda _row: "",
    "category": lambda row: row["category"],
    "channel": lambda row: row["channel"],
    "appeal_class": lambda row: row["appeal_class"] or "未注明",
    "dimension": lambda row: row["dimension_code"] or "未编码",
}
RATES = {
    "on_time_rate": ("on_time_count", "due_count"),
    "reach_rate": ("reached_count", "callback_count"),
    "contact_rate": ("contacted_count", "reached_count"),
    "solve_rate": ("solved_count", "reached_count"),
    "satisfy_rate": ("satisfied_count", "reached_count"),
    "repeat_rate": ("repeat_count", "received_count"),
    "solved_and_kept_rate": ("solved_and_kept_count", "seen_for_long_count"),
}


@pytest.fixture(scope="module")
def ledger() -> list[Row]:
    return appeals(random.Random(7), 1200)  # noqa: S311 - no secret


@pytest.fixture
def told(city: DuckDBDatabase, ledger: list[Row]) -> DuckDBDatabase:
    fill(city.connection, "appeal", ledger)
    return city


def repeats(ledger: list[Row]) -> set[str]:
    """The tickets whose matter was raised in the same community within 90 days before."""
    found = set()
    last: dict[tuple[str, str], datetime] = {}
    for row in sorted(ledger, key=lambda row: (row["received_at"], row["appeal_code"])):
        key = row["community_code"], row["matter"]
        if row["matter"] and key in last and row["received_at"] - last[key] <= timedelta(days=90):
            found.add(row["appeal_code"])
        last[key] = row["received_at"]
    return found


def is_open(row: Row, until: date = UNTIL) -> bool:
    """Whether a ticket is open on the day of the data."""
    if not row["closed_at"] or row["closed_at"].date() > until:
        return True
    again = row["reopened_at"]
    return bool(again) and again >= row["closed_at"] and again.date() <= until


def counted(ledger: list[Row], period: str, by: str, until: date) -> dict[tuple[str, str], dict[str, int]]:
    """Every count by unit and value, row by row."""
    first, last = SPANS[period]
    again = repeats(ledger)
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def within(moment: datetime | None) -> bool:
        return moment is not None and first <= moment.date() <= min(last, until)

    for row in ledger:
        if row["received_at"].date() > until:
            continue
        own = counts[COMMUNITIES[row["community_code"]], GROUPS[by](row)]
        own["excluded_count"] += within(row["received_at"]) and bool(row["exclusion"])
        if row["exclusion"]:
            continue
        if within(row["received_at"]):
            own["received_count"] += 1
            own["repeat_count"] += row["appeal_code"] in again
        if within(row["due_at"]):
            own["due_count"] += 1
            own["on_time_count"] += bool(row["closed_at"]) and row["closed_at"] <= row["due_at"]
        if within(row["closed_at"]) and row["callback_at"] and row["callback_at"].date() <= until:
            own["callback_count"] += 1
            if row["is_reached"]:
                own["reached_count"] += 1
                own["contacted_count"] += bool(row["is_contacted"])
                own["solved_count"] += bool(row["is_solved"])
                own["satisfied_count"] += row["satisfaction"] == "满意"
                own["basically_satisfied_count"] += row["satisfaction"] == "基本满意"
                own["dissatisfied_count"] += row["satisfaction"] == "不满意"
                month = timedelta(days=30)
                is_seen = row["closed_at"].date() + month <= until
                is_back = bool(row["reopened_at"]) and row["reopened_at"] <= row["closed_at"] + month
                own["seen_for_long_count"] += is_seen
                own["solved_and_kept_count"] += is_seen and bool(row["is_solved"]) and not is_back
        if is_open(row, until):
            own["open_count"] += 1
            own["overdue_count"] += bool(row["due_at"]) and row["due_at"].date() < until
    return counts


@pytest.mark.parametrize("as_of", ["", "2026-09-10"])
@pytest.mark.parametrize("period", SPANS)
@pytest.mark.parametrize("by", GROUPS)
def test_every_count_is_that_of_its_rows(
    told: DuckDBDatabase, ledger: list[Row], period: str, by: str, as_of: str
) -> None:
    rows = queries.appeal_rates(told, period=period, by=by, as_of=as_of)
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


def test_shares_are_of_the_area_and_volume_is_by_households(told: DuckDBDatabase) -> None:
    rows = queries.appeal_rates(told, period="2026Q3", by="category")
    assert rows.groupby("area_code")["share"].sum().tolist() == pytest.approx([1.0] * 3)
    (city,) = queries.appeal_rates(told, period="2026Q3", area_kind="city").to_dict("records")
    assert city["per_1000_households"] == pytest.approx(1000 * city["received_count"] / sum(HOUSEHOLDS.values()))


def test_replies_and_closings_are_timed_and_what_is_open_is_censored(told: DuckDBDatabase, ledger: list[Row]) -> None:
    (city,) = queries.appeal_rates(told, period="2026Q3", area_kind="city").to_dict("records")
    first, last = SPANS["2026Q3"]
    received = [row for row in ledger if first <= row["received_at"].date() <= last and not row["exclusion"]]
    hours = [
        (row["first_reply_at"] - row["received_at"]).total_seconds() / 3600 for row in received if row["first_reply_at"]
    ]
    assert city["first_reply_median_hours"] == pytest.approx(median(hours), rel=0.01)
    end = datetime.fromisoformat("2026-10-01")
    times = sorted(
        (min(row["closed_at"] or end, end) - row["received_at"], bool(row["closed_at"]) and row["closed_at"] < end)
        for row in received
    )
    still, at_risk = 1.0, len(times)
    middle = math.nan
    for time, is_closed in times:
        still *= 1 - is_closed / at_risk
        at_risk -= 1
        if still <= 0.5:
            middle = time.total_seconds() / 86400
            break
    assert city["close_median_days"] == pytest.approx(middle, abs=0.1)


def test_open_appeals_are_those_counted_as_open(told: DuckDBDatabase, ledger: list[Row]) -> None:
    rows = queries.open_appeals(told)
    expected = {
        row["appeal_code"]
        for row in ledger
        if row["received_at"].date() <= UNTIL and not row["exclusion"] and is_open(row)
    }
    assert set(rows["appeal_code"]) == expected
    assert rows["overdue_days"].dropna().is_monotonic_decreasing
    (city,) = queries.appeal_rates(told, period="2026Q3", area_kind="city").to_dict("records")
    assert (city["open_count"], city["overdue_count"]) == (len(rows), rows["overdue_days"].notna().sum())


def test_repeated_matters_add_up_to_the_repeats(told: DuckDBDatabase) -> None:
    matters = queries.repeated_matters(told, period="2026Q3")
    (city,) = queries.appeal_rates(told, period="2026Q3", area_kind="city").to_dict("records")
    assert matters["repeat_count"].is_monotonic_decreasing
    assert matters["repeat_count"].min() >= 1
    assert matters["repeat_count"].sum() == city["repeat_count"]
