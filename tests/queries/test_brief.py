"""The brief: one page, the same numbers as the slides, to edit and to print."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from queries.database import DuckDBDatabase
from queries.reports.bodies.figures import Figure
from queries.reports.brief import Brief, Paragraph, build_brief
from queries.reports.brief_page import brief_html
from queries.reports.brief_word import brief_word
from queries.reports.subject import Subject

AT = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
BRIEF = Brief(
    title="鄞州区文明典范社区创建简报",
    area="鄞州区",
    period="2026年第三季度",
    edition="第 12 版　数据截至 2026-09-30",
    lead="鄞州区得分率 67.75。",
    figures=(
        Figure("得分率", "67.75", "较上季 ▲ 0.67 个百分点，在抽样误差内", "above"),
        Figure("达标及以上", "96 个", "占 57.5%"),
    ),
    paragraphs=(Paragraph("总体情况", "得分率 67.75。"), Paragraph("未达标维度", "各维度均在达标线 60 以上。")),
    sources=("演示数据：随机生成", "标准：示例细则 2026"),
    mark="演示数据 非真实评分",
)


def document(brief: Brief = BRIEF) -> Any:
    return docx.Document(io.BytesIO(brief_word(brief, AT)))


def subject(city: DuckDBDatabase, unit: str = "") -> Subject:
    return Subject(city, {"features": []}, "2026Q3", "example-2026", unit)


def test_the_brief_says_level_leaders_weak_dimensions_focus_levers_and_sources(city: DuckDBDatabase) -> None:
    brief = build_brief(subject(city))
    assert brief.title == "全市文明典范社区创建简报"
    assert brief.period == "2026年第三季度"
    headings = [paragraph.heading for paragraph in brief.paragraphs]
    assert headings == [
        heading
        for heading in ("总体情况", "前列与进步", "未达标维度", "目标进度", "诉求与整改", "重点关注", "建议关注")
        if heading in headings
    ]
    assert {"总体情况", "前列与进步", "未达标维度", "诉求与整改", "重点关注", "建议关注"} <= set(headings)
    ledgers = brief.paragraphs[headings.index("诉求与整改")].text  # of the last whole month
    assert ledgers == (
        "2026年8月全市（截至 2026-09-01）诉求按期办结 50.0%，回访满意 0.0%；没有单位明显低于全体。"
        "2026年8月全市（2/3 个单位已报，截至 2026-09-15）整改率 100.0%；没有单位明显低于全体。"
    )
    level = brief.paragraphs[0].text
    assert level.startswith(f"得分率 {brief.figures[0].value}，")
    assert brief.figures[1].value in level
    assert any("标准：" in source for source in brief.sources)
    assert brief.mark == "演示数据 非真实评分"


def test_the_brief_of_a_unit_speaks_of_its_streets(city: DuckDBDatabase) -> None:
    brief = build_brief(subject(city, "330212"))
    assert brief.title == "鄞州区文明典范社区创建简报"
    text = "".join(paragraph.text for paragraph in brief.paragraphs)
    assert "得分率居前的街道" in text
    assert "得分率居前的单位" not in text


def test_only_rises_beyond_their_error_are_called_progress(city: DuckDBDatabase) -> None:
    city.connection.execute("update index_score set progress = '在抽样误差内'")
    text = "".join(paragraph.text for paragraph in build_brief(subject(city)).paragraphs)
    assert "本季没有明显进步的" in text
    assert "明显进步（同口径）" not in text


def test_long_names_are_cut_in_running_text(city: DuckDBDatabase) -> None:
    of_long_names = subject(city)
    vars(of_long_names)["league"] = of_long_names.league.assign(area_name="某" * 40)
    text = "".join(paragraph.text for paragraph in build_brief(of_long_names).paragraphs)
    assert "某" * 20 not in text
    assert "…" in text


def test_the_document_is_a4_with_the_margins_of_an_official_document() -> None:
    section = document().sections[0]
    for found, wanted in (
        (section.page_width, 210),
        (section.page_height, 297),
        (section.top_margin, 37),
        (section.bottom_margin, 35),
        (section.left_margin, 28),
        (section.right_margin, 26),
    ):
        assert abs(found - Mm(wanted)) < Mm(0.1)


def test_the_document_says_everything_in_order() -> None:
    opened = document()
    texts = [paragraph.text for paragraph in opened.paragraphs]
    assert texts == [
        BRIEF.title,
        "2026年第三季度　第 12 版　数据截至 2026-09-30",
        BRIEF.lead,
        "一、总体情况。得分率 67.75。",
        "二、未达标维度。各维度均在达标线 60 以上。",
        *BRIEF.sources,
    ]
    assert opened.paragraphs[0].style.name == "Title"
    cells = [cell.text for cell in opened.tables[0].rows[0].cells]
    assert cells == ["得分率\n67.75\n较上季 ▲ 0.67 个百分点，在抽样误差内", "达标及以上\n96 个\n占 57.5%"]


def test_the_document_names_chinese_fonts_and_what_to_take_without_them() -> None:
    content = brief_word(BRIEF, AT)
    opened = document()
    styles = [*(paragraph.style for paragraph in opened.paragraphs), opened.paragraphs[3].runs[0].style]
    fonts = {style.name: style.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for style in styles}
    assert fonts == {"Title": "宋体", "期号": "仿宋", "正文": "仿宋", "小标题": "黑体", "来源": "仿宋"}
    with ZipFile(io.BytesIO(content)) as archive:
        table = archive.read("word/fontTable.xml").decode()
        assert re.search(r'w:name="仿宋"><w:altName w:val="FangSong', table)


def test_the_head_of_the_document_says_that_data_are_invented_and_of_official_ones_nothing() -> None:
    assert document().sections[0].header.paragraphs[0].text == "演示数据 非真实评分"
    official = replace(BRIEF, mark="")
    assert document(official).sections[0].header.paragraphs[0].text == ""
    assert 'class="mark"' not in brief_html(official)


def test_the_page_to_print_says_the_same_and_fetches_nothing() -> None:
    page = brief_html(BRIEF)
    words = re.sub(r"<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL)
    for text in (BRIEF.title, BRIEF.lead, "一、总体情况。得分率 67.75。", "67.75", "96 个", *BRIEF.sources, BRIEF.mark):
        assert text in words
    assert "@page { size: A4; margin: 0; }" in page
    assert not re.search(r"(https?:)?//|url\(|@import|<script", page)


def test_names_act_neither_as_markup_nor_as_formulas() -> None:
    odd = replace(BRIEF, title="<b>=1+1</b>&🏘️\x0b", area="=cmd")
    assert "&lt;b&gt;=1+1&lt;/b&gt;&amp;🏘️" in brief_html(odd)
    assert document(odd).paragraphs[0].text == "<b>=1+1</b>&🏘️"


def test_the_longer_the_text_the_smaller_it_is_set() -> None:
    sizes = [
        replace(BRIEF, paragraphs=tuple(Paragraph("总体情况", "某" * length) for _ in range(6))).sizes.text
        for length in (20, 100, 160, 300)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 14
    assert sizes[0] > sizes[-1]


def test_the_same_brief_gives_the_same_bytes_and_no_other_time_than_the_versions() -> None:
    content = brief_word(BRIEF, AT)
    assert content == brief_word(BRIEF, AT)
    assert docx.Document(io.BytesIO(content)).core_properties.created == AT
    with ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 10, 12, 9, 30, 0)}


@pytest.mark.parametrize("unit", ["", "330212"])
def test_no_number_is_written_twice_differently(city: DuckDBDatabase, unit: str) -> None:
    """The score of the lead, the table and the text are one."""
    brief = build_brief(subject(city, unit))
    score = brief.figures[0].value
    assert score in brief.lead
    assert score in brief.paragraphs[0].text


def test_the_look_is_the_templates_and_only_sizes_are_set() -> None:
    opened = document()
    assert opened.tables[0].style.name == "数字表"
    (value, other) = (cell.paragraphs[1].runs[0].style.name for cell in opened.tables[0].rows[0].cells)
    assert (value, other) == ("达标线以上", "Default Paragraph Font")
    with ZipFile(io.BytesIO(brief_word(BRIEF, AT))) as archive:
        assert b"w:color" not in archive.read("word/document.xml")
        assert b"w:rFonts" not in archive.read("word/document.xml")
