"""How even the communities of each reporting unit are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def unit_spread(database: Database, *, period: str, standard: str, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """How even the communities of each reporting unit are.

    One row per unit with a rated community, in the register's order: unit_code, unit_name, rated_count, score (mean by
    households), simple_mean (every community counts the same), mean_difference (score minus simple mean), top_mean and
    bottom_mean (of the best and the last tenth of the rated communities) and spread (top minus bottom); the last three
    are missing for units of fewer than ten.
    """
    return database.frame(statement(unit_spread), {"period": period, "standard": standard, "units": units})
