"""The deck: real titles, shapes, charts with their data, tables and notes, all in the office's theme."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from data.settings import PROJECT
from queries.reports.bodies.bands import Band, Bands
from queries.reports.bodies.dots import Dot, Dots
from queries.reports.bodies.figures import Figure, Figures
from queries.reports.bodies.lines import Goal, Lines
from queries.reports.bodies.map import CityMap, MapUnit
from queries.reports.bodies.points import Points
from queries.reports.bodies.radar import Radar, Series
from queries.reports.bodies.table import Column, Table
from queries.reports.briefing import Briefing, Slide
from queries.reports.slides_deck import powerpoint
from queries.reports.words import tables
from queries.scale import CLASS_COLOURS, POINTS

AT = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
UNITS = {
    "330203": ("海曙", "海曙区", ""),
    "330205": ("江北", "江北区", ""),
    "330206": ("北仑", "北仑区", ""),
    "330211": ("镇海", "镇海区", ""),
    "330212": ("鄞州", "鄞州区", ""),
    "330213": ("奉化", "奉化区", ""),
    "330225": ("象山", "象山县", ""),
    "330226": ("宁海", "宁海县", ""),
    "330281": ("余姚", "余姚市", ""),
    "330282": ("慈溪", "慈溪市", ""),
    "3302GX": ("高新", "高新区", "鄞州区"),
    "3302DQ": ("东钱湖", "东钱湖", "鄞州区"),
    "3302DX": ("大榭", "大榭", "北仑区"),
    "3302QW": ("前湾", "前湾新区", "慈溪市"),
}
DIMENSIONS = Dots(
    (
        Dot("社区环境", 57.826, "57.83", "−0.30", "below"),
        Dot("社区秩序", 64.9, "64.90", "+1.40", "above"),
        Dot("=1+1", None, "—", "—", "muted"),
    ),
    60.0,
)
TREND = Lines(
    ("2026年\n第一季度", "2026年\n第二季度", "2026年\n第三季度"),
    (59.995, None, 63.42),
    ("60.00", "—", "63.42"),
    ("", "", "▲"),
    60.0,
    Goal("2027年第一季度目标 66", 66.0, ("2026年\n第四季度", "2027年\n第一季度")),
)
RADAR = Radar(
    ("社区环境", "社区秩序", "社区阵地"),
    (
        Series("=HYPERLINK(1)", (57.826, 64.9, None), ("57.83", "64.90", "—")),
        Series("全市", (58.0, 60.0, 61.0), ("58.00", "60.00", "61.00")),
    ),
    60.0,
)
COLUMNS = (Column("社区", 30), Column("得分", 10, is_number=True))


def city_map() -> CityMap:
    boundaries = json.loads((PROJECT / "data" / "reference" / "districts.geojson").read_text(encoding="utf-8"))
    units = tuple(
        MapUnit(
            code,
            name,
            host,
            ("60.00", "67.75") if code != "330226" else ("60.00", "数据不足"),
            (4, 6 if code != "330226" else -1),
            "+7.75" if code != "330226" else "",
            long_name,
            code == "330212",
        )
        for code, (name, long_name, host) in UNITS.items()
    )
    periods = ("2026年第二季度", "2026年第三季度")
    return CityMap(periods, units, boundaries, 60.0, POINTS.labels(), "边界：天地图，2025；审图号：待填")


def briefing(*slides: Slide, is_demonstration: bool = True) -> Briefing:
    return Briefing(
        "汇报材料",
        "全市",
        "2026年第三季度",
        "演示数据 非真实评分" if is_demonstration else "",
        "示例细则 2026",
        "示例细则：指标与权重均为示例。由市文明办替换。",
        "861个居委会",
        "2026-09-30",
        "第 12 版",
        slides,
    )


def slide(*bodies: Any, title: str = "结论", talk: tuple[str, ...] = ()) -> Slide:
    return Slide("overview", title, "说明", bodies, talk)


def opened(*slides: Slide, **options: Any) -> Any:
    return Presentation(io.BytesIO(powerpoint(briefing(*slides, **options), AT)))


def properties_of(shape: Any) -> Any:
    return shape._element.xpath(".//p:cNvPr")[0]


def described(shape: Any) -> str:
    return str(properties_of(shape).get("descr") or "")


def chart_of(page: Any) -> Any:
    return next(shape for shape in page.shapes if shape.has_chart).chart


def data_of(chart: Any) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows()]


EVERYTHING = (
    Slide("cover", "全市创建情况", "2026年第三季度", ()),
    slide(
        Figures((Figure("得分率", "63.42", "较上季 ▲ 0.83 个百分点"),)),
        Bands((Band("★", "典范", 61, 1), Band("○", "数据不足", 14, 0))),
        DIMENSIONS,
        talk=("先说总分。", "再说维度。"),
    ),
    slide(city_map(), title="鄞州区领先"),
    slide(RADAR, DIMENSIONS),
    slide(TREND),
    slide(*tables(COLUMNS, [("演示社区001", ("−3.20", "below"))])[0]),
    slide(Points(("第一点", "第二点"))),
)


@pytest.fixture(scope="module")
def deck() -> Any:
    return opened(*EVERYTHING)


def test_each_slide_has_its_title_in_a_real_placeholder_on_a_wide_page(deck: Any) -> None:
    assert (deck.slide_width, deck.slide_height) == (Inches(13.333), Inches(7.5))
    assert [page.shapes.title.text_frame.text for page in deck.slides] == [part.title for part in EVERYTHING]
    kinds = [{shape.placeholder_format.type.name for shape in page.placeholders} for page in deck.slides]
    assert all({"FOOTER", "SLIDE_NUMBER"} <= found for found in kinds)
    assert [layout.name for layout in deck.slide_layouts] == ["封面", "标题与内容"]


def test_the_footer_says_area_period_version_and_that_the_standard_is_an_example(deck: Any) -> None:
    for number, page in enumerate(deck.slides, start=1):
        texts = {shape.placeholder_format.type.name: shape.text_frame.text for shape in page.placeholders}
        assert texts["FOOTER"] == "全市 · 2026年第三季度 · 第 12 版 · 示例细则：指标与权重均为示例"
        assert texts["SLIDE_NUMBER"] == str(number)


def test_every_unit_of_the_map_is_one_named_shape_with_its_value(deck: Any) -> None:
    page = deck.slides[2]
    shapes = {shape.name: shape for shape in page.shapes}
    assert {long_name for _, long_name, _ in UNITS.values()} <= set(shapes)
    assert described(shapes["鄞州区"]) == "鄞州区 67.75，距线 +7.75"
    assert shapes["鄞州区"].text_frame.text == "鄞州\n67.75"
    assert described(shapes["高新区"]) == "高新区 67.75，距线 +7.75（属鄞州区）"
    assert shapes["高新区"].text_frame.text == "高新 · 属鄞州区\n67.75"
    assert described(shapes["宁海县"]) == "宁海县 数据不足"
    assert shapes["宁海县"]._element.spPr.find(f"{A}pattFill") is not None
    assert sum(shape._element.xpath("boolean(.//a:custGeom)") for shape in page.shapes) == 10
    texts = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]
    assert any("审图号：待填" in text for text in texts)
    assert "低于" in described(shapes["图例"])


def test_charts_hold_the_printed_numbers_in_a_workbook_of_their_own(deck: Any) -> None:
    assert data_of(chart_of(deck.slides[4])) == [
        (None, "得分率", "达标线 60", "目标"),
        ("2026年\n第一季度", 60, 60, None),
        ("2026年\n第二季度", None, 60, None),
        ("2026年\n第三季度", 63.42, 60, 63.42),
        ("2026年\n第四季度", None, 60, None),
        ("2027年\n第一季度", None, 60, 66),
    ]
    bars = data_of(next(shape.chart for shape in deck.slides[1].shapes if shape.has_chart and shape.name == "五个维度"))
    assert bars[1:] == [
        ("社区环境 57.83\n较上季 −0.30", -2.17),
        ("社区秩序 64.90\n较上季 +1.40", 4.9),
        ("=1+1 —\n较上季 —", None),
    ]
    assert data_of(chart_of(deck.slides[1])) == [(None, "典范", "数据不足"), ("社区", 61, 14)]


def test_a_name_that_looks_like_a_formula_stays_a_text_in_the_data_of_a_chart(deck: Any) -> None:
    radar = data_of(chart_of(deck.slides[3]))
    assert radar[0] == (None, "=HYPERLINK(1)", "全市", "达标线 60")
    assert radar[1:] == [("社区环境", 57.83, 58, 60), ("社区秩序", 64.9, 60, 60), ("社区阵地", None, 61, 60)]
    book = ZipFile(io.BytesIO(chart_of(deck.slides[3]).part.chart_workbook.xlsx_part.blob))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_real_changes_and_the_goal_are_written_at_their_points(deck: Any) -> None:
    plotted = chart_of(deck.slides[4]).plots[0]
    series = {one.name: one for one in plotted.series}
    assert series["得分率"].points[2].data_label.text_frame.text == "63.42 ▲"
    assert series["目标"].points[4].data_label.text_frame.text == "2027年第一季度目标 66"


def test_a_table_is_a_table_with_numbers_to_the_right_and_tones_as_colours(deck: Any) -> None:
    table = next(shape for shape in deck.slides[5].shapes if shape.has_table).table
    assert [[cell.text_frame.text for cell in row.cells] for row in table.rows] == [
        ["社区", "得分"],
        ["演示社区001", "−3.20"],
    ]
    paragraph = table.cell(1, 1).text_frame.paragraphs[0]
    assert paragraph.alignment.name == "RIGHT"
    assert paragraph._p.xpath(".//a:schemeClr/@val") == ["accent2"]


def test_what_may_be_said_is_in_the_notes(deck: Any) -> None:
    assert deck.slides[1].notes_slide.notes_text_frame.text == "先说总分。\n再说维度。"
    assert not deck.slides[2].has_notes_slide


def test_everything_that_is_seen_can_be_read_out(deck: Any) -> None:
    for page in deck.slides:
        for shape in page.shapes:
            if not shape.is_placeholder and (shape.has_chart or shape.has_table or not shape.has_text_frame):
                assert described(shape), (shape.shape_type, shape.name)
    for name in ("各等次社区数", "五个维度", "五维雷达图", "得分率走势", "表格", "图例"):
        assert any(name == shape.name for page in deck.slides for shape in page.shapes)


def test_the_theme_has_the_offices_colours_and_chinese_fonts(deck: Any) -> None:
    part = deck.slide_master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    )
    theme = etree.fromstring(part.blob)
    colours = {slot.tag.removeprefix(A): slot[0].get("val") for slot in theme.find(f".//{A}clrScheme")}
    assert colours["accent1"] == CLASS_COLOURS[7].removeprefix("#") == "01665E"
    assert [colours[f"accent{number}"] for number in (2, 3, 4)] == ["8C510A", "5AB4AC", "DFC27D"]
    assert colours["dk1"] == "1F2A37"
    for family in ("majorFont", "minorFont"):
        fonts = theme.find(f".//{A}{family}")
        assert [fonts.find(f"{A}{kind}").get("typeface") for kind in ("latin", "ea")] == ["Microsoft YaHei"] * 2


def test_nothing_on_a_slide_has_a_colour_of_its_own_and_every_run_the_fonts_of_the_theme(deck: Any) -> None:
    with ZipFile(io.BytesIO(powerpoint(briefing(*EVERYTHING), AT))) as archive:
        for name in archive.namelist():
            if name.startswith(("ppt/slides/slide", "ppt/charts/chart")):
                assert b"srgbClr" not in archive.read(name), name
    for page in deck.slides:
        for run in page._element.xpath(".//a:r/a:rPr"):
            assert run.get("lang") == "zh-CN"
            assert run.find(f"{A}ea") is None or run.find(f"{A}ea").get("typeface") == "+mn-ea"


def test_demonstration_data_say_so_across_every_slide_and_official_ones_do_not(deck: Any) -> None:
    for page in deck.slides:
        (mark,) = [shape for shape in page.shapes if shape.name == "水印"]
        assert mark.text_frame.text == "演示数据 非真实评分"
        assert mark.rotation
        assert mark._element.xpath(".//a:alpha")
    official = opened(*EVERYTHING, is_demonstration=False)
    assert not [shape for page in official.slides for shape in page.shapes if shape.name == "水印"]


def test_the_same_briefing_gives_the_same_bytes_and_no_other_time_than_the_versions() -> None:
    content = powerpoint(briefing(*EVERYTHING), AT)
    assert content == powerpoint(briefing(*EVERYTHING), AT)
    properties = Presentation(io.BytesIO(content)).core_properties
    assert properties.created == properties.modified == datetime(2026, 10, 12, 9, 30)  # noqa: DTZ001 - as the library
    with ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 10, 12, 9, 30, 0)}


def test_three_hundred_rows_go_over_as_many_slides_as_they_need() -> None:
    rows = [(f"演示社区{number:03}", f"{number}.00") for number in range(300)]
    parts = tables(COLUMNS, rows)
    deck = opened(*(slide(*part) for part in parts))
    found = [
        table.cell(row, 0).text_frame.text
        for page in deck.slides
        for table in [next(shape for shape in page.shapes if shape.has_table).table]
        for row in range(1, len(table.rows))
    ]
    assert found == [name for name, _ in rows]
    assert len(deck.slides) == 30


def test_long_odd_and_broken_names_keep_to_the_slide() -> None:
    names = ["某" * 40, "=cmd|'/c calc'!A1", "🏘️示范社区🎉", "<b>&amp;", "换行\n社区", "控制\x0b\x00字"]
    rows = [(name, "60.00") for name in names * 2][:10]
    (part,) = tables(COLUMNS, rows)
    unit = MapUnit("330212", names[0], "", (names[0],), (-1,), "", names[2])
    picture = replace(city_map(), units=(unit,), periods=("2026年第三季度",))
    deck = opened(
        slide(*part, title="题" * 60),
        slide(picture),
        slide(Points(tuple(names))),
        slide(Figures((Figure(*names[:3]),))),
    )
    table = next(shape for shape in deck.slides[0].shapes if shape.has_table).table
    assert [table.cell(row, 0).text_frame.text for row in range(1, 5)] == names[:4]
    assert table.cell(6, 0).text_frame.text == "控制字"
    sizes = {int(size) for size in table._tbl.xpath(".//a:rPr/@sz")}
    assert min(sizes) >= 900
    assert any(shape.name == names[2] for shape in deck.slides[1].shapes)


def test_nothing_stands_outside_the_page(deck: Any) -> None:
    for page in deck.slides:
        for shape in page.shapes:
            if not shape.is_placeholder and shape.name != "水印":
                assert shape.left >= 0, shape.name
                assert shape.top >= 0, shape.name
                assert shape.left + shape.width <= deck.slide_width, shape.name
                assert shape.top + shape.height <= deck.slide_height, shape.name


def test_a_table_without_tones_or_rows_is_a_header() -> None:
    deck = opened(slide(Table(COLUMNS, (), ())))
    table = next(shape for shape in deck.slides[0].shapes if shape.has_table).table
    assert [cell.text_frame.text for cell in table.rows[0].cells] == ["社区", "得分"]


def test_parts_that_the_library_does_not_write_stand_where_the_format_wants_them(deck: Any) -> None:
    """PowerPoint refuses a file whose elements are out of order, though other programs read it."""
    bars = next(shape.chart for shape in deck.slides[1].shapes if shape.name == "五个维度")
    order = [element.tag.partition("}")[2] for element in bars.category_axis._element]
    assert order.index("lblOffset") < order.index("tickLblSkip") < order.index("noMultiLvlLbl")
    trend = [element.tag.partition("}")[2] for element in chart_of(deck.slides[4])._chartSpace.chart]
    assert trend.index("plotVisOnly") < trend.index("dispBlanksAs")
    geometry = next(shape for shape in deck.slides[2].shapes if shape.name == "鄞州区")._element.xpath(".//a:custGeom")[
        0
    ]
    parts = [element.tag.partition("}")[2] for element in geometry]
    assert parts == [name for name in ("avLst", "gdLst", "ahLst", "cxnLst", "rect", "pathLst") if name in parts]
    cell = next(shape for shape in deck.slides[5].shapes if shape.has_table)._element.xpath(".//a:tcPr")[0]
    assert [element.tag.partition("}")[2] for element in cell] == ["lnL", "lnR", "lnT", "lnB", "solidFill"]
