"""The quarters of the data, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def periods(database: Database) -> pd.DataFrame:
    """The quarters of the data, newest first.

    One row per period: period ('2026Q3'), starts_on, ends_on, previous_period.
    """
    return database.frame(statement(periods), {})
