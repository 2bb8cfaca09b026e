"""Rows of a text file (CSV and its kin): UTF-8, UTF-16 or GB18030; separated by commas, tabs, semicolons or bars.

Large regular files go through DuckDB at once. Small ones, and large ones with blank lines, notes or lines of unequal
length, are read line by line, which is exact about the numbers of rows. Both see the same cells.
"""

from __future__ import annotations

import codecs
import csv
import mmap
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.reading.encodings import LONGEST_LINE, OVERLONG, as_utf8, lines_of
from data.reading.files import refusal
from data.reading.landed import (
    BLANKS,
    Cells,
    Landed,
    cells_of,
    columns,
    marked_sql,
    number_rows,
    require_few_columns,
    require_few_rows,
    write_rows,
)
from data.reading.plain_bytes import has_plain_bytes
from data.settings import Settings

LARGE = 1_000_000  # bytes; below, the exact way is quick enough
_SAMPLE = 1 << 16
_SAMPLE_LINES = 50
_DELIMITERS = ("\t", ";", "|", ",")
_SAID_DELIMITER = re.compile(r'"?sep=([^\r\n])"?[\r\n]', re.IGNORECASE)  # a first line for spreadsheets
_FORCED_TEXT = re.compile(r'="([^"]*)"')  # how programs keep a spreadsheet from taking a code for a number
# What DuckDB would read differently, behind the sign without which it cannot be there and which is found faster.
_AWKWARD = {b"\0": (b"\0",), b"\n": (b"\n\n",), b"\r": (b"\n\r\n", b"\r\r"), b'"': (b' "', b'" ', b'="')}
_READ = (
    "read_csv($file, columns = $columns, delim = $delimiter, header = false, auto_detect = false, "
    "quote = '\"', escape = '\"', strict_mode = true, hive_partitioning = false)"
)
_BAD_QUOTE = ("引号没有配对，或一个单元格过长", "核对这一行的双引号：补上缺少的一个，或删去多余的")


@dataclass(frozen=True)
class _Shape:
    """What the beginning of a text says about its lines."""

    delimiter: str
    width: int


def land_text(
    connection: duckdb.DuckDBPyConnection, relation: str, path: Path, settings: Settings, *, file: str
) -> Landed:
    """Land a text file's rows.

    Raises:
        Refused: the encoding is unknown, a quote is not closed, or there are too many rows or columns.
    """
    if landed := _land_at_once(connection, relation, path, settings, file):
        _require_no_rows_in_cells(connection, relation, landed, _shape(path), file)
        return landed
    with as_utf8(path, file) as readable:
        shape = _shape(readable)
        if readable == path or not (landed := _land_at_once(connection, relation, readable, settings, file)):
            rows = _rows(readable, shape.delimiter, file)
            landed = write_rows(connection, relation, rows, settings, file=file)
    _require_no_rows_in_cells(connection, relation, landed, shape, file)
    return landed


def _require_no_rows_in_cells(
    connection: duckdb.DuckDBPyConnection, relation: str, landed: Landed, shape: _Shape, file: str
) -> None:
    """Refuse a cell that has swallowed rows because a quote that was never closed met the next one."""
    if landed.is_plain or not landed.width:
        return
    is_swallowed = " or ".join(
        f"(regexp_matches({name}, '[\\r\\n]') and length({name}) - length(replace({name}, $delimiter, '')) >= $least)"
        for name in columns(landed.width)
    )
    (row,) = connection.execute(
        f"select min(row) from {relation} where {is_swallowed}",
        {"delimiter": shape.delimiter, "least": max(shape.width - 1, 1)},
    ).fetchone() or (None,)
    if row is not None:
        rule = "从这一行起，一个单元格里有像几行数据的内容，双引号可能没有配对"
        remedy = "补上缺少的双引号；单元格里确实要换行的，去掉其中的分隔符"
        raise refusal(file, rule, remedy, row=row)


def _land_at_once(
    connection: duckdb.DuckDBPyConnection, relation: str, path: Path, settings: Settings, file: str
) -> Landed | None:
    """The quick way; None where the file is small or not regular UTF-8 and has to be read line by line."""
    if path.stat().st_size < LARGE:
        return None
    try:
        shape = _shape(path)
        is_plain = has_plain_bytes(path, shape.delimiter)
        if not is_plain and _is_awkward(path):
            return None
        require_few_columns(shape.width, settings, file)
        names = columns(shape.width)
        # Where a file may be cut into parts is only certain when no line break can stand in a cell. Numbering the rows
        # keeps to one thread; told not to be parallel, DuckDB pardons a quote that is never closed.
        is_numbered = not is_plain and _has_quotes(path)
        number = "row_number() over () as row, " if is_numbered else ""
        rows = f"select *, false as is_odd from {_READ}" if is_plain else marked_sql(_READ, shape.width)
        connection.execute(
            f"create temp table {cells_of(relation)} as select {number}* from ({rows})",
            {
                "file": str(path),
                "columns": dict.fromkeys(names, "varchar"),
                "delimiter": shape.delimiter,
            },
        )  # the line breaks it finds out itself: told that they are CRLF, it reads nothing and says nothing
    except (UnicodeDecodeError, duckdb.InvalidInputException, duckdb.OutOfMemoryException):
        return None  # line by line what is wrong with it is found, in little memory
    landed = number_rows(connection, relation, shape.width, is_numbered=is_numbered)
    require_few_rows(landed.row_count, settings, file)
    return landed


def _is_awkward(path: Path) -> bool:
    """Whether DuckDB would read the text differently: it leaves blank lines uncounted, and pardons some bad quotes."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        end = len(content)
        while end and content[end - 1] in b"\r\n":
            end -= 1
        return content[0] in b"\r\n" or any(
            content.find(sign, 0, end) >= 0
            for needed, signs in _AWKWARD.items()
            if content.find(needed, 0, end) >= 0
            for sign in signs
        )


def _has_quotes(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b'"') >= 0


def _shape(path: Path) -> _Shape:
    """The delimiter that cuts the most of the first lines to one width, and that width.

    Raises:
        UnicodeDecodeError: the beginning is not UTF-8.
    """
    with path.open("rb") as file:
        sample = codecs.getincrementaldecoder("utf-8-sig")().decode(file.read(_SAMPLE))
    lines = [line for line in re.split("\r\n|\n|\r", re.sub('"[^"]*"', "", sample)) if line][:_SAMPLE_LINES]
    cuts = []
    for delimiter in _DELIMITERS:
        widths = Counter(line.count(delimiter) + 1 for line in lines if delimiter in line)
        cuts += [(count, width, delimiter) for width, count in widths.items()]
    _, width, delimiter = max(cuts, default=(0, 1, ","))
    if said := _SAID_DELIMITER.match(sample):
        delimiter = said[1]
        width = max(line.count(delimiter) + 1 for line in lines)
    return _Shape(delimiter, width)


class _Row:
    """Lines for a reader of rows, so many as one row may have: with quotes, it could go on to the end of the file."""

    def __init__(self, lines: Iterator[str], file: str) -> None:
        self._lines, self._file = lines, file
        self._number = self._length = 0

    def begin(self) -> None:
        """Say that another row begins."""
        self._number, self._length = self._number + 1, 0

    def __iter__(self) -> Iterator[str]:
        """It."""
        return self

    def __next__(self) -> str:
        """The next line."""
        line = next(self._lines)
        self._length += len(line)
        if self._length > LONGEST_LINE:
            raise refusal(self._file, *OVERLONG, row=self._number)
        return line


def _rows(path: Path, delimiter: str, file: str) -> Iterator[tuple[int, Cells]]:
    """Every row with its number; a row with line breaks in a cell counts once, as in a spreadsheet."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        row = _Row(lines_of(text, file), file)
        reader = csv.reader(row, delimiter=delimiter, skipinitialspace=True, strict=True)
        number = 0
        while True:
            number += 1
            row.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise refusal(file, *_BAD_QUOTE, row=number) from None
            cells = [_FORCED_TEXT.sub(r"\1", cell) if cell.startswith('="') else cell for cell in cells]
            yield number, [cell.strip(BLANKS) or None for cell in cells]  # a call a cell would take half the time
