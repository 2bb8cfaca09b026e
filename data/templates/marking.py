"""The workbook handed back: what was sent in, with its faults marked where they are and listed on a sheet of their own."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path, PurePath
from xml.etree.ElementTree import ParseError

import duckdb
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter, quote_sheetname
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from data.checking.inspection import Inspection
from data.checking.whole_files import TABLE_OF_SUFFIX
from data.reading.landing import FORMULA, Sheet, land
from data.reading.layout import EXCERPT
from data.reading.packages import plain_package
from data.reading.problems import Problem, Refused
from data.settings import current_settings
from data.templates.writing import (
    BROWN,
    PROBLEMS_SHEET,
    TEAL,
    fill,
    fit_to_page,
    font,
    put_heading,
    put_row,
    saved,
    sheet_name,
    text_width,
    write,
)

MOST_ROWS = 20_000
"""Of larger sheets only the lines that have a fault are handed back, on their own row numbers."""

ERROR_FILL, WARNING_FILL = "F0B98D", "F8E7B0"
AUTHOR = "数据体检"
_HEADINGS = {
    "文件": 24,
    "工作表": 14,
    "行": 7,
    "列": 26,
    "单元格": 9,
    "内容": 22,
    "规则": 44,
    "处理办法": 44,
    "级别": 7,
}
_CELL_COLUMN = list(_HEADINGS).index("单元格") + 1
_FIRST_LINE = 4
_HEAD_ROWS = 20  # how far down a header may stand, so these lines are always handed back
_LARGEST_WORKBOOK = 40_000_000  # bytes unpacked; beyond that a whole workbook does not fit in memory comfortably
_MOST_EXCEL_ROWS = 1_048_576
_WIDEST = 40
_NOT_WHOLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, zipfile.BadZipFile, ParseError)

Sheets = Mapping[tuple[str, str], Worksheet]
"""The sheets of a workbook by file and name, as a problem names them."""


def mark(files: Sequence[tuple[str, Path]], inspection: Inspection) -> tuple[str, bytes]:
    """What was inspected, marked: the name and the bytes of one file to hand back.

    A workbook comes back as it was sent; CSV and the members of an archive as a workbook with their rows, on a sheet
    each. Cells with an error are filled and commented, those with a warning in a paler tint; a sheet 问题 in front
    lists all, with links. Where a file could not be read, the list is all there is. Several files come back as a .zip
    of their workbooks.

    Args:
        files: name as the user knows it and path of each, as they were inspected.
        inspection: what was found in them.
    """
    marked = [(f"{PurePath(name).stem}_标注.xlsx", _marked(name, path, inspection)) for name, path in files]
    if len(marked) == 1:
        return marked[0]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        taken: list[str] = []
        for name, workbook in marked:
            taken.append(_free(name, taken))
            archive.writestr(taken[-1], workbook)
    return "数据体检_标注.zip", content.getvalue()


def _marked(name: str, path: Path, inspection: Inspection) -> bytes:
    found = [
        problem
        for problem in (*inspection.problems, *inspection.warnings)
        if problem.file == name or problem.file.startswith(f"{name}/")
    ]
    workbook, sheets = _opened(name, path, found)
    for (file, sheet), worksheet in sheets.items():
        _mark_cells(worksheet, [problem for problem in found if (problem.file, problem.sheet) == (file, sheet)])
    _put_problems(workbook, sheets, name, found)
    return saved(workbook)


def _opened(name: str, path: Path, found: Sequence[Problem]) -> tuple[Workbook, Sheets]:
    """The file as a workbook, and which of its sheets is which."""
    if path.suffix.lower() in TABLE_OF_SUFFIX:  # boundaries, a standard: there are no cells
        return _empty(), {}
    with duckdb.connect() as connection:
        try:
            landed = land(connection, path, current_settings(), name=name)
        except Refused:
            return _empty(), {}
        is_workbook = bool(landed) and all(sheet.file == name and sheet.name for sheet in landed)
        is_large = any(sheet.row_count > MOST_ROWS for sheet in landed) or (
            is_workbook and _unpacked(path) > _LARGEST_WORKBOOK
        )
        if is_workbook and not is_large:
            try:
                return _whole(name, path)
            except _NOT_WHOLE:  # it can be read, but not kept as it is
                pass
        return _from_rows(connection, landed, found)


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as package:
        return sum(entry.file_size for entry in package.infolist())


def _empty() -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    return workbook


def _whole(name: str, path: Path) -> tuple[Workbook, Sheets]:
    """The workbook itself, without what an earlier inspection left in it."""
    with warnings.catch_warnings(), plain_package(path) as content:
        warnings.simplefilter("ignore")  # of what is lost: extensions of validation, pictures in odd formats
        workbook = load_workbook(content)
    for worksheet in list(workbook.worksheets):
        if worksheet.title.startswith(PROBLEMS_SHEET) and worksheet.cell(_FIRST_LINE - 1, 1).value == next(
            iter(_HEADINGS)
        ):
            workbook.remove(worksheet)
        else:
            _unmark(worksheet)
    return workbook, {(name, worksheet.title): worksheet for worksheet in workbook.worksheets}


def _unmark(worksheet: Worksheet) -> None:
    # To walk the box around all cells would make every one of it, and one cell far away takes gigabytes.
    for cell in [*worksheet._cells.values()]:  # noqa: SLF001 - openpyxl tells in no other way which cells there are
        if cell.comment and cell.comment.author == AUTHOR:
            cell.comment = None
            cell.fill = PatternFill()


def _from_rows(
    connection: duckdb.DuckDBPyConnection, landed: Sequence[Sheet], found: Sequence[Problem]
) -> tuple[Workbook, Sheets]:
    """A workbook with the rows of landed sheets, every row on its own number."""
    workbook = _empty()
    sheets: dict[tuple[str, str], Worksheet] = {}
    for sheet in landed:
        name = sheet.name or PurePath(sheet.file).stem
        worksheet = workbook.create_sheet(sheet_name(name, workbook.sheetnames))
        sheets[sheet.file, sheet.name] = worksheet
        wanted = [problem.row for problem in found if (problem.file, problem.sheet) == (sheet.file, sheet.name)]
        _put_rows(worksheet, _rows(connection, sheet, wanted))
        if sheet.row_count > MOST_ROWS:
            _say_excerpt(worksheet, sheet.row_count)
    return workbook, sheets


def _rows(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, wanted: Sequence[int | None]
) -> Iterator[tuple[int, tuple[str | None, ...]]]:
    """Row number and texts of a landed sheet: all of it, or of a large one the top and the rows that are wanted."""
    columns = ", ".join(f"c{number}" for number in range(1, sheet.width + 1))
    cursor = connection.execute(
        f"select row, {columns} from {sheet.relation} "
        "where ($is_whole or row <= $head or list_contains($wanted, row)) and row <= $most order by row",
        {
            "is_whole": sheet.row_count <= MOST_ROWS,
            "head": _HEAD_ROWS,
            "wanted": [row for row in wanted if row is not None],
            "most": _MOST_EXCEL_ROWS,
        },
    )
    for row, *texts in cursor.fetchall():
        yield row, tuple(texts)


def _put_rows(worksheet: Worksheet, rows: Iterator[tuple[int, tuple[str | None, ...]]]) -> None:
    widths: dict[int, int] = {}
    for row, texts in rows:
        for column, text in enumerate(texts, 1):
            if text is None:
                continue
            shown = f"={text[1:].removeprefix('=')}" if text.startswith(FORMULA) else text
            write(worksheet.cell(row, column), shown).font = font()
            widths[column] = min(max(widths.get(column, 8), text_width(shown) + 2), _WIDEST)
    for column, width in widths.items():
        worksheet.column_dimensions[get_column_letter(column)].width = width


def _say_excerpt(worksheet: Worksheet, row_count: int) -> None:
    """Say, in the first line that is free, that most lines are not here, so that nobody takes the sheet for the whole."""
    row = next(row for row in range(_HEAD_ROWS + 1, _MOST_EXCEL_ROWS) if not _has_row(worksheet, row))
    text = f"{EXCERPT}：原表共 {row_count:,} 行，这里只有表头和有问题的行，不能当作整份数据报送；请在原来的文件上改正"
    write(worksheet.cell(row, 1), text).font = font(colour=BROWN, is_bold=True)


def _has_row(worksheet: Worksheet, row: int) -> bool:
    return any(cell.value is not None for cell in worksheet[row])


def _mark_cells(worksheet: Worksheet, found: Sequence[Problem]) -> None:
    """Fill and comment the cells that faults are in; a fault of a whole row marks the row's first cell."""
    located = [(_address(problem), problem) for problem in found if problem.row is not None]
    located.sort(key=lambda pair: pair[0])
    for address, faults in groupby(located, key=lambda pair: pair[0]):
        if coordinate_from_string(address)[1] > _MOST_EXCEL_ROWS:
            continue
        problems = [problem for _, problem in faults]
        cell = _shown_cell(worksheet, address)
        cell.fill = fill(WARNING_FILL if all(problem.is_warning for problem in problems) else ERROR_FILL)
        if not cell.comment:  # a clerk's own comment stays
            text = "\n".join(_told(problem) for problem in problems)
            cell.comment = Comment(text, AUTHOR, width=340, height=40 + 18 * (1 + text_width(text) // 44))


def _address(problem: Problem) -> str:
    return problem.cell or f"A{problem.row}"


def _shown_cell(worksheet: Worksheet, address: str) -> Cell | MergedCell:
    """The cell at an address; of merged cells the first, which is the one that is seen."""
    column, row = coordinate_from_string(address)
    cell = worksheet.cell(row, column_index_from_string(column))
    if isinstance(cell, MergedCell):
        merged = next(area for area in worksheet.merged_cells.ranges if address in area)
        cell = worksheet.cell(merged.min_row, merged.min_col)
    return cell


def _told(problem: Problem) -> str:
    level = "提醒" if problem.is_warning else "错误"
    return f"【{level}】{problem.rule}" + (f"；{problem.remedy}" if problem.remedy else "")


def _put_problems(workbook: Workbook, sheets: Sheets, name: str, found: Sequence[Problem]) -> None:
    """The list in front: one line per fault, errors first, each linked to its cell."""
    worksheet = workbook.create_sheet(sheet_name(PROBLEMS_SHEET, workbook.sheetnames), 0)
    worksheet.sheet_properties.tabColor = BROWN
    errors = sum(not problem.is_warning for problem in found)
    put_heading(worksheet, f"{name} 体检结果", _summary(errors, len(found) - errors))
    put_row(worksheet, _FIRST_LINE - 1, _HEADINGS, is_header=True)
    worksheet.row_dimensions[_FIRST_LINE - 1].height = 22
    for row, problem in enumerate(sorted(found, key=lambda problem: problem.is_warning), _FIRST_LINE):
        _put_problem(worksheet, row, problem, sheets.get((problem.file, problem.sheet)))
    for column, width in enumerate(_HEADINGS.values(), 1):
        worksheet.column_dimensions[get_column_letter(column)].width = width
    worksheet.freeze_panes = f"A{_FIRST_LINE}"
    worksheet.auto_filter.ref = f"A{_FIRST_LINE - 1}:{get_column_letter(len(_HEADINGS))}{_FIRST_LINE - 1 + len(found)}"
    worksheet.print_title_rows = f"{_FIRST_LINE - 1}:{_FIRST_LINE - 1}"
    fit_to_page(worksheet)
    workbook.active = 0
    for other in workbook.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _summary(errors: int, warning_count: int) -> str:
    if errors:
        return f"错误 {errors} 处（深色），须改正后重新上传；提醒 {warning_count} 处（浅色），核对即可。点“单元格”跳到所在位置。"
    if warning_count:
        return f"没有错误；提醒 {warning_count} 处（浅色），核对即可。点“单元格”跳到所在位置。"
    return "没有发现问题。"


def _put_problem(worksheet: Worksheet, row: int, problem: Problem, target: Worksheet | None) -> None:
    level = "提醒" if problem.is_warning else "错误"
    address = _address(problem) if target is not None and problem.row is not None else problem.cell
    texts = (problem.column or "", address, problem.value or "", problem.rule, problem.remedy, level)
    put_row(worksheet, row, (problem.file, problem.sheet, problem.row, *texts))
    worksheet.cell(row, len(_HEADINGS)).fill = fill(WARNING_FILL if problem.is_warning else ERROR_FILL)
    widths = zip((problem.file, problem.sheet, "", *texts), _HEADINGS.values(), strict=True)
    lines = max(-(-text_width(text) // (width - 3)) for text, width in widths)
    worksheet.row_dimensions[row].height = 5 + 16 * max(lines, 1)
    if target is not None and problem.row is not None and problem.row <= _MOST_EXCEL_ROWS:
        cell = worksheet.cell(row, _CELL_COLUMN)
        cell.hyperlink = Hyperlink(cell.coordinate, location=f"{quote_sheetname(target.title)}!{address}")
        cell.font = font(colour=TEAL, is_bold=True)


def _free(name: str, taken: Sequence[str]) -> str:
    """The name, numbered where another file has it already."""
    path = PurePath(name)
    numbered = (f"{path.stem}-{number}{path.suffix}" for number in range(2, len(taken) + 2))
    return name if name not in taken else next(other for other in numbered if other not in taken)
