"""Activities by month, over the four quarters up to one period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def activity_months(
    database: Database, *, period: str, standard: str, units: tuple[str, ...] = (), dimensions: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Activities by month, over the four quarters up to one period.

    One row per month, oldest first: month ('2026-07'), activity_count, participants, activity_rate (per 1,000
    households in the month), households. Counts are NaN in a quarter without any activity in the whole city.
    """
    return database.frame(
        statement(activity_months), {"period": period, "standard": standard, "units": units, "dimensions": dimensions}
    )
