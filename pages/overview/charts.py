"""What the overview writes beside its drawings."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from pages.shared import formats
from pages.shared.links import link


def share_cells(dimensions: pd.DataFrame, kept: Mapping[str, str]) -> str:
    """The share of communities at or above the line in each dimension as HTML, the lowest marked.

    A dimension opens the list of the communities below the line in it.
    """
    lowest = dimensions["share_passing"].min()
    cells = [
        f"<div{' class=lowest' if row['share_passing'] == lowest else ''}><span>{_below(row, kept)}</span>"
        f"<b>{formats.percent(row['share_passing'])}</b></div>"
        for row in dimensions.to_dict("records")
    ]
    return f'<div class="cells">{"".join(cells)}</div>'


def _below(row: Mapping[Hashable, Any], kept: Mapping[str, str]) -> str:
    return link("league", row["dimension_name"], kept, area_kind="community", weak_dimensions=row["dimension_code"])


def reporting_cells(reporting: pd.DataFrame, kept: Mapping[str, str]) -> str:
    """Every unit with its communities scored of all, and how many wait for a report, as HTML; it opens their list."""
    cells = []
    for unit in reporting.to_dict("records"):
        waiting = f"<em>待补报 {unit['waiting_count']}</em>" if unit["waiting_count"] else ""
        cells.append(
            f"<div><span>{link('league', unit['unit_name'], kept, area_kind='community', unit=unit['unit_code'])}</span>"
            f"<b>{unit['rated_count']}/{unit['community_count']}</b>{waiting}</div>"
        )
    return f'<div class="cells units">{"".join(cells)}</div>'
