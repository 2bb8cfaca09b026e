"""Ledgers of appeals, visits and problems by chance, for questions that a slow twin answers as well."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

COMMUNITIES = {
    "330203001001": "330203",
    "330203001002": "330203",
    "330212001001": "330212",
    "330212001002": "330212",
    "330212001003": "330212",
    "330212099001": "3302GX",
}
HOUSEHOLDS = {
    "330203001001": 800,
    "330203001002": 300,
    "330212001001": 1000,
    "330212001002": 500,
    "330212001003": 600,
    "330212099001": 400,
}
UNTIL = date(2026, 9, 30)
FIRST = datetime.fromisoformat("2026-06-01")
# What lies beyond the limits of communities of its size: in a city of six none can.
OF_LARGE_CITIES = {"appeal_signals", "silent_communities"}
Row = dict[str, Any]


def maybe(chance: random.Random, share: float, value: Any) -> Any:
    """A value as often as said, else nothing."""
    return value if chance.random() < share else None


def appeals(chance: random.Random, count: int) -> list[Row]:
    """Tickets of five months up to a month after the day of the data."""
    rows = []
    for number in range(count):
        received = FIRST + timedelta(minutes=chance.randrange(150 * 24 * 60))
        closed = maybe(chance, 0.9, received + timedelta(hours=chance.randrange(1, 400)))
        called = maybe(chance, 0.8, closed and closed + timedelta(days=chance.randrange(1, 20)))
        reached = called and chance.random() < 0.7
        rows.append(
            {
                "appeal_code": f"S{number:05d}",
                "community_code": chance.choice([*COMMUNITIES]),
                "received_at": received,
                "channel": chance.choice(["电话", "网络"]),
                "category": chance.choice(["物业", "停车", "噪声"]),
                "appeal_class": maybe(chance, 0.8, chance.choice(["咨询", "投诉"])),
                "dimension_code": maybe(chance, 0.8, chance.choice("EOP")),
                "matter": maybe(chance, 0.7, f"事由{chance.randrange(20)}"),
                "due_at": maybe(chance, 0.9, received + timedelta(days=chance.choice([1, 5, 15]))),
                "first_reply_at": maybe(chance, 0.9, received + timedelta(minutes=chance.randrange(3000))),
                "closed_at": closed,
                "reopened_at": maybe(chance, 0.2, closed and closed + timedelta(days=chance.randrange(1, 60))),
                "exclusion": maybe(chance, 0.05, "重复件"),
                "callback_at": called,
                "is_reached": called and reached,
                "is_contacted": reached and chance.random() < 0.9 if called else None,
                "is_solved": reached and chance.random() < 0.8 if called else None,
                "satisfaction": chance.choice(["满意", "满意", "基本满意", "不满意"]) if reached else None,
            }
        )
    return rows


def visits(chance: random.Random, count: int) -> list[Row]:
    """Inspections of the same months."""
    return [
        {
            "visit_code": f"V{number:04d}",
            "community_code": chance.choice([*COMMUNITIES]),
            "visited_on": date(2026, 6, 1) + timedelta(days=chance.randrange(120)),
            "slot": maybe(chance, 0.9, chance.choice(["日间", "错时", "夜间"])),
            "items_checked": chance.randrange(5, 40),
            "kind": chance.choice(["初查", "初查", "复查"]),
        }
        for number in range(count)
    ]


def problems(chance: random.Random, inspections: list[Row], count: int) -> list[Row]:
    """What those inspections found, and others."""
    rows = []
    for number in range(count):
        visit = chance.choice(inspections)
        found = visit["visited_on"]
        due = found + timedelta(days=chance.randrange(1, 30))
        filed = maybe(chance, 0.95, found)
        is_forced = chance.random() < 0.05
        rectified = None if is_forced else maybe(chance, 0.9, found + timedelta(days=chance.randrange(40)))
        rows.append(
            {
                "finding_code": f"F{number:05d}",
                "community_code": visit["community_code"],
                "visit_code": maybe(chance, 0.8, visit["visit_code"]),
                "indicator_code": maybe(chance, 0.7, chance.choice(["E1", "O1"])),
                "category": chance.choice(["堆物", "飞线", "破损"]),
                "severity": maybe(chance, 0.8, chance.choice(["一般", "较重"])),
                "place_kind": maybe(chance, 0.8, chance.choice(["小区", "楼道"])),
                "responsible": maybe(chance, 0.8, chance.choice(["物业", "街道"])),
                "source": maybe(chance, 0.8, chance.choice(["暗访", "自查"])),
                "found_on": found,
                "filed_on": filed,
                "dispatched_on": maybe(chance, 0.95, filed),
                "due_on": due,
                "rectified_on": rectified,
                "verified_on": maybe(chance, 0.9, rectified and rectified + timedelta(days=chance.randrange(4))),
                "rework_count": maybe(chance, 0.5, chance.choice([0, 0, 1, 2])),
                "extended_to": maybe(chance, 0.1, due + timedelta(days=7)),
                "deferred_to": maybe(chance, 0.08, due + timedelta(days=40)),
                "is_forced": is_forced or maybe(chance, 0.3, value=False),
            }
        )
    return rows


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """Put rows into a table of a version, in place of those it has."""
    given = pa.Table.from_pylist(rows)  # a statement a row would take a hundred times as long
    connection.register("given", given)
    connection.execute(f"delete from {table}")
    connection.execute(f"insert into {table} by name select * from given")
    connection.unregister("given")
