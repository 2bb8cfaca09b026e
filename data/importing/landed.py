"""Where landed rows go: a temporary table of text, written in batches so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

import duckdb
import pyarrow as pa

from data.importing.files import refusal
from data.settings import Settings

BLANKS = "".join(map(chr, range(1, 33))) + "\x7f\x85\xa0\u2002\u2003\u2009\u200b\u3000\ufeff"
"""What a cell is trimmed of: blanks of every width, marks and control characters."""

FORMULA = "\x1f"
"""What the text of a formula cell begins with. No other cell's text can: it is among the blanks."""

_BATCH_CELLS, _BATCH_CHARACTERS = 200_000, 16_000_000
_BATCH = "landing_batch"

Cells = list[str | None]


def trimmed(text: str) -> str | None:
    """A cell's text without blanks around it; None when nothing is left."""
    return text.strip(BLANKS) or None


def trimmed_sql(expression: str) -> str:
    """:func:`trimmed` as SQL over an expression. Few cells need it, and the test is far cheaper than the cut."""
    listed = "".join(rf"\x{{{ord(letter):x}}}" for letter in BLANKS)
    return (
        f"case when regexp_matches({expression}, '^[{listed}]|[{listed}]$|^$') "
        f"then nullif(trim({expression}, '{BLANKS}'), '') else {expression} end"
    )


def columns(width: int) -> list[str]:
    """The names of a landed table's columns: c1 … cN."""
    return [f"c{number}" for number in range(1, width + 1)]


def require_few_columns(width: int, settings: Settings, file: str, sheet: str = "", row: int | None = None) -> None:
    """Refuse a sheet that is too wide."""
    if width > settings.most_columns:
        rule = f"至少有 {width:,} 列，超过 {settings.most_columns:,} 列的上限"
        remedy = "删去多余的列；确需更多时请管理员调高设置 DASHBOARD_MOST_COLUMNS"
        raise refusal(file, rule, remedy, row=row, sheet=sheet)


def require_few_rows(count: int, settings: Settings, file: str, sheet: str = "") -> None:
    """Refuse a sheet that is too long."""
    if count > settings.most_rows:
        rule = f"行数超过 {settings.most_rows:,} 行的上限"
        remedy = "拆成几个文件分别导入；确需更多时请管理员调高设置 DASHBOARD_MOST_ROWS"
        raise refusal(file, rule, remedy, sheet=sheet)


def remove_blank_rows(connection: duckdb.DuckDBPyConnection, relation: str, width: int) -> int:
    """Remove the blank rows of a landed table; the number of rows left."""
    connection.execute(f"delete from {relation} where coalesce({', '.join(columns(width))}) is null")
    ((count,),) = connection.execute(f"select count(*) from {relation}").fetchall()
    return int(count)


def write_rows(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    rows: Iterable[tuple[int, Cells]],
    settings: Settings,
    *,
    file: str,
    sheet: str = "",
) -> tuple[int, int]:
    """Write numbered rows to a new temporary table, leaving out blank ones and cells beyond the last filled one.

    Args:
        connection: where the table is made.
        relation: the table's name.
        rows: number and cells of each row, in order; blank cells are None. The lists are used up.
        settings: how many rows and columns there may be.
        file: as the user knows it.
        sheet: the sheet's name.

    Returns:
        The table's width (columns besides ``row``) and its number of rows.

    Raises:
        Refused: too many rows or columns.
    """
    connection.execute(f"create temp table {relation} (row bigint)")
    width = count = 0
    numbers: list[int] = []
    batch: list[Cells] = []
    cell_count = characters = 0
    for number, cells in rows:
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        require_few_columns(len(cells), settings, file, sheet, number)
        count += 1
        require_few_rows(count, settings, file, sheet)
        numbers.append(number)
        batch.append(cells)
        cell_count += len(cells)
        characters += sum(map(len, filter(None, cells)))
        if cell_count >= _BATCH_CELLS or characters >= _BATCH_CHARACTERS:
            width = _append(connection, relation, width, numbers, batch)
            numbers, batch, cell_count, characters = [], [], 0, 0
    if batch:
        width = _append(connection, relation, width, numbers, batch)
    return width, count


def _append(
    connection: duckdb.DuckDBPyConnection, relation: str, width: int, numbers: list[int], batch: list[Cells]
) -> int:
    """Write one batch, widening the table where this one is wider; the new width."""
    wide = max(width, *map(len, batch))
    for name in columns(wide)[width:]:
        connection.execute(f"alter table {relation} add column {name} varchar")
    turned = [pa.array(column, pa.string()) for column in zip_longest(*batch)]
    names = ["row", *columns(len(turned))]
    connection.register(_BATCH, pa.table([pa.array(numbers, pa.int64()), *turned], names=names))
    try:
        connection.execute(f"insert into {relation} by name select {', '.join(names)} from {_BATCH}")
    finally:
        connection.unregister(_BATCH)
    return wide
