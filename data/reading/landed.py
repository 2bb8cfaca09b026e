"""Where landed rows go: a temporary table of text, in batches where they come from Python, so that memory stays bounded.

A landed sheet is a temporary view ``<relation>`` over its table ``<relation>_cells``. Rows that DuckDB itself reads have
no number of their own: theirs is the place at which they stand in the table. Numbering them while they are read would
have to wait for one thread, which takes twice as long; deleting some would leave the numbers to the storage.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

import duckdb
import pyarrow as pa

from data.reading.files import refusal
from data.settings import Settings

BLANKS = "".join(map(chr, range(1, 33))) + "\x7f\x85\xa0\u2002\u2003\u2009\u200b\u3000\ufeff"
"""What a cell is trimmed of: blanks of every width, marks and control characters."""

FORMULA = "\x1f"
"""What the text of a formula cell begins with. No other cell's text can: it is among the blanks."""

_BATCH_CELLS, _BATCH_CHARACTERS = 200_000, 16_000_000
_BATCH = "landing_batch"

Cells = list[str | None]


class Landed(NamedTuple):
    """What a relation holds: its columns besides ``row``, its rows, and whether it is known to be plain.

    ``is_plain``: no cell has a control character, so none is a formula either; where false, one may have.
    """

    width: int
    row_count: int
    is_plain: bool


def trimmed(text: str) -> str | None:
    """A cell's text without blanks around it; None when nothing is left."""
    return text.strip(BLANKS) or None


def marked_sql(relation: str, width: int) -> str:
    """The query for the rows of a relation as they are, with ``is_odd``: whether :func:`trimmed_sql` has work with one.

    A row is odd where a cell begins or ends with a blank, is empty, or has a control character anywhere. Few rows are,
    and one look at a whole row is far cheaper than the cut, or than a look at each cell by every rule about them. Cells
    are set apart by a character that is not one of the blanks.
    """
    control, blanks = r"\x01-\x1f\x7f", "".join(rf"\x{{{ord(letter):x}}}" for letter in BLANKS)
    row = f"concat_ws(chr(0), {', '.join(columns(width))})"
    odd = rf"[{control}]|^[{blanks}]|[{blanks}]$|\x00[{blanks}]|[{blanks}]\x00|\x00\x00|^\x00|\x00$|^$"
    return f"select *, regexp_matches({row}, '{odd}') as is_odd from {relation}"


def trimmed_sql(relation: str, width: int) -> str:
    """The query for the rows of a relation of marked rows, each cell of the odd ones :func:`trimmed`."""
    cells = [
        f"case when is_odd then nullif(trim({name}, '{BLANKS}'), '') else {name} end as {name}"
        for name in columns(width)
    ]
    return f"select * replace ({', '.join(cells)}) from {relation}"


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


def cells_of(relation: str) -> str:
    """The name of the table below a landed relation."""
    return f"{relation}_cells"


def number_rows(
    connection: duckdb.DuckDBPyConnection, relation: str, width: int, *, is_numbered: bool = False
) -> Landed:
    """Make the relation, without blank rows, from a table of all rows as they stand in the file, each odd or not.

    Their places are their numbers, unless ``is_numbered``: then the table has a column ``row``. Most tables have no odd
    row and are left as they are; of one that has, a trimmed copy takes the place.
    """
    names, cells, row = ", ".join(columns(width)), cells_of(relation), "row" if is_numbered else "rowid + 1"
    ((rows, last, odd),) = connection.execute(
        f"select count(*), coalesce(max({row}), 0), count(*) filter (is_odd) from {cells}"
    ).fetchall()
    if last != rows:
        raise RuntimeError(f"{cells} is numbered to {last} and has {rows} rows")
    filled = rows
    if odd:
        connection.execute(f"create temp table {cells}_trimmed as {trimmed_sql(cells, width)}")
        connection.execute(f"drop table {cells}")
        connection.execute(f"alter table {cells}_trimmed rename to {cells}")
        ((filled,),) = connection.execute(
            f"select count(*) filter (coalesce({names}) is not null) from {cells}"
        ).fetchall()
    condition = f" where coalesce({names}) is not null" if filled < rows else ""
    connection.execute(f"create temp view {relation} as select {row} as row, {names} from {cells}{condition}")
    return Landed(width, int(filled), is_plain=odd == 0)


def drop_landed(connection: duckdb.DuckDBPyConnection, relation: str) -> None:
    """Remove a landed relation, whole or half made."""
    connection.execute(f"drop view if exists {relation}")
    connection.execute(f"drop table if exists {cells_of(relation)}")


def write_rows(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    rows: Iterable[tuple[int, Cells]],
    settings: Settings,
    *,
    file: str,
    sheet: str = "",
) -> Landed:
    """Land numbered rows, leaving out blank ones and cells beyond the last filled one.

    Args:
        connection: where the relation is made.
        relation: its name.
        rows: number and cells of each row, in order; blank cells are None. The lists are used up.
        settings: how many rows and columns there may be.
        file: as the user knows it.
        sheet: the sheet's name.

    Raises:
        Refused: too many rows or columns.
    """
    table = cells_of(relation)
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
            width = _append(connection, table, width, numbers, batch)
            numbers, batch, cell_count, characters = [], [], 0, 0
    if batch:
        width = _append(connection, table, width, numbers, batch)
    if not width:
        connection.execute(f"create temp table {table} (row bigint)")
    connection.execute(f"create temp view {relation} as from {table}")
    return Landed(width, count, is_plain=False)


def _append(
    connection: duckdb.DuckDBPyConnection, table: str, width: int, numbers: list[int], batch: list[Cells]
) -> int:
    """Write one batch, widening the table where this one is wider; the new width."""
    wide = max(width, *map(len, batch))
    if width:
        for name in columns(wide)[width:]:
            connection.execute(f"alter table {table} add column {name} varchar")
    else:  # the first batch, which most files end with: one statement for all its columns
        cells = ", ".join(f"{name} varchar" for name in columns(wide))
        connection.execute(f"create temp table {table} (row bigint, {cells})")
    turned = [pa.array(column, pa.string()) for column in zip_longest(*batch)]
    names = ["row", *columns(len(turned))]
    connection.register(_BATCH, pa.table([pa.array(numbers, pa.int64()), *turned], names=names))
    try:
        connection.execute(f"insert into {table} by name select {', '.join(names)} from {_BATCH}")
    finally:
        connection.unregister(_BATCH)
    return wide
