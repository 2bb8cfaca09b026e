"""Which items would lift most communities to 达标."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def levers(database: Database, *, period: str, standard: str, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """最能拉动的项: the items on the shortest ways of communities to 达标, those of most communities first.

    One row per indicator: dimension_name, indicator_code, indicator_name, community_count (communities not passing that have
    it on their way), alone_count (of these, for how many it alone suffices), total_gain and median_gain (points of the
    total that raising it brings).
    """
    return database.frame(statement(levers), {"period": period, "standard": standard, "units": units})
