"""The vetoes that bar one community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def community_vetoes(database: Database, *, period: str, standard: str, community: str) -> pd.DataFrame:
    """The vetoes that bar one community.

    One row per veto that occurred: indicator_code, veto_name, measured_value (occurrences).
    """
    return database.frame(statement(community_vetoes), {"period": period, "standard": standard, "community": community})
