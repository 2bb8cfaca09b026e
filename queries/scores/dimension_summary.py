"""The dimensions of one area, in the standard's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def dimension_summary(
    database: Database, *, period: str, standard: str, area_kind: str = "city", area_code: str = "city"
) -> pd.DataFrame:
    """The dimensions of one area, in the standard's order.

    One row per dimension: dimension_code, dimension_name, position, score, change (of the communities rated in both
    periods), turnover_change (what the levels differ by beyond it), passing_count, rated_count, share_passing (percent of
    the rated communities), effective_weight (of 1).
    """
    return database.frame(
        statement(dimension_summary),
        {"period": period, "standard": standard, "area_kind": area_kind, "area_code": area_code},
    )
