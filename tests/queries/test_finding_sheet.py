"""问题清单: what is open, street by street, on A4 across, with room to fill in."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise

import openpyxl
import pytest

from data.versions.store import Store
from queries.database import DuckDBDatabase
from queries.reports.opening import open_export
from tests.queries.ledgers import fill

CODES = ["330203001001", "330212001001", "330212001002"]


@pytest.fixture
def told(city: DuckDBDatabase, city_store: Store) -> Store:
    rows = [
        {
            "finding_code": f"F{number}",
            "community_code": code,
            "category": "堆物",
            "place": f"{number}幢",
            "demand": "=清空",
            "responsible": None,
            "found_on": date(2026, 8, 1),
            "due_on": date(2026, 8, 9 + number),
        }
        for number, code in enumerate(CODES)
    ]
    fill(city.connection, "problem", rows)
    return city_store


def sheet(
    city: DuckDBDatabase, store: Store, monkeypatch: pytest.MonkeyPatch, **given: str
) -> openpyxl.worksheet.worksheet.Worksheet:
    monkeypatch.setattr("queries.reports.opening.open_database", lambda *_: city)
    asked = {name: [value] for name, value in given.items()}
    content = b"".join(open_export(store, "finding_sheet", asked, who="测试", ending="xlsx").chunks)
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def test_every_open_problem_has_a_row_with_room_to_fill_in(
    city: DuckDBDatabase, told: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = sheet(city, told, monkeypatch)
    head, *rows = list(page.iter_rows(min_row=2, values_only=True))
    assert head[-3:] == ("整改情况", "整改日期", "签字")
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["问题编号"] for row in found] == ["F0", "F1", "F2"]
    assert [row["超期天数"] for row in found] == [52, 51, 50]
    assert {row["整改要求"] for row in found} == {"=清空"}
    assert all(row[name] is None for row in found for name in head[-3:])
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.scale) == ("landscape", 9, 68)
    assert page.print_title_rows == "$1:$2"


def test_each_street_begins_a_page_and_is_numbered_for_itself(
    city: DuckDBDatabase, told: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = sheet(city, told, monkeypatch)
    streets = [row[2].value for row in page.iter_rows(min_row=3)]
    changes = [at for at, (one, other) in enumerate(pairwise(streets), start=3) if one != other]
    assert [mark.id for mark in page.row_breaks.brk] == changes
    assert page["A3"].value == 1


def test_units_and_streets_restrict_and_nothing_is_said(
    city: DuckDBDatabase, told: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = sheet(city, told, monkeypatch, units="330203")
    assert [row[1] for row in own.iter_rows(min_row=3, values_only=True)] == ["F0"]
    assert own["A1"].value == "海曙区在改问题清单（截至 2026-09-30）"
    city.connection.execute("delete from problem")
    assert sheet(city, told, monkeypatch)["A3"].value == "没有符合条件的行。"
