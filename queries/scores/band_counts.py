"""How many communities stand in each band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def band_counts(
    database: Database, *, period: str, standard: str, units: tuple[str, ...] = (), streets: tuple[str, ...] = ()
) -> pd.DataFrame:
    """How many communities stand in each band.

    One row per band of the standard, zeros included: band_code, band_name, symbol, position, community_count; the last
    row is 'none' (○ 数据不足), the communities without a band.
    """
    parameters = {"period": period, "standard": standard, "units": units, "streets": streets}
    return database.frame(statement(band_counts), parameters)
