"""The communities without any activity in one period, by unit and code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def inactive_communities(
    database: Database, *, period: str, standard: str, units: tuple[str, ...] = (), dimensions: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The communities without any activity in one period, by unit and code.

    One row per community: area_kind, area_code, area_name, unit_code, unit_name, street_name, kind, households,
    last_period (the last one with an activity, NaN if there was none). Empty where the whole city has no activity in
    the quarter: then there is no ledger.
    """
    return database.frame(
        statement(inactive_communities),
        {"period": period, "standard": standard, "units": units, "dimensions": dimensions},
    )
