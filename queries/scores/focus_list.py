"""Communities that do not pass and keep falling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def focus_list(database: Database, *, period: str, standard: str, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """重点关注: communities that do not pass and whose fall over the last two quarters is real, the largest fall first.

    One row per community: community_code, community_name, unit_code, unit_name, street_name, status, score, symbol and
    band_name, two_period_change (points, against the quarter before last), fall_count (quarters in a row), dimension_code
    and dimension_name (what pulled it down most over the two quarters; none where no dimension fell) with its
    contribution (points of the total, below 0), certainty, verdict (确定未达标 or 待复核).
    """
    return database.frame(statement(focus_list), {"period": period, "standard": standard, "units": units})
