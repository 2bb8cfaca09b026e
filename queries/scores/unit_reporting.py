"""How far every reporting unit has reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def unit_reporting(database: Database, *, period: str, standard: str, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """How far every reporting unit has reported in one period, in their fixed order.

    One row per unit with communities: unit_code, unit_name, community_count (N), rated_count (n, with a score),
    waiting_count (待补报), insufficient_count (数据不足), unreported_count (items).
    """
    return database.frame(statement(unit_reporting), {"period": period, "standard": standard, "units": units})
