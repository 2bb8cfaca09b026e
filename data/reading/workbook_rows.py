"""Rows of a workbook (.xlsx): the text of every cell as a clerk sees it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.workbook import Workbook
from openpyxl.worksheet._reader import WorkSheetParser

from data.reading.appearance import RAISED, STRUCK, Appearance, Merge
from data.reading.files import refusal
from data.reading.landed import BLANKS, FORMULA, Cells, trimmed
from data.reading.packages import plain_package
from data.reading.problems import Refused

MOST_ROWS_OF_A_SHEET = 1_048_576  # what Excel itself can hold
_LARGEST_WHOLE = 1e15  # beyond, a double is no longer exact
_LITERAL_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_POWER = re.compile(r"[a-zA-Z米]$")  # behind a unit a raised digit is its power (km²), not a footnote
_FIRST_ROWS = 24
_DAMAGED = ("工作簿不完整或已损坏，打不开", "用 Excel 或 WPS 打开并重新保存；打不开时请对方重新传送")

OpenedSheet = Any
"""A sheet of a workbook opened to be read only; openpyxl's type stubs know none."""


@contextmanager
def opened_workbook(path: Path, file: str) -> Iterator[list[OpenedSheet]]:
    """The visible sheets of a workbook, to be read while it is open.

    Raises:
        Refused: the workbook is damaged, or of a kind that no visible sheet can be read from.
    """
    # Openpyxl warns of what it leaves out of a workbook (drop-downs, styles); nothing of that is read here.
    with warnings.catch_warnings(), _opened(path, file) as content:
        warnings.simplefilter("ignore")
        workbook = _load(content, file)
        try:
            sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            if not sheets:
                remedy = "取消隐藏需要报送的工作表，或另存为普通的 .xlsx 后再试"
                raise refusal(file, "没有能读取的工作表", remedy)
            yield sheets
        finally:
            workbook.close()


def hidden_sheets(sheet: OpenedSheet, file: str) -> tuple[str, ...]:
    """The names of the sheets that stand hidden beside this one and have rows of several cells, as a table has."""
    others = [other for other in sheet.parent.worksheets if other.sheet_state != "visible"]
    return tuple(other.title for other in others if _has_table(rows_of(other, file, Appearance())))


def _has_table(rows: Iterator[tuple[int, Cells]]) -> bool:
    return any(len([cell for cell in cells if cell]) > 1 for _, cells in islice(rows, _FIRST_ROWS))


def rows_of(sheet: OpenedSheet, file: str, appearance: Appearance) -> Iterator[tuple[int, Cells]]:
    """Every row of a sheet with its number and the texts that are seen in its cells.

    Args:
        sheet: of :func:`opened_workbook`.
        file: as the user knows it.
        appearance: told, while the rows are read, what the sheet hides, merges and strikes out; whole at the end.

    Raises:
        Refused: the sheet is damaged, or has a row where Excel can have none.
    """
    style = cache(partial(_style, sheet))
    try:
        with sheet._get_source() as content:  # noqa: SLF001 - the public way drops what is hidden and what is merged
            parser = _parser(sheet, content)
            for number, cells in parser.parse():
                _require_few(number, file, sheet.title)
                if _is_hidden(parser.row_dimensions.pop(str(number), {})):
                    appearance.hidden_rows.add(number)
                yield number, _row(cells, style, appearance)
            for dimension in parser.column_dimensions.values():
                if _is_hidden(dimension):
                    appearance.hidden_columns.append((int(dimension["min"]), int(dimension["max"])))
            if parser.merged_cells:
                appearance.merges += [Merge(*merged.bounds) for merged in parser.merged_cells.mergeCell]
    except (Refused, GeneratorExit):
        raise
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a damaged part makes happen
        raise refusal(file, *_DAMAGED, sheet=sheet.title) from None


def _require_few(number: int, file: str, sheet: str) -> None:
    if number > MOST_ROWS_OF_A_SHEET:
        rule = f"行数超过 Excel 工作表 {MOST_ROWS_OF_A_SHEET:,} 行的上限"
        raise refusal(file, rule, "改用 CSV 或 Parquet 文件", sheet=sheet)


def _parser(sheet: OpenedSheet, content: IO[bytes]) -> WorkSheetParser:
    book = sheet.parent
    return WorkSheetParser(
        content,
        sheet._shared_strings,  # noqa: SLF001 - as openpyxl's own reader of rows makes it, but with the runs of a text
        data_only=book.data_only,
        epoch=book.epoch,
        date_formats=book._date_formats,  # noqa: SLF001
        timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        rich_text=True,
    )


def _is_hidden(dimension: Mapping[str, str]) -> bool:
    return dimension.get("hidden") in ("1", "true")


def _row(cells: Sequence[Mapping[str, Any]], style: Callable[[int], _Style], appearance: Appearance) -> Cells:
    """The texts of a row, each in the place of its column, whatever the order in which the file has them."""
    row: Cells = []
    for cell in cells:
        if cell["value"] is None:
            continue
        column, looks = cell["column"], style(cell["style_id"])
        if isinstance(cell["value"], CellRichText):
            text = _seen(cell, looks, appearance)
        elif looks.is_struck:
            appearance.note(STRUCK, cell["row"], column)
            text = None
        else:
            text = _text(cell["value"], cell["data_type"], looks)
        row.extend([None] * (column - len(row)))
        row[column - 1] = text
    return row


class _Style(NamedTuple):
    is_percent: bool
    is_struck: bool


def _style(sheet: OpenedSheet, number: int) -> _Style:
    cell = ReadOnlyCell(sheet, 1, 1, None, style_id=number)
    return _Style(_is_percent(cell.number_format), bool(cell.font.strike))


def _seen(cell: Mapping[str, Any], looks: _Style, appearance: Appearance) -> str | None:
    """A text of several runs without those that are struck out and without footnote marks; both are noted."""
    seen = ""
    for run in cell["value"]:
        text, font = (run.text, run.font) if isinstance(run, TextBlock) else (run, None)
        is_struck = font.strike if font else looks.is_struck
        if is_struck and text.strip(BLANKS):
            appearance.note(STRUCK, cell["row"], cell["column"])
        elif font and font.vertAlign in ("superscript", "subscript") and not _POWER.search(seen):
            appearance.note(RAISED, cell["row"], cell["column"])
        else:
            seen += text
    return trimmed(seen)


def _opened(path: Path, file: str) -> IO[bytes]:
    try:
        return plain_package(path)
    except Exception:  # noqa: BLE001 - a damaged package may make anything happen
        raise refusal(file, *_DAMAGED) from None


def _load(content: IO[bytes], file: str) -> Workbook:
    try:
        return load_workbook(content, read_only=True, keep_links=False, rich_text=True)
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a damaged part makes happen
        raise refusal(file, *_DAMAGED) from None


def _text(value: object, kind: str, looks: _Style) -> str | None:
    if kind == "f":
        return FORMULA + str(getattr(value, "text", value))
    if isinstance(value, str):
        return trimmed(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _percent(value) if looks.is_percent else _number(value)
    return _moment(cast("date | time | timedelta", value))


def _number(value: float) -> str:
    is_whole = isinstance(value, int) or (value.is_integer() and abs(value) < _LARGEST_WHOLE)
    return str(int(value)) if is_whole else repr(value)


def _percent(value: float) -> str:
    """As the cell shows it but for rounding: 0.85 is 85%. In decimals, because 0.07 × 100 is not 7 in binary."""
    return f"{(Decimal(repr(value)) * 100).normalize():f}%"


@cache
def _is_percent(number_format: str) -> bool:
    return "%" in _LITERAL_IN_FORMAT.sub("", number_format)


def _moment(value: date | time | timedelta) -> str:
    """A date, a time or both; times come with the errors of a fraction of a day, so to the second."""
    if isinstance(value, datetime):
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        return str(value.date() if value.time() == time() else value)
    if isinstance(value, time):
        return str(value.replace(microsecond=0))
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)
