from __future__ import annotations

import random

import pytest

import queries
from queries.catalogue import EXPORTS
from queries.database import DuckDBDatabase
from queries.parameters import read_filters
from queries.reports.rows.answers import Answer
from queries.reports.rows.separated import csv_pieces
from tests.queries.ledgers import COMMUNITIES, Row, appeals, fill

LONG = 100_000


@pytest.fixture(scope="module")
def ledger() -> list[Row]:
    return appeals(random.Random(3), 400)  # noqa: S311 - no secret


@pytest.fixture
def told(city: DuckDBDatabase, ledger: list[Row]) -> DuckDBDatabase:
    city.connection.execute("delete from appeal")
    fill(city.connection, "appeal", ledger)
    return city


def test_every_ticket_received_in_the_span_is_a_row_excluded_or_not(told: DuckDBDatabase, ledger: list[Row]) -> None:
    rows = queries.appeal_rows(told, period="2026-08")
    expected = sorted(
        (row for row in ledger if row["received_at"].month == 8),
        key=lambda row: (row["received_at"], row["appeal_code"]),
    )
    assert rows["appeal_code"].tolist() == [row["appeal_code"] for row in expected]
    assert rows["exclusion"].fillna("").tolist() == [row["exclusion"] or "" for row in expected]
    given = [row["due_at"] for row in expected]
    assert [own for own, due in zip(rows["due_at"], given, strict=True) if due] == [due for due in given if due]
    own = queries.appeal_rows(told, period="2026Q3", units=("330203",))
    assert set(own["community_code"]) == {code for code, unit in COMMUNITIES.items() if unit == "330203"}
    assert queries.appeal_rows(told, period="2026Q3", units=()).empty


def test_a_long_ledger_leaves_piece_by_piece(told: DuckDBDatabase) -> None:
    told.connection.execute("delete from appeal")
    told.connection.execute(
        "insert into appeal by name select 'S' || number as appeal_code, '330203001001' as community_code, "
        "timestamp '2026-08-01' + to_seconds(number) as received_at, '电话' as channel, '物业' as category "
        f"from (select unnest(range({LONG})) as number)"
    )
    answer = Answer(told, "appeal_rows", read_filters(told, EXPORTS["appeal_rows"], {}))
    sizes = [len(piece) for piece in csv_pieces(answer)]
    assert answer.rows == LONG
    assert max(sizes) < sum(sizes) / 8
