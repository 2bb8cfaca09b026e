"""Long tables, a sheet at a time."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


@st.fragment
def in_sheets(count: int, rows_per_sheet: int, draw: Callable[[int, int], None], key: str) -> None:
    """Draw one sheet of a table and, where there are more, the numbers to turn to them.

    It is a fragment: who turns a sheet waits for the table alone. The number of the sheet is kept in the URL.

    Args:
        count: How many rows there are.
        rows_per_sheet: How many stand on one sheet.
        draw: Draws so many rows after so many.
        key: The name of the sheet's number in the URL.
    """
    sheets = -(-count // rows_per_sheet)
    number = st.pagination(sheets, key=key, bind="query-params") if sheets > 1 else 1
    first = (number - 1) * rows_per_sheet
    draw(first, min(rows_per_sheet, count - first))
