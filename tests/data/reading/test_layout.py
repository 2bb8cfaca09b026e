"""Where things stand in a sheet: the table, the header's lines, the columns, and what is wrong with them."""

import pytest

from data.reading.items import items_of
from data.reading.landing import Sheet
from data.reading.layout import Layout, Spoken, recognise
from tests.data.spellings import STANDARDS

ITEMS = items_of(STANDARDS)
TABLES = ("communities", "measurements", "activities")
KEYS = ["社区代码", "社区名称"]
ROW = ["330203001001", "澄浪社区"]


def laid_out(*lines: list[str], file: str = "数据.xlsx", sheet: str = "Sheet1") -> Layout | None:
    """The layout of lines that stand one below the other from the first; an empty text is a blank cell."""
    width = max(map(len, lines))
    cells = [
        (number, [cell or None for cell in [*line, *[""] * (width - len(line))]])
        for number, line in enumerate(lines, 1)
    ]
    return recognise(Sheet(file, sheet, "landed", width, len(lines)), cells, TABLES, ITEMS)


def recognised(*lines: list[str], file: str = "数据.xlsx", sheet: str = "Sheet1") -> Layout:
    layout = laid_out(*lines, file=file, sheet=sheet)
    assert layout is not None
    return layout


def columns_of(layout: Layout) -> dict[str, dict[str, int]]:
    return {part.item.code: dict(part.columns) for part in layout.items}


@pytest.mark.parametrize(
    ("lines", "table"),
    [
        ([["社区代码", "社区名称", "报送单位", "街道", "户数", "社区类型"]], "communities"),
        ([["community_code", "community_name", "unit_code", "street_code", "households", "kind"]], "communities"),
        ([["社区代码", "时期", "指标代码", "数值"]], "measurements"),
        ([["社区名称", "E1", "E2"]], "measurements"),
        ([["活动编号", "社区代码", "举办时间", "维度", "活动类别", "活动种类", "参加人次", "参加户数"]], "activities"),
        ([["海曙区活动台账"], ["编号", "社区", "时间", "维度", "类别", "种类", "人次", "户数"]], "activities"),
    ],
)
def test_a_table_is_known_by_its_header(lines: list[list[str]], table: str) -> None:
    layout = recognised(*lines)
    assert layout.table == table
    assert layout.header_row == layout.last_header_row == len(lines)
    assert layout.problems == ()


def test_two_lines_of_merged_headings_are_one_header() -> None:
    layout = recognised(
        ["2026年第三季度指标数据"],
        [*KEYS, "E1 生活垃圾分类投放准确率（%）", "", "E5 环境与物业满意度（分）", "", "X1"],
        ["", "", "数值", "样本量", "数值", "标准误", ""],
        [*ROW, "85", "100", "77.5", "1.2", "0"],
    )
    assert (layout.table, layout.header_row, layout.last_header_row) == ("measurements", 2, 3)
    assert columns_of(layout) == {
        "E1": {"value": 3, "sample_size": 4},
        "E5": {"value": 5, "standard_error": 6},
        "X1": {"value": 7},
    }
    assert dict(layout.columns) == {"community_code": 1, "place_community": 2}
    assert layout.headings[3] == "E1 生活垃圾分类投放准确率（%） 样本量"
    assert layout.spoken[0] == Spoken("表题", "2026年第三季度指标数据", 1, "A1")
    assert layout.problems == ()


def test_dimensions_above_and_units_below_belong_to_the_header() -> None:
    layout = recognised(
        [*KEYS, "社区环境", "", "社区秩序"],
        ["", "", "E1", "E2", "O2"],
        ["", "", "（%）", "%", "口/百辆"],
        [*ROW, "85", "60", "3"],
    )
    assert (layout.header_row, layout.last_header_row) == (1, 3)
    assert columns_of(layout) == {"E1": {"value": 3}, "E2": {"value": 4}, "O2": {"value": 5}}


@pytest.mark.parametrize(
    ("heading", "code", "column"),
    [
        ("E1", "E1", "value"),
        ("Ｅ１", "E1", "value"),
        ("生活垃圾分类投放准确率", "E1", "value"),
        ("E1 生活垃圾分类投放准确率", "E1", "value"),
        ("E1生活垃圾分类投放准确率（%）", "E1", "value"),
        ("E1 垃圾分类投放准确率", "E1", "value"),
        ("E1 样本量", "E1", "sample_size"),
        ("E1（样本量）", "E1", "sample_size"),
        ("e1_sample_size", "E1", "sample_size"),
        ("生活垃圾分类投放准确率（%）样本量", "E1", "sample_size"),
        ("E2 总体个数", "E2", "population_size"),
        ("P6 标准误", "P6", "standard_error"),
        ("X3 创建材料或数据弄虚作假", "X3", "value"),
    ],
)
def test_a_column_is_matched_to_its_item(heading: str, code: str, column: str) -> None:
    layout = recognised([*KEYS, heading])
    assert columns_of(layout) == {code: {column: 3}}
    assert layout.problems == ()


@pytest.mark.parametrize(
    ("header", "column", "cell", "says"),
    [
        ([*KEYS, "E1", "E1 数值"], "E1 数值", "D1", "重名的列"),
        ([*KEYS, "E1", "E9 环境"], "E9 环境", "D1", "无法识别的列"),
        ([*KEYS, "E1", "样本量"], "样本量", "D1", "看不出是哪个指标"),
        ([*KEYS, "E1", "E2 的小数"], "E2 的小数", "D1", "列名与代码不符：E2 是“小区环境点位达标率”（%）"),
        (["社区代码", "时期", "指标代码", "数值", "数 值"], "数 值", "E1", "重名的列"),
        (["时期", "指标代码", "数值"], "社区代码", "", "缺少必填列"),
        (["社区代码", "社区名称", "报送单位", "街道", "户数"], "社区类型", "", "缺少必填列"),
    ],
)
def test_what_is_wrong_in_a_header_is_named(header: list[str], column: str, cell: str, says: str) -> None:
    (problem,) = recognised(header).problems
    assert (problem.row, problem.column, problem.cell) == (1, column, cell)
    assert problem.rule.startswith(says)
    assert problem.remedy


def test_columns_that_offices_add_for_themselves_are_left_alone() -> None:
    layout = recognised(["序号", *KEYS, "E1", "备注", "填表人"])
    assert layout.problems == ()
    assert dict(layout.columns) == {"community_code": 2, "place_community": 3}


def test_a_code_beside_a_name_is_no_repetition() -> None:
    layout = recognised(
        ["社区代码", "社区名称", "报送单位", "报送单位代码", "街道名称", "街道代码", "户数", "社区类型"]
    )
    assert layout.problems == ()
    assert layout.columns["unit_code"] == 4
    assert layout.columns["street_code"] == 6


@pytest.mark.parametrize(
    "header", [["社区名称", "E1", "", "社区", "E2"], ["社区名称", "E1", "社区", "E2"]], ids=["a gap between", "no gap"]
)
def test_a_second_table_beside_the_first_is_no_second_name(header: list[str]) -> None:
    (problem,) = recognised(header).problems
    assert (problem.cell, problem.rule) == (f"{'ABCDE'[header.index('社区')]}1", "重名的列")


@pytest.mark.parametrize(
    "lines",
    [
        [["一份通知"], ["请各单位按时报送"]],
        [["姓名", "电话"], ["张三", "1"]],
        [["330203001001", "85", "60"]],
        [["代码", "名称"], ["E", "社区环境"]],
    ],
)
def test_a_sheet_that_is_no_table_is_not_taken_for_one(lines: list[list[str]]) -> None:
    assert laid_out(*lines) is None


def test_the_instructions_are_left_out_whatever_stands_in_them() -> None:
    assert laid_out([*KEYS, "E1"], sheet="填写说明") is None


def test_what_is_written_of_a_whole_table_is_told_the_nearest_first() -> None:
    layout = recognised(["海曙区"], [*KEYS, "E1"], file="季报2026Q3.zip/指标.xlsx", sheet="四季度")
    assert layout.spoken == (
        Spoken("表题", "海曙区", 1, "A1"),
        Spoken("工作表名", "四季度"),
        Spoken("文件名", "指标"),
        Spoken("文件名", "季报2026Q3"),
    )


@pytest.mark.parametrize(
    ("heading", "code", "name"),
    [
        ("O3 消防通道堵塞率", "O3", "消防通道畅通率"),
        ("P4 诉求超期办结率", "P4", "诉求按期办结率"),
        ("E1 生活垃圾分类投放不准确率", "E1", "生活垃圾分类投放准确率"),
        ("E1 生活垃圾分类投放准确率（目标值）", "E1", "生活垃圾分类投放准确率"),
        ("E1 目标值", "E1", "生活垃圾分类投放准确率"),
    ],
)
def test_a_heading_that_belies_its_code_is_refused_with_what_the_code_means(heading: str, code: str, name: str) -> None:
    (problem,) = recognised([*KEYS, heading]).problems
    assert (problem.column, problem.rule) == (heading, f"列名与代码不符：{code} 是“{name}”（%）")
    assert recognised([*KEYS, heading]).items == ()


@pytest.mark.parametrize(
    "heading", ["E1 垃圾分类准确率", "E1（%）", "E1 生活垃圾分类投放准确率(百分比)", "O3消防通道畅通率"]
)
def test_a_name_cut_short_behind_its_code_is_understood(heading: str) -> None:
    layout = recognised([*KEYS, heading])
    assert layout.problems == ()
    assert columns_of(layout) == {heading[:2]: {"value": 3}}
