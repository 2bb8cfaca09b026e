"""What the overview writes beside its drawings."""

from __future__ import annotations

from html import escape

import pandas as pd

from pages.shared import formats


def share_cells(dimensions: pd.DataFrame) -> str:
    """The share of communities at or above the line in each dimension as HTML, the lowest marked."""
    lowest = dimensions["share_passing"].min()
    cells = [
        f"<div{' class=lowest' if row['share_passing'] == lowest else ''}><span>{escape(row['dimension_name'])}</span>"
        f"<b>{formats.percent(row['share_passing'])}</b></div>"
        for row in dimensions.to_dict("records")
    ]
    return f'<div class="cells">{"".join(cells)}</div>'


def reporting_cells(reporting: pd.DataFrame) -> str:
    """Every unit with its communities scored of all, and how many wait for a report, as HTML."""
    cells = []
    for unit in reporting.to_dict("records"):
        waiting = f"<em>待补报 {unit['waiting_count']}</em>" if unit["waiting_count"] else ""
        cells.append(
            f"<div><span>{escape(unit['unit_name'])}</span>"
            f"<b>{unit['rated_count']}/{unit['community_count']}</b>{waiting}</div>"
        )
    return f'<div class="cells units">{"".join(cells)}</div>'
