"""How the workbooks that we hand out look, and how text gets into them without ever acting as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | bool | date | datetime | None

INSTRUCTIONS_SHEET = "填写说明"
PROBLEMS_SHEET = "问题"

FONT = "Microsoft YaHei"
INK, MUTED, WHITE = "1F2A37", "6B7280", "FFFFFF"
TEAL, TEAL_TINT = "01665E", "E3F1EF"
BROWN, SAND, SAND_TINT = "8C510A", "DFC27D", "F6EFDF"
PANEL, BORDER = "F6F7F9", "D5DAE1"

LONGEST_TEXT = 32_767  # characters a cell holds
LONGEST_NAME = 31  # characters a sheet's name may have
_ACTS_AS_FORMULA = re.compile(r"^[=+\-@＝＋－＠]")
_NOT_IN_A_NAME = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
_WIDE = re.compile(r"[⺀-￯]")

THIN = Side(style="thin", color=BORDER)
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def write(cell: Cell | MergedCell, value: Value) -> Cell:
    """Put a value into a cell; a text stays a text, whatever it begins with, and loses what a workbook cannot hold."""
    if isinstance(cell, MergedCell):
        raise TypeError(f"{cell.coordinate} is covered by another cell")
    if not isinstance(value, str):
        cell.value = value
        return cell
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
    cell.data_type = "s"
    if _ACTS_AS_FORMULA.match(value):
        cell.quotePrefix = True
    return cell


def font(size: float = 10, colour: str = INK, *, is_bold: bool = False) -> Font:
    """The one typeface of our workbooks."""
    return Font(name=FONT, size=size, color=colour, bold=is_bold)


def fill(colour: str) -> PatternFill:
    """A plain ground."""
    return PatternFill("solid", fgColor=colour)


def aligned(horizontal: str = "left", vertical: str = "center", *, is_wrapped: bool = True) -> Alignment:
    """Where a text stands in its cell."""
    return Alignment(
        horizontal=horizontal, vertical=vertical, wrap_text=is_wrapped, indent=int(is_wrapped and horizontal == "left")
    )


def put_heading(sheet: Worksheet, title: str, hint: str) -> None:
    """Lines 1 and 2 of a sheet: its title, and below it in grey what to know first."""
    for row, text, style, height in ((1, title, font(15, TEAL, is_bold=True), 30), (2, hint, font(9.5, MUTED), 20)):
        cell = write(sheet.cell(row, 1), text)
        cell.font, cell.alignment = style, aligned(is_wrapped=False)
        sheet.row_dimensions[row].height = height


def put_row(sheet: Worksheet, row: int, values: Iterable[Value], *, is_header: bool = False) -> None:
    """One line of a table for reading: bordered, wrapped, at the top of its cell; a header is white on teal."""
    for column, value in enumerate(values, 1):
        cell = write(sheet.cell(row, column), value)
        cell.border = BOX
        cell.font = font(colour=WHITE, is_bold=True) if is_header else font()
        cell.alignment = aligned("center") if is_header else aligned()
        if is_header:
            cell.fill = fill(TEAL)


def fit_to_page(sheet: Worksheet, *, wide: int = 1) -> None:
    """Print the columns over so many sheets of A4, lying, with numbered pages."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
    sheet.page_setup.fitToWidth = wide
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter = HeaderFooter(oddFooter=HeaderFooterItem(center=_HeaderFooterPart("第 &P 页，共 &N 页")))
    sheet.sheet_view.showGridLines = False


def text_width(text: object) -> int:
    """How wide a text is, in the letters by which a column's width is counted; a Chinese letter counts two."""
    return max((len(line) + len(_WIDE.findall(line)) for line in str(text).splitlines()), default=0)


def sheet_name(name: str, taken: Iterable[str]) -> str:
    """A name that a sheet may have and that none of the others has, whatever the case of its letters."""
    others = {other.lower() for other in taken}
    base = _NOT_IN_A_NAME.sub("-", name).strip("'")[:LONGEST_NAME] or "数据"
    candidate, number = base, 1
    while candidate.lower() in others:
        number += 1
        candidate = f"{base[: LONGEST_NAME - len(str(number)) - 1]}-{number}"
    return candidate


def saved(workbook: Workbook) -> bytes:
    """The workbook as the bytes of an .xlsx file."""
    content = io.BytesIO()
    workbook.save(content)
    workbook.close()
    return content.getvalue()
