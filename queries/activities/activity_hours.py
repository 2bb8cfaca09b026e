"""At what hours of the week the activities of one period were held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def activity_hours(
    database: Database, *, period: str, standard: str, units: tuple[str, ...] = (), dimensions: tuple[str, ...] = ()
) -> pd.DataFrame:
    """At what hours of the week the activities of one period were held.

    One row per weekday and hour with any activity: weekday (1 is Monday), hour (0 to 23), activity_count,
    activity_rate (per 1,000 households in the quarter).
    """
    return database.frame(
        statement(activity_hours), {"period": period, "standard": standard, "units": units, "dimensions": dimensions}
    )
