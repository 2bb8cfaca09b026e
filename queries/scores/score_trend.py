"""The total of one area over time, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.database import Database, statement

if TYPE_CHECKING:
    import pandas as pd


def score_trend(database: Database, *, standard: str, area_kind: str = "city", area_code: str = "city") -> pd.DataFrame:
    """The total of one area over time, oldest first.

    One row per period: period, score, lower_score, standard_error, change (of the communities rated in both periods),
    turnover_change (what the levels differ by beyond it), progress.
    """
    return database.frame(
        statement(score_trend), {"standard": standard, "area_kind": area_kind, "area_code": area_code}
    )
