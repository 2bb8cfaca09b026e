"""Communities that one item alone would lift to 达标."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def one_step_away(database: Database, *, period: str, standard: str, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """Communities below the line that one item alone would lift to 达标, the smallest lift first.

    One row per community: community_code, community_name, unit_code, unit_name, street_name, score, indicator_code,
    indicator_name, from_value and to_value (in ``unit``, printed with ``decimals``), from_grade and to_grade (instead,
    where the item has grades), unit, decimals, gain (points of the total).
    """
    return database.frame(statement(one_step_away), {"period": period, "standard": standard, "units": units})
