"""When activities are held."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from pages.shared import formats
from pages.shared.cells import worded
from pages.shared.markup import Cell, crossed

_WEEK = 7


def hour_table(hours: pd.DataFrame) -> Markup:
    """Weekday by hour, with the number of activities in every cell; hours without any are left out."""
    held = sorted({int(hour) for hour in hours["hour"]})
    counts = {(int(row["weekday"]), int(row["hour"])): int(row["activity_count"]) for row in hours.to_dict("records")}
    highest = max(counts.values())

    def cell(count: int) -> Cell:
        return Cell(formats.number(count, 0), style=f"--share: {count / highest:.0%}") if count else Cell("·")

    rows = (
        [Cell(f"{hour} 时", is_name=True), *(cell(counts.get((weekday, hour), 0)) for weekday in range(1, _WEEK + 1))]
        for hour in held
    )
    days = (worded("weekday", weekday).replace("星期", "周") for weekday in range(1, _WEEK + 1))
    return crossed([Cell(""), *map(Cell, days)], ("", rows), look="hours")
