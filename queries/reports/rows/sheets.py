"""Excel workbooks: numbers as numbers, codes and names as texts, bands in their colours, and a sheet that says what it is.

Rows go to the disk as they come (XlsxWriter's constant memory), so a workbook of any length needs little memory.
The same answer gives the same bytes: the only time inside is the version's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import queries
from queries.reports.facts import Facts
from queries.reports.rows.answers import Answer
from queries.reports.rows.book import INK, LINE, LONGEST_TEXT, MOST_ROWS, MUTED, TEAL, Book, pieces, write_explanation
from queries.reports.rows.columns import band_headers, written
from queries.reports.rows.separated import SeparatedText
from queries.reports.texts import digits

if TYPE_CHECKING:
    import pyarrow as pa
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NOTHING = "没有符合条件的行。"
_GROUND = "#E6F0EF"
# Ground and text of the bands, best first, and of having none: the light palette of the screen.
_BANDS = (("#01665E", "#FFFFFF"), ("#5AB4AC", INK), ("#DFC27D", INK), ("#8C510A", "#FFFFFF"))
_NO_BAND = ("#E5E8EE", INK)
_NAME_COLUMNS = ("名称", "社区", "指标", "项目", "单位")
_NARROWEST, _WIDEST = 6, 40  # in widths of a digit
_HEADER_LINES = 3
_MEASURED_ROWS = 300


class Table:
    """The rows of one answer on a sheet, from a row on; further sheets when one is full."""

    def __init__(self, book: Book, answer: Answer, next_sheet: Callable[[int], Worksheet], *, top: int = 0) -> None:
        self.book = book
        self.answer = answer
        self.text = SeparatedText(answer)
        self.sheets = 0
        self.bottom = top  # the next free row
        self.last_rows: list[int] = []
        self._next_sheet = next_sheet
        self._top = top
        self._bands = _band_colours(answer)
        self._banded = band_headers(map(answer.style, answer.schema.names))
        self._dimensions = answer.dimensions()

    def write(self, widths: dict[int, float]) -> str:
        """All rows; the digest of the same answer as CSV. ``widths`` grow with what is written."""
        import pyarrow as pa

        sheet = None
        for batch in self.answer.batches():
            rows = written(batch, self._dimensions, self.answer.style)
            self.text.piece(rows)
            start = 0
            while start < len(rows):
                if sheet is None or self.bottom >= self.book.most_rows:
                    sheet = self._begin(rows, widths)
                part = rows.slice(start, self.book.most_rows - self.bottom)
                self._write_rows(sheet, part)
                start += len(part)
                self.bottom += len(part)
                self.last_rows[-1] = self.bottom - 1
        if sheet is None:
            empty = written(pa.RecordBatch.from_pylist([], self.answer.schema), self._dimensions, self.answer.style)
            sheet = self._begin(empty, widths)
            sheet.write_string(self.bottom, 0, NOTHING, self.book.format(font_color=MUTED))
            self.bottom += 1
        self.text.end()
        return self.text.sha256

    def _begin(self, rows: pa.RecordBatch, widths: dict[int, float]) -> Worksheet:
        """The next sheet with the header."""
        sheet = self._next_sheet(self.sheets)
        self.sheets += 1
        self.bottom = self._top if self.sheets == 1 else 0
        header = self.book.format(
            bold=True, bg_color=_GROUND, bottom=2, bottom_color=TEAL, text_wrap=True, align="center"
        )
        sheet.set_row(self.bottom, 15 * _HEADER_LINES)
        for position, name in enumerate(rows.schema.names):
            sheet.write_string(self.bottom, position, name, header)
        for position, width in enumerate(_widths(rows)):
            widths[position] = max(widths.get(position, 0), width)
        for position, width in widths.items():
            sheet.set_column(position, position, width)
        self.bottom += 1
        self.last_rows.append(self.bottom - 1)
        return sheet

    def _write_rows(self, sheet: Worksheet, rows: pa.RecordBatch) -> None:
        writers = [
            self._writer(sheet, position, name, column)
            for position, (name, column) in enumerate(zip(rows.schema.names, rows.columns, strict=True))
        ]
        for offset in range(len(rows)):
            row = self.bottom + offset
            for write in writers:
                write(row, offset)

    def _writer(self, sheet: Worksheet, position: int, name: str, column: pa.Array) -> Callable[[int, int], None]:
        """How the cells of a column are written."""
        import pyarrow as pa

        if pa.types.is_string(column.type):
            return self._text_writer(sheet, position, name, column.to_pylist())
        if pa.types.is_timestamp(column.type):
            moment = self.book.format(num_format="yyyy-mm-dd hh:mm", align="left", bottom=4, bottom_color=LINE)
            return _cells(sheet.write_datetime, sheet.write_blank, position, column.to_pylist(), moment)
        if pa.types.is_decimal(column.type):
            places = "0." + "0" * column.type.scale if column.type.scale else "0"
            number = self.book.format(num_format=places, bottom=4, bottom_color=LINE)
            # Each from its decimal text: Arrow's own cast leaves 69.32000000000001 in the cell.
            values = [None if value is None else float(value) for value in column.to_pylist()]
            return _cells(sheet.write_number, sheet.write_blank, position, values, number)
        whole = self.book.format(num_format="#,##0", bottom=4, bottom_color=LINE)
        return _cells(sheet.write_number, sheet.write_blank, position, column.to_pylist(), whole)

    def _text_writer(
        self, sheet: Worksheet, position: int, name: str, texts: list[str | None]
    ) -> Callable[[int, int], None]:
        plain = self.book.format(num_format="@", indent=1, bottom=4, bottom_color=LINE, text_wrap=_is_long(texts))
        of_text: dict[str, Format] = {}
        if name in self._banded:
            for text, (ground, ink) in self._bands.items():
                of_text[text] = self.book.format(
                    num_format="@", bg_color=ground, font_color=ink, align="center", bottom=4, bottom_color=LINE
                )

        def write(row: int, offset: int) -> None:
            text = texts[offset]
            if text:
                sheet.write_string(row, position, text[:LONGEST_TEXT], of_text.get(text, plain))
            else:
                sheet.write_blank(row, position, None, plain)

        return write


def _cells(
    write: Callable[..., Any], blank: Callable[..., Any], position: int, values: list[Any], style: Format
) -> Callable[[int, int], None]:
    def cell(row: int, offset: int) -> None:
        value = values[offset]
        if value is None:
            blank(row, position, None, style)
        else:
            write(row, position, value, style)

    return cell


def single_workbook(answer: Answer, facts: Facts, *, most_rows: int = MOST_ROWS) -> Iterator[bytes]:
    """One answer as a workbook: its rows first, then 说明."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "x.xlsx"
        with Book(file, facts, most_rows=most_rows) as book:
            widths: dict[int, float] = {}
            headers = written_headers(answer)
            sheets: list[Worksheet] = []

            def next_sheet(number: int) -> Worksheet:
                sheet = book.sheet(facts.title + (f"（{number + 1}）" if number else ""))
                sheet.freeze_panes(1, _frozen(headers))
                sheet.repeat_rows(0)
                sheets.append(sheet)
                return sheet

            table = Table(book, answer, next_sheet)
            digest = table.write(widths)
            for sheet, last in zip(sheets, table.last_rows, strict=True):
                sheet.autofilter(0, 0, max(last, 0), len(headers) - 1)
                sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
            parts = f"，超出一张工作表的行数，分在 {table.sheets} 张" if table.sheets > 1 else ""
            lines = [
                *facts.lines(),
                ("行数", f"{answer.rows:,} 行{parts}" if answer.rows else f"0 行：{NOTHING}"),
                ("摘要 SHA-256", digest),
                ("怎样核对", "摘要是同一版本、同样筛选导出的 CSV 文件的 SHA-256；数值与 CSV 相同，已四舍五入。"),
                ("看板页面", facts.link),
            ]
            write_explanation(book, lines)
        yield from pieces(file)


def written_headers(answer: Answer) -> list[str]:
    """The headers of an answer, before its rows are read."""
    import pyarrow as pa

    names: list[str] = written(
        pa.RecordBatch.from_pylist([], answer.schema), answer.dimensions(), answer.style
    ).schema.names
    return names


def _band_colours(answer: Answer) -> Mapping[str, tuple[str, str]]:
    """Ground and text colour by the name and the symbol of each band; beyond the palette its last."""
    if "standard" not in answer.filters:
        return {}
    rows = queries.bands(answer.database, standard=answer.filters["standard"])
    colours = {"数据不足": _NO_BAND, "○": _NO_BAND}
    for position, (name, symbol) in enumerate(zip(rows["band_name"], rows["symbol"], strict=True)):
        colours[name] = colours[symbol] = _BANDS[min(position, len(_BANDS) - 1)]
    return colours


def _frozen(headers: Sequence[str]) -> int:
    """How many columns stay when scrolling to the right: up to the name, where it is near the left."""
    for name in _NAME_COLUMNS:
        if name in headers[:4]:
            return headers.index(name) + 1
    return 0


def _widths(rows: pa.RecordBatch) -> list[float]:
    """How wide the columns are: as wide as their values, their headers on three lines."""
    import pyarrow as pa

    widths = []
    for name, column in zip(rows.schema.names, rows.columns, strict=True):
        values = [digits(str(value)) for value in column.slice(0, _MEASURED_ROWS).to_pylist() if value is not None]
        wanted = max([*values, digits(name) / _HEADER_LINES + 1]) + 1.5 + pa.types.is_string(column.type)
        widths.append(float(min(max(wanted, _NARROWEST), _WIDEST)))
    return widths


def _is_long(texts: Sequence[str | None]) -> bool:
    return any(digits(text) > _WIDEST - 2 for text in texts[:_MEASURED_ROWS] if text)
