"""Landing: what every kind of file becomes, cell by cell and row by row, and what is refused as a whole."""

from __future__ import annotations

import csv
import errno
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some

from data.reading import text_rows
from data.reading.files import sha256_of
from data.reading.landed import columns, drop_landed, marked_sql, trimmed, trimmed_sql
from data.reading.landing import FORMULA, Sheet, land
from data.reading.problems import Problem, Refused
from data.settings import Settings
from tests.data import files_to_read as files

Row = tuple[object, ...]
ROWS = [["社区", "数值"], ["甲", "1"], ["乙", "2"]]
TEXT = "社区,数值\n甲,1\n乙,2\n"
LANDED: list[Row] = [(1, "社区", "数值"), (2, "甲", "1"), (3, "乙", "2")]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def sheets(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Callable[..., list[Sheet]]:
    """Land bytes under a name."""

    def landed(content: bytes | str, name: str = "数据.csv", **limits: float) -> list[Sheet]:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return land(connection, file, Settings(**limits))

    return landed


@pytest.fixture
def rows(connection: duckdb.DuckDBPyConnection, sheets: Callable[..., list[Sheet]]) -> Callable[..., list[Row]]:
    """Land bytes of one sheet and return its rows, checking that what is said of the table is so."""

    def read(content: bytes | str, name: str = "数据.csv", **limits: float) -> list[Row]:
        (sheet,) = sheets(content, name, **limits)
        return contents(connection, sheet)

    return read


@pytest.fixture
def fault(connection: duckdb.DuckDBPyConnection, sheets: Callable[..., list[Sheet]]) -> Callable[..., Problem]:
    """The one problem for which bytes are refused; nothing stays landed."""

    def refused(content: bytes | str, name: str = "数据.csv", **limits: float) -> Problem:
        with pytest.raises(Refused) as caught:
            sheets(content, name, **limits)
        (problem,) = caught.value.problems
        assert connection.execute("show tables").fetchall() == []
        assert problem.remedy
        assert problem.file.startswith(name)
        return problem

    return refused


def contents(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Row]:
    found = connection.execute(f"select * from {sheet.relation}").fetchall()
    described = [(name, kind) for name, kind, *_ in connection.execute(f"describe {sheet.relation}").fetchall()]
    assert described == [("row", "BIGINT"), *((f"c{n}", "VARCHAR") for n in range(1, sheet.width + 1))]
    assert len(found) == sheet.row_count
    return found


# Text


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(TEXT.encode("gb18030"), id="GB18030"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="UTF-16, other order"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(TEXT.replace("\n", "\r").encode(), id="CR"),
        pytest.param(TEXT.replace("\n", "\r\n", 1).encode(), id="CRLF and LF"),
        pytest.param(TEXT.rstrip().encode(), id="no line break at the end"),
        pytest.param((TEXT + "\n,\n \n").encode(), id="blank lines at the end"),
        pytest.param(TEXT.replace(",", "\t").encode(), id="tabs"),
        pytest.param(TEXT.replace(",", ";").encode(), id="semicolons"),
        pytest.param(TEXT.replace(",", "\u3000, ").encode(), id="blanks around cells"),
        pytest.param(TEXT.replace(",", "|").encode(), id="bars"),
        pytest.param(TEXT.replace("甲", '="甲"').encode(), id="a text kept from being a number"),
        pytest.param(TEXT.replace("甲,", "甲\t,").encode(), id="a tab behind a cell"),
        pytest.param(TEXT.replace("乙", "\ufeff乙").encode() + b"\x1a", id="a mark inside and an end of file"),
        pytest.param('"社区","数值"\n"甲","1"\n"乙","2"\n'.encode(), id="quotes"),
        pytest.param(TEXT.replace("\n", ",,\n").encode(), id="empty columns at the right"),
    ],
)
def test_a_text_reads_the_same_however_it_was_saved(content: bytes, rows: Callable[..., list[Row]]) -> None:
    assert rows(content) == LANDED


def test_rows_are_numbered_as_a_spreadsheet_does_with_blank_lines_and_line_breaks_in_cells(
    rows: Callable[..., list[Row]],
) -> None:
    text = '标题\n\n社区,说明\n甲,"两\n行"\n\n,,\n乙,"一""行"\n\n注：完\n'
    assert rows(text) == [
        (1, "标题", None),
        (3, "社区", "说明"),
        (4, "甲", "两\n行"),
        (7, "乙", '一"行'),
        (9, "注：完", None),
    ]


def test_thousands_separators_do_not_make_a_text_with_semicolons_one_with_commas(
    rows: Callable[..., list[Row]],
) -> None:
    assert rows("社区;户数;人口\n甲;1,200;3,400\n乙;900;2,000\n") == [
        (1, "社区", "户数", "人口"),
        (2, "甲", "1,200", "3,400"),
        (3, "乙", "900", "2,000"),
    ]


def test_a_text_of_one_column_is_read(rows: Callable[..., list[Row]]) -> None:
    assert rows("社区\n甲\n\n乙\n") == [(1, "社区"), (2, "甲"), (4, "乙")]


def test_no_cell_of_a_text_can_pass_for_a_formula(rows: Callable[..., list[Row]]) -> None:
    padding = "甲社区,1\n" * 100
    assert rows(f"社区,数值\n{FORMULA}=1+1,=1+1\n{padding}")[1] == (2, "=1+1", "=1+1")


def test_signs_of_a_pattern_in_a_name_are_only_signs(
    rows: Callable[..., list[Row]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_rows, "LARGE", 0)
    assert rows(TEXT, "数据[1] x=2.csv") == LANDED


def all_ways(content: bytes, connection: duckdb.DuckDBPyConnection, file: Path) -> list[list[Row] | list[str]]:
    """What a text gives read as a large and as a small one."""
    file.write_bytes(content)
    results: list[list[Row] | list[str]] = []
    with pytest.MonkeyPatch.context() as patch:
        for large in (0, 1 << 40):
            patch.setattr(text_rows, "LARGE", large)
            try:
                (sheet,) = land(connection, file, Settings())
                results.append(contents(connection, sheet))
            except Refused as refused:
                results.append([str(problem) for problem in refused.problems])
    return results


CELLS = some.text(alphabet='甲ab1 ,;"\t\n\r\u3000\u00a0', max_size=4)


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=some.integers(1, 4).flatmap(
        lambda width: some.lists(some.lists(CELLS, min_size=width, max_size=width), min_size=1)
    ),
    newline=some.sampled_from(["\n", "\r\n", "\r"]),
    delimiter=some.sampled_from([",", "\t", ";"]),
)
def test_what_was_written_as_csv_is_what_lands_in_a_large_and_in_a_small_file(
    table: list[list[str]], newline: str, delimiter: str, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    table = [["表头一", "表头二", "表头三", "表头四"][: len(row)] for row in table[:1]] * 3 + table
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(table)
    for cell in (cell.strip(" \t\r\n\u3000\u00a0") for row in table for cell in row):
        assume(not (cell.count(delimiter) >= max(len(table[0]) - 1, 1) and re.search("[\r\n]", cell)))
    large, small = all_ways(written.getvalue().encode(), connection, tmp_path / "written.csv")
    expected = []
    for number, row in enumerate(table, start=1):
        cells = [cell.strip(" \t\r\n\u3000\u00a0") or None for cell in row]
        if any(cells):
            expected.append((number, *cells))
    assert strip_right(large) == strip_right(expected)
    assert strip_right(small) == strip_right(expected)


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=some.text(alphabet='甲a1 ,"\n\r', max_size=40))
def test_any_text_lands_or_is_refused_alike_as_a_large_and_as_a_small_file(
    text: str, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    large, small = all_ways(f"社区,数值\n{text}".encode(), connection, tmp_path / "any.csv")
    assert strip_right(large) == strip_right(small)


def strip_right(rows: list[Row] | list[str]) -> list[Row] | list[str]:
    """Without empty cells at the end of rows."""
    stripped: list[Row] = []
    for row in rows:
        if isinstance(row, str):
            return [str(row) for row in rows]
        cells = list(row)
        while cells[-1] is None:
            cells.pop()
        stripped.append(tuple(cells))
    return stripped


@pytest.mark.parametrize("cell", ["甲", '"甲"', '"甲\n乙"'], ids=["plain", "quoted", "line breaks in cells"])
def test_rows_of_a_text_read_by_several_threads_keep_their_numbers(
    cell: str, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    connection.execute("set threads = 4")
    padding = "文" * 250
    file = tmp_path / "large.csv"
    with file.open("w", encoding="utf-8") as text:  # more than is read at once, so that it is cut into parts
        for start in range(1, 60_001, 1000):
            numbers = range(start, start + 1000)
            text.writelines(",,\n" if number % 777 == 0 else f"{number},{cell},{padding}\n" for number in numbers)
    (sheet,) = land(connection, file, Settings())
    assert sheet.row_count == 60_000 - 60_000 // 777
    odd = f"select count(*) from {sheet.relation} where row is distinct from try_cast(c1 as bigint)"
    assert connection.execute(odd).fetchone() == (0,)
    order = f"select row from {sheet.relation} where row between 770 and 780"
    assert connection.execute(order).fetchall() == [(n,) for n in range(770, 781) if n != 777]


def test_rows_of_a_parquet_file_of_many_parts_keep_their_numbers(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    connection.execute("set threads = 4")
    file = tmp_path / "large.parquet"
    connection.execute(
        "copy (select if(number % 777 = 0, null, number) as number, ' ' as blank from range(2, 300_002) as t(number)) "
        f"to '{file}' (format parquet, row_group_size 10_000)"
    )
    (sheet,) = land(connection, file, Settings())
    assert sheet.row_count == 300_001 - 300_001 // 777
    odd = f"select row, c1 from {sheet.relation} where row is distinct from try_cast(c1 as bigint)"
    assert connection.execute(odd).fetchall() == [(1, "number")]


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=some.integers(1, 4).flatmap(
        lambda width: some.lists(
            some.lists(
                some.none() | some.text(alphabet="甲a \x1f\x01\x7f\u3000\ufeff", max_size=4),
                min_size=width,
                max_size=width,
            ),
            min_size=1,
        )
    )
)
def test_cells_are_trimmed_alike_in_sql_and_in_python(
    table: list[list[str | None]], connection: duckdb.DuckDBPyConnection
) -> None:
    width = len(table[0])
    names = columns(width)
    connection.execute(f"create or replace temp table written ({', '.join(f'{name} text' for name in names)})")
    connection.executemany(f"insert into written values ({', '.join('?' * width)})", table)
    *cells, is_odd = zip(
        *connection.execute(trimmed_sql(f"({marked_sql('written', width)})", width)).fetchall(), strict=True
    )
    trimmed_rows = [tuple((cell and trimmed(cell)) or None for cell in row) for row in table]
    assert [*zip(*cells, strict=True)] == trimmed_rows
    controls = [any(mark in (cell or "") for cell in row for mark in "\x1f\x01\x7f") for row in table]
    changed = [tuple(row) != kept for row, kept in zip(table, trimmed_rows, strict=True)]
    for odd, has_control, is_changed, row in zip(is_odd, controls, changed, table, strict=True):
        assert odd == (has_control or is_changed or not any(row))


@pytest.mark.parametrize("large", [0, 1 << 40])
@pytest.mark.parametrize("mark", ["\x01", "\x1f", "\x7f"])
def test_a_text_with_a_control_character_is_not_plain(
    large: int, mark: str, sheets: Callable[..., list[Sheet]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_rows, "LARGE", large)
    padding = "丙社区,3\n" * 100
    (sheet,) = sheets(TEXT.replace("甲", f"甲{mark}乙") + padding)
    assert not sheet.is_plain
    (sheet,) = sheets(TEXT + padding)
    assert sheet.is_plain is (large == 0)


def test_a_large_text_with_a_title_or_of_another_encoding_is_read_in_batches(
    rows: Callable[..., list[Row]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.reading.landed._BATCH_CELLS", 5)
    monkeypatch.setattr(text_rows, "LARGE", 0)
    body = "".join(f"甲{number},{number}\n" for number in range(20))
    expected = [(1, "社区", "数值"), *((number + 2, f"甲{number}", str(number)) for number in range(20))]
    assert rows(("社区,数值\n" + body).encode("gb18030")) == expected
    assert rows("标题\n社区,数值\n" + body + "注,三,列\n") == [
        (1, "标题", None, None),
        *((number + 1, *cells, None) for number, *cells in expected),  # type: ignore[call-overload]
        (23, "注", "三", "列"),
    ]


@pytest.mark.parametrize("large", [0, 1 << 40])
def test_an_unclosed_quote_is_refused_with_its_row(
    large: int, fault: Callable[..., Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_rows, "LARGE", large)
    problem = fault('社区,数值\n甲,1\n\n"乙,2\n丙,3\n')
    assert (problem.row, "引号" in problem.rule) == (4, True)


@pytest.mark.parametrize("large", [0, 1 << 40])
@pytest.mark.parametrize(
    "text",
    ['社区,数值,备注\n甲,1,"见附件\n乙,2,\n丙,3,已核对"\n', '社区,备注,数值\n甲,"见附件,1\n乙,已核对",2\n丙,,3\n'],
    ids=["whole rows", "halves of two rows"],
)
def test_a_quote_that_swallows_rows_is_refused(
    text: str, large: int, fault: Callable[..., Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_rows, "LARGE", large)
    problem = fault(text)
    assert (problem.row, "双引号可能没有配对" in problem.rule) == (2, True)


@pytest.mark.parametrize("delimiter", ["^", ";"])
def test_a_first_line_may_say_the_delimiter(delimiter: str, rows: Callable[..., list[Row]]) -> None:
    text = f"sep={delimiter}\n" + TEXT.replace(",", delimiter)
    assert rows(text)[1:] == [(number + 1, *cells) for number, *cells in LANDED]


def test_a_damaged_byte_in_utf_8_is_not_taken_for_gb18030(fault: Callable[..., Problem]) -> None:
    problem = fault("社区,数值\n甲社区,1\n".encode() + b"\xff\xfe,2\n")
    assert (problem.row, problem.rule) == (3, "这一行有无法识别的字节")


def test_text_in_no_known_encoding_is_refused(fault: Callable[..., Problem]) -> None:
    assert "编码" in fault(b"name,value\n\xff\xff\xff,2\n").rule


def test_a_zero_far_into_a_text_is_refused(fault: Callable[..., Problem]) -> None:
    assert "不是能识别的表格" in fault(b"a,b\n" + b"1,2\n" * 20_000 + b"\0,3\n").rule


# Workbooks


def test_cells_of_every_type_become_the_text_a_clerk_reads(rows: Callable[..., list[Row]]) -> None:
    assert rows(files.workbook_of_every_type(), "数据.xlsx")[1] == (
        2,
        "甲社区",
        "330212001001",
        "12",
        "82.35",
        "7%",
        "2026-09-30",
        "2026-09-30 19:00:00",
        "true",
        f"{FORMULA}=SUM(B2:C2)",
        "#N/A",
        "=1+1",
        "0.85",
    )


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.85, "0%", "85%"),
        (0.8235, "0.0%;[Red]-0.0%", "82.35%"),
        (1, "0%", "100%"),
        (0.07, "0.00%", "7%"),
        (1e-7, "0%", "0.00001%"),
        (82.305, "General", "82.305"),
        (1e20, "General", "1e+20"),
        (-0.0, "0.0", "0"),
        (45930.7916666667, "yyyy-mm-dd hh:mm", "2025-09-30 19:00:00"),
        (0.7916666667, "hh:mm", "19:00:00"),
        (1.5, "[h]:mm", "36:00:00"),
        (5e9, "yyyy-mm-dd", "#VALUE!"),
    ],
)
def test_numbers_read_as_their_format_means(
    value: float, number_format: str, text: str, rows: Callable[..., list[Row]]
) -> None:
    assert rows(files.workbook([["数值"], [value]], formats={"A2": number_format}), "数据.xlsx")[1] == (2, text)


def test_blank_rows_and_columns_of_a_workbook_keep_their_numbers(rows: Callable[..., list[Row]]) -> None:
    content = files.workbook([["标题"], [], [None, "社区"], [None, " "], [None, "甲", None, 3]])
    assert rows(content, "数据.xlsx") == [
        (1, "标题", None, None, None),
        (3, None, "社区", None, None),
        (5, None, "甲", None, "3"),
    ]


def test_the_size_that_a_sheet_says_of_itself_is_not_believed(rows: Callable[..., list[Row]]) -> None:
    content = files.workbook(ROWS)
    sheet = re.sub(
        rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', files.member(content, "xl/worksheets/sheet1.xml")
    )
    assert rows(files.with_members(content, {"xl/worksheets/sheet1.xml": sheet}), "数据.xlsx") == LANDED


def test_every_visible_sheet_with_rows_is_landed_under_its_name(
    sheets: Callable[..., list[Sheet]], connection: duckdb.DuckDBPyConnection
) -> None:
    found = sheets(files.workbook({"说明": [["请填写"]], "空表": [], "数据": ROWS}), "数据.xlsx")
    assert [(sheet.file, sheet.name, sheet.width, sheet.row_count) for sheet in found] == [
        ("数据.xlsx", "说明", 1, 1),
        ("数据.xlsx", "数据", 2, 3),
    ]
    assert contents(connection, found[1]) == LANDED


def test_hidden_sheets_are_left_out(sheets: Callable[..., list[Sheet]]) -> None:
    assert [sheet.name for sheet in sheets(files.workbook_with_hidden_sheets(ROWS), "数据.xlsx")] == ["数据"]


def test_merged_cells_have_their_text_in_the_first_cell_alone(rows: Callable[..., list[Row]]) -> None:
    content = files.merged_header_workbook(
        "2026年第三季度", ["社区", "E1 绿化率", ""], ["", "数值", "样本量"], [["甲", 85, 200]]
    )
    assert rows(content, "数据.xlsx") == [
        (1, "2026年第三季度", None, None),
        (2, "社区", "E1 绿化率", None),
        (3, None, "数值", "样本量"),
        (4, "甲", "85", "200"),
    ]


def test_a_row_that_only_a_damaged_workbook_can_have_is_refused(
    fault: Callable[..., Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.reading.workbook_rows.MOST_ROWS_OF_A_SHEET", 1000)
    content = files.workbook(ROWS)
    sheet = files.member(content, "xl/worksheets/sheet1.xml").replace(b'<row r="3"', b'<row r="99000000"')
    damaged = files.with_members(content, {"xl/worksheets/sheet1.xml": sheet})
    problem = fault(damaged, "数据.xlsx")
    assert (problem.sheet, problem.rule) == ("数据", "行数超过 Excel 工作表 1,000 行的上限")


def changed_sheet(old: bytes, new: bytes) -> bytes:
    """The small workbook with something else in its sheet."""
    name = "xl/worksheets/sheet1.xml"
    content = files.workbook(ROWS)
    assert old in files.member(content, name)
    return files.with_members(content, {name: files.member(content, name).replace(old, new)})


def test_a_date_stored_as_text_is_read(rows: Callable[..., list[Row]]) -> None:
    sheet = files.member(files.workbook(ROWS), "xl/worksheets/sheet1.xml")
    (cell,) = re.findall(rb'<c r="B3".*?</c>', sheet)  # strings are written in one of two ways
    content = changed_sheet(cell, b'<c r="B3" t="d"><v>2026-09-30</v></c>')
    assert rows(content, "数据.xlsx")[2] == (3, "乙", "2026-09-30")


def test_a_sheet_damaged_far_down_is_named_and_the_ones_before_do_not_stay(fault: Callable[..., Problem]) -> None:
    content = files.workbook({"一": ROWS, "二": ROWS})
    name = "xl/worksheets/sheet2.xml"
    cut = files.member(content, name).replace(b'<row r="3"', b'<row r="3')
    problem = fault(files.with_members(content, {name: cut}), "数据.xlsx")
    assert (problem.sheet, problem.rule) == ("二", "工作簿不完整或已损坏，打不开")


def test_a_workbook_of_hidden_sheets_alone_is_refused(fault: Callable[..., Problem]) -> None:
    content = files.workbook(ROWS)
    hidden = files.member(content, "xl/workbook.xml").replace(b'state="visible"', b'state="hidden"')
    assert fault(files.with_members(content, {"xl/workbook.xml": hidden}), "藏.xlsx").rule == "没有能读取的工作表"


# Archives and Parquet


def test_members_of_an_archive_are_landed_under_its_name(
    sheets: Callable[..., list[Sheet]], connection: duckdb.DuckDBPyConnection
) -> None:
    members = {
        "甲/数据.csv": TEXT.encode(),
        "表.xlsx": files.workbook(ROWS),
        "__MACOSX/._数据.csv": b"\0",
        "~$表.xlsx": b"x",
    }
    found = sheets(files.zip_of(members), "包.zip")
    assert [(sheet.file, sheet.name) for sheet in found] == [("包.zip/甲/数据.csv", ""), ("包.zip/表.xlsx", "数据")]
    assert [contents(connection, sheet) for sheet in found] == [LANDED, LANDED]


def test_names_in_an_archive_by_windows_in_chinese_are_read(sheets: Callable[..., list[Sheet]]) -> None:
    found = sheets(files.zip_by_windows({"鄞州区.csv": TEXT.encode(), "海曙.csv": TEXT.encode()}), "包.zip")
    assert [sheet.file for sheet in found] == ["包.zip/鄞州区.csv", "包.zip/海曙.csv"]


def test_a_member_that_leads_out_of_the_archive_is_read_and_nothing_is_written_there(
    sheets: Callable[..., list[Sheet]], tmp_path: Path
) -> None:
    before = set(tmp_path.parent.rglob("*"))
    (sheet,) = sheets(files.zip_of({"../../逃逸.csv": TEXT.encode()}), "包.zip")
    assert sheet.file == "包.zip/../../逃逸.csv"
    assert set(tmp_path.parent.rglob("*")) - before == {tmp_path / "包.zip"}


def test_every_bad_member_of_an_archive_is_named_and_nothing_stays(
    sheets: Callable[..., list[Sheet]], connection: duckdb.DuckDBPyConnection
) -> None:
    members = {"好.csv": TEXT.encode(), "旧.xls": files.OLD_XLS, "包.zip": files.zip_of({"a.csv": b"a"}), "空.csv": b""}
    with pytest.raises(Refused) as refused:
        sheets(files.zip_of(members), "外.zip")
    assert [(problem.file, problem.rule) for problem in refused.value.problems] == [
        ("外.zip/旧.xls", "是旧版 Office 文件（.xls），不能读取"),
        ("外.zip/包.zip", "压缩包里还有压缩包"),
        ("外.zip/空.csv", "文件是空的"),
    ]
    assert connection.execute("show tables").fetchall() == []


def test_a_parquet_file_has_its_columns_as_row_1(rows: Callable[..., list[Row]], tmp_path: Path) -> None:
    content = files.parquet(
        "select * from (values ('甲', 12.0::double, 82.35::double, 1.50::decimal(9, 2), date '2026-09-30', "
        "timestamp '2026-09-30', timestamp '2026-09-30 19:00', true), (' ', null, null, null, null, null, null, null), "
        "('乙', null, 1e20::double, 100::decimal(9, 2), null, null, null, null)) as t (a, b, c, d, e, f, g, h)",
        tmp_path,
    )
    assert rows(content, "数据.parquet") == [
        (1, "a", "b", "c", "d", "e", "f", "g", "h"),
        (2, "甲", "12", "82.35", "1.5", "2026-09-30", "2026-09-30", "2026-09-30 19:00:00", "true"),
        (4, "乙", None, "1e+20", "100", None, None, None, None),
    ]


# What is refused as a whole

WORKBOOK = files.workbook(ROWS)


@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        (b"", "空.csv", "文件是空的"),
        (b"\xef\xbb\xbf \r\n\n", "空.csv", "文件是空的"),
        ("\ufeff\n".encode("utf-16-le"), "空.csv", "文件是空的"),
        (b",,\n,,\n", "空.csv", "里面没有任何内容"),
        (files.workbook({"空": []}), "空.xlsx", "里面没有任何内容"),
        (files.PASSWORD_PROTECTED, "密码.xlsx", "工作簿设有打开密码，不能读取"),
        (files.OLD_XLS, "旧.xls", "是旧版 Office 文件（.xls），不能读取"),
        (files.OLD_XLS, "旧.csv", "是旧版 Office 文件（.xls），只是扩展名写成了 .csv，不能读取"),
        (files.OLD_XLS, "旧.xlsx", "是旧版 Office 文件（.xls），只是扩展名写成了 .xlsx，不能读取"),
        (files.OLD_XLS, "表.et", "是 WPS 格式（.et），不能读取"),
        (files.macro_workbook(ROWS), "宏.xlsm", "工作簿带有宏，为安全起见不读取"),
        (files.macro_workbook(ROWS), "宏.xlsx", "工作簿带有宏，为安全起见不读取"),
        (WORKBOOK, "宏.xlsm", "工作簿带有宏，为安全起见不读取"),
        (WORKBOOK[:-30], "断.xlsx", "文件不完整或已损坏，打不开"),
        (WORKBOOK[:600], "断.csv", "文件不完整或已损坏，打不开"),
        (
            files.with_members(WORKBOOK, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}),
            "坏.xlsx",
            "工作簿不完整或已损坏，打不开",
        ),
        (files.with_members(WORKBOOK, {"xl/workbook.xml": b"?"}), "坏.xlsx", "工作簿不完整或已损坏，打不开"),
        (
            files.zip_of({"[Content_Types].xml": b"", "word/document.xml": b""}),
            "文.docx",
            "是 Office 文档，但不是工作簿",
        ),
        (
            files.zip_of({"[Content_Types].xml": b"", "xl/workbook.bin": b""}),
            "二.xlsb",
            "是二进制工作簿（.xlsb），不能读取",
        ),
        (files.zip_of({"mimetype": b"", "content.xml": b""}), "开.ods", "是 OpenDocument 文件（.ods 等），不能读取"),
        (files.WEB_PAGE, "网页.xls", "内容是网页或 XML，不是表格（有的系统导出时把网页存成 .xls 或 .csv）"),
        (files.SPREADSHEET_XML, "网页.csv", "内容是网页或 XML，不是表格（有的系统导出时把网页存成 .xls 或 .csv）"),
        (files.BINARY_RUBBISH, "乱.csv", "不是能识别的表格文件"),
        (b"%PDF-1.7\n", "报.pdf", "是 PDF 文件，不是表格"),
        (b"Rar!\x1a\x07", "包.rar", "是 RAR 压缩包，不能读取"),
        (b"\x89PNG\r\n", "图.png", "是图片，看不出是哪个问题、哪个阶段的照片"),
        (b"PAR1 and nothing more", "坏.parquet", "不是完整的 Parquet 文件"),
        (files.zip_of({}), "空.zip", "压缩包里没有文件"),
        (files.zip_of({"a.csv": b"a"})[:-10], "断.zip", "文件不完整或已损坏，打不开"),
        (files.zip_with_password({"a.csv": TEXT.encode()}), "密.zip", "压缩包设有密码，不能读取"),
        (files.zip_bomb(), "弹.zip", "压缩比例异常，疑似恶意压缩包"),
        (files.with_members(WORKBOOK, {"xl/media/a": b"0" * 20_000_000}), "弹.xlsx", "压缩比例异常，疑似恶意压缩包"),
        (files.zip_that_lies(b"1,2\n" * 5000, 4000), "谎.zip", "压缩包里的这个文件已损坏"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(
    content: bytes, name: str, rule: str, fault: Callable[..., Problem]
) -> None:
    assert fault(content, name).rule == rule


@pytest.mark.parametrize(
    ("content", "name", "limit", "rule"),
    [
        (TEXT * 100, "大.csv", {"largest_file_mb": 0.001}, "文件有 0.0 MB，超过 0.001 MB 的上限"),
        (
            files.zip_of({"a.csv": b"1,2\n" * 5000}),
            "大.zip",
            {"largest_unpacked_mb": 0.01},
            "解压后有 0 MB，超过 0.01 MB 的上限",
        ),
        (WORKBOOK, "大.xlsx", {"largest_unpacked_mb": 0.001}, "解压后有 0 MB，超过 0.001 MB 的上限"),
        (TEXT, "长.csv", {"most_rows": 2}, "行数超过 2 行的上限"),
        (WORKBOOK, "长.xlsx", {"most_rows": 2}, "行数超过 2 行的上限"),
        (TEXT, "宽.csv", {"most_columns": 1}, "至少有 2 列，超过 1 列的上限"),
        (WORKBOOK, "宽.xlsx", {"most_columns": 1}, "至少有 2 列，超过 1 列的上限"),
        (
            files.zip_of({"a.csv": b"a", "b.csv": b"b"}),
            "多.zip",
            {"most_files": 1},
            "压缩包里有 2 个文件，超过 1 个的上限",
        ),
    ],
)
def test_what_is_over_a_limit_is_refused_with_the_setting_to_raise(
    content: bytes | str, name: str, limit: dict[str, float], rule: str, fault: Callable[..., Problem]
) -> None:
    problem = fault(content, name, **limit)
    assert problem.rule == rule
    assert f"DASHBOARD_{next(iter(limit)).upper()}" in problem.remedy


@pytest.mark.parametrize(
    ("suffix", "limit"),
    [
        (".csv", {"most_rows": 2}),
        (".csv", {"most_columns": 1}),
        (".parquet", {"most_rows": 2}),
        (".parquet", {"most_columns": 1}),
        (".parquet", {"largest_unpacked_mb": 1e-6}),
    ],
)
def test_limits_hold_for_files_that_are_read_at_once(
    suffix: str, limit: dict[str, float], fault: Callable[..., Problem], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_rows, "LARGE", 0)
    content = TEXT if suffix == ".csv" else files.parquet("select 1 as a, 2 as b from range(3)", tmp_path)
    assert f"DASHBOARD_{next(iter(limit)).upper()}" in fault(content, f"数据{suffix}", **limit).remedy


def test_a_workbook_is_read_as_what_it_is_whatever_its_name(rows: Callable[..., list[Row]]) -> None:
    assert rows(WORKBOOK, "数据.csv") == LANDED
    assert rows(TEXT, "数据.xlsx") == LANDED


def test_a_file_that_is_not_there_or_a_folder_is_refused(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="找不到这个文件"):
        land(connection, tmp_path / "没有.csv", Settings())
    with pytest.raises(Refused, match="是文件夹"):
        land(connection, tmp_path, Settings())


@pytest.mark.parametrize(
    ("code", "rule"), [(errno.EACCES, "权限"), (errno.ENOSPC, "磁盘空间不足"), (errno.EIO, "无法读取")]
)
def test_what_the_system_says_becomes_a_fault(
    code: int, rule: str, connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "数据.csv"
    file.write_text(TEXT, encoding="gb18030")

    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(code, "said by the system")

    monkeypatch.setattr("data.reading.encodings.tempfile.TemporaryDirectory", fail)
    with pytest.raises(Refused, match=rule):
        land(connection, file, Settings())


def test_a_disk_that_fills_up_while_rows_are_written_is_a_fault(
    fault: Callable[..., Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise duckdb.IOException("said by DuckDB")

    monkeypatch.setattr("data.reading.landed._append", fail)
    assert fault(TEXT).rule == "磁盘或内存不足，无法读取"


def test_another_name_may_be_shown(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file = tmp_path / "upload-1"
    file.write_text(TEXT, encoding="utf-8")
    (sheet,) = land(connection, file, Settings(), name="鄞州\n区.csv")
    assert sheet.file == "鄞州␣区.csv"


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=some.sampled_from(["数据.xlsx", "数据.csv", "包.zip"]),
    changes=some.lists(some.tuples(some.integers(0, 1 << 20), some.integers(0, 255)), min_size=1, max_size=8),
    cut=some.integers(0, 400),
)
def test_a_spoilt_file_lands_or_is_refused_but_never_breaks(
    kind: str, changes: list[tuple[int, int]], cut: int, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    originals = {"数据.xlsx": WORKBOOK, "数据.csv": TEXT.encode(), "包.zip": files.zip_of({"a.csv": TEXT.encode()})}
    content = bytearray(originals[kind])
    for place, byte in changes:
        content[place % len(content)] = byte
    file = tmp_path / kind
    file.write_bytes(content[: len(content) - cut] if cut < 40 else content)
    with suppress(Refused):
        for sheet in land(connection, file, Settings()):
            contents(connection, sheet)
            drop_landed(connection, sheet.relation)
    assert connection.execute("show tables").fetchall() == []


def test_the_digest_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256_of(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
