"""Which rows of a sheet are data: tables below one another, totals and notes anywhere, rows in the wrong place."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pytest

from data.checking.inspecting import inspect_files
from data.checking.inspection import Inspection
from data.reports import inspection_lines
from tests.data.spellings import STANDARDS, as_text, as_workbook

Line = Sequence[object]
Read = Callable[..., tuple[Inspection, list[tuple[str, str, float]]]]
E1, E2 = "E1 生活垃圾分类投放准确率", "E2 小区环境点位达标率"
HEADER: Line = ["社区代码", "社区名称", E1]
A, B, C, D = (
    [f"33020300100{number}", name] for number, name in enumerate(("澄浪社区", "柳锦社区", "万安社区", "红起社区"), 1)
)


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Read]:
    """Inspect one file of lines (or bytes) and say what was staged of its measurements: community, item, value."""
    with duckdb.connect() as connection:

        def inspected(
            lines: Sequence[Line] | bytes, name: str = "数据.xlsx", period: str | None = "2026Q3"
        ) -> tuple[Inspection, list[tuple[str, str, float]]]:
            file = tmp_path / name
            if not isinstance(lines, bytes):
                write = as_workbook if name.endswith(".xlsx") else as_text
                lines = write([[*line] for line in lines])
            file.write_bytes(lines)
            inspection = inspect_files(connection, [file], standards=STANDARDS, city=None, period=period)
            query = "select right(community_code, 1), indicator_code, value from staged_measurements order by row"
            return inspection, connection.execute(query).fetchall()

        yield inspected


def test_tables_below_one_another_are_all_read_and_each_has_its_own_columns(read: Read) -> None:
    upper: list[Line] = [["一、环境"], HEADER, [*A, 90], [*B, 91]]
    lower: list[Line] = [[], ["二、点位"], ["社区名称", "备注", E2], [A[1], "", 70], [B[1], "", 71]]
    inspection, staged = read([*upper, *lower])
    assert inspection.problems == ()
    assert staged == [("1", "E1", 90), ("2", "E1", 91), ("1", "E2", 70), ("2", "E2", 71)]
    assert [(sheet.rows_read, sheet.note) for sheet in inspection.sheets] == [(2, ""), (2, "")]
    inspection, _ = read([*upper, *lower[:-1], [B[1], "", "约71"]])
    assert [problem.cell for problem in inspection.problems] == ["C9"]


def test_a_large_text_is_looked_through_like_a_small_one(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.reading.text_rows.LARGE", 0)
    header: Line = ["community_code", "period", "indicator_code", "value"]
    lines = [[code, "2026Q3", "E1", value] for (code, _), value in zip((A, B), (90, 91), strict=True)]
    inspection, staged = read(
        [["title", "", "", ""], header, lines[0], header, lines[1], ["合计", "", "", "181"]], "指标.csv"
    )
    assert inspection.problems == ()
    assert staged == [("1", "E1", 90), ("2", "E1", 91)]
    assert inspection.sheets[0].note == "略过 2 行，没有读入：第 4 行“community_code”、第 6 行“合计”"


def test_a_header_that_is_repeated_heads_nothing_new_and_is_named(read: Read) -> None:
    title: Line = ["2026年第三季度报送表"]
    inspection, staged = read([title, HEADER, [*A, 90], title, HEADER, [*B, 91], HEADER, [*C, 92]])
    assert staged == [("1", "E1", 90), ("2", "E1", 91), ("3", "E1", 92)]
    (sheet,) = inspection.sheets
    assert sheet.note == "略过 3 行，没有读入：第 4 行“2026年第三季度报送表”、第 5 行“社区代码”、第 7 行“社区代码”"
    assert any(sheet.note in line for line in inspection_lines(inspection))


def test_tables_of_two_quarters_below_one_another_are_not_one(read: Read) -> None:
    lines = [["2026年第三季度"], HEADER, [*A, 90], ["2026年第二季度"], HEADER, [*A, 80]]
    inspection, _ = read(lines)
    assert inspection.problems[0].rule == "表题写的是 2026Q2，不是本次报送的时期 2026Q3"


def test_files_joined_byte_by_byte_are_read_as_two_or_refused_where_a_line_is_lost(read: Read) -> None:
    first, second = as_text([[*HEADER], [*A, 90]]), as_text([[*HEADER], [*B, 91]])
    marked = b"\xef\xbb\xbf"
    _, staged = read(marked + first + marked + second + b"\x1a", "数据.csv")
    assert staged == [("1", "E1", 90), ("2", "E1", 91)]
    inspection, _ = read(first.rstrip() + second, "数据.csv")
    assert inspection.problems[0].row == 2
    assert inspection.problems[0].value == "90社区代码"


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (["汇总", "", 181], "汇总"),
        (["", "平均值", 90.5], "平均值"),
        (["", "", 90.5, "小 计"], "90.5"),
        (["南门街道小计", "", 181], "南门街道小计"),
        (["共2个社区", "", 181], "共2个社区"),
        (["330203", "海曙区", 90.5], "330203"),
        (["", "海曙区", 90.5], "海曙区"),
        (["甲", "乙", 1], "甲"),
        (["制表人：", "某某", "", "审核人："], "制表人："),
        (["填报单位（盖章）：", "", "2026年9月30日"], "填报单位（盖章）："),
        (["单位：%"], "单位：%"),
        (["", "", "海曙区文明办"], "海曙区文明办"),
        (["", "", "2026年9月30日"], "2026年9月30日"),
        (["南门街道"], "南门街道"),
    ],
)
def test_what_is_no_data_is_left_out_and_named(row: Line, text: str, read: Read) -> None:
    inspection, staged = read([[*HEADER, "备注"], row, [*A, 90], [*B, 91]])
    assert inspection.problems == ()
    assert staged == [("1", "E1", 90), ("2", "E1", 91)]
    assert inspection.sheets[0].note == f"略过 1 行，没有读入：第 2 行“{text}”"


def test_a_remark_makes_no_row_a_note_or_a_total(read: Read) -> None:
    remarks = ["注：8月起拆迁", "说明：缺一个月", "含3个小区合计", "小计"]
    rows = [[remark, *key, 90] for remark, key in zip(remarks, (A, B, C, D), strict=True)]
    inspection, staged = read([["备注", *HEADER], *rows])
    assert [value for _, _, value in staged] == [90] * 4
    assert inspection.sheets[0].note == ""


@pytest.mark.parametrize(
    ("lines", "cell"),
    [
        ([["", "", 90]], "C2"),
        ([["注：拆迁", "", "", 90]], "D2"),
        ([["", "", "不适用"]], "C2"),
    ],
    ids=["a value alone", "a value beside a note", "a word for a value alone"],
)
def test_a_value_of_nobody_is_refused(lines: list[Line], cell: str, read: Read) -> None:
    header = HEADER if len(lines[0]) == len(HEADER) else ["备注", *HEADER]
    padding = [] if header is HEADER else [""]
    inspection, _ = read([header, *lines, [*padding, *A, 90]])
    assert [problem.row for problem in inspection.problems] == [2]
    assert int(cell[1:]) == 2


def test_data_above_the_header_are_refused(read: Read) -> None:
    inspection, _ = read([["海曙区2026年第三季度"], [*A, 90], HEADER, [*B, 91]])
    (problem,) = inspection.problems
    assert (problem.cell, problem.value, problem.rule) == ("A2", A[0], "在表头上面，像是数据，没有读入")


def test_what_stands_above_the_header_as_usual_is_no_data(read: Read) -> None:
    above: list[Line] = [["2026年第三季度"], ["填报单位：海曙区", "", "2026"], ["社区数", "114"]]
    inspection, staged = read([*above, *([f"说明第{number}条"] for number in range(30)), HEADER, [*A, 90]])
    assert inspection.problems == ()
    assert staged == [("1", "E1", 90)]


def test_a_cell_beyond_the_header_is_refused_wherever_it_stands(read: Read) -> None:
    body = [[*A, 90], *([[*B[:1], "", ""]] * 30)]
    inspection, _ = read([HEADER, *body, [*C, 91, 5], ["合计", "", 181, 3]], "数据.csv")
    (problem,) = inspection.problems
    assert (problem.cell, problem.value, problem.rule) == ("D33", "5", "空列名：这一列有数据，却没有列名")
