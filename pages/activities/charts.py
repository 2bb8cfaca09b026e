"""When activities are held."""

from __future__ import annotations

import pandas as pd

from pages.shared import formats

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


def hour_table(hours: pd.DataFrame) -> str:
    """Weekday by hour as an HTML table, with the number of activities in every cell; hours without any are left out."""
    held = sorted({int(hour) for hour in hours["hour"]})
    counts = {(int(row["weekday"]), int(row["hour"])): int(row["activity_count"]) for row in hours.to_dict("records")}
    highest = max(counts.values())
    head = "".join(f"<th>周{day}</th>" for day in WEEKDAYS)
    body = "".join(
        f"<tr><th>{hour} 时</th>"
        + "".join(_cell(counts.get((weekday, hour), 0), highest) for weekday in range(1, len(WEEKDAYS) + 1))
        + "</tr>"
        for hour in held
    )
    return f'<table class="hours"><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(count: int, highest: int) -> str:
    share = f' style="--share: {count / highest:.0%}"' if count else ""
    return f"<td{share}>{formats.number(count, 0) if count else '·'}</td>"
