"""Documents of supervision: answered by their day or not, counted on the day of the data, each unit its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

import queries
from queries.database import DuckDBDatabase
from tests.queries.ledgers import fill


def document(number: str, unit: str | None, codes: str, issued: str, due: str, replied: str = "") -> dict[str, Any]:
    days = {"issued_on": issued, "due_on": due, "replied_on": replied}
    return {
        "document_number": number,
        "kind": "督办单",
        "responsible": "某街道",
        "finding_codes": codes,
        "unit_code": unit,
        **{name: date.fromisoformat(day) if day else None for name, day in days.items()},
    }


def problem(code: str, community: str, verified: str = "") -> dict[str, Any]:
    return {
        "finding_code": code,
        "community_code": community,
        "category": "堆物",
        "found_on": date(2026, 7, 1),
        "due_on": date(2026, 7, 8),
        "verified_on": date.fromisoformat(verified) if verified else None,
    }


HAISHU, YINZHOU = "330203", "330212"


@pytest.fixture
def told(city: DuckDBDatabase) -> DuckDBDatabase:
    fill(
        city.connection,
        "supervision",
        [
            document("督1", HAISHU, "F1、F2", "2026-07-10", "2026-07-20", "2026-07-20"),
            document("督2", HAISHU, "F2", "2026-08-10", "2026-08-20", "2026-08-23"),
            document("督3", YINZHOU, "F1", "2026-09-01", "2026-09-20"),
            document("督4", None, "F2、F1", "2026-10-08", "2026-10-20"),
            document("督0", HAISHU, "F1", "2026-06-30", ""),
        ],
    )
    fill(
        city.connection,
        "problem",
        [
            problem("F1", "330203001001", "2026-07-19"),
            problem("F2", "330203001001"),
            problem("F1", "330212001001"),
        ],
    )
    return city


def brief(rows: pd.DataFrame) -> list[tuple[Any, ...]]:
    names = ["document_number", "answer", "overdue_days", "finding_count", "verified_count"]
    return [tuple(None if pd.isna(value) else value for value in row) for row in rows[names].to_numpy().tolist()]


def test_an_answer_is_in_time_late_or_overdue_on_the_day_of_the_data(told: DuckDBDatabase) -> None:
    assert brief(queries.supervisions(told, period="2026Q3")) == [
        ("督4", "未到期", None, 2, 1),
        ("督3", "逾期未答复", 10, 1, 0),
        ("督2", "逾期答复", 3, 1, 0),
        ("督1", "按期答复", None, 2, 1),
    ]
    assert [row[0] for row in brief(queries.supervisions(told, period="2026-08"))] == ["督2"]


def test_a_unit_sees_its_own_documents_only(told: DuckDBDatabase) -> None:
    assert [*queries.supervisions(told, period="2026Q3", units=(YINZHOU,))["document_number"]] == ["督3"]
    assert queries.supervisions(told, period="2026Q3", units=()).empty


def test_what_is_open_names_the_last_document_about_it_within_its_unit(told: DuckDBDatabase) -> None:
    rows = queries.open_findings(told).set_index(["unit_code", "finding_code"])["document_number"]
    assert rows.to_dict() == {(HAISHU, "F2"): "督4", (YINZHOU, "F1"): "督4"}
    told.connection.execute("delete from supervision where document_number = '督4'")
    rows = queries.open_findings(told).set_index(["unit_code", "finding_code"])["document_number"]
    assert rows.to_dict() == {(HAISHU, "F2"): "督2", (YINZHOU, "F1"): "督3"}
