"""Small tables as HTML: they grow with the screen, print, and scroll by themselves on a phone."""

from __future__ import annotations

from html import escape

import pandas as pd

from pages.shared.drawn import write
from pages.shared.sheets import in_sheets

_ROWS_PER_SHEET = 50


def sheet(rows: pd.DataFrame, texts: int = 1) -> str:
    """Rows as an HTML table under their column names; the first ``texts`` columns are words, the others numbers.

    Cells stand as they are printed; what is missing stays empty.
    """
    kinds = ["" if place < texts else ' class="number"' for place in range(rows.shape[1])]
    head = "".join(f"<th{kind}>{escape(str(name))}</th>" for kind, name in zip(kinds, rows.columns, strict=True))
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{kind}>{'' if pd.isna(cell) else escape(str(cell))}</td>"
            for kind, cell in zip(kinds, cells, strict=True)
        )
        + "</tr>"
        for cells in rows.astype(object).itertuples(index=False)
    )
    return f'<div class="wide"><table class="sheet"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def show_sheets(rows: pd.DataFrame, key: str, texts: int = 1) -> None:
    """Draw rows as :func:`sheet` writes them, a sheet at a time; the number of the sheet is kept in the URL."""

    def draw(first: int, most: int) -> None:
        write(sheet, rows.iloc[first : first + most], texts)

    in_sheets(len(rows), _ROWS_PER_SHEET, draw, key)
