"""Activities of one period by dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def activity_summary(database: Database, *, period: str, standard: str, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """Activities of one period by dimension.

    One row per dimension of the standard, and first one for all of them ('all', 全部): dimension_code, dimension_name,
    position, activity_count, participants (persons times activities), activity_rate (per 1,000 households in the
    quarter, as on the map), households, community_count (standing), inactive_count (of these, without any activity).
    Counts are NaN where the whole city has no activity in the quarter: then there is no ledger.
    """
    return database.frame(statement(activity_summary), {"period": period, "standard": standard, "units": units})
