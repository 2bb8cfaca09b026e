"""Rows of a workbook (.xlsx): the text of every cell as a clerk would read it back."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from data.importing.files import refusal
from data.importing.landed import FORMULA, Cells, trimmed
from data.importing.packages import plain_package

MOST_ROWS_OF_A_SHEET = 1_048_576  # what Excel itself can hold
_LARGEST_WHOLE = 1e15  # beyond, a double is no longer exact
_LITERAL_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_DAMAGED = ("工作簿不完整或已损坏，打不开", "用 Excel 或 WPS 打开并重新保存；打不开时请对方重新传送")

OpenedSheet = Any
"""A sheet of a workbook opened to be read only; openpyxl's type stubs know none."""
_OpenedCell = Any


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


def rows_of(sheet: OpenedSheet, file: str) -> Iterator[tuple[int, Cells]]:
    """Every row of a sheet with its number and the texts of its cells.

    Raises:
        Refused: the sheet is damaged, or has a row where Excel can have none.
    """
    sheet.reset_dimensions()  # what a file says of its size need not be so
    rows = enumerate(sheet.iter_rows(max_row=MOST_ROWS_OF_A_SHEET + 1), start=1)
    while True:
        try:
            number, cells = next(rows)
            texts = [_text(cell) for cell in cells]
        except StopIteration:
            return
        except Exception:  # noqa: BLE001 - openpyxl raises whatever a damaged part makes happen
            raise refusal(file, *_DAMAGED, sheet=sheet.title) from None
        if number > MOST_ROWS_OF_A_SHEET:
            rule = f"行数超过 Excel 工作表 {MOST_ROWS_OF_A_SHEET:,} 行的上限"
            raise refusal(file, rule, "改用 CSV 或 Parquet 文件", sheet=sheet.title)
        yield number, texts


def _opened(path: Path, file: str) -> IO[bytes]:
    try:
        return plain_package(path)
    except Exception:  # noqa: BLE001 - a damaged package may make anything happen
        raise refusal(file, *_DAMAGED) from None


def _load(content: IO[bytes], file: str) -> Workbook:
    try:
        return load_workbook(content, read_only=True, keep_links=False)
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a damaged part makes happen
        raise refusal(file, *_DAMAGED) from None


def _text(cell: _OpenedCell) -> str | None:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return FORMULA + str(getattr(value, "text", value))
    if isinstance(value, str):
        return trimmed(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _percent(value) if _is_percent(cell.number_format) else _number(value)
    return _moment(value)


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
