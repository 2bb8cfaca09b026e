"""What moved the total of one community since the quarter before; the parts sum exactly to the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def contributions(database: Database, *, period: str, standard: str, community: str) -> pd.DataFrame:
    """What moved the total of one community since the quarter before; the parts sum exactly to the change.

    One row per indicator measured in both periods and last one row 'rest': indicator_code, indicator_name,
    dimension_code, previous_score, score, effective_weight (of 1, of the later period), contribution (points of the
    total). None where there is no total to compare.
    """
    return database.frame(statement(contributions), {"period": period, "standard": standard, "community": community})
