"""What a person sees in a workbook is what is stored, or it is refused with its cell named."""

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from data.checking.inspecting import inspect_files
from data.checking.inspection import Inspection
from data.reading.problems import Problem
from tests.data.files_to_read import member, with_members
from tests.data.spellings import STANDARDS, as_text

A, B, C = ["330203001001", "澄浪社区"], ["330203001002", "柳锦社区"], ["330203001003", "万安社区"]
KEYS = ["社区代码", "社区名称"]
TITLE = ["2026年第四季度报送表"]
Decorate = Callable[[Worksheet], None]
RAISED, STRUCK = InlineFont(vertAlign="superscript"), InlineFont(strike=True)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def inspect(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Callable[..., Inspection]:
    """Inspect one file, for the fourth quarter of 2026."""

    def inspect_content(content: bytes, name: str = "数据.xlsx") -> Inspection:
        (tmp_path / name).write_bytes(content)
        return inspect_files(connection, [tmp_path / name], standards=STANDARDS, city=None, period="2026Q4")

    return inspect_content


def workbook(
    lines: Sequence[Sequence[object]],
    decorate: Decorate = lambda _: None,
    name: str = "数据",
    **others: Sequence[object],
) -> bytes:
    """A sheet of lines, decorated, and further sheets by their names."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for line in lines:
        sheet.append(line)
    for other, state in others.items():
        beside = book.create_sheet(other)
        beside.sheet_state = str(state[0])
        for line in lines:
            beside.append(line)
    decorate(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def values(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute(
        "select community_code, indicator_code, value from staged_measurements order by row"
    ).fetchall()


def rules(problems: Sequence[Problem], *without: str) -> list[tuple[str, str]]:
    """Cell and rule of each problem but those about what is missing."""
    return [
        (problem.cell, problem.rule)
        for problem in problems
        if not any(word in problem.rule for word in ("缺 ", "没有数据：", *without))
    ]


def test_footnote_marks_and_struck_out_runs_are_left_out_and_said(
    inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    inspection = inspect(
        workbook(
            [
                TITLE,
                [*KEYS, CellRichText("E1", TextBlock(RAISED, "1"), " 生活垃圾分类投放准确率"), "O2"],
                [*A, CellRichText("95.2", TextBlock(RAISED, "1")), CellRichText(TextBlock(STRUCK, "12"), "15")],
                [
                    *B,
                    CellRichText("8", TextBlock(InlineFont(vertAlign="subscript"), "2")),
                    CellRichText(TextBlock(STRUCK, "3")),
                ],
            ]
        )
    )
    assert inspection.problems == ()
    assert values(connection) == [(A[0], "E1", 95.2), (A[0], "O2", 15.0), (B[0], "E1", 8.0)]
    assert rules(inspection.warnings) == [
        ("C2", "上标、下标不作数字的一部分，没有读入：C2、C3、C4"),
        ("D3", "加了删除线的内容视为已删除，没有读入：D3、D4"),
    ]


def test_a_raised_digit_behind_a_unit_is_its_power(
    inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    density = CellRichText("人口密度（人/km", TextBlock(RAISED, "2"), "）")
    header = [*KEYS, "报送单位", "街道", "户数", "社区类型", density]
    inspection = inspect(workbook([header, [*A, "海曙区", "南门街道", 800, "老旧小区", 15200]]))
    assert (inspection.problems, rules(inspection.warnings)) == ((), [])
    assert connection.execute("select density from staged_communities").fetchall() == [(15200.0,)]


def test_struck_out_rows_and_cells_are_deleted(
    inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    def strike(sheet: Worksheet) -> None:
        for cell in (*sheet[4], sheet["D3"]):
            cell.font = Font(strike=True)

    inspection = inspect(workbook([TITLE, [*KEYS, "E1", "E2"], [*A, 90, 80], [*B, 91, 81], [*C, 92, 82]], strike))
    assert inspection.problems == ()
    assert values(connection) == [(A[0], "E1", 90.0), (C[0], "E1", 92.0), (C[0], "E2", 82.0)]
    assert rules(inspection.warnings) == [
        ("D3", "加了删除线的内容视为已删除，没有读入：D3、A4、B4、C4、D4"),
    ]


def test_rows_that_are_hidden_or_filtered_out_are_refused(inspect: Callable[..., Inspection]) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A2:C5"
        sheet.row_dimensions[4].hidden = True
        sheet.row_dimensions[5].hidden = True
        sheet.row_dimensions[6].hidden = True  # blank: nobody misses it
        sheet.row_dimensions[1].hidden = True  # the title

    inspection = inspect(workbook([TITLE, [*KEYS, "E1"], [*A, 90], [*B, 15], [*C, 16]], hide))
    assert rules(inspection.problems) == [("A4", "有数据的行被隐藏或筛掉，看不出是否要报：第 4、5 行")]


def test_a_hidden_column_of_data_is_refused_and_one_of_codes_is_told(inspect: Callable[..., Inspection]) -> None:
    def hide(sheet: Worksheet) -> None:
        for letter in "ACE":
            sheet.column_dimensions[letter].hidden = True

    inspection = inspect(workbook([[*KEYS, "E1", "E2", "备注"], [*A, 90, 80, "x"]], hide))
    assert rules(inspection.problems) == [("C1", "有数据的列被隐藏，看不出是否要报")]
    assert rules(inspection.warnings) == [("A1", "隐藏的列，照样读入了")]


def test_hidden_sheets_with_a_table_are_named(inspect: Callable[..., Inspection]) -> None:
    lines = [[*KEYS, "E1"], [*A, 90]]
    inspection = inspect(workbook(lines, 江厦=["hidden"], 西门=["veryHidden"], 选项=["hidden"]))
    assert inspection.is_accepted
    told = [(problem.sheet, problem.rule) for problem in inspection.warnings if "隐藏" in problem.rule]
    assert told == [("江厦", "工作表是隐藏的，没有读入"), ("西门", "工作表是隐藏的，没有读入")]


def test_a_value_merged_over_rows_belongs_to_each_of_them(
    inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    lines = [TITLE, [*KEYS, "E1", "E2"], [*A, 91, 85], [*B, 92], [*C, 93]]
    inspection = inspect(workbook(lines, lambda sheet: sheet.merge_cells("D3:D4")))
    assert inspection.problems == ()
    assert values(connection) == [
        (A[0], "E1", 91.0),
        (A[0], "E2", 85.0),
        (B[0], "E1", 92.0),
        (B[0], "E2", 85.0),
        (C[0], "E1", 93.0),
    ]
    assert rules(inspection.warnings) == [("D3", "合并单元格的内容按它的每一行各读入一次：D3:D4")]


def test_a_name_below_a_merged_district_is_looked_up_within_it(
    inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    def merge(sheet: Worksheet) -> None:
        for area in ("A2:A3", "B2:B3", "A4:A5"):
            sheet.merge_cells(area)

    lines = [
        ["报送单位", "街道", "社区名称", "E1"],
        ["海曙区", "南门街道", "澄浪社区", 91],
        [None, None, "柳锦社区", 92],
        ["江北区", "外滩街道", "白沙社区", 81],
        [None, None, "车站社区", 82],  # there is one in 海曙区 alone
    ]
    inspection = inspect(workbook(lines, merge))
    assert rules(inspection.problems) == [("C5", "社区名册里没有这个社区")]
    assert values(connection) == [
        (A[0], "E1", 91.0),
        (B[0], "E1", 92.0),
        ("330205001010", "E1", 81.0),
        (None, "E1", 82.0),
    ]


def test_a_value_merged_over_columns_is_refused(inspect: Callable[..., Inspection]) -> None:
    lines = [TITLE, [*KEYS, "E1", "E2", "备注"], [*A, 91, None, "重测"], [*B, 92, 82, "x"], ["合计", None, 183]]

    def merge(sheet: Worksheet) -> None:
        for area in ("C3:D3", "A5:B5", "A1:E1"):
            sheet.merge_cells(area)

    inspection = inspect(workbook(lines, merge))
    assert rules(inspection.problems) == [("C3", "合并单元格 C3:D3 横跨几列，看不出各列是多少")]


def test_cells_and_rows_out_of_order_stand_where_they_say(
    inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    content = workbook([[*KEYS, "E1"]])
    xml = member(content, "xl/worksheets/sheet1.xml")
    text = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    rows = "".join(
        f'<row r="{row}"><c r="C{row}"><v>{value}</v></c>{text.format(f"B{row}", name)}{text.format(f"A{row}", code)}</row>'
        for row, (code, name), value in ((3, B, 92), (2, A, 91))
    )
    inspection = inspect(
        with_members(
            content, {"xl/worksheets/sheet1.xml": xml.replace(b"</sheetData>", f"{rows}</sheetData>".encode())}
        )
    )
    assert inspection.problems == ()
    assert values(connection) == [(A[0], "E1", 91.0), (B[0], "E1", 92.0)]


@pytest.mark.parametrize(("name", "title"), [("江北.xlsx", ""), ("数据.xlsx", "江北区2026年第四季度报送表")])
def test_a_file_named_after_another_district_is_told(name: str, title: str, inspect: Callable[..., Inspection]) -> None:
    inspection = inspect(workbook([[title or None], [*KEYS, "E1"], [*A, 90], [*B, 91]]), name)
    assert rules(inspection.warnings) == [("A3", "表名或文件名写的是另一个单位，这里却是海曙区的社区，共 2 行")]


def test_a_file_named_after_its_district_is_not_told(inspect: Callable[..., Inspection]) -> None:
    assert rules(inspect(workbook([[*KEYS, "E1"], [*A, 90]]), "海曙.xlsx").warnings) == []


@pytest.mark.parametrize(
    "name",
    ["⻋站社区", "⾞站社区", "車站社區", "车站社區居民委員會", "车 站 社 区"],
)
def test_a_name_in_other_letters_is_the_community_meant(
    name: str, inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    lines = [["报送单位", "街道", "社区名称", "E1"], ["海曙區", "南門街道", name, 90]]
    assert inspect(workbook(lines)).problems == ()
    assert values(connection) == [("330203001007", "E1", 90.0)]


@pytest.mark.parametrize("name", ["\uf92c官社区", "郞官社区"])
def test_a_compatibility_letter_is_the_letter_it_shows(
    name: str, inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    assert inspect(workbook([["报送单位", "社区名称", "E1"], ["海曙区", name, 90]])).problems == ()
    assert values(connection) == [("330203001009", "E1", 90.0)]


REGISTER = ["社区代码", "社区名称", "报送单位", "街道", "户数", "社区类型"]
REST = ["海曙区", "南门街道", 800, "老旧小区"]


def test_names_that_went_apart_from_their_codes_are_refused(inspect: Callable[..., Inspection]) -> None:
    inspection = inspect(workbook([REGISTER, [A[0], B[1], *REST], [B[0], A[1], *REST], [*C, *REST]]))
    assert rules(inspection.problems) == [
        ("B2", "与代码 330203001001 不符，名册里它是澄浪社区，叫这个名字的是 330203001002"),
        ("B3", "与代码 330203001002 不符，名册里它是柳锦社区，叫这个名字的是 330203001001"),
    ]


def test_a_new_name_and_another_unit_are_told_and_names_are_kept_in_proper_letters(
    inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    inspection = inspect(
        workbook(
            [
                REGISTER,
                [A[0], "澄浪新社区", *REST],
                ["330203001004", "红起 社区", *REST],
                ["330203001007", "⻋站社区", "江北区", "外滩街道", 800, "老旧小区"],
            ]
        )
    )
    assert inspection.problems == ()
    assert rules(inspection.warnings) == [
        ("B2", "名册里 330203001001 叫澄浪社区，将改名"),
        ("C4", "名册里 330203001007 属于海曙区，将改属"),
    ]
    assert connection.execute("select community_name from staged_communities order by row").fetchall() == [
        ("澄浪新社区",),
        ("红起社区",),
        ("车站社区",),
    ]


def test_a_name_is_free_when_its_community_is_abolished(inspect: Callable[..., Inspection]) -> None:
    lines = [[*REGISTER, "撤销日期"], [A[0], B[1], *REST, None], [*B, *REST, "2026-06-30"]]
    assert inspect(workbook(lines)).problems == ()


def test_units_that_are_multiples_are_converted_and_others_refused(
    inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    header = [
        *KEYS,
        "报送单位",
        "街道",
        "户数（百户）",
        "社区类型",
        "60岁以上占比（‰）",
        "人口密度（万人/km²）",
        "租住户占比（%）",
    ]
    line = [*A, "海曙区", "南门街道", 24.5, "老旧小区", 85, 1.52, 18]
    inspection = inspect(workbook([header, line]))
    assert inspection.problems == ()
    assert rules(inspection.warnings) == [
        ("E1", "单位已换算：“百户”× 100 =“户”"),
        ("G1", "单位已换算：“‰”× 0.1 =“%”"),
        ("H1", "单位已换算：“万人/km2”× 10000 =“人/km²”"),
    ]
    assert connection.execute(
        "select households, share_60_plus, density, share_renters from staged_communities"
    ).fetchall() == [(2450, 8.5, 15200.0, 18.0)]


def test_a_share_in_thousandths_is_converted_in_a_wide_sheet(
    inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    inspection = inspect(workbook([[*KEYS, "E1 生活垃圾分类投放准确率（‰）"], [*A, 905]]))
    assert rules(inspection.warnings) == [("C1", "单位已换算：“‰”× 0.1 =“%”")]
    assert values(connection) == [(A[0], "E1", 90.5)]


@pytest.mark.parametrize(
    ("heading", "value", "rule"),
    [
        ("平均楼龄（建成年份）", 26, "列名里的“建成年份”不是这一列的单位，这一列的单位是“年”"),
        ("平均楼龄", 1998, "不能大于 200"),
        ("经度（GCJ-02）", 121.5, "列名里的“gcj-02”不是这一列的单位，这一列的单位是“°”"),
    ],
)
def test_a_bracket_that_means_another_thing_is_refused(
    heading: str, value: float, rule: str, inspect: Callable[..., Inspection]
) -> None:
    problems = inspect(workbook([[*REGISTER, heading], [*A, *REST, value]])).problems
    assert [told for _, told in rules(problems)] == [rule]


def test_shares_given_as_fractions_are_told_in_a_first_quarter(inspect: Callable[..., Inspection]) -> None:
    lines = [[*KEYS, "E1", "O1"], [*A, 85, 0.5], [*B, 0.91, 1.5], [*C, 92, 4]]
    inspection = inspect(workbook(lines))
    assert rules(inspection.warnings) == [("C3", "像是把百分率写成了小数：同一指标的其他数都不小于 85.0")]


def test_a_whole_column_of_fractions_is_told(inspect: Callable[..., Inspection]) -> None:
    inspection = inspect(workbook([[*KEYS, "E1"], [*A, 0.85], [*B, 0.91], [*C, 0.88]]))
    assert [cell for cell, rule in rules(inspection.warnings) if rule == "像是把百分率写成了小数"] == ["C2", "C3", "C4"]


def test_a_category_that_no_item_counts_is_told_once_with_the_nearest(inspect: Callable[..., Inspection]) -> None:
    header = ["活动编号", "社区代码", "举办时间", "维度代码", "活动类别", "活动种类", "参加人次", "参加户数"]
    kinds = ["文体活动", "文化活动", "文体活动", "志愿服务活动"]
    lines = [[str(n), A[0], "2026-10-10 19:00", "A", kind, "演出", 60, 35] for n, kind in enumerate(kinds)]
    inspection = inspect(workbook([header, *lines]))
    told = [(problem.cell, problem.rule, problem.remedy.split("；")[0]) for problem in inspection.warnings]
    assert told == [
        ("E2", "没有指标按这个类别计数，共 2 场", "是否为“文化活动”"),
        ("E5", "没有指标按这个类别计数，共 1 场", "是否为“志愿服务”"),
    ]


def test_lines_in_utf_8_behind_a_ledger_in_gb18030_are_read(
    inspect: Callable[..., Inspection], connection: duckdb.DuckDBPyConnection
) -> None:
    first, last = [REGISTER, [*A, *REST]], [[*B, *REST]]
    # In one line both: a name of the other system within a row of this one.
    both = ",".join(C).encode() + ",海曙区,南门街道,800,老旧小区\n".encode("gb18030")
    inspection = inspect(as_text(first, encoding="gb18030") + as_text(last) + both, "名册.csv")
    assert inspection.problems == ()
    assert connection.execute("select community_name, kind from staged_communities order by row").fetchall() == [
        (A[1], "老旧小区"),
        (B[1], "老旧小区"),
        (C[1], "老旧小区"),
    ]


@pytest.mark.parametrize("garbled", ["澄浪\ufffd区", "锟斤拷社区"])
def test_garbled_text_is_refused(garbled: str, inspect: Callable[..., Inspection]) -> None:
    problems = inspect(as_text([REGISTER, ["330203001001", garbled, *REST]]), "名册.csv").problems
    assert [(problem.row, problem.column, problem.rule) for problem in problems] == [(2, "社区名称", "含有乱码")]
