"""The bands of a standard, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def bands(database: Database, *, standard: str) -> pd.DataFrame:
    """The bands of a standard, best first.

    One row per band: band_code, band_name, symbol, position, and its conditions, all of which must hold: minimum_score,
    minimum_dimension_score (of every dimension), requires_all_reported, requires_no_veto.
    """
    return database.frame(statement(bands), {"standard": standard})
