"""One number everywhere: the screen, the slides, the sheet and the brief agree to the digit, for the city and for a unit."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from typing import Any

import docx
import openpyxl
import pytest
from pptx import Presentation

from data.versions.store import Store
from pages.shared import formats
from queries.database import open_database
from queries.reports.bodies.bands import Bands
from queries.reports.bodies.dots import Dots
from queries.reports.bodies.figures import Figures
from queries.reports.bodies.table import Table
from queries.reports.briefing import Briefing, build_briefing
from queries.reports.opening import open_export
from queries.reports.orders import read_orders
from queries.reports.subject import Subject
from tests.pages.conftest import Open, tables

pytestmark = pytest.mark.usefixtures("shown")
SCOPES = ["", "330212"]
PERIOD, STANDARD = "2026Q3", "example-2026"


def taken(store: Store, name: str, ending: str, **given: str) -> bytes:
    asked = {key: [value] for key, value in {"period": PERIOD, **given}.items() if value}
    return b"".join(open_export(store, name, asked, who="测试", ending=ending).chunks)


def sheet(store: Store, name: str, **given: str) -> list[dict[str, Any]]:
    """The rows of a question in its workbook."""
    rows = (
        openpyxl.load_workbook(io.BytesIO(taken(store, name, "xlsx", **given)))
        .worksheets[0]
        .iter_rows(values_only=True)
    )
    header, *body = rows
    return [dict(zip(header, row, strict=True)) for row in body]


@cache  # what is made of the store that tests only read is made once for all that look at it
def deck(store: Store, unit: str) -> Any:
    return Presentation(io.BytesIO(taken(store, "slides", "pptx", units=unit, order="report")))


@cache
def slides(store: Store, unit: str) -> Briefing:
    boundaries = json.loads((store.folder(1) / "districts.geojson").read_text("utf-8"))
    return build_briefing(Subject(open_database(store, 1), boundaries, PERIOD, STANDARD, unit), read_orders()["report"])


@cache
def brief_text(store: Store, unit: str) -> str:
    document = docx.Document(io.BytesIO(taken(store, "brief", "docx", units=unit)))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def bodies(briefing: Briefing, kind: type) -> list[Any]:
    return [body for slide in briefing.slides for body in slide.bodies if isinstance(body, kind)]


def texts(page: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)


def area(unit: str) -> dict[str, str]:
    return {"area_kind": "unit", "area_code": unit} if unit else {"area_kind": "city", "area_code": "city"}


@pytest.mark.parametrize("unit", SCOPES)
def test_score_change_and_counts_are_the_same_everywhere(shown: Store, open_page: Open, unit: str) -> None:
    (row,) = sheet(shown, "area_score", **area(unit))
    score, change = formats.number(row["得分率"]), formats.arrow(row["较上季变化（百分点）"])
    passing = f"{row['达标社区数']}/{row['参评社区数']}"
    app = open_page("overview/page.py", **({"unit": unit} if unit else {}))
    screen = "".join(re.sub("<[^>]+>", "", element.proto.body) for element in app.get("html"))
    assert f"{score}{change}" in screen
    assert f"得分率\u00a0{score}" in app.title[0].value or f"得分率 {score}" in app.title[0].value
    figures, *_ = bodies(slides(shown, unit), Figures)
    assert figures.items[0].value == score
    assert change in figures.items[0].note
    assert figures.items[1].value == passing
    shown_slide = texts(deck(shown, unit).slides[1])
    page = brief_text(shown, unit)
    for text in (score, change, passing):
        assert text in shown_slide
        assert text in page


@pytest.mark.parametrize("unit", SCOPES)
def test_bands_have_the_same_counts_everywhere(shown: Store, open_page: Open, unit: str) -> None:
    counts = {row["等次"]: row["社区数"] for row in sheet(shown, "band_counts", units=unit)}
    (bands,) = bodies(slides(shown, unit), Bands)
    assert {band.name: band.count for band in bands.items} == counts
    chart = next(shape.chart for shape in deck(shown, unit).slides[1].shapes if shape.name == "各等次社区数")
    assert {series.name: series.values[0] for series in chart.plots[0].series} == counts
    app = open_page("overview/page.py", **({"unit": unit} if unit else {}))
    screen = "".join(re.sub("<[^>]+>", "", element.proto.body) for element in app.get("html"))
    page = brief_text(shown, unit)
    for name, count in counts.items():
        assert f"{name} {count}" in screen
        assert f"{name} {count} 个" in page


@pytest.mark.parametrize("unit", SCOPES)
def test_dimensions_are_the_same_on_slide_sheet_and_brief(shown: Store, unit: str) -> None:
    rows = sheet(shown, "dimension_summary", **area(unit))
    dimensions = bodies(slides(shown, unit), Dots)[0]
    assert [item.value for item in dimensions.items] == [formats.number(row["得分"]) for row in rows]
    assert [item.change for item in dimensions.items] == [formats.signed(row["较上季变化（百分点）"]) for row in rows]
    chart = next(shape.chart for shape in deck(shown, unit).slides[1].shapes if shape.name == "五个维度")
    drawn = [formats.number(value + dimensions.line) for value in chart.plots[0].series[0].values]
    assert drawn == [item.value for item in dimensions.items]
    lowest = min(rows, key=lambda row: row["得分"])
    assert f"{lowest['维度']} {formats.number(lowest['得分'])}" in brief_text(shown, unit)


@pytest.mark.parametrize("unit", SCOPES)
def test_places_are_the_same_on_screen_slide_and_sheet(shown: Store, open_page: Open, unit: str) -> None:
    kind = "street" if unit else "unit"
    rows = sheet(shown, "league_table", area_kind=kind, ranked="0", units=unit)
    wanted = [
        (
            formats.MISSING if row["全市名次"] is None else str(row["全市名次"]),
            row["名称"],
            formats.number(row["得分率"]),
        )
        for row in rows
    ]
    drawn_tables = [
        table
        for slide in slides(shown, unit).slides
        if slide.section == "league"
        for table in slide.bodies
        if isinstance(table, Table)
    ]
    assert [row[:3] for table in drawn_tables for row in table.rows] == wanted
    drawn = [
        tuple(cell.text_frame.text for cell in list(row.cells)[:3])
        for page in deck(shown, unit).slides
        for shape in page.shapes
        if shape.has_table and shape.table.cell(0, 0).text_frame.text == "名次"
        for row in list(shape.table.rows)[1:]
    ]
    assert drawn == wanted
    app = open_page("league/page.py", area=kind, full="true", **({"unit": unit} if unit else {}))
    frame = tables(app)[0]
    name = "街道" if unit else "单位"
    screen = [
        (str(int(place)), str(area_name), formats.number(float(score)))
        for place, area_name, score in zip(frame["全市"], frame[name], frame["得分率"], strict=True)
    ]
    assert screen == [row for row in wanted if row[0] != formats.MISSING]
