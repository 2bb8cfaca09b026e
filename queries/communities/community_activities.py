"""The activities of one community in four quarters, by dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def community_activities(database: Database, *, period: str, standard: str, community: str) -> pd.DataFrame:
    """The activities of one community in four quarters, by dimension.

    One row per period, newest first, and dimension: held_in, dimension_code, dimension_name, activity_count,
    participants.
    """
    return database.frame(
        statement(community_activities), {"period": period, "standard": standard, "community": community}
    )
