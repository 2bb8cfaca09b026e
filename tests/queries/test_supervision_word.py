"""Documents of supervision read back: whom they are for, what they say, the list behind them, the page after GB/T 9704."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import pandas as pd
import pytest
from docx.document import Document as WordFile
from docx.shared import Mm, Pt

from data.collecting.supervising import Supervision
from queries.reports.supervision import MARK, Document, Frame, Kind, documents
from queries.reports.supervision_word import supervision_word

NUMBER = "甬文明办督〔2026〕3号"
DUE = date(2026, 11, 3)


def frame(kind: Kind, **changed: Any) -> Frame:
    given = {"demand": "", "edition": "第 7 版", "is_demonstration": False, **changed}
    return Frame(kind, "宁波市文明办", date(2026, 9, 30), date(2026, 10, 20), DUE, **given)


def row(code: str, unit: str, responsible: str | None, overdue: float = float("nan")) -> dict[str, Any]:
    return {
        "finding_code": code,
        "unit_code": {"海曙区": "330203", "鄞州区": "330212"}[unit],
        "unit_name": unit,
        "street_name": "某街道",
        "community_name": "甲社区",
        "place": "3 幢 <东>",
        "category": "楼道堆物",
        "description": None if code == "W1" else "堆放纸箱",
        "demand": "清空",
        "responsible": responsible,
        "limit_on": pd.Timestamp(2026, 9, 20),
        "overdue_days": overdue,
    }


ROWS = pd.DataFrame(
    [
        row("W1", "鄞州区", "城管部门", 10),
        row("W2", "海曙区", "城管部门", 40),
        row("W3", "鄞州区", None),
        row("W4", "鄞州区", "城管部门"),
    ]
)


def read(document: Document) -> tuple[WordFile, list[str], list[list[str]]]:
    file = docx.Document(io.BytesIO(supervision_word(document)))
    (table,) = file.tables
    cells = [[cell.text for cell in line.cells] for line in table.rows]
    return file, [paragraph.text for paragraph in file.paragraphs], cells


def test_each_unit_gets_its_own_document_under_a_number_of_its_own() -> None:
    made = documents(frame("督办单"), NUMBER, ROWS)
    assert [(one.number, one.to, [*one.rows["finding_code"]]) for one in made] == [
        ("甬文明办督〔2026〕3号", "海曙区城管部门", ["W2"]),
        ("甬文明办督〔2026〕4号", "鄞州区城管部门", ["W1", "W4"]),
        ("甬文明办督〔2026〕5号", "鄞州区某街道", ["W3"]),
    ]
    assert made[1].records == [
        Supervision("甬文明办督〔2026〕4号", "督办单", "城管部门", "330212", ("W1", "W4"), date(2026, 10, 20), DUE)
    ]
    _, said, cells = read(made[1])
    assert said[:4] == ["宁波市文明办", "甬文明办督〔2026〕4号", "问题整改督办单", "鄞州区城管部门："]
    assert "2 个问题尚未完成整改，其中 1 个已超过整改期限，最长超期 10 天" in said[4]
    assert "于2026年11月3日前完成整改" in said[5]
    assert said[7:] == [
        "附件：问题清单（2 个）",
        "宁波市文明办",
        "2026年10月20日",
        "附件",
        "问题清单",
        "截至2026年9月30日（第 7 版）",
    ]
    assert cells == [
        ["序号", "问题编号", "社区、点位", "问题", "整改要求", "整改期限", "超期天数"],
        ["1", "W1", "甲社区 3 幢 <东>", "楼道堆物", "清空", "2026-09-20", "10"],
        ["2", "W4", "甲社区 3 幢 <东>", "楼道堆物：堆放纸箱", "清空", "2026-09-20", ""],
    ]


def test_a_circular_names_the_units_says_that_it_is_internal_and_is_one_row_a_unit_in_the_ledger() -> None:
    (made,) = documents(frame("通报", demand="请同时报送联系人。"), NUMBER, ROWS)
    _, said, cells = read(made)
    assert said[0] == "内部材料　不对外公开"
    assert "各有关单位：" in said
    text = "\n".join(said)
    assert "清单所列 4 个问题尚未完成整改，涉及 3 个责任单位，其中 2 个已超过整改期限" in text
    assert "海曙区 1 个，均已超过整改期限，最长超期 40 天。责任单位：城管部门（1）。" in text
    assert "鄞州区 3 个，其中 1 个已超过整改期限，最长超期 10 天。责任单位：城管部门（2）、某街道（1）。" in text
    assert "请同时报送联系人。" in said
    assert [line[2] for line in cells] == ["责任单位", "城管部门", "城管部门", "城管部门", "某街道"]
    assert [(one.unit_code, one.responsible, one.finding_codes) for one in made.records] == [
        ("330203", "城管部门", ("W2",)),
        ("330212", "城管部门", ("W1", "W4")),
        ("330212", "某街道", ("W3",)),
    ]


@pytest.mark.parametrize("kind", ["交办单", "提醒函", "督办单", "约谈", "通报"])
def test_the_page_is_that_of_an_official_document(kind: Kind) -> None:
    document = documents(frame(kind), NUMBER, ROWS)[0]
    file, said, _ = read(document)
    section = file.sections[0]
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    for margin, millimetres in zip(margins, (37, 35, 28, 26), strict=True):
        assert margin is not None
        assert abs(margin - Mm(millimetres)) < Mm(0.2)
    text = file.styles["正文"]
    assert (text.font.size, text.paragraph_format.line_spacing) == (Pt(16), Pt(28))
    assert "仿宋" in text.element.xml
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text == "— 1 —"
        assert "PAGE" in footer.paragraphs[0]._p.xml
    assert "{" not in "".join(said)
    assert not section.header.paragraphs[0].text
    assert supervision_word(document) == supervision_word(document)


def test_a_demonstration_says_so_on_every_page_and_in_its_name() -> None:
    document = documents(frame("交办单", is_demonstration=True), NUMBER, ROWS)[0]
    file, _, _ = read(document)
    section = file.sections[0]
    assert {header.paragraphs[0].text for header in (section.header, section.even_page_header)} == {MARK}
    assert document.name == f"交办单_{NUMBER}_海曙区城管部门_演示.docx"
