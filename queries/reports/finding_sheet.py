"""问题清单: open problems as a sheet that is handed to a street, printed on A4 and filled in by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import queries
from queries.database import Database
from queries.parameters import Filters
from queries.reports.facts import Facts
from queries.reports.rows.book import LONGEST_TEXT, TEAL, Book, pieces, write_explanation
from queries.reports.rows.sheets import NOTHING

# What stands above a column, the column of open_findings (empty: to be filled in by hand) and its width in digits.
_COLUMNS = (
    ("序号", "number", 4),
    ("问题编号", "finding_code", 11),
    ("街道", "street_name", 10),
    ("社区", "community_name", 11),
    ("点位", "place", 11),
    ("问题类别", "category", 9),
    ("整改要求", "demand", 15),
    ("责任单位", "responsible", 11),
    ("发现日期", "found_on", 10),
    ("整改期限", "limit_on", 10),
    ("超期天数", "overdue_days", 5),
    ("整改情况", "", 18),
    ("整改日期", "", 9),
    ("签字", "", 8),
)
# Percent, at which the columns are as wide as A4 across; fitted to the page, Excel would break at no street.
_SCALE = 68
_TALL = 27  # points: room for two lines, and for a hand
_MOST_BREAKS = 1_023  # of a sheet of Excel


def finding_sheet(database: Database, filters: Filters, facts: Facts) -> tuple[int, Iterator[bytes]]:
    """How many problems there are, and the workbook: street by street, each on pages of its own, the longest overdue first.

    Args:
        database: The version.
        filters: units and streets.
        facts: What the file says of itself.
    """
    rows = queries.open_findings(database, **filters).sort_values(["unit_code", "street_name"], kind="stable")
    rows = rows.assign(number=rows.groupby(["unit_code", "street_name"]).cumcount() + 1)
    return len(rows), _written(rows, facts, filters["as_of"])


def _written(rows: pd.DataFrame, facts: Facts, as_of: str) -> Iterator[bytes]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "x.xlsx"
        with Book(file, facts) as book:
            _write(book, rows, as_of)
            write_explanation(book, [*facts.lines(), ("行数", f"{len(rows):,} 个问题"), ("看板页面", facts.link)])
        yield from pieces(file)


def _write(book: Book, rows: pd.DataFrame, as_of: str) -> None:
    sheet = book.sheet(book.facts.title)
    heading = f"{book.facts.filter_words or '全市'}在改问题清单（截至 {as_of or book.facts.data_until}）"
    sheet.set_default_row(_TALL)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, heading, book.format(bold=True, font_size=14, font_color=TEAL))
    head = book.format(bold=True, border=1, text_wrap=True, align="center")
    text, number = book.format(border=1, text_wrap=True, num_format="@"), book.format(border=1, num_format="0")
    day = book.format(border=1, num_format="yyyy-mm-dd", align="center")
    for at, (title, _, width) in enumerate(_COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(1, at, title, head)
    if rows.empty:
        sheet.write_string(2, 0, NOTHING, book.format())
    breaks: list[int] = []
    street = None
    for line, row in enumerate(rows.to_dict("records"), start=2):
        if street not in (None, row["street_name"]):
            breaks.append(line)
        street = row["street_name"]
        for at, (_, name, _) in enumerate(_COLUMNS):
            value = row[name] if name else None
            if isinstance(value, str):
                sheet.write_string(line, at, value[:LONGEST_TEXT], text)
            elif value is None or pd.isna(value):
                sheet.write_blank(line, at, None, text)
            elif isinstance(value, pd.Timestamp):
                sheet.write_datetime(line, at, value.to_pydatetime(), day)
            else:
                sheet.write_number(line, at, value, number)
    sheet.repeat_rows(0, 1)
    sheet.set_print_scale(_SCALE)
    sheet.freeze_panes(2, 2)
    sheet.set_h_pagebreaks(breaks[:_MOST_BREAKS])
    sheet.autofilter(1, 0, max(len(rows) + 1, 2), len(_COLUMNS) - 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
