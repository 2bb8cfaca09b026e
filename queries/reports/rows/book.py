"""A workbook in the making: its formats, sheets set up for paper, and the sheet that says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from queries.reports.facts import DEMONSTRATION, Facts
from queries.reports.texts import digits

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576  # of a sheet, with the header
LONGEST_TEXT = 32_000
INK, MUTED, TEAL, LINE = "#1F2A37", "#6B7280", "#01665E", "#E5E8EE"
_FONT = "Microsoft YaHei"
_LONGEST_HEADING = 90
_LONGEST_LINK = 2_000
_TEXT_WIDTH, _LINE_HEIGHT = 92, 17
_PIECE = 1 << 18


class ToSheet(str):
    """The title of a sheet of the workbook, to be written as a link to it."""

    __slots__ = ()


class Book:
    """A workbook in the making, in a file of its own."""

    def __init__(self, file: Path, facts: Facts, *, most_rows: int = MOST_ROWS) -> None:
        from xlsxwriter import Workbook

        options = {
            "constant_memory": True,
            "tmpdir": str(file.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.facts = facts
        self.most_rows = most_rows
        self._book = Workbook(str(file), options)
        self._book.set_properties(
            {
                "title": f"{facts.title}（{facts.nature}）",
                "author": "宁波市文明典范社区创建看板",
                "comments": facts.notice,
                "created": facts.published_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: str | float | bool) -> Format:
        """A cell format; equal ones are one."""
        properties = {"font_name": _FONT, "font_size": 10, "font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def sheet(self, title: str, *, heading: str = "") -> Worksheet:
        """A sheet set up for paper: A4 across, as wide as the page, what it is in its head and foot."""
        sheet = self._book.add_worksheet(title)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.65)
        sheet.fit_to_pages(1, 0)
        font = f'&"{_FONT},Regular"&9'
        mark = f"{DEMONSTRATION}　非真实评分" if self.facts.is_demonstration else ""
        words = " · ".join(filter(None, (heading or self.facts.title, self.facts.period, self.facts.filter_words)))
        sheet.set_header(f"&L{font}{mark}&R{font}{_literal(words)}")
        sheet.set_footer(
            f"&L{font}数据截至 {self.facts.data_until}　第 {self.facts.version} 版&R{font}第 &P 页　共 &N 页"
        )
        return sheet

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Write the file; after an error only let go of what lies on the disk so far."""
        if kind is None:
            self._book.close()
            return
        self._book.fileclosed = True
        for sheet in self._book.worksheets():
            sheet._opt_close()  # noqa: SLF001 - the library has no way to give a workbook up


def write_explanation(book: Book, lines: Sequence[tuple[str, str]], sheet: Worksheet | None = None) -> None:
    """The sheet that says what the workbook is: label and text a row."""
    sheet = sheet or book.sheet("说明")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, _TEXT_WIDTH)
    sheet.set_row(0, 30)
    heading = f"{book.facts.title}　{book.facts.nature}"
    sheet.write_string(0, 0, heading, book.format(bold=True, font_size=15, font_color=TEAL))
    label_style = book.format(font_color=MUTED, valign="top", bottom=4, bottom_color=LINE)
    text_style = book.format(text_wrap=True, valign="top", bottom=4, bottom_color=LINE)
    for row, (label, text) in enumerate(lines, start=2):
        sheet.write_string(row, 0, label, label_style)
        sheet.set_row(row, _LINE_HEIGHT * -(-max(digits(text), 1) // (_TEXT_WIDTH - 4)))
        if text == book.facts.link and len(text) <= _LONGEST_LINK:  # an address in a name stays text
            sheet.write_url(row, 1, text, book.format(font_color=TEAL, underline=1, text_wrap=True), text)
        elif isinstance(text, ToSheet):
            sheet.write_url(row, 1, f"internal:'{text}'!A1", book.format(font_color=TEAL, underline=1), "到这一页")
        else:
            sheet.write_string(row, 1, text[:LONGEST_TEXT], text_style)


def pieces(file: Path) -> Iterator[bytes]:
    """A finished file, a piece at a time."""
    with file.open("rb") as content:
        while piece := content.read(_PIECE):
            yield piece


def _literal(text: str) -> str:
    """A text in the head of a page, where & begins an instruction."""
    return text[:_LONGEST_HEADING].replace("&", "&&")
