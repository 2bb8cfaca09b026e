"""The ledger of activities of one period, activity by activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def activity_rows(
    database: Database, *, period: str, standard: str, units: tuple[str, ...] = (), dimensions: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The ledger of activities of one period, activity by activity.

    One row per activity of a community then standing, the earliest first: activity_code, held_at, unit_code, unit_name,
    street_name, community_code, community_name, dimension_code, dimension_name (NaN for a dimension of another
    standard), category, activity_kind, participants, participating_households. May be very long: files stream it.
    """
    return database.frame(
        statement(activity_rows), {"period": period, "standard": standard, "units": units, "dimensions": dimensions}
    )
