"""What the map can show under a standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def measures(database: Database, *, standard: str) -> pd.DataFrame:
    """What the map can show under a standard.

    One row per measure: measure ('index', 'dimension:E', 'share_passing', 'change', 'coverage', 'activities',
    'indicator:E1'), measure_name, dimension_code (of dimensions and indicators), unit_text, line (null where it
    depends on the period: there :func:`queries.area_measure` gives it), decimals. Indicators are shown by their score,
    so that more is always better and the line is the standard's.
    """
    return database.frame(statement(measures), {"standard": standard})
