"""Activities of one period by kind, the most frequent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def activity_kinds(
    database: Database, *, period: str, standard: str, units: tuple[str, ...] = (), dimensions: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Activities of one period by kind, the most frequent first.

    One row per dimension, category and kind with any activity: dimension_code, dimension_name (NaN for a dimension of
    another standard), category, activity_kind, activity_count, participants, activity_rate (per 1,000 households in
    the quarter).
    """
    return database.frame(
        statement(activity_kinds), {"period": period, "standard": standard, "units": units, "dimensions": dimensions}
    )
