"""What comes, is closed and stands open month by month, against the same counted row by row."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

import queries
from queries.database import DuckDBDatabase
from tests.queries.ledgers import UNTIL, Row, appeals, fill

SPANS = [(f"2026-{month:02d}", date(2026, month, 1), date(2026, month + 1, 1)) for month in range(6, 11)]


@pytest.fixture(scope="module")
def ledger() -> list[Row]:
    return appeals(random.Random(5), 900)  # noqa: S311 - no secret


@pytest.fixture
def told(city: DuckDBDatabase, ledger: list[Row]) -> DuckDBDatabase:
    fill(city.connection, "appeal", ledger)
    for code, starts, after in SPANS:
        city.connection.execute(
            "insert or replace into span values (?, 'month', ?, ?, null, null)", [code, starts, after - timedelta(1)]
        )
    return city


def counted(ledger: list[Row], starts: date, ends: date) -> dict[str, int]:
    """Every count of a month, row by row."""
    own = dict.fromkeys(("received_count", "closed_count", "reopened_count", "open_count", "overdue_count"), 0)
    for row in ledger:
        received, closed, reopened = (
            row[name] and row[name].date() for name in ("received_at", "closed_at", "reopened_at")
        )
        if row["exclusion"] or received > ends:
            continue
        own["received_count"] += starts <= received
        own["closed_count"] += bool(closed) and starts <= closed <= ends
        own["reopened_count"] += bool(reopened) and starts <= reopened <= ends
        is_open = not closed or closed > ends or bool(reopened and reopened <= ends)
        own["open_count"] += is_open
        own["overdue_count"] += bool(is_open and row["due_at"] and row["due_at"].date() < ends)
    return own


def test_every_count_is_that_of_its_rows(told: DuckDBDatabase, ledger: list[Row]) -> None:
    told.connection.execute("delete from appeal_limit")  # so that only what has a limit of its own is ever due
    rows = queries.appeal_months(told, period="2026Q3", area_kind="city").set_index("month")
    assert rows.index.tolist() == ["2026-06", "2026-07", "2026-08", "2026-09"]
    for code, starts, after in SPANS[:-1]:
        own = counted(ledger, starts, min(after - timedelta(1), UNTIL))
        assert rows.loc[code, list(own)].to_dict() == own


def test_the_stock_of_a_month_is_that_of_the_month_before_and_what_came_and_went(told: DuckDBDatabase) -> None:
    for kind in ("city", "unit", "community"):
        for _, months in queries.appeal_months(told, period="2026-09", area_kind=kind).groupby("area_code"):
            for before, now in pairwise(months.to_dict("records")):
                moved = now["received_count"] - now["closed_count"] + now["reopened_count"]
                assert now["open_count"] == before["open_count"] + moved


def test_flows_are_those_of_the_rates_by_month_and_the_last_stock_that_of_today(told: DuckDBDatabase) -> None:
    names = ["received_count", "due_count", "on_time_count"]
    months = queries.appeal_months(told, period="2026Q3", area_kind="city").set_index("month")
    rates = queries.appeal_rates(told, period="2026Q3", area_kind="city", by="month").set_index("month")
    assert months.loc[rates.index, names].equals(rates[names])
    (today,) = queries.appeal_rates(told, period="2026Q3", area_kind="city").to_dict("records")
    assert months.iloc[-1][["open_count", "overdue_count"]].tolist() == [today["open_count"], today["overdue_count"]]


def test_units_restrict_and_add_up(told: DuckDBDatabase) -> None:
    whole = queries.appeal_months(told, period="2026-08", area_kind="city").set_index("month")["open_count"]
    parts = queries.appeal_months(told, period="2026-08", area_kind="unit")
    assert parts.groupby("month")["open_count"].sum().to_dict() == whole.to_dict()
    own = queries.appeal_months(told, period="2026-08", area_kind="city", units=("330203",))["open_count"].tolist()
    assert own == parts[parts["unit_code"] == "330203"]["open_count"].tolist()
    assert queries.appeal_months(told, period="2030").empty
