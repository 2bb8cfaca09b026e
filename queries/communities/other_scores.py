"""What the other communities of full place score, nameless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def other_scores(database: Database, *, period: str, standard: str, community: str) -> pd.DataFrame:
    """What the other communities of full place score, nameless: enough to say which place a score would take.

    One row per score, rounded half up to two decimals, the highest first: score, community_count.
    """
    return database.frame(statement(other_scores), {"period": period, "standard": standard, "community": community})
