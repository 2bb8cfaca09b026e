"""The first lines of a landed sheet, in which its layout is recognised."""

from __future__ import annotations

import duckdb

from data.importing.landing import Sheet
from data.importing.layout import FIRST_LINES, Line


def first_lines(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Line]:
    """The first lines that are not blank: number and cells."""
    cells = ", ".join(f"c{number}" for number in range(1, sheet.width + 1))
    found = connection.execute(f"select row, {cells} from {sheet.relation} order by row limit {FIRST_LINES}").fetchall()
    return [(row, line) for row, *line in found]
