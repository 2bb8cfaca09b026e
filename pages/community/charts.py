"""What moved the total of a community, as bars."""

from __future__ import annotations

import pandas as pd

_BARS = 6
NOTHING = 1e-9
"""Two sums of the same numbers may differ in the last digit."""


def moved_parts(contributions: pd.DataFrame) -> pd.DataFrame:
    """The largest contributions, all others in one row, and the rest: they sum to the change of the total.

    Columns: name, contribution. What is exactly nothing is left out.
    """
    rows = contributions[contributions["contribution"].abs() > NOTHING]
    items = rows[rows["indicator_code"] != "rest"]
    order = items["contribution"].abs().sort_values(ascending=False, kind="stable").index
    largest, others = items.loc[order[:_BARS]], items.loc[order[_BARS:]]
    parts = [(row["indicator_name"], row["contribution"]) for row in largest.to_dict("records")]
    parts.sort(key=lambda part: -part[1])
    if len(others):
        parts.append((f"其余 {len(others)} 项", others["contribution"].sum()))
    rest = rows[rows["indicator_code"] == "rest"]
    parts += [(row["indicator_name"], row["contribution"]) for row in rest.to_dict("records")]
    return pd.DataFrame(parts, columns=["name", "contribution"])
