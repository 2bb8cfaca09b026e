"""The workbook handed back: the right cells marked, all faults listed in front, the rest as it was sent."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from data.checking.inspecting import inspect_files
from data.checking.inspection import Inspection
from data.reading.problems import Problem
from data.reading.standards import read_standards
from data.settings import REFERENCE
from data.templates import marking
from data.templates.forms import template
from data.templates.marking import AUTHOR, ERROR_FILL, WARNING_FILL, mark
from data.versions.manifest import Manifest
from data.versions.store import DATABASE, Store
from tests.data.small_city import as_csv, communities

STANDARDS = read_standards(sorted((REFERENCE / "standard").glob("*.toml")))
HEADINGS = ("文件", "工作表", "行", "列", "单元格", "内容", "规则", "处理办法", "级别")


def found(*problems: Problem) -> Inspection:
    """An inspection that found these."""
    errors = tuple(problem for problem in problems if not problem.is_warning)
    warnings = tuple(problem for problem in problems if problem.is_warning)
    return Inspection(
        files=(),
        sheets=(),
        problems=errors,
        warnings=warnings,
        problem_count=len(errors),
        warning_count=len(warnings),
        tables=(),
        periods=(),
        units=(),
        coverage=pd.DataFrame(),
    )


def in_cell(file: str, sheet: str, cell: str, rule: str = "须为整数", *, is_warning: bool = False) -> Problem:
    row = int("".join(letter for letter in cell if letter.isdigit()))
    return Problem(file, row, "户数", "一千", rule, "填数字", sheet, cell, is_warning)


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def marks(sheet: Worksheet) -> dict[str, str]:
    """The marked cells and their colours."""
    colours = {
        cell.coordinate: cell.fill.fgColor.rgb[2:] for row in sheet.iter_rows() for cell in row if cell.fill.fill_type
    }
    return {cell: colour for cell, colour in colours.items() if colour in {ERROR_FILL, WARNING_FILL}}


def listed(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(cell or "" for cell in row) for row in sheet.iter_rows(min_row=4, values_only=True)]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A clerk's workbook: a title over merged cells, a comment of their own, a format."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "名册"
    rows: Sequence[Sequence[object]] = [
        ("鄞州区社区名册",),
        ("社区代码", "户数"),
        ("330212001001", "一千"),
        ("330212001002", 900),
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet["A4"].font = Font(bold=True)
    sheet["A4"].comment = Comment("已核", "张三")
    path = tmp_path / "名册.xlsx"
    book.save(path)
    return path


def test_cells_with_faults_are_filled_and_commented_and_the_rest_is_as_it_was(workbook: Path) -> None:
    name, content = mark(
        [("名册.xlsx", workbook)],
        found(in_cell("名册.xlsx", "名册", "B3"), in_cell("名册.xlsx", "名册", "B4", "比上期多一倍", is_warning=True)),
    )
    assert name == "名册_标注.xlsx"
    book = opened(content)
    assert book.sheetnames == ["问题", "名册"]
    sheet = book["名册"]
    assert marks(sheet) == {"B3": ERROR_FILL, "B4": WARNING_FILL}
    assert sheet["B3"].comment.text == "【错误】须为整数；填数字"
    assert sheet["B4"].comment.author == AUTHOR
    assert [cell.value for cell in sheet[4]] == ["330212001002", 900]
    assert sheet["A4"].font.b
    assert str(sheet.merged_cells) == "A1:B1"


def test_the_list_in_front_names_every_fault_and_links_to_its_cell(workbook: Path) -> None:
    sheet = opened(
        mark(
            [("名册.xlsx", workbook)],
            found(
                in_cell("名册.xlsx", "名册", "B4", "比上期多一倍", is_warning=True),
                in_cell("名册.xlsx", "名册", "B3"),
                Problem("名册.xlsx", None, None, None, "没有时期"),
            ),
        )[1]
    )["问题"]
    assert tuple(cell.value for cell in sheet[3]) == HEADINGS
    assert listed(sheet) == [
        ("名册.xlsx", "名册", 3, "户数", "B3", "一千", "须为整数", "填数字", "错误"),
        ("名册.xlsx", "", "", "", "", "", "没有时期", "", "错误"),
        ("名册.xlsx", "名册", 4, "户数", "B4", "一千", "比上期多一倍", "填数字", "提醒"),
    ]
    assert sheet["E4"].hyperlink.location == "'名册'!B3"
    assert sheet["E5"].hyperlink is None
    assert "错误 2 处" in sheet["A2"].value


def test_several_faults_of_a_cell_are_one_comment_and_a_fault_of_a_row_marks_its_first_cell(workbook: Path) -> None:
    book = opened(
        mark(
            [("名册.xlsx", workbook)],
            found(
                in_cell("名册.xlsx", "名册", "B3"),
                in_cell("名册.xlsx", "名册", "B3", "与上期不同", is_warning=True),
                Problem("名册.xlsx", 3, None, None, "缺 2 项：E1、E4", "补报", "名册", "", is_warning=True),
                in_cell("名册.xlsx", "名册", "B1"),
            ),
        )[1]
    )
    sheet = book["名册"]
    assert marks(sheet) == {"A1": ERROR_FILL, "A3": WARNING_FILL, "B3": ERROR_FILL}
    assert sheet["B3"].comment.text == "【错误】须为整数；填数字\n【提醒】与上期不同；填数字"
    assert sheet["A3"].comment.text == "【提醒】缺 2 项：E1、E4；补报"


def test_a_clerks_own_comment_stays(workbook: Path) -> None:
    sheet = opened(mark([("名册.xlsx", workbook)], found(in_cell("名册.xlsx", "名册", "A4")))[1])["名册"]
    assert marks(sheet) == {"A4": ERROR_FILL}
    assert sheet["A4"].comment.text == "已核"


def test_a_marked_workbook_sent_in_again_loses_its_old_marks(workbook: Path) -> None:
    first = mark([("名册.xlsx", workbook)], found(in_cell("名册.xlsx", "名册", "B3")))[1]
    workbook.write_bytes(first)
    book = opened(mark([("名册.xlsx", workbook)], found(in_cell("名册.xlsx", "名册", "B4")))[1])
    assert book.sheetnames == ["问题", "名册"]
    assert marks(book["名册"]) == {"B4": ERROR_FILL}
    assert book["名册"]["B3"].comment is None
    assert [row[4] for row in listed(book["问题"])] == ["B4"]


def test_a_csv_comes_back_as_a_workbook_with_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "名册.csv"
    file.write_text('社区代码,户数\n\n330212001001,"=1+1"\n', encoding="utf-8")
    sheet = opened(mark([("名册.csv", file)], found(in_cell("名册.csv", "", "B3")))[1])["名册"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["社区代码", "户数"],
        [None, None],
        ["330212001001", "=1+1"],
    ]
    assert sheet["B3"].data_type == "s"
    assert marks(sheet) == {"B3": ERROR_FILL}


def test_the_members_of_an_archive_stand_on_a_sheet_each(tmp_path: Path) -> None:
    file = tmp_path / "季报.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("名册.csv", "社区代码,户数\n330212001001,900\n")
        archive.writestr("活动.csv", "活动编号,参加人次\nA1,x\n")
    book = opened(mark([("季报.zip", file)], found(in_cell("季报.zip/活动.csv", "", "B2")))[1])
    assert book.sheetnames == ["问题", "名册", "活动"]
    assert marks(book["活动"]) == {"B2": ERROR_FILL}
    assert marks(book["名册"]) == {}
    assert book["问题"]["E4"].hyperlink.location == "'活动'!B2"


def test_of_a_large_sheet_the_head_and_the_lines_with_faults_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "MOST_ROWS", 30)
    file = tmp_path / "活动.csv"
    file.write_text("编号,人次\n" + "".join(f"{number},5\n" for number in range(2, 101)), encoding="utf-8")
    sheet = opened(mark([("活动.csv", file)], found(in_cell("活动.csv", "", "B77")))[1])["活动"]
    assert [row[0].row for row in sheet.iter_rows() if row[0].value] == [*range(1, 22), 77]
    assert sheet["A77"].value == "77"
    assert marks(sheet) == {"B77": ERROR_FILL}


def test_a_file_that_cannot_be_read_comes_back_as_the_list_alone(tmp_path: Path) -> None:
    file = tmp_path / "季报.xlsx"
    file.write_bytes(b"PK\x03\x04 cut short")
    book = opened(
        mark([("季报.xlsx", file)], found(Problem("季报.xlsx", None, None, None, "文件不完整", "重新发送")))[1]
    )
    assert book.sheetnames == ["问题"]
    assert listed(book["问题"]) == [("季报.xlsx", "", "", "", "", "", "文件不完整", "重新发送", "错误")]


def test_a_file_without_cells_comes_back_as_the_list_alone(tmp_path: Path) -> None:
    file = tmp_path / "标准.toml"
    file.write_text("version = 1\n", encoding="utf-8")
    book = opened(mark([("标准.toml", file)], found(Problem("标准.toml", None, None, None, "version 须为文本")))[1])
    assert book.sheetnames == ["问题"]


def test_several_files_come_back_in_one_archive_each_with_its_own_faults(workbook: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "名册.xlsx"
    other.parent.mkdir()
    other.write_bytes(workbook.read_bytes())
    name, content = mark(
        [("名册.xlsx", workbook), ("二/名册.xlsx", other)], found(in_cell("二/名册.xlsx", "名册", "B3"))
    )
    assert name == "数据体检_标注.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["名册_标注.xlsx", "名册_标注-2.xlsx"]
        first, second = (opened(archive.read(member)) for member in archive.namelist())
    assert marks(first["名册"]) == {}
    assert first["问题"]["A2"].value == "没有发现问题。"
    assert marks(second["名册"]) == {"B3": ERROR_FILL}


def test_faults_typed_into_a_template_are_marked_where_they_were_typed(
    published: tuple[Store, Manifest], tmp_path: Path
) -> None:
    city = published[0].folder(1) / DATABASE
    book = opened(template("measurements", standards=STANDARDS, city=city, unit="330203", period="2026Q4"))
    sheet = book["指标数据"]
    spoilt = {
        "A6": "330203001999",  # no such community
        "E5": 150,  # over 100
        "F5": 12.5,  # half a person asked
        "E7": "很好",  # not a number
        "G5": "=1+1",  # a formula
    }
    for cell, value in spoilt.items():
        sheet[cell] = value
    file = tmp_path / "季报.xlsx"
    book.save(file)
    with duckdb.connect() as connection:
        inspection = inspect_files(connection, [file], standards=STANDARDS, city=city, unit="330203")
    assert {problem.cell for problem in inspection.problems} == set(spoilt)
    marked = opened(mark([("季报.xlsx", file)], inspection)[1])
    assert {cell for cell, colour in marks(marked["指标数据"]).items() if colour == ERROR_FILL} == set(spoilt)
    assert {row[4] for row in listed(marked["问题"]) if row[8] == "错误"} == set(spoilt)


def test_a_row_of_a_csv_that_is_refused_is_marked_on_its_own_line(
    published: tuple[Store, Manifest], tmp_path: Path
) -> None:
    city = published[0].folder(1) / DATABASE
    rows = [*communities()]
    rows[1]["households"] = "-3"
    file = tmp_path / "communities.csv"
    file.write_text(as_csv(rows), encoding="utf-8")
    with duckdb.connect() as connection:
        inspection = inspect_files(connection, [file], standards=STANDARDS, city=city)
    marked = opened(mark([("communities.csv", file)], inspection)[1])
    assert marks(marked["communities"]) == {"E3": ERROR_FILL}
