"""The targets of a standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def targets(database: Database, *, standard: str) -> pd.DataFrame:
    """What the city wants to have reached by the end of a period, earliest first within a measure.

    One row per measure and period: measure ('index' in points, 'share_passing' in percent), period, value,
    basis ('sourced', 'inferred', 'default').
    """
    return database.frame(statement(targets), {"standard": standard})
